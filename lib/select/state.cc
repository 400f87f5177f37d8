#include "select/state.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace modbuild {
namespace {

// `probes` are those of the machine that the component runs on.
Facts make_facts(const Catalog& catalog, const ProbeReport& probes, const Verdict& verdict) {
  Facts facts;
  facts.platform = &probes.platform;
  facts.linkage = verdict.linkage;
  facts.feature = [&verdict](std::string_view name) {
    return std::any_of(
        verdict.features.begin(), verdict.features.end(),
        [name](const FeatureVerdict& feature) { return feature.on && feature.name == name; });
  };
  facts.lib = [&catalog, &probes](std::string_view name) {
    return lib_found(probes, catalog.find_lib(name));
  };
  return facts;
}

// The provider to blame: one that was wanted and dropped tells more than one nobody asked for.
ComponentId blamed(const SelectState& state, const Dependency& dependency) {
  for (const ComponentId provider : dependency.providers) {
    if (state.verdicts[provider].wanted) return provider;
  }
  return dependency.providers.empty() ? ComponentId{} : dependency.providers.front();
}

}  // namespace

Facts facts_of(const Catalog& catalog, const Selection& selection, const ProbeReport& probes,
               ComponentId id) {
  const Machine machine = catalog.components[id].machine;
  return make_facts(catalog, probes.of(machine), selection.verdicts[id]);
}

bool holds(const SelectState& state, ComponentId id, const When& when) {
  if (when.always()) return true;
  return evaluate(when, make_facts(state.catalog, state.probes_of(id), state.verdicts[id]));
}

Reason when_reason(const SelectState& state, ComponentId id, const When& when) {
  const Facts facts = make_facts(state.catalog, state.probes_of(id), state.verdicts[id]);
  return {ReasonKind::When, first_false(when, facts), {}, when.at(), {}};
}

bool lib_found(const ProbeReport& probes, LibId id) {
  return id.valid() && id.value < probes.libs.size() && probes.libs[id].found;
}

bool provided(const SelectState& state, const Dependency& dependency) {
  return std::any_of(dependency.providers.begin(), dependency.providers.end(),
                     [&state](ComponentId provider) { return state.verdicts[provider].on; });
}

std::optional<Reason> missing_lib(const SelectState& state, ComponentId id,
                                  const std::vector<LibUse>& libs) {
  const LibUse* first = nullptr;
  for (const LibUse& use : libs) {
    if (lib_found(state.probes_of(id), use.lib)) continue;
    if (first != nullptr && first->name.value <= use.name.value) continue;
    if (holds(state, id, use.when)) first = &use;
  }
  if (first == nullptr) return std::nullopt;
  return Reason{ReasonKind::LibMissing, first->name.value, {}, first->name.at, {}};
}

std::optional<Reason> missing_module(const SelectState& state, ComponentId id,
                                     const std::vector<Dependency>& dependencies) {
  const Dependency* first = nullptr;
  for (const Dependency& dependency : dependencies) {
    if (provided(state, dependency)) continue;
    if (first != nullptr && first->name.value <= dependency.name.value) continue;
    if (holds(state, id, dependency.when)) first = &dependency;
  }
  if (first == nullptr) return std::nullopt;
  return Reason{
      ReasonKind::ModuleOff, first->name.value, blamed(state, *first), first->name.at, {}};
}

std::optional<Reason> missing_component(const SelectState& state, ComponentId id,
                                        const std::vector<ComponentUse>& uses, ReasonKind kind) {
  const ComponentUse* first = nullptr;
  for (const ComponentUse& use : uses) {
    if (use.component.valid() && state.verdicts[use.component].on) continue;
    if (first != nullptr && first->name.value <= use.name.value) continue;
    if (holds(state, id, use.when)) first = &use;
  }
  if (first == nullptr) return std::nullopt;
  return Reason{kind, first->name.value, first->component, first->name.at, {}};
}

std::optional<Reason> missing_any_lib(const SelectState& state, ComponentId id,
                                      const std::vector<std::vector<LibUse>>& groups) {
  std::optional<Reason> first;
  for (const std::vector<LibUse>& group : groups) {
    std::vector<const LibUse*> ways;
    for (const LibUse& use : group) {
      if (holds(state, id, use.when)) ways.push_back(&use);
    }
    const bool found = std::any_of(ways.begin(), ways.end(), [&](const LibUse* use) {
      return lib_found(state.probes_of(id), use->lib);
    });
    if (found || ways.empty()) continue;
    if (first && first->name <= ways.front()->name.value) continue;
    first = {ReasonKind::LibMissing, ways.front()->name.value, {}, ways.front()->name.at, {}};
    for (const LibUse* use : ways) first->any.push_back(use->lib);
  }
  return first;
}

}  // namespace modbuild
