// Selections of one request under other answers of the probes, and what is on in each: components
// and their features under one numbering.
#pragma once

#include <vector>

#include "unlock/unlock.h"

namespace modbuild {

// What is on: modules, programs and the features of both, by their number.
using ThingSet = std::vector<bool>;

class Things {
 public:
  explicit Things(const Catalog& catalog);

  ThingSet on(const Selection& selection) const;
  std::size_t number(ComponentId id) const { return first_[id]; }
  std::size_t number(FeatureId id) const { return first_[id.component] + 1 + id.feature; }
  Gain gain(const ThingSet& before, const ThingSet& after) const;
  std::size_t size() const { return size_; }

 private:
  const Catalog& catalog_;
  IdVector<ComponentId, std::size_t> first_;  // the component's own number; its features follow
  std::size_t size_ = 0;
};

// Whether everything in `wanted` is in `on`.
bool includes(const ThingSet& on, const ThingSet& wanted);

class WhatIf {
 public:
  WhatIf(const UnlockInput& input, const Things& things);

  // What is on when these libs are found as well.
  ThingSet with(const std::vector<LibId>& libs);

 private:
  const UnlockInput& input_;
  const Things& things_;
  ProbeReport probes_;
};

}  // namespace modbuild
