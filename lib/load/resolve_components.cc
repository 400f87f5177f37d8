#include <algorithm>
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

// Indices of the components in name order, without those whose name is taken: the first manifest by
// path keeps it. Components are large, so that they are moved only once, into their places.
std::vector<std::size_t> name_order(const std::vector<Component>& components,
                                    Diagnostics& diagnostics) {
  struct Named {
    std::string lower;
    std::size_t index;
  };
  std::vector<Named> named;
  named.reserve(components.size());
  for (std::size_t i = 0; i < components.size(); ++i) {
    named.push_back({ascii_lower(components[i].name.value), i});
  }
  std::sort(named.begin(), named.end(), [](const Named& a, const Named& b) {
    return a.lower != b.lower ? a.lower < b.lower : a.index < b.index;
  });
  std::vector<std::size_t> order;
  order.reserve(components.size());
  const Named* first = nullptr;
  for (const Named& item : named) {
    if (first != nullptr && first->lower == item.lower) {
      report_duplicate(components[first->index], components[item.index], diagnostics);
    } else {
      first = &item;
      order.push_back(item.index);
    }
  }
  std::sort(order.begin(), order.end(), [&components](std::size_t a, std::size_t b) {
    return components[a].name.value < components[b].name.value;
  });
  return order;
}

class ComponentResolver {
 public:
  ComponentResolver(NameResolver& names, Catalog& catalog, bool has_packages,
                    Diagnostics& diagnostics)
      : names_(names), catalog_(catalog), has_packages_(has_packages), diagnostics_(diagnostics) {
    find_default_host();
  }

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

  // The tree's only host; without any [host], its only program.
  void find_default_host() {
    std::vector<ComponentId> programs;
    for (const ComponentId id : catalog_.components.ids()) {
      const Component& component = catalog_.components[id];
      if (component.kind != ComponentKind::Program) continue;
      programs.push_back(id);
      if (component.host) hosts_.push_back(id);
    }
    const std::vector<ComponentId>& candidates = hosts_.empty() ? programs : hosts_;
    if (candidates.size() == 1) default_host_ = candidates.front();
    has_programs_ = !programs.empty();
  }

  void resolve_hosts(Component& component) {
    if (component.any_host) {
      component.hosts = hosts_;
      if (hosts_.empty() && default_host_.valid()) component.hosts = {default_host_};
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
    if (default_host_.valid()) {
      component.hosts = {default_host_};
    } else if (!has_programs_) {
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
    for (const ComponentId id : hosts_) names.push_back(catalog_.components[id].name.value);
    return names;
  }

  ComponentId find_host(const Text& name) {
    const ComponentId found = catalog_.find_component(name.value);
    const bool is_program =
        found.valid() && catalog_.components[found].kind == ComponentKind::Program;
    if (is_program && (catalog_.components[found].host || found == default_host_)) return found;
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
    for (const When::Node& node : when.nodes) {
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
  Catalog& catalog_;
  bool has_packages_;
  Diagnostics& diagnostics_;
  std::vector<ComponentId> hosts_;
  ComponentId default_host_;
  bool has_programs_ = false;
};

}  // namespace

void add_components(std::vector<Component> components, Catalog& catalog, Diagnostics& diagnostics) {
  const std::vector<std::size_t> order = name_order(components, diagnostics);
  catalog.components.raw().reserve(order.size());
  for (const std::size_t index : order) {
    const ComponentId id = catalog.components.push_back(std::move(components[index]));
    for (const Text& capability : catalog.components[id].provides) {
      std::vector<ComponentId>& providers = catalog.capabilities[capability.value];
      if (providers.empty() || providers.back() != id) providers.push_back(id);
    }
  }
}

void resolve_components(const TreeManifest& manifest, NameResolver& names, Catalog& catalog,
                        Diagnostics& diagnostics) {
  ComponentResolver resolver(names, catalog, manifest.packages.has_value(), diagnostics);
  for (Component& component : catalog.components) resolver.resolve(component);
}

}  // namespace modbuild
