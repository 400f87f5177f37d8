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

namespace modbuild {

// A manifest that gave no component.
struct UnreadManifest {
  std::string name;  // what the component would be called by default
  std::string text;  // as far as it could be read
};

class NameResolver {
 public:
  NameResolver(const Catalog& catalog, std::vector<UnreadManifest> unread,
               Diagnostics& diagnostics);

  bool all_read() const { return unread_.empty(); }
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

  // did_you_mean() within a budget of comparisons: a tree with thousands of unknown names is not to
  // take minutes.
  std::string near(std::string_view word, const std::vector<std::string>& known);
  const std::vector<std::string>& module_names() const { return module_names_; }

 private:
  void report_undeclared(std::string_view kind, const Text& name,
                         const std::vector<std::string>& known);
  std::vector<std::string> names_of(ComponentKind kind) const;

  const Catalog& catalog_;
  std::vector<UnreadManifest> unread_;
  Diagnostics& diagnostics_;
  std::vector<std::string> module_names_;
  std::vector<std::string> module_words_;  // modules and capabilities
  std::size_t budget_;
};

// "module", "program", "library".
std::string_view kind_word(ComponentKind kind);

}  // namespace modbuild
