// The formulas of DESIGN.md 3: which modules a request wants, before anything is pruned.
#include <algorithm>
#include <string>

#include "base/str.h"
#include "select/request_words.h"
#include "select/select.h"

namespace modbuild {
namespace {

// The first group, and the entry in it, that brings a module in.
struct Membership {
  GroupId group;
  SourceRange at;
};
using Memberships = IdVector<ComponentId, Membership>;

void add_members(const Catalog& catalog, GroupId id, Memberships& memberships) {
  const Group& group = catalog.groups[id];
  for (std::size_t i = 0; i < group.members.size(); ++i) {
    Membership& membership = memberships[group.members[i]];
    if (membership.group.valid()) continue;
    membership = {id, i < group.member_at.size() ? group.member_at[i] : group.name.at};
  }
}

Base resolve_base(const Request& request) {
  if (!request.groups.empty()) return Base::None;
  if (request.base != Base::Unset) return request.base;
  return request.exclude_given || !request.exclude.empty() ? Base::All : Base::Default;
}

// All lists of one request, looked up.
struct Lookup {
  Base base = Base::None;
  Memberships in_group;   // of the groups asked for
  GroupId default_group;  // none: the default is every module with `default = true`
  Memberships in_default;
  Hits include, exclude, make_static, require;
  bool may_downgrade = false;
};

Lookup look_up(const Catalog& catalog, const Request& request, Diagnostics& diagnostics) {
  Lookup lookup;
  lookup.base = resolve_base(request);
  lookup.may_downgrade = request.may_downgrade();
  lookup.in_group = Memberships(catalog.components.size());
  for (const GroupId id : find_groups(catalog, request.groups, diagnostics)) {
    add_members(catalog, id, lookup.in_group);
  }
  lookup.default_group = catalog.find_group(catalog.tree.default_group.value);
  lookup.in_default = Memberships(catalog.components.size());
  if (lookup.default_group.valid()) {
    add_members(catalog, lookup.default_group, lookup.in_default);
  }
  lookup.include = find_words(catalog, RequestList::Include, request.include, diagnostics);
  lookup.exclude = find_words(catalog, RequestList::Exclude, request.exclude, diagnostics);
  lookup.make_static = find_words(catalog, RequestList::Static, request.make_static, diagnostics);
  lookup.require = find_words(catalog, RequestList::Require, request.require, diagnostics);
  return lookup;
}

bool in_base(const Component& component, const Lookup& lookup, ComponentId id) {
  if (lookup.base == Base::None || !component.by_default) return false;
  if (lookup.base == Base::All || !lookup.default_group.valid()) return true;
  return lookup.in_default[id].group.valid();
}

// The module is named on both sides: says which won, aloud when an exact name was not obeyed.
void note_both(const Component& component, RequestList positive, const Hit& asked,
               const Hit& excluded, bool asked_wins, Verdict& verdict, Diagnostics& diagnostics) {
  const std::string_view winner = asked_wins ? list_word(positive) : "exclude";
  const std::string_view loser = asked_wins ? "exclude" : list_word(positive);
  verdict.notes.push_back(cat("also in ", loser, "; ", winner, " wins"));
  const Hit& lost = asked_wins ? excluded : asked;
  if (!lost.exact) return;
  diagnostics.add(Code::BothListed, lost.word->at,
                  cat("'", component.name.value, "' is in both ", list_word(positive),
                      " and exclude; ", winner, " wins"),
                  "take it out of one of the two");
}

// What the lists say about one module.
struct Asked {
  Hit positive;  // include or require
  RequestList list = RequestList::Include;
  bool wanted_static = false;  // built because `static` names it
  bool wanted = false;         // by the formula, `static` aside
};

Asked ask(const Component& component, const Lookup& lookup, ComponentId id) {
  Asked asked;
  const Hit& include = lookup.include[id];
  const Hit& require = lookup.require[id];
  const bool by_require = require && (!include || (require.exact && !include.exact));
  asked.positive = by_require ? require : include;
  asked.list = by_require ? RequestList::Require : RequestList::Include;
  const bool positive{asked.positive};
  const bool excluded{lookup.exclude[id]};
  if (lookup.base == Base::None) {
    asked.wanted = (lookup.in_group[id].group.valid() || positive) && !excluded;
  } else {
    asked.wanted = (in_base(component, lookup, id) && !excluded) || positive;
  }
  asked.wanted_static = lookup.make_static[id].exact;
  return asked;
}

// The most telling reason for a module that is wanted: the user's most specific word.
Reason reason_wanted(const Catalog& catalog, const Lookup& lookup, const Asked& asked,
                     ComponentId id) {
  if (!asked.wanted) {
    const Text& word = *lookup.make_static[id].word;
    return {ReasonKind::Static, word.value, {}, word.at, {}};
  }
  if (asked.positive) {
    const Text& word = *asked.positive.word;
    return {ReasonKind::Include, word.value, {}, word.at, {}};
  }
  if (const Membership& in = lookup.in_group[id]; in.group.valid()) {
    return {ReasonKind::Group, catalog.groups[in.group].name.value, {}, in.at, {}};
  }
  if (lookup.base == Base::All) return {ReasonKind::Base, "all", {}, {}, {}};
  return {ReasonKind::Base, "default", {}, lookup.in_default[id].at, {}};
}

Reason reason_not_wanted(const Hit& excluded) {
  if (!excluded) return {};
  return {ReasonKind::Excluded, excluded.word->value, {}, excluded.word->at, {}};
}

void make_static(const Component& component, const Hit& hit, bool may_downgrade, Verdict& verdict,
                 Diagnostics& diagnostics) {
  if (!hit) return;
  if (component.static_allowed) {
    // Kept for modules that are not wanted yet: a dependency pulled in later answers to the glob.
    verdict.linkage = Linkage::Static;
  } else if (hit.exact && !may_downgrade) {
    diagnostics.add(Code::StaticNotAllowed, hit.word->at,
                    cat("module '", component.name.value,
                        "' is asked for as static, but its manifest "
                        "says static = \"never\""),
                    "ask for it with -i instead of -s, or add --static-policy downgrade");
  } else {
    verdict.downgraded = hit.exact;
    verdict.notes.push_back("stays shared: its manifest says static = \"never\"");
  }
}

Verdict judge_module(const Catalog& catalog, const Lookup& lookup, ComponentId id,
                     Diagnostics& diagnostics) {
  const Component& component = catalog.components[id];
  const Asked asked = ask(component, lookup, id);
  const Hit& excluded = lookup.exclude[id];
  Verdict verdict;
  verdict.wanted = asked.wanted || asked.wanted_static;
  verdict.on = verdict.wanted;
  verdict.required = static_cast<bool>(lookup.require[id]);
  verdict.requested = asked.positive.exact || verdict.required || asked.wanted_static;
  verdict.because =
      verdict.wanted ? reason_wanted(catalog, lookup, asked, id) : reason_not_wanted(excluded);
  verdict.wanted_at = verdict.because.at;
  if (asked.wanted_static && !asked.positive) {
    verdict.wanted_at = lookup.make_static[id].word->at;
  }
  make_static(component, lookup.make_static[id], lookup.may_downgrade, verdict, diagnostics);
  if (excluded && asked.positive) {
    note_both(component, asked.list, asked.positive, excluded, asked.wanted, verdict, diagnostics);
  }
  if (excluded && asked.wanted_static && !asked.wanted) {
    note_both(component, RequestList::Static, lookup.make_static[id], excluded, true, verdict,
              diagnostics);
  }
  return verdict;
}

Verdict judge_program(const Component& component, const Lookup& lookup, ComponentId id,
                      Diagnostics& diagnostics) {
  const Asked asked = ask(component, lookup, id);
  const Hit& excluded = lookup.exclude[id];
  Verdict verdict;
  verdict.wanted = !excluded || asked.wanted;
  verdict.on = verdict.wanted;
  verdict.required = static_cast<bool>(lookup.require[id]);
  verdict.requested = static_cast<bool>(asked.positive);
  if (verdict.wanted && asked.positive) {
    verdict.because = {
        ReasonKind::Include, asked.positive.word->value, {}, asked.positive.word->at, {}};
  } else if (verdict.wanted) {
    verdict.because = {ReasonKind::Base, "program", {}, {}, {}};
  } else {
    verdict.because = reason_not_wanted(excluded);
  }
  verdict.wanted_at = verdict.because.at;
  if (excluded && asked.positive) {
    note_both(component, asked.list, asked.positive, excluded, asked.wanted, verdict, diagnostics);
  }
  return verdict;
}

Verdict judge_library(const Component& component) {
  Verdict verdict;
  verdict.on = true;
  verdict.wanted = true;
  verdict.linkage = component.library_linkage;
  verdict.because.kind = ReasonKind::Needed;
  return verdict;
}

// The build machine's copy is wanted where its original is; what the user named is the original.
Verdict judge_copy(const Verdict& original) {
  Verdict verdict = original;
  verdict.requested = false;
  verdict.required = false;
  verdict.notes.clear();
  return verdict;
}

// What is asked of a component's features is asked of those of its copy.
void choose_for_copies(const Catalog& catalog, std::vector<FeatureChoice>& choices) {
  const std::size_t count = catalog.copies == 0 ? 0 : choices.size();
  for (std::size_t i = 0; i < count; ++i) {
    FeatureChoice choice = choices[i];
    choice.component = catalog.find_copy(choice.component);
    if (choice.component.valid()) choices.push_back(choice);
  }
}

}  // namespace

Wanted find_wanted(const Catalog& catalog, const Request& request, Diagnostics& diagnostics) {
  const Lookup lookup = look_up(catalog, request, diagnostics);
  Wanted wanted;
  wanted.base = lookup.base;
  wanted.with_deps = request.with_deps;
  wanted.with_load = request.with_load;
  wanted.features = find_features(catalog, request.features, diagnostics);
  choose_for_copies(catalog, wanted.features);
  wanted.verdicts.raw().reserve(catalog.components.size());
  for (const ComponentId id : catalog.components.ids()) {
    const Component& component = catalog.components[id];
    if (component.copy_of.valid()) {
      wanted.verdicts.push_back(judge_copy(wanted.verdicts[component.copy_of]));
      continue;
    }
    switch (component.kind) {
      case ComponentKind::Module:
        wanted.verdicts.push_back(judge_module(catalog, lookup, id, diagnostics));
        break;
      case ComponentKind::Program:
        wanted.verdicts.push_back(judge_program(component, lookup, id, diagnostics));
        break;
      case ComponentKind::Library:
        wanted.verdicts.push_back(judge_library(component));
        break;
    }
    if (wanted.verdicts[id].requested) wanted.named.push_back(id);
  }
  return wanted;
}

}  // namespace modbuild
