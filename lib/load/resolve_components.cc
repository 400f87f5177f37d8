#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>

#include "base/sort_once.h"
#include "base/str.h"
#include "load/placeholders.h"
#include "load/resolve.h"
#include "load/text_place.h"
#include "load/visit.h"

namespace modbuild {
namespace {

void report_duplicate(const Component& kept, const Component& dropped, Diagnostics& diagnostics) {
  const bool same = kept.name.value == dropped.name.value;
  diagnostics.add(
      {Code::DuplicateName,
       dropped.name.at,
       same ? cat("the name '", dropped.name.value, "' is taken")
            : cat("the names '", dropped.name.value, "' and '", kept.name.value,
                  "' differ in case only"),
       "give one of the two another `name`",
       {{kept.name.at, cat(kind_word(kept.kind), " '", kept.name.value, "' is here")}}});
}

// Takes out components whose name is taken, ignoring case: the first manifest by path keeps it.
void drop_duplicates(std::vector<Component>& components, Diagnostics& diagnostics) {
  struct Named {
    std::string lower;
    std::size_t index;

    bool operator<(const Named& other) const {
      return lower != other.lower ? lower < other.lower : index < other.index;
    }
  };
  std::vector<Named> named;
  named.reserve(components.size());
  for (std::size_t i = 0; i < components.size(); ++i) {
    named.push_back({ascii_lower(components[i].name.value), i});
  }
  if (!std::is_sorted(named.begin(), named.end())) std::sort(named.begin(), named.end());
  std::vector<bool> is_dropped(components.size(), false);
  const Named* first = nullptr;
  for (const Named& item : named) {
    if (first != nullptr && first->lower == item.lower) {
      report_duplicate(components[first->index], components[item.index], diagnostics);
      is_dropped[item.index] = true;
    } else {
      first = &item;
    }
  }
  std::size_t index = 0;
  std::erase_if(components, [&](const Component&) { return is_dropped[index++]; });
}

// Puts components into name order. They are large: each is moved once, and none if the directories
// they come from are in that order already.
void sort_by_name(std::vector<Component>& components) {
  const auto is_before = [](const Component& a, const Component& b) {
    return a.name.value < b.name.value;
  };
  if (std::is_sorted(components.begin(), components.end(), is_before)) return;
  std::vector<std::size_t> order(components.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return is_before(components[a], components[b]); });
  for (std::size_t begin = 0; begin < order.size(); ++begin) {
    if (order[begin] == begin) continue;
    // Round the circle of places that exchange their components.
    Component first = std::move(components[begin]);
    std::size_t to = begin;
    while (order[to] != begin) {
      components[to] = std::move(components[order[to]]);
      to = std::exchange(order[to], to);
    }
    components[to] = std::move(first);
    order[to] = to;
  }
}

// The programs that load modules.
struct Hosts {
  std::vector<ComponentId> ids;  // those with a [host]
  ComponentId by_default;        // the tree's only host; without any [host], its only program
  bool has_programs = false;
};

Hosts find_hosts(const Catalog& catalog) {
  Hosts hosts;
  const std::vector<ComponentId> programs = catalog.programs();
  for (const ComponentId id : programs) {
    if (catalog.components[id].host) hosts.ids.push_back(id);
  }
  const std::vector<ComponentId>& candidates = hosts.ids.empty() ? programs : hosts.ids;
  if (candidates.size() == 1) hosts.by_default = candidates.front();
  hosts.has_programs = !programs.empty();
  return hosts;
}

class ComponentResolver {
 public:
  ComponentResolver(NameResolver& names, const Catalog& catalog, const Hosts& hosts,
                    bool has_packages, Diagnostics& diagnostics)
      : names_(names),
        catalog_(catalog),
        hosts_(hosts),
        has_packages_(has_packages),
        diagnostics_(diagnostics) {}

  // May be called again.
  void resolve(Component& component) {
    if (component.kind == ComponentKind::Module) resolve_hosts(component);
    resolve_needs(component);
    if (has_packages_) {
      names_.check_package(component.package);
      for (const Install& install : component.installs) names_.check_package(install.package);
    }
    for (const Install& install : component.installs) check_mode(component, install.mode);
    visit_whens(component, [&](const When& when) { check_when(component, when); });
    visit_flags(component, [&](const Text& text) { check_host_placeholder(component, text); });
    check_lib_values(component, names_, catalog_, diagnostics_);
  }

 private:
  // Modes that give others more than the files' bytes need a word of the tree file (HAZARDS H49).
  void check_mode(const Component& component, const Text& mode) {
    const bool special = mode.value.size() == 4 && mode.value.front() != '0';
    const bool writable = mode.value.size() == 4 && ((mode.value.back() - '0') & 2) != 0;
    if (!special && !writable) return;
    const std::vector<Text>& allowed = catalog_.tree.special_modes;
    const bool permitted = std::any_of(allowed.begin(), allowed.end(), [&](const Text& name) {
      return name.value == component.name.value;
    });
    if (permitted) return;
    diagnostics_.add(Code::SpecialMode, mode.at,
                     cat("mode ", mode.value, " is ",
                         special ? "setuid, setgid or sticky" : "writable by everybody",
                         ", which the tree file does not allow '", component.name.value, "'"),
                     cat("modbuild.toml may permit it: [tree] allow-special-modes = [\"",
                         component.name.value, "\"]"));
  }

  void resolve_hosts(Component& component) {
    component.hosts.clear();
    if (component.any_host) {
      component.hosts = hosts_.ids;
      if (hosts_.ids.empty() && hosts_.by_default.valid()) component.hosts = {hosts_.by_default};
      return;
    }
    if (component.host_names.empty()) {
      take_default_host(component);
      return;
    }
    for (const Text& name : component.host_names) {
      const ComponentId host = find_host(name);
      if (host.valid()) component.hosts.push_back(host);
    }
    sort_once(component.hosts);
  }

  void take_default_host(Component& component) {
    if (hosts_.by_default.valid()) {
      component.hosts = {hosts_.by_default};
    } else if (!hosts_.has_programs) {
      component.any_host = true;  // a tree of modules for a host that lies elsewhere
    } else if (names_.all_read()) {
      const std::vector<std::string> names = host_names();
      const std::string message = names.empty() ? cat("module '", component.name.value,
                                                      "' names no host, and no program of "
                                                      "the tree has a [host] table")
                                                : cat("module '", component.name.value,
                                                      "' does not say which host loads it; "
                                                      "the tree has the hosts ",
                                                      join(names, ", "));
      const std::string help =
          names.empty()
              ? std::string("add [host] to the manifest of the program that loads modules")
              : cat("add hosts = [\"", names.front(), "\"], or hosts = [\"*\"] for any");
      diagnostics_.add(Code::NoHost, component.name.at, message, help);
    }
  }

  std::vector<std::string> host_names() const {
    std::vector<std::string> names;
    for (const ComponentId id : hosts_.ids) names.push_back(catalog_.components[id].name.value);
    return names;
  }

  ComponentId find_host(const Text& name) {
    const ComponentId found = catalog_.find_component(name.value);
    const bool is_program =
        found.valid() && catalog_.components[found].kind == ComponentKind::Program;
    if (is_program && (catalog_.components[found].host || found == hosts_.by_default)) return found;
    if (names_.may_exist(name.value)) return {};
    if (is_program) {
      diagnostics_.add(
          Code::UnknownHost, name.at, cat("program '", name.value, "' does not load modules"),
          cat("if it does, say so in ", catalog_.components[found].manifest, ": [host]"));
    } else if (found.valid()) {
      diagnostics_.add(Code::UnknownHost, name.at,
                       cat("'", name.value, "' is a ", kind_word(catalog_.components[found].kind),
                           ", expected a program that loads modules"));
    } else {
      std::string help = names_.near(name.value, host_names());
      if (help.empty()) help = cat("hosts are: ", join(host_names(), ", "));
      diagnostics_.add(Code::UnknownHost, name.at, cat("there is no host '", name.value, "'"),
                       std::move(help));
    }
    return {};
  }

  void resolve_needs(Component& component) {
    const std::string user = cat(kind_word(component.kind), " '", component.name.value, "' ");
    for (Dependency& need : component.depends) names_.resolve(need, cat(user, "depends on"));
    for (Dependency& need : component.load) names_.resolve(need, cat(user, "loads"));
    for (Dependency& need : component.optional) names_.resolve(need, cat(user, "can use"));
    resolve_conflicts(component, user);
    for (LibUse& use : component.libs) names_.resolve(use);
    for (std::vector<LibUse>& choices : component.any_lib) {
      for (LibUse& use : choices) names_.resolve(use);
    }
    for (ComponentUse& use : component.libraries) names_.resolve(use, ComponentKind::Library);
    for (ComponentUse& use : component.tools) names_.resolve(use, ComponentKind::Program);
    for (Generate& generate : component.generates) {
      for (ComponentUse& use : generate.tools) names_.resolve(use, ComponentKind::Program);
    }
    for (Feature& feature : component.features) {
      for (LibUse& use : feature.libs) names_.resolve(use);
      for (std::vector<LibUse>& choices : feature.any_lib) {
        for (LibUse& use : choices) names_.resolve(use);
      }
      const std::string needs = cat("feature '", feature.name.value, "' depends on");
      for (Dependency& need : feature.modules) names_.resolve(need, needs);
    }
  }

  // A module may provide a capability and refuse all others that do.
  void resolve_conflicts(Component& component, const std::string& user) {
    for (Dependency& other : component.conflicts) {
      names_.resolve(other, cat(user, "conflicts with"));
      if (other.name.value == component.name.value) {
        diagnostics_.add(Code::BadValue, other.name.at, cat(user, "conflicts with itself"),
                         "remove the entry");
      }
      std::erase_if(other.providers, [&](ComponentId id) {
        return catalog_.components[id].name.value == component.name.value;
      });
    }
  }

  void check_when(const Component& component, const When& when) {
    for (const When::Node& node : when.nodes()) {
      if (node.op == When::Op::Lib) names_.check_lib({node.name, node.at});
      if (node.op == When::Op::Feature) names_.check_feature(component, {node.name, node.at});
    }
  }

  void check_host_placeholder(const Component& component, const Text& text) {
    if (component.hosts.size() == 1 || text.value.find("{host}") == std::string::npos) return;
    if (!names_.all_read()) return;
    for (const Placeholder& placeholder : placeholders_of(text.value)) {
      if (placeholder.name != "host") continue;
      const std::string found =
          component.kind != ComponentKind::Module
              ? cat("'", component.name.value, "' is a ", kind_word(component.kind))
              : cat("module '", component.name.value, "' has ",
                    count_of(component.hosts.size(), "host"));
      diagnostics_.add(Code::UnknownPlaceholder,
                       place_in_text(text, placeholder.begin, placeholder.end),
                       cat("nothing stands for '{host}' here: ", found),
                       "it can be used where a module has exactly one host");
    }
  }

  NameResolver& names_;
  const Catalog& catalog_;
  const Hosts& hosts_;
  bool has_packages_;
  Diagnostics& diagnostics_;
};

}  // namespace

void add_components(std::vector<Component> components, Catalog& catalog, Diagnostics& diagnostics) {
  drop_duplicates(components, diagnostics);
  sort_by_name(components);
  catalog.components.raw() = std::move(components);
  for (const ComponentId id : catalog.components.ids()) {
    for (const Text& capability : catalog.components[id].provides) {
      std::vector<ComponentId>& providers = catalog.capabilities[capability.value];
      if (providers.empty() || providers.back() != id) providers.push_back(id);
    }
  }
}

void resolve_components(const TreeManifest& manifest, NameResolver& names, Catalog& catalog,
                        Threads threads, Diagnostics& diagnostics) {
  const Hosts hosts = find_hosts(catalog);
  const bool has_packages = manifest.packages.has_value();
  std::vector<std::uint8_t> is_faulty(catalog.components.size(), 0);
  for_each_index(catalog.components.size(), threads, [&](std::size_t i) {
    Diagnostics own;
    NameResolver silent = names.silent(own);
    ComponentResolver(silent, catalog, hosts, has_packages, own)
        .resolve(catalog.components.raw()[i]);
    is_faulty[i] = own.empty() ? 0 : 1;
  });
  // Where something is wrong, once more: names that were probably meant are looked for in the order
  // of the components, because they share a budget.
  ComponentResolver resolver(names, catalog, hosts, has_packages, diagnostics);
  for (std::size_t i = 0; i < is_faulty.size(); ++i) {
    if (is_faulty[i] != 0) resolver.resolve(catalog.components.raw()[i]);
  }
}

}  // namespace modbuild
