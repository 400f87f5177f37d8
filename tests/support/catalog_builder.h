// Catalogs made by hand for tests: says what manifests would say, resolves names as load does, and
// leaves out what does not exist. Every text has a place: file 1, lines counted per component.
#pragma once

#include <deque>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalog.h"

namespace modbuild::test {

using Names = std::vector<std::string>;

struct FeatureNeeds {
  Names libs;
  Names modules;
  std::string when;
  Names any_lib = {};
};

// One component; each call adds one entry of its manifest.
class ComponentBuilder {
 public:
  ComponentBuilder(std::string name, ComponentKind kind);

  ComponentBuilder& when(const std::string& expression);
  ComponentBuilder& in(const Names& groups);
  ComponentBuilder& host(const std::string& name);
  ComponentBuilder& any_host();
  ComponentBuilder& no_default();
  ComponentBuilder& never_static();
  ComponentBuilder& needs(const std::string& module, const std::string& when = "");
  ComponentBuilder& load(const std::string& module, const std::string& when = "");
  ComponentBuilder& optional(const std::string& module, const std::string& when = "");
  ComponentBuilder& conflicts(const std::string& module, const std::string& when = "");
  ComponentBuilder& provides(const std::string& capability);
  ComponentBuilder& links(const std::string& library, const std::string& when = "");
  ComponentBuilder& tool(const std::string& program, const std::string& when = "");
  ComponentBuilder& generator(const std::string& program, const std::string& when = "");
  ComponentBuilder& lib(const std::string& name, const std::string& when = "");
  ComponentBuilder& any_lib(const Names& names);
  ComponentBuilder& feature(const std::string& name, FeatureDefault by_default,
                            const FeatureNeeds& needs = {});
  ComponentBuilder& source(const std::string& path, const std::string& when);
  ComponentBuilder& archive();

  // What the calls cannot say.
  Component& raw() { return component_; }

 private:
  friend class CatalogBuilder;
  Text text(const std::string& value);
  When parse(const std::string& expression);
  Dependency dependency(const std::string& name, const std::string& when);
  LibUse lib_use(const std::string& name, const std::string& when);
  ComponentUse use(const std::string& name, const std::string& when);

  Component component_;
  std::uint32_t line_ = 0;
};

class CatalogBuilder {
 public:
  ComponentBuilder& module(const std::string& name);
  ComponentBuilder& program(const std::string& name);
  ComponentBuilder& host(const std::string& name);  // a program that loads modules
  ComponentBuilder& library(const std::string& name);
  void lib(const std::string& name, const std::map<std::string, std::string>& packages = {});
  // Members may be globs.
  void group(const std::string& name, const Names& members, const Names& groups = {});
  void default_group(const std::string& name) { default_group_ = name; }

  Catalog build() const;

 private:
  struct GroupEntry {
    Names members;
    Names groups;
  };
  ComponentBuilder& add(const std::string& name, ComponentKind kind);

  std::deque<ComponentBuilder> components_;
  std::map<std::string, std::map<std::string, std::string>> libs_;
  std::map<std::string, GroupEntry> groups_;
  std::string default_group_;
};

}  // namespace modbuild::test
