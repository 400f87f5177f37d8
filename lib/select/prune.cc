#include "select/prune.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "select/features.h"

namespace modbuild {
namespace {

// All hosts of a module are off; the first by name is told.
std::optional<Reason> missing_host(const SelectState& state, const Component& component) {
  if (component.any_host || component.hosts.empty()) return std::nullopt;
  for (const ComponentId host : component.hosts) {
    if (state.verdicts[host].on) return std::nullopt;
  }
  const ComponentId first = component.hosts.front();
  const std::string& name = state.catalog.components[first].name.value;
  SourceRange at = component.name.at;
  for (const Text& host : component.host_names) {
    if (host.value == name) at = host.at;
  }
  return Reason{ReasonKind::HostOff, name, first, at, {}};
}

std::optional<Reason> missing_generator_tool(const SelectState& state, ComponentId id) {
  std::optional<Reason> first;
  for (const Generate& generate : state.catalog.components[id].generates) {
    if (generate.tools.empty() || !holds(state, id, generate.when)) continue;
    std::optional<Reason> tool = missing_component(state, id, generate.tools, ReasonKind::ToolOff);
    if (tool && (!first || tool->name < first->name)) first = std::move(tool);
  }
  return first;
}

// Why a component that is on cannot stay; the causes are tried in the order that `select` states.
std::optional<Reason> cause_off(const SelectState& state, ComponentId id) {
  const Component& component = state.catalog.components[id];
  if (!holds(state, id, component.when)) return when_reason(state, id, component.when);
  if (auto host = missing_host(state, component)) return host;
  if (auto lib = missing_lib(state, id, component.libs)) return lib;
  if (auto lib = missing_any_lib(state, id, component.any_lib)) return lib;
  if (auto library = missing_component(state, id, component.libraries, ReasonKind::LibraryOff)) {
    return library;
  }
  if (auto tool = missing_component(state, id, component.tools, ReasonKind::ToolOff)) return tool;
  if (auto tool = missing_generator_tool(state, id)) return tool;
  if (auto module = missing_module(state, id, component.depends)) return module;
  return missing_feature(state.verdicts[id]);
}

// Who must be looked at again when a component goes off: those that nothing else serves. A need
// that several can meet counts those still on, and everyone who needs one capability shares one
// count; so the work is linear in the number of manifest entries.
class Needs {
 public:
  explicit Needs(const SelectState& state)
      : state_(state), users_(state.catalog.components.size()), shared_by_(users_.size()) {
    for (const ComponentId id : state.catalog.components.ids()) {
      if (state.verdicts[id].on) add_all(id);
    }
  }

  // `id` went off: calls `touched` for each component that lost all that met one of its needs.
  template <class Function>
  void lose(ComponentId id, const Function& touched) {
    for (const ComponentId user : users_[id]) touched(user);
    for (const std::size_t index : shared_by_[id]) {
      Shared& shared = shared_[index];
      if (--shared.alive > 0) continue;
      for (const ComponentId user : shared.users) touched(user);
    }
  }

 private:
  struct Shared {
    std::size_t alive = 0;
    std::vector<ComponentId> users;
  };

  void add_all(ComponentId id) {
    const Component& component = state_.catalog.components[id];
    if (component.hosts.size() == 1) {
      add(id, component.hosts.front());
    } else if (component.hosts.size() > 1) {
      shared_[make_shared(component.hosts)].users.push_back(id);
    }
    for (const ComponentUse& use : component.libraries) add(id, use.component);
    for (const ComponentUse& use : component.tools) add(id, use.component);
    for (const Generate& generate : component.generates) {
      for (const ComponentUse& use : generate.tools) add(id, use.component);
    }
    for (const Dependency& dependency : component.depends) add(id, dependency);
    for (const Feature& feature : component.features) {
      for (const Dependency& dependency : feature.modules) add(id, dependency);
    }
  }

  void add(ComponentId user, ComponentId provider) {
    if (provider.valid() && state_.verdicts[provider].on) users_[provider].push_back(user);
  }

  void add(ComponentId user, const Dependency& dependency) {
    if (dependency.providers.size() == 1) return add(user, dependency.providers.front());
    if (dependency.providers.empty()) return;
    const auto [known, is_new] = capabilities_.try_emplace(dependency.name.value, shared_.size());
    if (is_new) make_shared(dependency.providers);
    shared_[known->second].users.push_back(user);
  }

  std::size_t make_shared(const std::vector<ComponentId>& providers) {
    Shared shared;
    for (const ComponentId provider : providers) {
      if (!state_.verdicts[provider].on) continue;
      shared_by_[provider].push_back(shared_.size());
      ++shared.alive;
    }
    shared_.push_back(std::move(shared));
    return shared_.size() - 1;
  }

  const SelectState& state_;
  IdVector<ComponentId, std::vector<ComponentId>> users_;      // by the only one that serves them
  IdVector<ComponentId, std::vector<std::size_t>> shared_by_;  // indices into shared_
  std::vector<Shared> shared_;
  std::unordered_map<std::string_view, std::size_t> capabilities_;  // index into shared_
};

// A `conflicts` entry seen from one of its two sides.
struct Rival {
  ComponentId other;
  ComponentId owner;  // in whose manifest it stands
  const Dependency* entry = nullptr;
};
using Rivals = IdVector<ComponentId, std::vector<Rival>>;

// The conflicts among what is on; a module that provides what it conflicts with means the others.
Rivals find_rivals(const SelectState& state) {
  Rivals rivals(state.catalog.components.size());
  for (const ComponentId id : state.catalog.components.ids()) {
    if (!state.verdicts[id].on) continue;
    for (const Dependency& entry : state.catalog.components[id].conflicts) {
      for (const ComponentId other : entry.providers) {
        if (other == id || !state.verdicts[other].on) continue;
        rivals[id].push_back({other, id, &entry});
        rivals[other].push_back({id, id, &entry});
      }
    }
  }
  return rivals;
}

class Pruner {
 public:
  explicit Pruner(SelectState& state)
      : state_(state), needs_(state), queued_(state.catalog.components.size(), false) {}

  // Programs and libraries go first, so that a module's first round sees hosts, libraries and tools
  // as they end up and can tell the first of its causes in the stated order.
  void prune_all() {
    std::vector<ComponentId> modules;
    std::vector<ComponentId> others;
    for (const ComponentId id : state_.catalog.components.ids()) {
      if (state_.verdicts[id].on) (is_module(id) ? modules : others).push_back(id);
    }
    while (!others.empty()) {
      run_round(others);
      others = take_touched();
      others.erase(std::remove_if(others.begin(), others.end(),
                                  [this](ComponentId id) { return is_module(id); }),
                   others.end());
    }
    run_rounds(std::move(modules));
  }

  void settle_conflicts() {
    const Rivals rivals = find_rivals(state_);
    std::vector<ComponentId> order;
    for (const ComponentId id : state_.catalog.components.ids()) {
      if (!rivals[id].empty()) order.push_back(id);
    }
    std::stable_partition(order.begin(), order.end(),
                          [this](ComponentId id) { return state_.verdicts[id].requested; });
    for (std::size_t next = 0; next < order.size();) {
      const ComponentId winner = order[next++];
      if (!state_.verdicts[winner].on) continue;
      conflicts_changed_ = false;
      drop_all(losers_to(winner, rivals[winner]));
      run_rounds(take_touched());
      if (conflicts_changed_) next = 0;
    }
  }

 private:
  struct Drop {
    ComponentId id;
    Reason reason;
  };

  std::vector<Drop> losers_to(ComponentId winner, const std::vector<Rival>& rivals) const {
    std::vector<Drop> drops;
    for (const Rival& rival : rivals) {
      if (!state_.verdicts[rival.other].on || beats(rival.other, winner)) continue;
      if (!holds(state_, rival.owner, rival.entry->when)) continue;
      drops.push_back({rival.other,
                       {ReasonKind::Conflict,
                        state_.catalog.components[winner].name.value,
                        winner,
                        rival.entry->name.at,
                        {}}});
    }
    return drops;
  }

  bool beats(ComponentId a, ComponentId b) const {
    const bool a_named = state_.verdicts[a].requested;
    if (a_named != state_.verdicts[b].requested) return a_named;
    return a < b;
  }

  bool is_module(ComponentId id) const {
    return state_.catalog.components[id].kind == ComponentKind::Module;
  }

  void run_rounds(std::vector<ComponentId> touched) {
    while (!touched.empty()) {
      run_round(touched);
      touched = take_touched();
    }
  }

  void run_round(const std::vector<ComponentId>& touched) {
    std::vector<Drop> drops;
    for (const ComponentId id : touched) {
      if (!state_.verdicts[id].on) continue;
      const bool features_changed = settle_features(state_, id, FeatureModules::Checked);
      if (features_changed && !state_.catalog.components[id].conflicts.empty()) {
        conflicts_changed_ = true;
      }
      if (auto cause = cause_off(state_, id)) drops.push_back({id, *std::move(cause)});
    }
    drop_all(std::move(drops));
  }

  void drop_all(std::vector<Drop> drops) {
    for (Drop& drop : drops) {
      Verdict& verdict = state_.verdicts[drop.id];
      if (!verdict.on) continue;
      verdict.on = false;
      verdict.because = std::move(drop.reason);
      needs_.lose(drop.id, [this](ComponentId who) { touch(who); });
    }
  }

  void touch(ComponentId id) {
    if (queued_[id.value]) return;
    queued_[id.value] = true;
    touched_.push_back(id);
  }

  std::vector<ComponentId> take_touched() {
    for (const ComponentId id : touched_) queued_[id.value] = false;
    return std::exchange(touched_, {});
  }

  SelectState& state_;
  Needs needs_;
  std::vector<bool> queued_;
  std::vector<ComponentId> touched_;  // to be looked at in the next round
  // A component with conflicts lost a feature, which the `when` of a conflict may ask about.
  bool conflicts_changed_ = false;
};

}  // namespace

void prune(SelectState& state) {
  Pruner pruner(state);
  pruner.prune_all();
  pruner.settle_conflicts();
}

}  // namespace modbuild
