#include "select/features.h"

#include <algorithm>
#include <string>
#include <utility>

namespace modbuild {
namespace {

FeatureSetting default_setting(FeatureDefault by_default) {
  switch (by_default) {
    case FeatureDefault::On:
      return FeatureSetting::On;
    case FeatureDefault::Off:
      return FeatureSetting::Off;
    case FeatureDefault::Auto:
      return FeatureSetting::Auto;
  }
  return FeatureSetting::Auto;
}

// For each feature, the indices of those its `when` asks about.
std::vector<std::vector<std::uint32_t>> asked_about(const Component& component) {
  std::vector<std::vector<std::uint32_t>> asked(component.features.size());
  for (std::size_t i = 0; i < component.features.size(); ++i) {
    for (const When::Node& node : component.features[i].when.nodes()) {
      if (node.op != When::Op::Feature) continue;
      const auto other =
          std::lower_bound(component.features.begin(), component.features.end(), node.name,
                           [](const Feature& feature, const std::string& name) {
                             return feature.name.value < name;
                           });
      if (other == component.features.end() || other->name.value != node.name) continue;
      asked[i].push_back(static_cast<std::uint32_t>(other - component.features.begin()));
    }
  }
  return asked;
}

// All features, each after those it asks about as far as there is no circle. Iterative: a manifest
// may hold thousands of features in one chain.
std::vector<std::uint32_t> settling_order(const Component& component) {
  const std::vector<std::vector<std::uint32_t>> asked = asked_about(component);
  std::vector<std::uint32_t> order;
  std::vector<bool> seen(asked.size(), false);
  std::vector<std::pair<std::uint32_t, std::size_t>> path;  // feature, next of its questions
  for (std::uint32_t root = 0; root < asked.size(); ++root) {
    if (seen[root]) continue;
    seen[root] = true;
    path.emplace_back(root, 0);
    while (!path.empty()) {
      const std::uint32_t feature = path.back().first;
      if (path.back().second == asked[feature].size()) {
        order.push_back(feature);
        path.pop_back();
        continue;
      }
      const std::uint32_t next = asked[feature][path.back().second++];
      if (seen[next]) continue;
      seen[next] = true;
      path.emplace_back(next, 0);
    }
  }
  return order;
}

std::optional<Reason> cause_off(const SelectState& state, ComponentId id, const Feature& feature,
                                FeatureModules modules) {
  if (!holds(state, id, feature.when)) return when_reason(state, id, feature.when);
  if (std::optional<Reason> lib = missing_lib(state, id, feature.libs)) return lib;
  if (std::optional<Reason> lib = missing_any_lib(state, id, feature.any_lib)) return lib;
  if (modules == FeatureModules::Assumed) return std::nullopt;
  return missing_module(state, id, feature.modules);
}

}  // namespace

void ask_features(SelectState& state, const Wanted& wanted) {
  for (const ComponentId id : state.catalog.components.ids()) {
    state.verdicts[id].features.clear();
    for (const Feature& feature : state.catalog.components[id].features) {
      FeatureVerdict verdict;
      verdict.name = feature.name.value;
      verdict.setting = default_setting(feature.by_default);
      verdict.because = {ReasonKind::Base, "default", {}, feature.name.at, {}};
      verdict.set_at = feature.name.at;
      verdict.on = verdict.setting != FeatureSetting::Off;
      state.verdicts[id].features.push_back(std::move(verdict));
    }
  }
  for (const FeatureChoice& choice : wanted.features) {
    FeatureVerdict& verdict = state.verdicts[choice.component].features[choice.feature];
    verdict.setting = choice.setting;
    verdict.on = choice.setting != FeatureSetting::Off;
    verdict.because = {ReasonKind::Include, "request", {}, choice.at, {}};
    verdict.requested = true;
    verdict.named = choice.named;
    verdict.set_at = choice.at;
  }
}

bool settle_features(SelectState& state, ComponentId id, FeatureModules modules) {
  const Component& component = state.catalog.components[id];
  if (component.features.empty()) return false;
  const std::vector<std::uint32_t> order = settling_order(component);
  std::vector<FeatureVerdict>& verdicts = state.verdicts[id].features;
  bool lost = false;
  for (bool changed = true; changed;) {  // more than once only where features ask in circles
    changed = false;
    for (const std::uint32_t index : order) {
      if (!verdicts[index].on) continue;
      std::optional<Reason> cause = cause_off(state, id, component.features[index], modules);
      if (!cause) continue;
      verdicts[index].on = false;
      verdicts[index].because = *std::move(cause);
      changed = true;
      lost = true;
    }
  }
  return lost;
}

std::optional<Reason> missing_feature(const Verdict& verdict) {
  for (const FeatureVerdict& feature : verdict.features) {
    if (feature.on || feature.setting != FeatureSetting::On) continue;
    return Reason{ReasonKind::FeatureMissing, feature.name, {}, feature.set_at, {}};
  }
  return std::nullopt;
}

}  // namespace modbuild
