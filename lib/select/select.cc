// The order of the stage: features, dependencies that are pulled in, pruning, then what is said
// about the outcome. The rules are in the files of those names.
#include "select/select.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/str.h"
#include "select/features.h"
#include "select/prune.h"
#include "select/state.h"

namespace modbuild {
namespace {

// Needs of run time never prune; what is missing is noted.
void note_load_needs(SelectState& state, ComponentId id) {
  std::vector<std::string> notes;
  for (const Dependency& need : state.catalog.components[id].load) {
    if (provided(state, need) || !holds(state, id, need.when)) continue;
    const bool by_name =
        need.providers.size() == 1 &&
        state.catalog.components[need.providers.front()].name.value == need.name.value;
    notes.push_back(cat("needs ", need.name.value, " when it runs, which ",
                        by_name ? "is off" : "nothing that is on provides"));
  }
  std::sort(notes.begin(), notes.end());
  std::vector<std::string>& all = state.verdicts[id].notes;
  all.insert(all.end(), notes.begin(), notes.end());
}

// Tells each library the first component by name that links it.
void name_users(SelectState& state) {
  for (const ComponentId id : state.catalog.components.ids()) {
    if (!state.verdicts[id].on) continue;
    for (const ComponentUse& use : state.catalog.components[id].libraries) {
      if (!use.component.valid()) continue;
      Verdict& library = state.verdicts[use.component];
      if (!library.on || library.because.component.valid()) continue;
      if (!holds(state, id, use.when)) continue;
      library.because.name = state.catalog.components[id].name.value;
      library.because.component = id;
      library.because.at = use.name.at;
    }
  }
}

// A component that is off has no features and no linkage of its own. Features keep their causes,
// which explain the component's.
void tidy_off(Verdict& verdict) {
  verdict.linkage = Linkage::Shared;
  for (FeatureVerdict& feature : verdict.features) {
    if (!feature.on) continue;
    feature.on = false;
    feature.because = {};
  }
}

SelectionCounts count(const Catalog& catalog, const Selection& selection) {
  SelectionCounts counts;
  for (const ComponentId id : catalog.components.ids()) {
    if (catalog.components[id].kind != ComponentKind::Module) continue;
    const Verdict& verdict = selection.verdicts[id];
    (verdict.on ? counts.on : counts.off) += 1;
    if (verdict.on && verdict.linkage == Linkage::Static) ++counts.made_static;
    if (!verdict.on && verdict.wanted) ++counts.dropped;
  }
  return counts;
}

// Says what came of a feature that is asked for by the name of a module nobody wants.
void note_idle_features(Verdict& verdict) {
  if (verdict.wanted) return;
  for (const FeatureVerdict& feature : verdict.features) {
    if (!feature.named || feature.setting != FeatureSetting::On) continue;
    verdict.notes.push_back(cat("feature ", feature.name, " is asked for, and the module is not"));
  }
}

// Lacks a feature that the request, and not the manifest, sets to `on`.
bool lacks_asked_feature(const Verdict& verdict) {
  if (verdict.because.kind != ReasonKind::FeatureMissing) return false;
  return std::any_of(verdict.features.begin(), verdict.features.end(),
                     [&](const FeatureVerdict& feature) {
                       return feature.requested && feature.name == verdict.because.name;
                     });
}

bool named_by_feature(const Verdict& verdict) {
  return std::any_of(verdict.features.begin(), verdict.features.end(),
                     [](const FeatureVerdict& feature) {
                       return feature.named && feature.setting == FeatureSetting::On;
                     });
}

bool is_unmet(const Verdict& verdict, MissingPolicy missing) {
  if (verdict.on) return false;
  if (verdict.required || (verdict.wanted && lacks_asked_feature(verdict))) return true;
  switch (missing) {
    case MissingPolicy::Unset:
      return verdict.wanted && (verdict.requested || named_by_feature(verdict));
    case MissingPolicy::Error:
      return verdict.wanted;
    case MissingPolicy::Skip:
      return false;
  }
  return false;
}

std::vector<ComponentId> find_unmet(const Catalog& catalog, const Selection& selection) {
  std::vector<ComponentId> unmet;
  for (const ComponentId id : catalog.components.ids()) {
    if (catalog.components[id].kind == ComponentKind::Library) continue;
    if (is_unmet(selection.verdicts[id], selection.request.missing)) unmet.push_back(id);
  }
  return unmet;
}

}  // namespace

Selection select(const Catalog& catalog, const Request& request, const Wanted& wanted,
                 const ProbeReport& probes, Diagnostics& diagnostics) {
  Selection selection;
  selection.base = wanted.base;
  selection.request = request;
  selection.verdicts = wanted.verdicts;

  SelectState state{catalog, probes, selection.verdicts};
  ask_features(state, wanted);
  if (wanted.with_deps || wanted.with_load) {
    pull_dependencies(state, {wanted.with_deps, wanted.with_load});
  }
  prune(state);
  std::vector<Downgrade> downgrades;
  while (request.may_downgrade() && downgrade_static(state, downgrades)) prune(state);
  report_downgrades(state, downgrades, diagnostics);
  check_static(state, diagnostics);

  for (const ComponentId id : catalog.components.ids()) {
    if (selection.verdicts[id].on) {
      note_load_needs(state, id);
    } else {
      tidy_off(selection.verdicts[id]);
      note_idle_features(selection.verdicts[id]);
    }
  }
  name_users(state);
  selection.counts = count(catalog, selection);
  selection.unmet = find_unmet(catalog, selection);
  return selection;
}

}  // namespace modbuild
