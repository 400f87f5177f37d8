#include "ci/cover.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "base/str.h"
#include "unit/select/random_case.h"

namespace modbuild::test {
namespace {

constexpr std::size_t kBytes = 500;

RandomCase any_case() {
  const auto byte = rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint8_t>());
  return make_case(*rc::gen::container<std::vector<std::uint8_t>>(kBytes, byte), CaseKind::Any);
}

// The goals that the requests of a cover reach, as `select` sees them.
std::set<std::string> reached(const RandomCase& one, const Cover& made) {
  std::set<std::string> texts;
  for (const CoverRequest& row : made.requests) {
    const Outcome outcome = run_select(one.catalog, row.request, one.probes);
    for (const Diagnostic& diagnostic : outcome.diagnostics) {
      RC_ASSERT(code_info(diagnostic.code).severity != Severity::Error);
    }
    RC_ASSERT(outcome.selection.unmet.empty());
    for (const CoverGoal& goal : cover_goals(one.catalog)) {
      if (reaches(goal, outcome.selection)) texts.insert(goal_text(one.catalog, goal));
    }
  }
  return texts;
}

RC_GTEST_PROP(CoverProperty, TheRequestsReachAllButWhatIsToldWithAReason, ()) {
  const RandomCase one = any_case();
  const Cover made = cover(one.catalog, one.probes);
  std::set<std::string> expected;
  for (const CoverGoal& goal : cover_goals(one.catalog)) {
    expected.insert(goal_text(one.catalog, goal));
  }
  RC_ASSERT(expected.size() == made.goals);
  for (const CoverFailure& failure : made.failures) {
    RC_ASSERT(!failure.reason.empty());
    RC_ASSERT(expected.erase(goal_text(one.catalog, failure.goal)) == 1);
  }
  RC_ASSERT(reached(one, made) == expected);
}

// Every module alone, with each of its features as asked: what that builds the cover builds, too.
RC_GTEST_PROP(CoverProperty, WhatCanBeBuiltAloneIsBuilt, ()) {
  const RandomCase one = any_case();
  const Cover made = cover(one.catalog, one.probes);
  const std::set<std::string> all = reached(one, made);
  for (const ComponentId id : one.catalog.modules()) {
    for (const FeatureSetting setting : {FeatureSetting::Auto, FeatureSetting::Off}) {
      Request request;
      request.base = Base::None;
      request.with_deps = true;
      request.missing = MissingPolicy::Skip;
      request.include = {one.catalog.components[id].name};
      for (const Feature& feature : one.catalog.components[id].features) {
        request.features.push_back({one.catalog.components[id].name, feature.name, setting});
      }
      const Outcome outcome = run_select(one.catalog, request, one.probes);
      for (const CoverGoal& goal : cover_goals(one.catalog)) {
        if (goal.component != id || !reaches(goal, outcome.selection)) continue;
        if (goal.kind == CoverGoal::Kind::Module && !goal.on) continue;
        const std::string text = goal_text(one.catalog, goal);
        if (all.count(text) == 1) continue;
        RC_FAIL(cat(text, "\n", verdict_text(one.catalog, outcome.selection)));
      }
    }
  }
}

RC_GTEST_PROP(CoverProperty, IsTheSameAgainAndHasNoNeedlessRequest, ()) {
  const RandomCase one = any_case();
  const Cover made = cover(one.catalog, one.probes);
  const Cover again = cover(one.catalog, one.probes);
  RC_ASSERT(made.requests.size() == again.requests.size());
  for (std::size_t i = 0; i < made.requests.size(); ++i) {
    RC_ASSERT(values_of(made.requests[i].request.include) ==
              values_of(again.requests[i].request.include));
  }
  const std::set<std::string> all = reached(one, made);
  for (std::size_t i = 0; i < made.requests.size(); ++i) {
    Cover without = made;
    without.requests.erase(without.requests.begin() + static_cast<std::ptrdiff_t>(i));
    RC_ASSERT(reached(one, without) != all);
  }
}

std::size_t requests_for(int modules, int features) {
  CatalogBuilder tree;
  for (int i = 0; i < modules; ++i) {
    ComponentBuilder& module = tree.module("m" + std::to_string(i));
    for (int f = 0; f < features; ++f) {
      module.feature("f" + std::to_string(f), FeatureDefault::Off);
    }
  }
  const Catalog catalog = tree.build();
  return cover(catalog, probes_finding(catalog)).requests.size();
}

TEST(Cover, ManyModulesTakeHardlyMoreRequestsThanOne) {
  const std::size_t one = requests_for(1, 12);
  EXPECT_LE(one, 11U);
  EXPECT_LE(requests_for(40, 12), one + 2);
  EXPECT_EQ(2U, requests_for(40, 0));
}

}  // namespace
}  // namespace modbuild::test
