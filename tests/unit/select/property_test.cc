// What holds for every tree and request.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <utility>

#include "unit/select/naive_select.h"
#include "unit/select/random_case.h"

namespace modbuild::test {
namespace {

constexpr std::size_t kBytes = 500;

RandomCase any_case(CaseKind kind = CaseKind::Any) {
  // At its full size from the first case on: small bytes would only make dull trees.
  const auto byte = rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint8_t>());
  return make_case(*rc::gen::container<std::vector<std::uint8_t>>(kBytes, byte), kind);
}

template <class List>
void shuffle(List& list, std::mt19937& random) {
  std::shuffle(list.begin(), list.end(), random);
}

std::string document(const RandomCase& one, const Outcome& outcome) {
  return selection_json(one.catalog, outcome.selection, one.probes);
}

TEST(SelectProperty, RandomCasesMeetEveryReasonThereIs) {
  std::mt19937 random(1);
  std::set<ReasonKind> seen;
  for (int round = 0; round < 1000; ++round) {
    std::vector<std::uint8_t> bytes(kBytes);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
    const RandomCase one = make_case(std::move(bytes), CaseKind::Any);
    const Selection selection = run_select(one.catalog, one.request, one.probes).selection;
    for (const Verdict& verdict : selection.verdicts) seen.insert(verdict.because.kind);
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(ReasonKind::FeatureMissing) + 1);
}

RC_GTEST_PROP(SelectProperty, AgreesWithTheNaiveSelection, ()) {
  const RandomCase one = any_case();
  const Outcome outcome = run_select(one.catalog, one.request, one.probes);
  const NaiveSelection naive = naive_select(one.catalog, one.request, one.probes);
  std::set<std::string> on, made_static;
  for (const ComponentId id : one.catalog.components.ids()) {
    const Verdict& verdict = outcome.selection.verdicts[id];
    if (!verdict.on) continue;
    on.insert(one.catalog.components[id].name.value);
    if (verdict.linkage == Linkage::Static) {
      made_static.insert(one.catalog.components[id].name.value);
    }
  }
  RC_ASSERT(on == naive.on);
  RC_ASSERT(made_static == naive.made_static);
}

std::string static_names(const RandomCase& one, const Selection& selection) {
  std::string names;
  for (const ComponentId id : one.catalog.components.ids()) {
    const Verdict& verdict = selection.verdicts[id];
    if (verdict.on && verdict.linkage == Linkage::Static) {
      names += one.catalog.components[id].name.value + " ";
    }
  }
  return names;
}

bool says(const Outcome& outcome, Code code) {
  return std::any_of(outcome.diagnostics.begin(), outcome.diagnostics.end(),
                     [code](const Diagnostic& diagnostic) { return diagnostic.code == code; });
}

// What stays static can be linked in, and nothing that became shared could have been added to it.
RC_GTEST_PROP(SelectProperty, DowngradingKeepsTheLargestSetThatCanBeLinkedIn, ()) {
  RandomCase one = any_case();
  one.request.static_policy = StaticPolicy::Downgrade;
  const Outcome outcome = run_select(one.catalog, one.request, one.probes);
  RC_ASSERT(!says(outcome, Code::StaticNeedsStatic));
  const std::string kept = static_names(one, outcome.selection);
  for (const ComponentId id : one.catalog.components.ids()) {
    const Verdict& verdict = outcome.selection.verdicts[id];
    const Component& component = one.catalog.components[id];
    if (!verdict.downgraded || !verdict.on || !component.static_allowed) continue;
    RandomCase other = one;
    other.request.static_policy = StaticPolicy::Error;
    other.request.make_static = words(kept + component.name.value);
    const Outcome again = run_select(other.catalog, other.request, other.probes);
    if (!again.selection.verdicts[id].on) continue;  // a `when` asks how it is linked
    RC_ASSERT(says(again, Code::StaticNeedsStatic));
  }
}

RC_GTEST_PROP(SelectProperty, OrderAndRepetitionOfArgumentsDoNotMatter, ()) {
  const RandomCase one = any_case();
  RandomCase other = one;
  std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
  for (auto* list : {&other.request.include, &other.request.exclude, &other.request.make_static,
                     &other.request.groups, &other.request.require}) {
    const std::vector<Text> again = *list;
    list->insert(list->end(), again.begin(), again.end());
    shuffle(*list, random);
  }
  shuffle(other.request.features, random);
  RC_ASSERT(document(one, run_select(one.catalog, one.request, one.probes)) ==
            document(other, run_select(other.catalog, other.request, other.probes)));
}

RC_GTEST_PROP(SelectProperty, OrderInsideManifestsDoesNotMatter, ()) {
  const RandomCase one = any_case();
  RandomCase other = one;
  std::mt19937 random(*rc::gen::arbitrary<std::uint32_t>());
  for (Component& component : other.catalog.components) {
    shuffle(component.depends, random);
    shuffle(component.load, random);
    shuffle(component.conflicts, random);
    shuffle(component.libs, random);
    shuffle(component.libraries, random);
    shuffle(component.tools, random);
    shuffle(component.generates, random);
    for (Feature& feature : component.features) {
      shuffle(feature.libs, random);
      shuffle(feature.modules, random);
    }
  }
  RC_ASSERT(document(one, run_select(one.catalog, one.request, one.probes)) ==
            document(other, run_select(other.catalog, other.request, other.probes)));
}

RC_GTEST_PROP(SelectProperty, PruningWhatIsLeftDropsNothingMore, ()) {
  const RandomCase one = any_case();
  const Outcome first = run_select(one.catalog, one.request, one.probes);
  Wanted left = first.wanted;
  left.verdicts = first.selection.verdicts;
  left.with_deps = false;
  Diagnostics diagnostics;
  const Selection second = select(one.catalog, one.request, left, one.probes, diagnostics);
  RC_ASSERT(names_on(one.catalog, first.selection) == names_on(one.catalog, second));
}

RC_GTEST_PROP(SelectProperty, LosingALibNeverTurnsAModuleOn, ()) {
  const RandomCase one = any_case(CaseKind::Plain);
  RandomCase poorer = one;
  const auto lost =
      *rc::gen::inRange<std::uint32_t>(0, static_cast<std::uint32_t>(one.catalog.libs.size()));
  poorer.probes.libs[LibId{lost}].found = false;
  const Outcome before = run_select(one.catalog, one.request, one.probes);
  const Outcome after = run_select(poorer.catalog, poorer.request, poorer.probes);
  for (const ComponentId id : one.catalog.components.ids()) {
    RC_ASSERT(before.selection.verdicts[id].on || !after.selection.verdicts[id].on);
  }
}

RC_GTEST_PROP(SelectProperty, NothingThatIsOnHasAnUnmetNeed, ()) {
  const RandomCase one = any_case();
  const Selection selection = run_select(one.catalog, one.request, one.probes).selection;
  for (const ComponentId id : one.catalog.components.ids()) {
    if (!selection.verdicts[id].on) continue;
    const Component& component = one.catalog.components[id];
    const Facts facts = facts_of(one.catalog, selection, one.probes, id);
    RC_ASSERT(evaluate(component.when, facts));
    for (const Dependency& dependency : component.depends) {
      const bool met =
          std::any_of(dependency.providers.begin(), dependency.providers.end(),
                      [&](ComponentId provider) { return selection.verdicts[provider].on; });
      RC_ASSERT(met || !evaluate(dependency.when, facts));
    }
    for (const LibUse& use : component.libs) {
      RC_ASSERT(one.probes.libs[use.lib].found || !evaluate(use.when, facts));
    }
    for (const Dependency& entry : component.conflicts) {
      for (const ComponentId other : entry.providers) {
        RC_ASSERT(other == id || !selection.verdicts[other].on || !evaluate(entry.when, facts));
      }
    }
  }
}

RC_GTEST_PROP(SelectProperty, EveryComponentHasOneVerdictWithAReasonThatFits, ()) {
  const RandomCase one = any_case();
  const Selection selection = run_select(one.catalog, one.request, one.probes).selection;
  RC_ASSERT(selection.verdicts.size() == one.catalog.components.size());
  for (const ComponentId id : one.catalog.components.ids()) {
    const Verdict& verdict = selection.verdicts[id];
    const ReasonKind kind = verdict.because.kind;
    RC_ASSERT(verdict.on == (kind < ReasonKind::NotRequested));
    RC_ASSERT(verdict.wanted || !verdict.on);
    const bool never = kind == ReasonKind::NotRequested || kind == ReasonKind::Excluded;
    RC_ASSERT(verdict.wanted == !never);
    RC_ASSERT(verdict.features.size() == one.catalog.components[id].features.size());
    RC_ASSERT(!describe(one.catalog, verdict.because).empty());
    const std::vector<ChainLink> chain = cause_chain(selection, id);
    RC_ASSERT(chain.front().component == id);
    RC_ASSERT(chain.size() <= 2 * one.catalog.components.size());
  }
  const SelectionCounts& counts = selection.counts;
  RC_ASSERT(counts.on + counts.off == one.catalog.modules().size());
  RC_ASSERT(counts.dropped <= counts.off);
  RC_ASSERT(counts.made_static <= counts.on);
}

RC_GTEST_PROP(SelectProperty, OnlyTheLibsThatWereNeededMatter, ()) {
  const RandomCase one = any_case();
  RandomCase sparing = one;
  Diagnostics diagnostics;
  const std::vector<LibId> needed =
      needed_libs(one.catalog, find_wanted(one.catalog, one.request, diagnostics));
  for (const LibId id : one.catalog.libs.ids()) {
    if (std::binary_search(needed.begin(), needed.end(), id)) continue;
    sparing.probes.libs[id].found = !sparing.probes.libs[id].found;
  }
  const Outcome full = run_select(one.catalog, one.request, one.probes);
  const Outcome less = run_select(one.catalog, one.request, sparing.probes);
  RC_ASSERT(verdict_text(one.catalog, full.selection) == verdict_text(one.catalog, less.selection));
}

RC_GTEST_PROP(SelectProperty, ASavedSelectionSelectsTheSameAgain, ()) {
  RandomCase one = any_case();
  const Outcome first = run_select(one.catalog, one.request, one.probes);
  const std::string saved = document(one, first);
  Diagnostics diagnostics;
  const std::optional<Request> again = read_selection(saved, FileId{0}, diagnostics);
  RC_ASSERT(again.has_value());
  const Outcome second = run_select(one.catalog, *again, one.probes);
  RC_ASSERT(document(one, second) == saved);
  const auto changes =
      compare_selection(saved, FileId{0}, one.catalog, second.selection, diagnostics);
  RC_ASSERT(changes.has_value());
  RC_ASSERT(changes->empty());
  RC_ASSERT(diagnostics.empty());
}

}  // namespace
}  // namespace modbuild::test
