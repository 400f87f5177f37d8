#include "unlock/unlock.h"

#include <algorithm>
#include <map>

#include "base/parallel.h"
#include "unlock/influence.h"
#include "unlock/preference.h"
#include "unlock/what_if.h"

namespace modbuild {
namespace {

constexpr std::size_t kMostTried = 8;  // other libs of which every set is tried

// Asks each question once.
class Answers {
 public:
  explicit Answers(WhatIf& what_if) : what_if_(what_if) {}

  const ThingSet& with(const std::vector<LibId>& libs) {
    const auto [known, is_new] = known_.try_emplace(libs);
    if (is_new) known->second = what_if_.with(libs);
    return known->second;
  }

 private:
  WhatIf& what_if_;
  std::map<std::vector<LibId>, ThingSet> known_;
};

std::vector<LibId> joined(std::vector<LibId> libs, LibId more) {
  libs.insert(std::upper_bound(libs.begin(), libs.end(), more), more);
  return libs;
}

class TogetherFinder {
 public:
  TogetherFinder(const UnlockInput& input, const Things& things, std::vector<LibId> missing)
      : input_(input),
        things_(things),
        missing_(std::move(missing)),
        influence_(influence_of(*input.catalog, *input.wanted)),
        ranks_(lib_ranks(*input.catalog, *input.probes)),
        what_if_(input, things),
        answers_(what_if_) {}

  void run(std::vector<LibUnlock>& unlocks) {
    const Gain all = things_.gain(things_.on(*input_.selection), answers_.with(missing_));
    for (LibUnlock& unlock : unlocks) {
      std::map<std::vector<LibId>, Together> found;
      const auto entry = [&](const std::vector<LibId>& with) -> Together& {
        Together& together = found[with];
        together.with = with;
        return together;
      };
      for (const ComponentId id : all.on) {
        const std::vector<LibId> with = partners(unlock.lib, id, things_.number(id));
        if (!with.empty()) entry(with).on.push_back(id);
      }
      for (const FeatureId id : all.features) {
        const std::vector<LibId> with = partners(unlock.lib, id.component, things_.number(id));
        if (!with.empty()) entry(with).features.push_back(id);
      }
      for (auto& [with, together] : found) unlock.together.push_back(std::move(together));
    }
  }

 private:
  // The fewest other libs with which `lib` brings the thing, and without `lib` do not; empty when
  // it needs no others, or does not help.
  std::vector<LibId> partners(LibId lib, ComponentId component, std::size_t thing) {
    std::vector<LibId> others = libs_behind(influence_, component, missing_);
    if (!std::binary_search(others.begin(), others.end(), lib)) return {};
    std::erase(others, lib);
    if (answers_.with({lib})[thing]) return {};
    std::sort(others.begin(), others.end(),
              [this](LibId a, LibId b) { return ranks_[a] < ranks_[b]; });
    return others.size() <= kMostTried ? fewest(lib, others, thing) : few(lib, others, thing);
  }

  bool helps(LibId lib, const std::vector<LibId>& with, std::size_t thing) {
    return answers_.with(joined(with, lib))[thing] && !answers_.with(with)[thing];
  }

  // Tries all sets of `others`, the small ones first and the better libs before the worse.
  std::vector<LibId> fewest(LibId lib, const std::vector<LibId>& others, std::size_t thing) {
    for (std::size_t size = 1; size <= others.size(); ++size) {
      std::vector<bool> chosen(others.size(), false);
      std::fill(chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(size), true);
      do {
        std::vector<LibId> with;
        for (std::size_t i = 0; i < others.size(); ++i) {
          if (chosen[i]) with.push_back(others[i]);
        }
        std::sort(with.begin(), with.end());
        if (helps(lib, with, thing)) return with;
      } while (std::prev_permutation(chosen.begin(), chosen.end()));
    }
    return {};
  }

  // For many libs: takes in the better ones as long as they do not bring the thing by themselves,
  // then leaves out the worse ones as long as `lib` still helps.
  std::vector<LibId> few(LibId lib, const std::vector<LibId>& others, std::size_t thing) {
    std::vector<LibId> with;
    for (const LibId other : others) {
      std::vector<LibId> more = joined(with, other);
      if (!answers_.with(more)[thing]) with = std::move(more);
    }
    if (!helps(lib, with, thing)) return {};
    for (auto other = others.rbegin(); other != others.rend(); ++other) {
      std::vector<LibId> fewer = with;
      if (std::erase(fewer, *other) > 0 && helps(lib, fewer, thing)) with = std::move(fewer);
    }
    return with;
  }

  const UnlockInput& input_;
  const Things& things_;
  std::vector<LibId> missing_;
  Influence influence_;
  IdVector<LibId, LibRank> ranks_;
  WhatIf what_if_;
  Answers answers_;
};

}  // namespace

std::vector<LibId> missing_libs(const UnlockInput& input) {
  std::vector<bool> missing(input.catalog->libs.size(), false);
  for (const Machine machine : {Machine::Target, Machine::Build}) {
    const ProbeReport& probes = input.probes->of(machine);
    for (const LibId id : needed_libs(*input.catalog, *input.wanted, machine)) {
      if (id.value >= probes.libs.size() || !probes.libs[id].found) missing[id.value] = true;
    }
  }
  std::vector<LibId> ids;
  for (const LibId id : input.catalog->libs.ids()) {
    if (missing[id.value]) ids.push_back(id);
  }
  return ids;
}

std::vector<LibUnlock> unlock(const UnlockInput& input, const std::vector<LibId>& libs) {
  const Things things(*input.catalog);
  const ThingSet before = things.on(*input.selection);
  std::vector<LibUnlock> unlocks(libs.size());
  for_each_index(libs.size(), input.threads, [&](std::size_t i) {
    WhatIf what_if(input, things);
    unlocks[i].lib = libs[i];
    unlocks[i].alone = things.gain(before, what_if.with({libs[i]}));
  });
  const std::vector<LibId> missing = missing_libs(input);
  if (missing.size() > 1) TogetherFinder(input, things, missing).run(unlocks);
  return unlocks;
}

}  // namespace modbuild
