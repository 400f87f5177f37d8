// Looks names up in the catalog and says which are unknown, with what was probably meant. A name
// that a manifest which could not be read may define is passed over: that manifest's own error is
// enough.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "load/component_reader.h"
#include "model/catalog.h"
#include "model/words.h"

namespace modbuild {

// A manifest that gave no component.
struct UnreadManifest {
  std::string name;  // what the component would be called by default
  std::string text;  // as far as it could be read
};

// What names are looked up in, the same for all who look.
struct TreeNames {
  TreeNames(const Catalog& known, std::vector<UnreadManifest> not_read);

  const Catalog& catalog;
  std::vector<UnreadManifest> unread;
  std::vector<std::string> modules;
};

// How many names may be compared with one that is unknown: a tree with thousands of those is not to
// take minutes.
inline constexpr std::size_t kMaxComparisons = 2'000'000;

class NameResolver {
 public:
  // With no comparisons, messages lack what was probably meant.
  NameResolver(const TreeNames& names, Diagnostics& diagnostics,
               std::size_t comparisons = kMaxComparisons)
      : names_(names), catalog_(names.catalog), diagnostics_(diagnostics), budget_(comparisons) {}

  // Looks the same names up and reports to `others`, without comparisons.
  NameResolver silent(Diagnostics& others) const { return {names_, others, 0}; }

  bool all_read() const { return names_.unread.empty(); }
  // Whether a manifest that could not be read may define `name`.
  bool may_exist(std::string_view name) const;

  // A module, or the modules that provide the capability. `user` begins the message: "module 'tls'
  // depends on".
  void resolve(Dependency& dependency, std::string_view user);
  void resolve(LibUse& use);
  void resolve(ComponentUse& use, ComponentKind kind);
  void check_lib(const Text& name);
  void check_feature(const Component& component, const Text& name);
  void check_package(const Text& name);
  void check_toolchain(const Text& name);
  void check_variant(const Text& name);
  // One module by its exact name; no id when there is none, which is reported.
  ComponentId module(const Text& name, std::string_view user);
  // `known` sorted.
  bool group_exists(const Text& name, const std::vector<std::string>& known);

  // did_you_mean() within the budget of comparisons.
  std::string near(std::string_view word, const std::vector<std::string>& known);
  const std::vector<std::string>& module_names() const { return names_.modules; }

 private:
  void report_undeclared(std::string_view kind, const Text& name,
                         const std::vector<std::string>& known);
  std::vector<std::string> names_of(ComponentKind kind) const;
  std::string near_provider(std::string_view name);

  const TreeNames& names_;
  const Catalog& catalog_;
  Diagnostics& diagnostics_;
  std::size_t budget_;
};

}  // namespace modbuild
