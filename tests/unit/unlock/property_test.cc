// What holds for every tree and request.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "unit/select/random_case.h"
#include "unit/unlock/unlock_case.h"

namespace modbuild::test {
namespace {

constexpr std::size_t kBytes = 500;

// Two of the libs share a package, one has none.
UnlockCase any_case(CaseKind kind = CaseKind::Any) {
  const auto byte = rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint8_t>());
  const auto bytes = *rc::gen::container<std::vector<std::uint8_t>>(kBytes, byte);
  RandomCase made = make_case(bytes, kind);
  const char* packages[] = {"p1", "p2", "p2", "p3"};
  Dice dice(bytes);
  for (const LibId id : made.catalog.libs.ids()) {
    if (dice.one_in(6)) continue;
    made.catalog.libs[id].packages["debian"] = {packages[id.value % 4], {}};
    if (dice.one_in(2)) made.probes.libs[id].found = false;
  }
  return {std::move(made.catalog), std::move(made.request), std::move(made.probes)};
}

// Names of what is on, "module/feature" too; internal libraries left out.
using On = std::set<std::string>;
On on_of(const Catalog& catalog, const Selection& selection) {
  On on;
  for (const ComponentId id : catalog.components.ids()) {
    const Component& component = catalog.components[id];
    const Verdict& verdict = selection.verdicts[id];
    if (!verdict.on || component.kind == ComponentKind::Library) continue;
    on.insert(component.name.value);
    for (const FeatureVerdict& feature : verdict.features) {
      if (feature.on) on.insert(component.name.value + "/" + feature.name);
    }
  }
  return on;
}

On on_with(const UnlockCase& one, const std::vector<LibId>& libs) {
  ProbeReport probes = one.probes;
  for (const LibId id : libs) probes.libs[id].found = true;
  return on_of(one.catalog, run_select(one.catalog, one.request, probes).selection);
}

std::string feature_name(const UnlockCase& one, const FeatureId& id) {
  return one.names(std::vector<FeatureId>{id});
}

template <class Gained>
On names_in(const UnlockCase& one, const Gained& gained) {
  On names;
  for (const ComponentId id : gained.on) names.insert(one.catalog.components[id].name.value);
  for (const FeatureId& id : gained.features) names.insert(feature_name(one, id));
  return names;
}

// What `after` has and `before` has not; features only of what `before` has.
On added(const On& before, const On& after) {
  On names;
  for (const std::string& name : after) {
    if (before.count(name) != 0) continue;
    const std::size_t slash = name.find('/');
    if (slash == std::string::npos || before.count(name.substr(0, slash)) != 0) names.insert(name);
  }
  return names;
}

// All subsets of a few items.
template <class T>
std::vector<std::vector<T>> subsets(const std::vector<T>& items) {
  std::vector<std::vector<T>> sets = {{}};
  for (const T& item : items) {
    const std::size_t count = sets.size();
    for (std::size_t i = 0; i < count; ++i) {
      sets.push_back(sets[i]);
      sets.back().push_back(item);
    }
  }
  return sets;
}

RC_GTEST_PROP(UnlockProperty, ALibAloneAddsWhatAppearsWhenItIsFound, ()) {
  const UnlockCase one = any_case();
  const On before = on_of(one.catalog, one.outcome.selection);
  for (const LibUnlock& entry : unlock(one.input(), missing_libs(one.input()))) {
    const On after = on_with(one, {entry.lib});
    RC_ASSERT(names_in(one, entry.alone) == added(before, after));
    for (const ComponentId id : entry.alone.off) {
      const std::string& name = one.catalog.components[id].name.value;
      RC_ASSERT(before.count(name) == 1 && after.count(name) == 0);
    }
  }
}

RC_GTEST_PROP(UnlockProperty, WhatNeedsMoreLibsNeedsEachOfThem, ()) {
  const UnlockCase one = any_case(CaseKind::Plain);
  const std::vector<LibId> missing = missing_libs(one.input());
  const On before = on_of(one.catalog, one.outcome.selection);
  const On all = added(before, on_with(one, missing));
  for (const LibUnlock& entry : unlock(one.input(), missing)) {
    On told = names_in(one, entry.alone);
    for (const Together& together : entry.together) {
      std::vector<LibId> libs = together.with;
      libs.push_back(entry.lib);
      for (const std::string& name : names_in(one, together)) {
        RC_ASSERT(on_with(one, libs).count(name) == 1);
        for (const LibId left_out : libs) {
          std::vector<LibId> fewer = libs;
          std::erase(fewer, left_out);
          RC_ASSERT(on_with(one, fewer).count(name) == 0);
        }
        told.insert(name);
      }
    }
    // Whatever the lib helps to bring is told.
    for (const std::vector<LibId>& others : subsets(missing)) {
      std::vector<LibId> with = others;
      with.push_back(entry.lib);
      const On more = on_with(one, with);
      const On less = on_with(one, others);
      for (const std::string& name : all) {
        if (more.count(name) == 1 && less.count(name) == 0) RC_ASSERT(told.count(name) == 1);
      }
    }
  }
}

std::vector<LibId> brought_by(const UnlockCase& one, const std::vector<std::string>& packages) {
  std::vector<LibId> libs;
  for (const LibId id : missing_libs(one.input())) {
    const auto package = one.catalog.libs[id].packages.find("debian");
    if (package == one.catalog.libs[id].packages.end()) continue;
    if (std::count(packages.begin(), packages.end(), package->second.value) > 0) libs.push_back(id);
  }
  return libs;
}

RC_GTEST_PROP(UnlockProperty, NoFewerPackagesBringWhatAllPackagesBring, ()) {
  const UnlockCase one = any_case();
  const std::vector<std::string> known = {"p1", "p2", "p3"};
  const On all = on_with(one, brought_by(one, known));
  const PackageList list = smallest_packages(one.input());
  std::vector<std::string> listed;
  for (const NeededPackage& package : list.packages) listed.push_back(package.name);
  const auto is_enough = [&](const std::vector<std::string>& packages) {
    const On on = on_with(one, brought_by(one, packages));
    return std::includes(on.begin(), on.end(), all.begin(), all.end());
  };
  RC_ASSERT(is_enough(listed));
  RC_ASSERT(list.smallest);
  for (const std::vector<std::string>& packages : subsets(known)) {
    RC_ASSERT(packages.size() >= listed.size() || !is_enough(packages));
  }
}

bool drops_something(const Catalog& catalog, const Selection& selection) {
  for (const ComponentId id : catalog.components.ids()) {
    const Verdict& verdict = selection.verdicts[id];
    const bool library = catalog.components[id].kind == ComponentKind::Library;
    if (!library && verdict.wanted && !verdict.on) return true;
  }
  return false;
}

bool has_errors(const Outcome& outcome) {
  return std::any_of(outcome.diagnostics.begin(), outcome.diagnostics.end(),
                     [](const Diagnostic& diagnostic) {
                       return code_info(diagnostic.code).severity == Severity::Error;
                     });
}

RC_GTEST_PROP(UnlockProperty, TheMinimalRequestDropsNothingAndKeepsWhatIsOn, ()) {
  const UnlockCase one = any_case();
  RC_PRE(!has_errors(one.outcome));
  const std::optional<RequestChange> change = minimal_request(one.input());
  RC_ASSERT(change.has_value());
  const Outcome after = run_select(one.catalog, change->request, one.probes);
  RC_ASSERT(!has_errors(after));
  RC_ASSERT(!drops_something(one.catalog, after.selection));
  const On before = on_of(one.catalog, one.outcome.selection);
  const On now = on_of(one.catalog, after.selection);
  RC_ASSERT(std::includes(now.begin(), now.end(), before.begin(), before.end()));
  if (change->loosened.empty()) RC_ASSERT(now == before);
  for (std::size_t i = 0; i < change->request.exclude.size(); ++i) {
    const std::string& word = change->request.exclude[i].value;
    const auto& asked = one.request.exclude;
    if (std::any_of(asked.begin(), asked.end(), [&](const Text& t) { return t.value == word; })) {
      continue;
    }
    Request fewer = change->request;
    fewer.exclude.erase(fewer.exclude.begin() + static_cast<std::ptrdiff_t>(i));
    const Outcome less = run_select(one.catalog, fewer, one.probes);
    RC_ASSERT(drops_something(one.catalog, less.selection) ||
              on_of(one.catalog, less.selection) != now);
  }
}

}  // namespace
}  // namespace modbuild::test
