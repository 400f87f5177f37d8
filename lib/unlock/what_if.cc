#include "unlock/what_if.h"

namespace modbuild {

Things::Things(const Catalog& catalog) : catalog_(catalog), first_(catalog.components.size()) {
  for (const ComponentId id : catalog.components.ids()) {
    first_[id] = size_;
    size_ += 1 + catalog.components[id].features.size();
  }
}

ThingSet Things::on(const Selection& selection) const {
  ThingSet on(size_, false);
  for (const ComponentId id : catalog_.components.ids()) {
    const Verdict& verdict = selection.verdicts[id];
    if (!verdict.on || catalog_.components[id].kind == ComponentKind::Library) continue;
    on[first_[id]] = true;
    for (std::size_t i = 0; i < verdict.features.size(); ++i) {
      on[first_[id] + 1 + i] = verdict.features[i].on;
    }
  }
  return on;
}

Gain Things::gain(const ThingSet& before, const ThingSet& after) const {
  Gain gain;
  for (const ComponentId id : catalog_.components.ids()) {
    const std::size_t own = first_[id];
    if (after[own] && !before[own]) gain.on.push_back(id);
    if (before[own] && !after[own]) gain.off.push_back(id);
    if (!before[own] || !after[own]) continue;
    for (std::uint32_t i = 0; i < catalog_.components[id].features.size(); ++i) {
      if (after[own + 1 + i] && !before[own + 1 + i]) gain.features.push_back({id, i});
    }
  }
  return gain;
}

bool includes(const ThingSet& on, const ThingSet& wanted) {
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] && !on[i]) return false;
  }
  return true;
}

WhatIf::WhatIf(const UnlockInput& input, const Things& things)
    : input_(input), things_(things), probes_(*input.probes) {
  if (probes_.libs.size() < input.catalog->libs.size()) {
    probes_.libs.raw().resize(input.catalog->libs.size());
  }
}

ThingSet WhatIf::with(const std::vector<LibId>& libs) {
  // On each machine that lacks it.
  std::vector<LibAnswer*> changed;
  const auto find = [&changed](ProbeReport& probes, LibId id) {
    if (id.value >= probes.libs.size() || probes.libs[id].found) return;
    probes.libs[id].found = true;
    changed.push_back(&probes.libs[id]);
  };
  for (const LibId id : libs) {
    find(probes_, id);
    for (ProbeReport& for_build : probes_.for_build) find(for_build, id);
  }
  Diagnostics unheard;
  const Selection selection =
      select(*input_.catalog, input_.selection->request, *input_.wanted, probes_, unheard);
  for (LibAnswer* answer : changed) answer->found = false;
  return things_.on(selection);
}

}  // namespace modbuild
