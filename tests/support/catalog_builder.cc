#include "support/catalog_builder.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/glob.h"

namespace modbuild::test {
namespace {

constexpr FileId kFile{1};

Text at_line(const std::string& value, std::uint32_t line) {
  const auto length = static_cast<std::uint32_t>(value.size());
  return {value, {kFile, line, 1, line, 1 + length}};
}

template <class Use>
void sort_by_name(std::vector<Use>& items) {
  std::sort(items.begin(), items.end(),
            [](const Use& a, const Use& b) { return a.name.value < b.name.value; });
}

// Names to ids, for everything inside one component.
class Resolver {
 public:
  explicit Resolver(const Catalog& catalog) : catalog_(catalog) {}

  void resolve(Component& component) const {
    for (const Text& host : component.host_names) {
      component.hosts.push_back(catalog_.find_component(host.value));
    }
    std::sort(component.hosts.begin(), component.hosts.end());
    for (auto* list :
         {&component.depends, &component.load, &component.optional, &component.conflicts}) {
      providers(*list);
    }
    uses(component.libraries);
    uses(component.tools);
    for (Generate& generate : component.generates) uses(generate.tools);
    libs(component.libs);
    for (std::vector<LibUse>& group : component.any_lib) libs(group);
    for (Feature& feature : component.features) {
      libs(feature.libs);
      for (std::vector<LibUse>& group : feature.any_lib) libs(group);
      providers(feature.modules);
    }
  }

 private:
  void providers(std::vector<Dependency>& list) const {
    for (Dependency& dependency : list) {
      const ComponentId id = catalog_.find_component(dependency.name.value);
      const auto capability = catalog_.capabilities.find(dependency.name.value);
      if (id.valid()) {
        dependency.providers = {id};
      } else if (capability != catalog_.capabilities.end()) {
        dependency.providers = capability->second;
      }
    }
  }

  void uses(std::vector<ComponentUse>& list) const {
    for (ComponentUse& use : list) use.component = catalog_.find_component(use.name.value);
  }

  void libs(std::vector<LibUse>& list) const {
    for (LibUse& use : list) use.lib = catalog_.find_lib(use.name.value);
  }

  const Catalog& catalog_;
};

}  // namespace

ComponentBuilder::ComponentBuilder(std::string name, ComponentKind kind) {
  component_.name = text(name);
  component_.kind = kind;
  component_.dir = "tree/" + name;
  component_.manifest = component_.dir + "/module.toml";
  component_.file = kFile;
}

Text ComponentBuilder::text(const std::string& value) {
  return at_line(value, ++line_);
}

When ComponentBuilder::parse(const std::string& expression) {
  if (expression.empty()) return {};
  Diagnostics diagnostics;
  When when = parse_when(text(expression), diagnostics);
  MB_CHECK(diagnostics.empty());
  return when;
}

Dependency ComponentBuilder::dependency(const std::string& name, const std::string& when) {
  Dependency dependency;
  dependency.name = text(name);
  dependency.when = parse(when);
  return dependency;
}

LibUse ComponentBuilder::lib_use(const std::string& name, const std::string& when) {
  return {text(name), {}, parse(when)};
}

ComponentUse ComponentBuilder::use(const std::string& name, const std::string& when) {
  return {text(name), {}, parse(when)};
}

ComponentBuilder& ComponentBuilder::when(const std::string& expression) {
  component_.when = parse(expression);
  return *this;
}

ComponentBuilder& ComponentBuilder::in(const Names& groups) {
  for (const std::string& group : groups) component_.groups.push_back(text(group));
  return *this;
}

ComponentBuilder& ComponentBuilder::host(const std::string& name) {
  component_.host_names.push_back(text(name));
  return *this;
}

ComponentBuilder& ComponentBuilder::any_host() {
  component_.any_host = true;
  return *this;
}

ComponentBuilder& ComponentBuilder::no_default() {
  component_.by_default = false;
  return *this;
}

ComponentBuilder& ComponentBuilder::never_static() {
  component_.static_allowed = false;
  return *this;
}

ComponentBuilder& ComponentBuilder::needs(const std::string& module, const std::string& when) {
  component_.depends.push_back(dependency(module, when));
  return *this;
}

ComponentBuilder& ComponentBuilder::load(const std::string& module, const std::string& when) {
  component_.load.push_back(dependency(module, when));
  return *this;
}

ComponentBuilder& ComponentBuilder::optional(const std::string& module, const std::string& when) {
  component_.optional.push_back(dependency(module, when));
  return *this;
}

ComponentBuilder& ComponentBuilder::conflicts(const std::string& module, const std::string& when) {
  component_.conflicts.push_back(dependency(module, when));
  return *this;
}

ComponentBuilder& ComponentBuilder::provides(const std::string& capability) {
  component_.provides.push_back(text(capability));
  return *this;
}

ComponentBuilder& ComponentBuilder::links(const std::string& library, const std::string& when) {
  component_.libraries.push_back(use(library, when));
  return *this;
}

ComponentBuilder& ComponentBuilder::tool(const std::string& program, const std::string& when) {
  component_.tools.push_back(use(program, when));
  return *this;
}

ComponentBuilder& ComponentBuilder::generator(const std::string& program, const std::string& when) {
  Generate generate;
  generate.tools.push_back(use(program, ""));
  generate.when = parse(when);
  component_.generates.push_back(std::move(generate));
  return *this;
}

ComponentBuilder& ComponentBuilder::lib(const std::string& name, const std::string& when) {
  component_.libs.push_back(lib_use(name, when));
  return *this;
}

ComponentBuilder& ComponentBuilder::any_lib(const Names& names) {
  std::vector<LibUse> group;
  for (const std::string& name : names) group.push_back(lib_use(name, ""));
  component_.any_lib.push_back(std::move(group));
  return *this;
}

ComponentBuilder& ComponentBuilder::feature(const std::string& name, FeatureDefault by_default,
                                            const FeatureNeeds& needs) {
  Feature feature;
  feature.name = text(name);
  feature.by_default = by_default;
  for (const std::string& lib : needs.libs) feature.libs.push_back(lib_use(lib, ""));
  for (const std::string& module : needs.modules) {
    feature.modules.push_back(dependency(module, ""));
  }
  if (!needs.any_lib.empty()) {
    std::vector<LibUse> group;
    for (const std::string& lib : needs.any_lib) group.push_back(lib_use(lib, ""));
    feature.any_lib.push_back(std::move(group));
  }
  feature.when = parse(needs.when);
  component_.features.push_back(std::move(feature));
  return *this;
}

ComponentBuilder& ComponentBuilder::source(const std::string& path, const std::string& when) {
  SourceFile source;
  source.path = path;
  source.when = parse(when);
  component_.sources.push_back(std::move(source));
  return *this;
}

ComponentBuilder& ComponentBuilder::archive() {
  component_.library_linkage = Linkage::Static;
  return *this;
}

ComponentBuilder& CatalogBuilder::add(const std::string& name, ComponentKind kind) {
  return components_.emplace_back(name, kind);
}

ComponentBuilder& CatalogBuilder::module(const std::string& name) {
  return add(name, ComponentKind::Module);
}

ComponentBuilder& CatalogBuilder::program(const std::string& name) {
  return add(name, ComponentKind::Program);
}

ComponentBuilder& CatalogBuilder::host(const std::string& name) {
  ComponentBuilder& program = add(name, ComponentKind::Program);
  program.component_.host = HostInfo{};
  return program;
}

ComponentBuilder& CatalogBuilder::library(const std::string& name) {
  return add(name, ComponentKind::Library);
}

void CatalogBuilder::lib(const std::string& name,
                         const std::map<std::string, std::string>& packages) {
  libs_[name] = packages;
}

void CatalogBuilder::group(const std::string& name, const Names& members, const Names& groups) {
  groups_[name] = {members, groups};
}

namespace {

void add_libs(const std::map<std::string, std::map<std::string, std::string>>& libs,
              Catalog& catalog) {
  for (const auto& [name, packages] : libs) {
    ExternalLib lib;
    lib.name = at_line(name, 1);
    for (const auto& [distribution, package] : packages) {
      lib.packages[distribution] = at_line(package, 1);
    }
    catalog.libs.push_back(std::move(lib));
  }
}

// Group name -> modules, before nested groups are followed.
using Direct = std::map<std::string, std::set<ComponentId>>;

void add_groups(const Direct& direct, const std::map<std::string, Names>& nested,
                Catalog& catalog) {
  for (const auto& [name, modules] : direct) {
    std::set<std::string> reached = {name};
    std::vector<std::string> open = {name};
    while (!open.empty()) {
      const std::string from = open.back();
      open.pop_back();
      const auto inner = nested.find(from);
      if (inner == nested.end()) continue;
      for (const std::string& group : inner->second) {
        if (reached.insert(group).second) open.push_back(group);
      }
    }
    std::set<ComponentId> members;
    for (const std::string& group : reached) {
      const auto found = direct.find(group);
      if (found != direct.end()) members.insert(found->second.begin(), found->second.end());
    }
    Group group;
    group.name = at_line(name, 1);
    group.members.assign(members.begin(), members.end());
    group.member_at.assign(members.size(), group.name.at);
    catalog.groups.push_back(std::move(group));
  }
}

}  // namespace

Catalog CatalogBuilder::build() const {
  Catalog catalog;
  catalog.tree.name = at_line("testtree", 1);
  catalog.tree.default_group = at_line(default_group_, 1);
  add_libs(libs_, catalog);
  for (const ComponentBuilder& builder : components_) {
    catalog.components.push_back(builder.component_);
  }
  sort_by_name(catalog.components.raw());
  for (const ComponentId id : catalog.components.ids()) {
    sort_by_name(catalog.components[id].features);
    for (const Text& capability : catalog.components[id].provides) {
      catalog.capabilities[capability.value].push_back(id);
    }
  }
  for (Component& component : catalog.components) Resolver(catalog).resolve(component);

  Direct direct;
  std::map<std::string, Names> nested;
  for (const auto& [name, entry] : groups_) {
    std::set<ComponentId>& members = direct[name];
    nested[name] = entry.groups;
    for (const ComponentId id : catalog.modules()) {
      for (const std::string& pattern : entry.members) {
        if (glob_match_component(pattern, catalog.components[id].name.value)) members.insert(id);
      }
    }
  }
  for (const ComponentId id : catalog.modules()) {
    for (const Text& group : catalog.components[id].groups) direct[group.value].insert(id);
  }
  add_groups(direct, nested, catalog);
  return catalog;
}

}  // namespace modbuild::test
