#include "package/relations.h"

#include <algorithm>

#include "base/str.h"

namespace modbuild {
namespace {

class Relations {
 public:
  Relations(const PackageInput& input, ComponentId id)
      : input_(input), id_(id), component_(input.catalog->components[id]) {}

  void hosts() {
    if (component_.kind != ComponentKind::Module) return;
    const std::vector<ComponentId> all =
        component_.any_host ? input_.catalog->hosts() : component_.hosts;
    std::vector<ComponentId> hosts = those_on(all);
    const std::string who = names(hosts);
    add(std::move(hosts), cat(who, " loads ", component_.name.value), false);
  }

  void dependencies(const std::vector<Dependency>& list, bool when_it_runs) {
    for (const Dependency& dependency : list) {
      if (!holds(dependency.when, id_)) continue;
      add(those_on(dependency.providers),
          cat(component_.name.value, when_it_runs ? " loads " : " depends on ",
              dependency.name.value),
          when_it_runs);
    }
  }

  void features() {
    for (const Feature* feature : features_on()) dependencies(feature->modules, false);
  }

  // Archives are part of their users, so what an archive links its users need.
  void libraries(ComponentId user, std::vector<ComponentId>& seen) {
    for (const ComponentUse& use : input_.catalog->components[user].libraries) {
      if (!use.component.valid() || !holds(use.when, user)) continue;
      if (std::find(seen.begin(), seen.end(), use.component) != seen.end()) continue;
      seen.push_back(use.component);
      const Component& library = input_.catalog->components[use.component];
      if (library.library_linkage == Linkage::Shared) {
        add({use.component}, cat(component_.name.value, " links ", library.name.value), false);
      } else {
        libraries(use.component, seen);
      }
    }
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
  bool holds(const When& when, ComponentId id) const {
    return when.always() ||
           evaluate(when, facts_of(*input_.catalog, *input_.selection, *input_.probes, id));
  }

  std::vector<const Feature*> features_on() const {
    std::vector<const Feature*> features;
    const Verdict& verdict = input_.selection->verdicts[id_];
    for (std::size_t i = 0; i < component_.features.size() && i < verdict.features.size(); ++i) {
      if (verdict.features[i].on) features.push_back(&component_.features[i]);
    }
    return features;
  }

  std::vector<ComponentId> those_on(const std::vector<ComponentId>& ids) const {
    std::vector<ComponentId> on;
    for (const ComponentId id : ids) {
      if (id.valid() && input_.selection->verdicts[id].on) on.push_back(id);
    }
    return on;
  }

  std::string names(const std::vector<ComponentId>& ids) const {
    std::vector<std::string> words;
    for (const ComponentId id : ids) words.push_back(input_.catalog->components[id].name.value);
    return join(words, " or ");
  }

  void use_libs(const std::vector<LibUse>& uses, bool first_found) {
    const ProbeReport& probes = input_.probes->of(component_.machine);
    for (const LibUse& use : uses) {
      if (!use.lib.valid() || use.lib.value >= probes.libs.size()) continue;
      if (!holds(use.when, id_) || !probes.libs[use.lib].found) continue;
      if (std::find(libs_.begin(), libs_.end(), use.lib) == libs_.end()) libs_.push_back(use.lib);
      if (first_found) return;
    }
  }

  void add(std::vector<ComponentId> any, std::string because, bool when_it_runs) {
    if (!any.empty()) needs_.push_back({std::move(any), std::move(because), when_it_runs});
  }

  const PackageInput& input_;
  ComponentId id_;
  const Component& component_;
  std::vector<ComponentNeed> needs_;
  std::vector<LibId> libs_;
};

}  // namespace

std::vector<ComponentNeed> component_needs(const PackageInput& input, ComponentId id) {
  Relations relations(input, id);
  const Component& component = input.catalog->components[id];
  relations.hosts();
  relations.dependencies(component.depends, false);
  relations.features();
  std::vector<ComponentId> seen = {id};
  relations.libraries(id, seen);
  relations.dependencies(component.load, true);
  return relations.take();
}

std::vector<LibId> libs_in_use(const PackageInput& input, ComponentId id) {
  return Relations(input, id).libs();
}

}  // namespace modbuild
