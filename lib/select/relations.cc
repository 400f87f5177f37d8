#include "select/relations.h"

#include <algorithm>

#include "base/sort_once.h"
#include "base/str.h"
#include "select/select.h"

namespace modbuild {
namespace {

class Relations {
 public:
  Relations(const Catalog& catalog, const Selection& selection, const ProbeReport& probes,
            ComponentId id)
      : catalog_(catalog),
        selection_(selection),
        probes_(probes),
        id_(id),
        component_(catalog.components[id]) {}

  void hosts() {
    if (component_.kind != ComponentKind::Module) return;
    const std::vector<ComponentId> all = component_.any_host ? catalog_.hosts() : component_.hosts;
    std::vector<ComponentId> hosts = those_on(all);
    const std::string who = names(hosts);
    add(std::move(hosts), cat(who, " loads ", component_.name.value), NeedKind::Host);
  }

  void dependencies(const std::vector<Dependency>& list, NeedKind kind) {
    const std::string_view verb = kind == NeedKind::Load ? " loads " : " depends on ";
    for (const Dependency& dependency : list) {
      if (!holds(dependency.when, id_)) continue;
      add(those_on(dependency.providers), cat(component_.name.value, verb, dependency.name.value),
          kind);
    }
  }

  void features() {
    for (const Feature* feature : features_on()) dependencies(feature->modules, NeedKind::Depend);
  }

  // Archives are part of their users, so what an archive links its users need.
  void libraries(ComponentId user, std::vector<ComponentId>& seen) {
    for (const ComponentUse& use : catalog_.components[user].libraries) {
      if (!use.component.valid() || !holds(use.when, user)) continue;
      if (std::find(seen.begin(), seen.end(), use.component) != seen.end()) continue;
      seen.push_back(use.component);
      const Component& library = catalog_.components[use.component];
      if (library.library_linkage == Linkage::Shared) {
        add({use.component}, cat(component_.name.value, " links ", library.name.value),
            NeedKind::Link);
      } else {
        libraries(use.component, seen);
      }
    }
  }

  std::vector<ComponentId> parts() const {
    std::vector<ComponentId> parts;
    for (const ComponentUse& use : component_.libraries) {
      if (!use.component.valid() || !holds(use.when, id_)) continue;
      const Component& library = catalog_.components[use.component];
      if (library.library_linkage != Linkage::Shared) parts.push_back(use.component);
    }
    if (component_.kind == ComponentKind::Program) add_static_modules(parts);
    sort_once(parts);
    return parts;
  }

  std::vector<LibId> libs() {
    use_libs(component_.libs, false);
    for (const std::vector<LibUse>& choices : component_.any_lib) use_libs(choices, true);
    for (const Feature* feature : features_on()) {
      use_libs(feature->libs, false);
      for (const std::vector<LibUse>& choices : feature->any_lib) use_libs(choices, true);
    }
    return std::move(libs_);
  }

  std::vector<ComponentNeed> take() { return std::move(needs_); }

 private:
  void add_static_modules(std::vector<ComponentId>& parts) const {
    const auto has_this = [&](const std::vector<ComponentId>& ids) {
      return std::find(ids.begin(), ids.end(), id_) != ids.end();
    };
    const bool is_host = has_this(catalog_.hosts());
    for (const ComponentId id : catalog_.modules()) {
      const Verdict& verdict = selection_.verdicts[id];
      if (!verdict.on || verdict.linkage != Linkage::Static) continue;
      const Component& module = catalog_.components[id];
      if (module.any_host ? is_host : has_this(module.hosts)) parts.push_back(id);
    }
  }

  bool holds(const When& when, ComponentId id) const {
    return when.always() || evaluate(when, facts_of(catalog_, selection_, probes_, id));
  }

  std::vector<const Feature*> features_on() const {
    std::vector<const Feature*> features;
    const Verdict& verdict = selection_.verdicts[id_];
    for (std::size_t i = 0; i < component_.features.size() && i < verdict.features.size(); ++i) {
      if (verdict.features[i].on) features.push_back(&component_.features[i]);
    }
    return features;
  }

  std::vector<ComponentId> those_on(const std::vector<ComponentId>& ids) const {
    std::vector<ComponentId> on;
    for (const ComponentId id : ids) {
      if (id.valid() && selection_.verdicts[id].on) on.push_back(id);
    }
    return on;
  }

  std::string names(const std::vector<ComponentId>& ids) const {
    std::vector<std::string> words;
    for (const ComponentId id : ids) words.push_back(catalog_.components[id].name.value);
    return join(words, " or ");
  }

  void use_libs(const std::vector<LibUse>& uses, bool first_found) {
    const ProbeReport& probes = probes_.of(component_.machine);
    for (const LibUse& use : uses) {
      if (!use.lib.valid() || use.lib.value >= probes.libs.size()) continue;
      if (!holds(use.when, id_) || !probes.libs[use.lib].found) continue;
      add_once(libs_, use.lib);
      if (first_found) return;
    }
  }

  void add(std::vector<ComponentId> any, std::string because, NeedKind kind) {
    if (!any.empty()) needs_.push_back({std::move(any), std::move(because), kind});
  }

  const Catalog& catalog_;
  const Selection& selection_;
  const ProbeReport& probes_;
  ComponentId id_;
  const Component& component_;
  std::vector<ComponentNeed> needs_;
  std::vector<LibId> libs_;
};

}  // namespace

std::vector<ComponentNeed> component_needs(const Catalog& catalog, const Selection& selection,
                                           const ProbeReport& probes, ComponentId id) {
  Relations relations(catalog, selection, probes, id);
  const Component& component = catalog.components[id];
  relations.hosts();
  relations.dependencies(component.depends, NeedKind::Depend);
  relations.features();
  std::vector<ComponentId> seen = {id};
  relations.libraries(id, seen);
  relations.dependencies(component.load, NeedKind::Load);
  return relations.take();
}

std::vector<ComponentId> parts_in_use(const Catalog& catalog, const Selection& selection,
                                      const ProbeReport& probes, ComponentId id) {
  return Relations(catalog, selection, probes, id).parts();
}

std::vector<LibId> libs_in_use(const Catalog& catalog, const Selection& selection,
                               const ProbeReport& probes, ComponentId id) {
  return Relations(catalog, selection, probes, id).libs();
}

}  // namespace modbuild
