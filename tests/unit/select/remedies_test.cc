// Every fix is tried: applied to the request or the machine, it turns the component on or removes
// the cause that was told.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "base/check.h"
#include "base/str.h"
#include "unit/select/random_case.h"

namespace modbuild::test {
namespace {

std::vector<Text>& list_of(Request& request, const std::string& option) {
  if (option == "-g") return request.groups;
  if (option == "-i") return request.include;
  if (option == "-x") return request.exclude;
  if (option == "-s") return request.make_static;
  MB_CHECK(option == "--require");
  return request.require;
}

// Does what a fix says, as a user would.
class Repair {
 public:
  Repair(const Catalog& catalog, Request request, ProbeReport probes)
      : catalog_(catalog), request_(std::move(request)), probes_(std::move(probes)) {}

  // False for advice that is no exact words.
  bool apply(const std::string& fix) {
    std::vector<std::string> tokens = split(fix, " ");
    for (std::size_t i = 0; i < tokens.size();) {
      const std::string& token = tokens[i];
      if (token == "and") {
        ++i;
      } else if (token == "install") {
        ++i;
      } else if (token == "library") {
        probes_.libs[catalog_.find_lib(tokens[i + 1])].found = true;
        i += 2;
      } else if (token == "remove") {
        take_back(tokens[i + 1], tokens[i + 2]);
        i += 3;
      } else if (token == "replace") {
        take_back(tokens[i + 1], tokens[i + 2]);
        i += 4;  // what follows "by" is given
      } else if (token == "--with-deps") {
        request_.with_deps = true;
        ++i;
      } else if (token.starts_with('-')) {
        give(token, tokens[i + 1]);
        i += 2;
      } else {
        return false;
      }
    }
    return true;
  }

  Outcome select_again() const { return run_select(catalog_, request_, probes_); }

 private:
  void take_back(const std::string& option, const std::string& word) {
    const auto erased = std::erase_if(list_of(request_, option),
                                      [&](const Text& text) { return text.value == word; });
    RC_ASSERT(erased > 0U);
  }

  void give(const std::string& option, const std::string& word) {
    if (option == "--base") {
      MB_CHECK(word == "default");
      request_.base = Base::Default;
    } else if (option == "--feature") {
      const std::size_t slash = word.find('/');
      const std::size_t equals = word.find('=');
      const std::map<std::string, FeatureSetting> settings = {
          {"on", FeatureSetting::On}, {"off", FeatureSetting::Off}, {"auto", FeatureSetting::Auto}};
      request_.features.push_back(feature_request(word.substr(0, slash),
                                                  word.substr(slash + 1, equals - slash - 1),
                                                  settings.at(word.substr(equals + 1))));
    } else {
      list_of(request_, option).push_back({word, {}});
      request_.exclude_given |= option == "-x";
    }
  }

  const Catalog& catalog_;
  Request request_;
  ProbeReport probes_;
};

bool has_errors(const Outcome& outcome) {
  return std::any_of(outcome.diagnostics.begin(), outcome.diagnostics.end(),
                     [](const Diagnostic& diagnostic) {
                       return code_info(diagnostic.code).severity == Severity::Error;
                     });
}

// Whether a module that the fix asks for is off for another reason now: then that is the next
// cause.
bool moved_on(const Catalog& catalog, const Selection& before, const Selection& after,
              const std::string& fix) {
  for (const ComponentId id : catalog.components.ids()) {
    if (before.verdicts[id].on && !after.verdicts[id].on) return true;
    const ReasonKind now = after.verdicts[id].because.kind;
    if (now == ReasonKind::Conflict && before.verdicts[id].because.kind != now) return true;
  }
  const std::vector<std::string> tokens = split(fix, " ");
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (tokens[i] != "-i") continue;
    const ComponentId id = catalog.find_component(tokens[i + 1]);
    if (!after.verdicts[id].on && before.verdicts[id].because.kind == ReasonKind::NotRequested &&
        after.verdicts[id].because.kind != ReasonKind::NotRequested) {
      return true;
    }
  }
  return false;
}

std::string mended(const RandomCase& one, const Selection& selection, ComponentId id,
                   const std::string& fix) {
  Repair repair(one.catalog, one.request, one.probes);
  if (!repair.apply(fix)) return {};
  const Outcome after = repair.select_again();
  const std::string& name = one.catalog.components[id].name.value;
  // A static module that needs a shared one is the next cause (MB072).
  if (has_errors(after) || after.selection.verdicts[id].on) return {};
  if (moved_on(one.catalog, selection, after.selection, fix)) return {};
  const std::string before = chain_of(one.catalog, selection, name);
  if (chain_of(one.catalog, after.selection, name) != before) return {};
  return cat(before, " stays for ", name, " with: ", fix, "\n",
             verdict_text(one.catalog, selection), "then\n",
             verdict_text(one.catalog, after.selection));
}

RandomCase random_case() {
  const auto byte = rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint8_t>());
  return make_case(*rc::gen::container<std::vector<std::uint8_t>>(500, byte), CaseKind::Any);
}

RC_GTEST_PROP(Remedies, EveryFixTurnsTheComponentOnOrRemovesTheCause, ()) {
  const RandomCase one = random_case();
  const Outcome outcome = run_select(one.catalog, one.request, one.probes);
  RC_PRE(!has_errors(outcome));
  for (const ComponentId id : one.catalog.components.ids()) {
    for (const std::string& fix : fixes(one.catalog, outcome.selection, one.probes, id)) {
      const std::string fault = mended(one, outcome.selection, id, fix);
      if (!fault.empty()) RC_FAIL(fault);
    }
  }
}

RC_GTEST_PROP(Remedies, EveryFixOfAFeatureTurnsItOnOrRemovesTheCause, ()) {
  const RandomCase one = random_case();
  const Outcome outcome = run_select(one.catalog, one.request, one.probes);
  RC_PRE(!has_errors(outcome));
  for (const ComponentId id : one.catalog.components.ids()) {
    const Verdict& verdict = outcome.selection.verdicts[id];
    for (std::uint32_t i = 0; i < verdict.features.size() && verdict.on; ++i) {
      for (const std::string& fix :
           feature_fixes(one.catalog, outcome.selection, one.probes, id, i)) {
        Repair repair(one.catalog, one.request, one.probes);
        if (!repair.apply(fix)) continue;
        const Outcome after = repair.select_again();
        if (has_errors(after) || !after.selection.verdicts[id].on) continue;
        const FeatureVerdict& now = after.selection.verdicts[id].features[i];
        const std::string before = describe(one.catalog, verdict.features[i]);
        if (moved_on(one.catalog, outcome.selection, after.selection, fix)) continue;
        if (now.on || describe(one.catalog, now) != before) continue;
        const Reason& because = verdict.features[i].because;
        // A module further down may still lack something else.
        const auto chain_of_module = [&](const Selection& selection) {
          return chain_of(one.catalog, selection,
                          one.catalog.components[because.component].name.value);
        };
        const bool deeper = because.component.valid() &&
                            chain_of_module(outcome.selection) != chain_of_module(after.selection);
        if (deeper) continue;
        RC_FAIL(cat(before, " stays for ", verdict.features[i].name, " with: ", fix, "\n",
                    verdict_text(one.catalog, outcome.selection), "then\n",
                    verdict_text(one.catalog, after.selection)));
      }
    }
  }
}

// Kinds for which random cases offer a fix that begins with an option, so that the properties above
// are known to have tried them.
TEST(Remedies, EveryReasonThatAnOptionCanMendHasSuchAFix) {
  std::mt19937 random(7);
  std::set<std::string_view> with_option, with_any;
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::uint8_t> bytes(500);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
    const RandomCase one = make_case(std::move(bytes), CaseKind::Any);
    const Selection selection = run_select(one.catalog, one.request, one.probes).selection;
    for (const ComponentId id : one.catalog.components.ids()) {
      const std::string_view kind = reason_word(selection.verdicts[id].because.kind);
      for (const std::string& fix : fixes(one.catalog, selection, one.probes, id)) {
        with_any.insert(kind);
        if (fix.starts_with('-')) with_option.insert(kind);
      }
    }
  }
  const std::set<std::string_view> off = {
      "conflict",    "excluded",   "feature-missing", "host-off", "lib-missing",
      "library-off", "module-off", "not-requested",   "tool-off", "when"};
  EXPECT_EQ(with_any, off);
  std::set<std::string_view> by_option = off;
  by_option.erase("lib-missing");  // installing is the only way
  by_option.erase("library-off");  // as a library is never asked for, only its libs can be missing
  EXPECT_EQ(with_option, by_option);
}

}  // namespace
}  // namespace modbuild::test
