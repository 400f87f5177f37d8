#include <map>
#include <string>

#include "select/features.h"
#include "select/prune.h"

namespace modbuild {
namespace {

// Who asked first, and where.
struct Puller {
  ComponentId who;
  const Dependency* dependency = nullptr;
};

// Works level by level and on sorted ids, so that neither the order of manifests nor that of lists
// inside them shows. Names are followed to their end before a capability is decided, because they
// may bring its provider in anyway.
class DependencyPuller {
 public:
  DependencyPuller(SelectState& state, const PulledNeeds& pulled)
      : state_(state), pulled_(pulled) {}

  void run() {
    std::vector<ComponentId> level;
    for (const ComponentId id : state_.catalog.components.ids()) {
      if (state_.verdicts[id].on) level.push_back(id);
    }
    while (!level.empty()) {
      std::map<ComponentId, Puller> next;
      for (const ComponentId id : level) collect(id, next);
      if (next.empty()) decide_capability(next);
      level.clear();
      for (const auto& [id, puller] : next) {
        turn_on(id, puller);
        level.push_back(id);
      }
    }
  }

 private:
  void collect(ComponentId id, std::map<ComponentId, Puller>& next) {
    settle_features(state_, id, FeatureModules::Assumed);
    const Component& component = state_.catalog.components[id];
    if (pulled_.load) collect(id, component.load, next);
    if (!pulled_.depends) return;
    collect(id, component.depends, next);
    for (std::size_t i = 0; i < component.features.size(); ++i) {
      const FeatureVerdict& feature = state_.verdicts[id].features[i];
      if (feature.on && feature.setting == FeatureSetting::On) {
        collect(id, component.features[i].modules, next);
      }
    }
  }

  void collect(ComponentId id, const std::vector<Dependency>& dependencies,
               std::map<ComponentId, Puller>& next) {
    for (const Dependency& dependency : dependencies) {
      if (dependency.providers.empty() || !holds(state_, id, dependency.when)) continue;
      if (dependency.providers.size() > 1) {
        open_.try_emplace(dependency.name.value, Puller{id, &dependency});
      } else if (may_pull(dependency.providers.front())) {
        next.try_emplace(dependency.providers.front(), Puller{id, &dependency});
      }
    }
  }

  // Takes the first capability by name that nothing on provides and something may.
  void decide_capability(std::map<ComponentId, Puller>& next) {
    while (!open_.empty() && next.empty()) {
      const Puller puller = open_.begin()->second;
      open_.erase(open_.begin());
      if (provided(state_, *puller.dependency)) continue;
      for (const ComponentId provider : puller.dependency->providers) {
        if (!may_pull(provider)) continue;
        next.emplace(provider, puller);
        break;
      }
    }
  }

  bool may_pull(ComponentId id) const {
    const Verdict& verdict = state_.verdicts[id];
    return !verdict.on && verdict.because.kind != ReasonKind::Excluded;
  }

  void turn_on(ComponentId id, const Puller& puller) {
    Verdict& verdict = state_.verdicts[id];
    verdict.on = true;
    verdict.wanted = true;
    verdict.because = {ReasonKind::DependencyOf,
                       state_.catalog.components[puller.who].name.value,
                       puller.who,
                       puller.dependency->name.at,
                       {}};
    verdict.wanted_at = verdict.because.at;
  }

  SelectState& state_;
  PulledNeeds pulled_;
  std::map<std::string, Puller> open_;  // capabilities that nobody decided yet
};

}  // namespace

void pull_dependencies(SelectState& state, const PulledNeeds& pulled) {
  DependencyPuller(state, pulled).run();
}

}  // namespace modbuild
