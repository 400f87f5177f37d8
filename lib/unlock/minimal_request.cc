// The request cut down to what can be built here. Every step is checked by selecting again.
#include <algorithm>
#include <set>

#include "base/glob.h"
#include "unlock/unlock.h"
#include "unlock/what_if.h"

namespace modbuild {
namespace {

constexpr int kMostRounds = 100;

bool is_exact(const Text& word) {
  return !word.value.starts_with('@') && !has_glob(word.value);
}

std::size_t words_of(const Request& request) {
  return request.include.size() + request.exclude.size() + request.make_static.size() +
         request.groups.size() + request.require.size() + request.features.size();
}

struct Trial {
  Request request;
  Wanted wanted;
  Selection selection;
  ThingSet on;
  bool valid = false;  // no word is wrong, no static module lacks a static one
};

class Minimiser {
 public:
  explicit Minimiser(const UnlockInput& input)
      : input_(input), catalog_(*input.catalog), things_(catalog_) {}

  std::optional<RequestChange> run() {
    const Trial first = select_again(input_.selection->request);
    if (!first.valid) return std::nullopt;
    Trial trial = loosen(first);
    ThingSet kept = trial.on;
    trial = reduce(trial, kept);
    // What a looser feature keeps may lean on something that is cut: then it is cut as well.
    if (!is_done(trial, kept) && kept != first.on) {
      kept = first.on;
      trial = reduce(first, kept);
    }
    if (!is_done(trial, kept)) return std::nullopt;
    const std::set<std::string> excluded_before = values(input_.selection->request.exclude);
    trial = take_words_out(trial, kept);
    trial = join_excludes(trial, kept, excluded_before);
    trial = drop_useless(trial, kept, excluded_before);
    return change(first, trial);
  }

 private:
  Trial select_again(Request request) const {
    Trial trial;
    Diagnostics diagnostics;
    trial.request = std::move(request);
    trial.wanted = find_wanted(catalog_, trial.request, diagnostics);
    if (!diagnostics.has_errors()) {
      trial.selection = select(catalog_, trial.request, trial.wanted, *input_.probes, diagnostics);
      trial.on = things_.on(trial.selection);
    }
    trial.valid = !diagnostics.has_errors();
    return trial;
  }

  std::vector<ComponentId> dropped(const Trial& trial) const {
    std::vector<ComponentId> ids;
    for (const ComponentId id : catalog_.components.ids()) {
      if (catalog_.components[id].kind == ComponentKind::Library) continue;
      const Verdict& verdict = trial.selection.verdicts[id];
      if (!verdict.on && verdict.wanted) ids.push_back(id);
    }
    return ids;
  }

  // Nothing is dropped, and exactly what was on is on.
  bool is_done(const Trial& trial, const ThingSet& kept) const {
    return trial.valid && trial.on == kept && dropped(trial).empty();
  }

  // Features that are `on` and turn their component off become `auto`, where that turns it on and
  // nothing else off.
  Trial loosen(Trial trial) const {
    for (bool changed = true; changed;) {
      changed = false;
      for (const ComponentId id : dropped(trial)) {
        if (trial.selection.verdicts[id].because.kind != ReasonKind::FeatureMissing) continue;
        Trial looser = select_again(with_loose_features(trial, id));
        const bool helps = looser.valid && looser.selection.verdicts[id].on;
        if (!helps || !includes(looser.on, trial.on)) continue;
        trial = std::move(looser);
        changed = true;
      }
    }
    return trial;
  }

  Request with_loose_features(const Trial& trial, ComponentId id) const {
    Request request = trial.request;
    const std::string& module = catalog_.components[id].name.value;
    for (const FeatureVerdict& feature : trial.selection.verdicts[id].features) {
      const bool lacking = feature.setting == FeatureSetting::On && !feature.on &&
                           feature.because.kind != ReasonKind::Base &&
                           feature.because.kind != ReasonKind::Include &&
                           feature.because.kind != ReasonKind::NotRequested;
      if (!lacking) continue;
      std::erase_if(request.features, [&](const FeatureRequest& asked) {
        return asked.module.value == module && asked.feature.value == feature.name;
      });
      request.features.push_back({{module, {}}, {feature.name, {}}, FeatureSetting::Auto});
    }
    return request;
  }

  // Wants only what is to be kept.
  Trial reduce(const Trial& trial, const ThingSet& kept) const {
    const Trial less = cut(trial);
    return is_done(less, kept) ? less : spell_out(trial.request, kept);
  }

  // Asks for what is dropped no more, until nothing is.
  Trial cut(Trial trial) const {
    for (int round = 0; round < kMostRounds && trial.valid; ++round) {
      const std::vector<ComponentId> ids = dropped(trial);
      if (ids.empty()) break;
      trial = select_again(without(trial, ids));
    }
    return trial;
  }

  Request without(const Trial& trial, const std::vector<ComponentId>& ids) const {
    Request request = trial.request;
    const bool include_wins = trial.selection.base != Base::None;
    for (auto* list : {&request.include, &request.require}) {
      if (include_wins) spell_words(*list, ids);
      erase_names(*list, ids);
    }
    erase_names(request.make_static, ids);
    Diagnostics unheard;
    const Wanted left = find_wanted(catalog_, request, unheard);
    // What a dependency pulls in is excluded only when it would be pulled again.
    const bool pulled_only = std::none_of(
        ids.begin(), ids.end(), [&](ComponentId id) { return trial.wanted.verdicts[id].wanted; });
    for (const ComponentId id : ids) {
      if (left.verdicts[id].wanted || pulled_only) exclude(request, id);
    }
    return request;
  }

  void exclude(Request& request, ComponentId id) const {
    // The first exclusion of all would make the whole tree the base (DESIGN.md 3).
    const bool first = request.exclude.empty() && !request.exclude_given;
    if (first && request.groups.empty() && request.base == Base::Unset) {
      request.base = Base::Default;
    }
    request.exclude.push_back({catalog_.components[id].name.value, {}});
    request.exclude_given = true;
  }

  void erase_names(std::vector<Text>& list, const std::vector<ComponentId>& ids) const {
    std::erase_if(list, [&](const Text& word) {
      return is_exact(word) && std::any_of(ids.begin(), ids.end(), [&](ComponentId id) {
               return catalog_.components[id].name.value == word.value;
             });
    });
  }

  bool matches(const Text& word, ComponentId id) const {
    const std::string& name = catalog_.components[id].name.value;
    if (is_exact(word)) return word.value == name;
    if (catalog_.components[id].kind != ComponentKind::Module) return false;
    if (!word.value.starts_with('@')) return glob_match_component(word.value, name);
    return in_group(word.value.substr(1), id);
  }

  bool in_group(const std::string& pattern, ComponentId id) const {
    return std::any_of(catalog_.groups.begin(), catalog_.groups.end(), [&](const Group& group) {
      const bool named =
          group.name.value == pattern || glob_match_component(pattern, group.name.value);
      return named && std::binary_search(group.members.begin(), group.members.end(), id);
    });
  }

  // Globs and @groups that match one of `ids` become the names of all they match.
  void spell_words(std::vector<Text>& list, const std::vector<ComponentId>& ids) const {
    std::vector<Text> spelt;
    for (const Text& word : list) {
      const bool hit =
          std::any_of(ids.begin(), ids.end(), [&](ComponentId id) { return matches(word, id); });
      if (is_exact(word) || !hit) {
        spelt.push_back(word);
        continue;
      }
      for (const ComponentId id : catalog_.components.ids()) {
        if (matches(word, id)) spelt.push_back({catalog_.components[id].name.value, {}});
      }
    }
    list = std::move(spelt);
  }

  // Names everything that is to be on, for requests that no exclusion can mend.
  Trial spell_out(const Request& from, const ThingSet& kept) const {
    Request request;
    request.base = Base::None;
    request.features = from.features;
    request.missing = from.missing;
    request.dirs = from.dirs;
    for (const ComponentId id : catalog_.components.ids()) {
      const Component& component = catalog_.components[id];
      const Text name{component.name.value, {}};
      const bool on = kept[things_.number(id)];
      if (component.kind == ComponentKind::Program && !on) request.exclude.push_back(name);
      if (component.kind != ComponentKind::Module || !on) continue;
      const bool linked_in = input_.selection->verdicts[id].on &&
                             input_.selection->verdicts[id].linkage == Linkage::Static;
      (linked_in ? request.make_static : request.include).push_back(name);
    }
    return select_again(std::move(request));
  }

  static std::set<std::string> values(const std::vector<Text>& list) {
    std::set<std::string> values;
    for (const Text& word : list) values.insert(word.value);
    return values;
  }

  // `next` when it does the same in fewer words.
  Trial better(const Trial& now, Request next, const ThingSet& kept) const {
    if (words_of(next) >= words_of(now.request)) return now;
    Trial trial = select_again(std::move(next));
    return is_done(trial, kept) ? trial : now;
  }

  // A group or word of which nothing is left need not be said, nor what was excluded from it.
  Trial take_words_out(Trial trial, const ThingSet& kept) const {
    using List = std::vector<Text> Request::*;
    for (const List list : {&Request::groups, &Request::include, &Request::require}) {
      for (std::size_t i = 0; i < (trial.request.*list).size();) {
        const std::size_t before = (trial.request.*list).size();
        if (lost_a_member(trial, (trial.request.*list)[i], list == &Request::groups)) {
          Request next = trial.request;
          (next.*list).erase((next.*list).begin() + static_cast<std::ptrdiff_t>(i));
          if (next.groups.empty() && trial.selection.base == Base::None) next.base = Base::None;
          trial = better(trial, std::move(next), kept);
        }
        if ((trial.request.*list).size() == before) ++i;
      }
    }
    return trial;
  }

  bool lost_a_member(const Trial& trial, const Text& word, bool is_group) const {
    for (const ComponentId id : catalog_.components.ids()) {
      const bool member = is_group ? in_group(word.value, id) : matches(word, id);
      if (member && input_.selection->verdicts[id].wanted && !trial.selection.verdicts[id].on) {
        return true;
      }
    }
    return false;
  }

  // One @group for all of its members that are excluded.
  Trial join_excludes(Trial trial, const ThingSet& kept,
                      const std::set<std::string>& before) const {
    for (const Group& group : catalog_.groups) {
      Request next = trial.request;
      const auto members =
          static_cast<std::size_t>(std::erase_if(next.exclude, [&](const Text& word) {
            const ComponentId id = catalog_.find_component(word.value);
            return id.valid() && before.count(word.value) == 0 &&
                   std::binary_search(group.members.begin(), group.members.end(), id);
          }));
      if (members < 2) continue;
      next.exclude.push_back({"@" + group.name.value, {}});
      trial = better(trial, std::move(next), kept);
    }
    return trial;
  }

  // Added words without which the same is on, and the loosening of features nobody builds.
  Trial drop_useless(Trial trial, const ThingSet& kept, const std::set<std::string>& before) const {
    for (std::size_t i = trial.request.exclude.size(); i-- > 0;) {
      if (before.count(trial.request.exclude[i].value) != 0) continue;
      Request next = trial.request;
      next.exclude.erase(next.exclude.begin() + static_cast<std::ptrdiff_t>(i));
      trial = better(trial, std::move(next), kept);
    }
    const Request& asked = input_.selection->request;
    if (trial.request.exclude.empty() && !asked.exclude_given) {
      Request next = trial.request;
      next.exclude_given = false;
      if (asked.base == Base::Unset && next.base == Base::Default) next.base = Base::Unset;
      Trial shorter = select_again(std::move(next));
      if (is_done(shorter, kept)) trial = std::move(shorter);
    }
    return trial;
  }

  RequestChange change(const Trial& first, const Trial& trial) const {
    RequestChange change;
    change.request = trial.request;
    for (const ComponentId id : catalog_.components.ids()) {
      if (catalog_.components[id].kind == ComponentKind::Library) continue;
      if (first.selection.verdicts[id].wanted && !trial.selection.verdicts[id].on) {
        change.left_out.push_back(id);
      }
      const std::vector<FeatureVerdict>& now = trial.selection.verdicts[id].features;
      for (std::uint32_t i = 0; i < now.size(); ++i) {
        const bool was_on = first.selection.verdicts[id].features[i].setting == FeatureSetting::On;
        if (was_on && now[i].setting == FeatureSetting::Auto) change.loosened.push_back({id, i});
      }
    }
    return change;
  }

  const UnlockInput& input_;
  const Catalog& catalog_;
  Things things_;
};

}  // namespace

std::optional<RequestChange> minimal_request(const UnlockInput& input) {
  return Minimiser(input).run();
}

}  // namespace modbuild
