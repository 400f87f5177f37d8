#include "ci/cover.h"

#include <algorithm>
#include <optional>

#include "base/str.h"

namespace modbuild {
namespace {

using Kind = CoverGoal::Kind;

// What is asked for one component while a request is put together.
struct Wish {
  bool wanted = false;
  std::vector<FeatureSetting> features;  // parallel to Component::features
};
using Wishes = IdVector<ComponentId, Wish>;

bool can_be_asked(const Component& component) {
  return !component.copy_of.valid();
}

class Coverer {
 public:
  Coverer(const Catalog& catalog, const ProbeReport& probes)
      : catalog_(catalog), probes_(probes), goals_(cover_goals(catalog)) {
    left_.assign(goals_.size(), true);
    by_component_ = IdVector<ComponentId, std::vector<std::size_t>>(catalog.components.size());
    for (std::size_t i = 0; i < goals_.size(); ++i) by_component_[goals_[i].component].push_back(i);
    find_conflicts();
    find_lost();
  }

  Cover run() {
    std::vector<char> tried(goals_.size(), 0);
    for (Wishes wishes; force_goals(tried, wishes);) add_request(wishes);
    for (std::size_t i = 0; i < goals_.size(); ++i) {
      if (left_[i] && needs_component(goals_[i]) && !is_hopeless(goals_[i])) try_alone(i);
    }
    add_request(Wishes(catalog_.components.size()));  // everything that may be off is
    drop_needless();
    return finish();
  }

 private:
  static bool needs_component(const CoverGoal& goal) {
    return goal.kind != Kind::Module || goal.on;
  }

  void find_conflicts() {
    conflicts_ = IdVector<ComponentId, std::vector<ComponentId>>(catalog_.components.size());
    for (const ComponentId id : catalog_.components.ids()) {
      for (const Dependency& conflict : catalog_.components[id].conflicts) {
        for (const ComponentId other : conflict.providers) {
          if (other == id) continue;
          conflicts_[id].push_back(other);
          conflicts_[other].push_back(id);
        }
      }
    }
  }

  bool lacks_libs(Machine machine, const std::vector<LibUse>& libs,
                  const std::vector<std::vector<LibUse>>& any_lib) const {
    const auto missing = [&](const LibUse& use) {
      return use.when.always() && use.lib.valid() && !probes_.of(machine).libs[use.lib].found;
    };
    return std::any_of(libs.begin(), libs.end(), missing) ||
           std::any_of(any_lib.begin(), any_lib.end(), [&](const std::vector<LibUse>& any) {
             return !any.empty() && std::all_of(any.begin(), any.end(), missing);
           });
  }

  bool lacks_modules(const std::vector<Dependency>& dependencies) const {
    return std::any_of(dependencies.begin(), dependencies.end(), [&](const Dependency& need) {
      const std::vector<ComponentId>& ids = need.providers;
      return need.when.always() && !ids.empty() &&
             std::all_of(ids.begin(), ids.end(), [&](ComponentId id) { return lost_[id] != 0; });
    });
  }

  bool lacks_components(const std::vector<ComponentUse>& uses) const {
    return std::any_of(uses.begin(), uses.end(), [&](const ComponentUse& use) {
      return use.when.always() && use.component.valid() && lost_[use.component] != 0;
    });
  }

  bool is_lost(const Component& component) const {
    return lacks_libs(component.machine, component.libs, component.any_lib) ||
           lacks_modules(component.depends) || lacks_components(component.libraries) ||
           lacks_components(component.tools);
  }

  bool is_lost(ComponentId id, std::uint32_t index) const {
    const Component& component = catalog_.components[id];
    const Feature& feature = component.features[index];
    return lacks_libs(component.machine, feature.libs, feature.any_lib) ||
           lacks_modules(feature.modules);
  }

  // What lacks a library whatever is asked, or needs something that does: no request is tried.
  void find_lost() {
    lost_ = IdVector<ComponentId, char>(catalog_.components.size());
    for (bool changes = true; changes;) {
      changes = false;
      for (const ComponentId id : catalog_.components.ids()) {
        if (lost_[id] != 0 || !is_lost(catalog_.components[id])) continue;
        lost_[id] = 1;
        changes = true;
      }
    }
    Wishes wishes(catalog_.components.size());
    for (const ComponentId id : catalog_.components.ids()) {
      if (!can_be_asked(catalog_.components[id])) continue;
      wishes[id].wanted = true;
      wishes[id].features.assign(catalog_.components[id].features.size(), FeatureSetting::Auto);
    }
    widest_ = selection_of(request_of(wishes));
  }

  bool is_hopeless(const CoverGoal& goal) const {
    if (!needs_component(goal)) return false;
    if (lost_[goal.component] != 0) return true;
    if (goal.kind == Kind::Module) return false;
    if (goal.on && is_lost(goal.component, goal.feature)) return true;
    return goal.kind == Kind::Pair && goal.second_on && is_lost(goal.component, goal.second);
  }

  // Of every component that still has to be on for something the first goal that was not tried so,
  // its other features set to what reaches most (as AETG does). False when none is left.
  bool force_goals(std::vector<char>& tried, Wishes& wishes) const {
    wishes = Wishes(catalog_.components.size());
    bool any = false;
    for (const ComponentId id : catalog_.components.ids()) {
      const std::vector<std::size_t>& goals = by_component_[id];
      const auto goal = std::find_if(goals.begin(), goals.end(), [&](std::size_t index) {
        return left_[index] && tried[index] == 0 && needs_component(goals_[index]) &&
               !is_hopeless(goals_[index]);
      });
      if (goal == goals.end() || loses_to_chosen(id, wishes)) continue;
      tried[*goal] = 1;
      any = true;
      wishes[id].wanted = true;
      choose_features(id, goals_[*goal], wishes[id]);
    }
    return any;
  }

  // Whether something chosen already conflicts with it: one of the two would be off.
  bool loses_to_chosen(ComponentId id, const Wishes& wishes) const {
    const std::vector<ComponentId>& others = conflicts_[id];
    return std::any_of(others.begin(), others.end(),
                       [&](ComponentId other) { return wishes[other].wanted; });
  }

  // What `forced` asks for; then one feature after the other gets the value that reaches most of
  // what is left with those chosen before it; where both reach as much, the one that fewer have,
  // since pairs that differ are what takes requests.
  void choose_features(ComponentId id, const CoverGoal& forced, Wish& wish) const {
    std::vector<std::optional<bool>> chosen(catalog_.components[id].features.size());
    if (forced.kind != Kind::Module) chosen[forced.feature] = forced.on;
    if (forced.kind == Kind::Pair) chosen[forced.second] = forced.second_on;
    for (std::uint32_t feature = 0; feature < chosen.size(); ++feature) {
      if (chosen[feature]) continue;
      std::size_t gain[2] = {0, 0};
      for (const std::size_t index : by_component_[id]) {
        if (const std::optional<bool> on = value_for(index, feature, chosen)) ++gain[*on ? 1 : 0];
      }
      const auto on = static_cast<std::size_t>(std::count(chosen.begin(), chosen.end(), true));
      const auto off = static_cast<std::size_t>(std::count(chosen.begin(), chosen.end(), false));
      chosen[feature] = gain[1] != gain[0] ? gain[1] > gain[0] : on <= off;
    }
    for (const std::optional<bool>& on : chosen) {
      wish.features.push_back(*on ? FeatureSetting::Auto : FeatureSetting::Off);
    }
  }

  // What `feature` must be so that the goal is reached with those that are chosen; nothing where
  // it does not depend on that, or cannot be.
  std::optional<bool> value_for(std::size_t index, std::uint32_t feature,
                                const std::vector<std::optional<bool>>& chosen) const {
    const CoverGoal& goal = goals_[index];
    if (!left_[index] || is_hopeless(goal)) return std::nullopt;
    if (goal.kind == Kind::Feature && goal.feature == feature) return goal.on;
    if (goal.kind != Kind::Pair) return std::nullopt;
    if (goal.second == feature && chosen[goal.feature] == goal.on) return goal.second_on;
    if (goal.feature == feature && chosen[goal.second] == goal.second_on) return goal.on;
    return std::nullopt;
  }

  Request request_of(const Wishes& wishes) const {
    Request request;
    request.base = Base::None;
    request.missing = MissingPolicy::Skip;
    request.with_deps = true;
    for (const ComponentId id : catalog_.components.ids()) {
      const Component& component = catalog_.components[id];
      const Wish& wish = wishes[id];
      if (!wish.wanted) continue;
      if (component.kind == ComponentKind::Module) request.include.push_back(component.name);
      for (std::size_t i = 0; i < wish.features.size(); ++i) {
        request.features.push_back({component.name, component.features[i].name, wish.features[i]});
      }
    }
    return request;
  }

  // What the selection came to, as a request that says all of it.
  Request exact(const Selection& selection) const {
    Request request;
    request.base = Base::None;
    for (const ComponentId id : catalog_.components.ids()) {
      const Component& component = catalog_.components[id];
      const Verdict& verdict = selection.verdicts[id];
      if (!can_be_asked(component) || !verdict.on) continue;
      if (component.kind == ComponentKind::Module) request.include.push_back(component.name);
      for (std::size_t i = 0; i < component.features.size(); ++i) {
        request.features.push_back(
            {component.name, component.features[i].name,
             verdict.features[i].on ? FeatureSetting::On : FeatureSetting::Off});
      }
    }
    return request;
  }

  // Nothing for a request that cannot be made: what it says is a mistake.
  std::optional<Selection> selection_of(const Request& request) const {
    Diagnostics diagnostics;
    const Wanted wanted = find_wanted(catalog_, request, diagnostics);
    if (diagnostics.has_errors()) return std::nullopt;
    Selection selection = select(catalog_, request, wanted, probes_, diagnostics);
    if (diagnostics.has_errors()) return std::nullopt;
    return selection;
  }

  // Takes the request into the cover if it reaches something that is left; whether it did.
  bool add_request(const Wishes& wishes) {
    const std::optional<Selection> first = selection_of(request_of(wishes));
    if (!first) return false;
    bool adds = false;
    for (std::size_t goal = 0; goal < goals_.size() && !adds; ++goal) {
      adds = left_[goal] && reaches(goals_[goal], *first);
    }
    if (!adds) return false;
    Made made{exact(*first), {}, 0};
    const std::optional<Selection> selection = selection_of(made.request);
    if (!selection) return false;
    adds = false;
    for (std::size_t goal = 0; goal < goals_.size(); ++goal) {
      if (!reaches(goals_[goal], *selection)) continue;
      made.reached.push_back(goal);
      adds |= left_[goal];
      left_[goal] = false;
    }
    made.modules_on = selection->counts.on;
    if (adds) made_.push_back(std::move(made));
    return adds;
  }

  // Asks for one goal and nothing else, with the other features as they may be, then off, then on.
  void try_alone(std::size_t index) {
    const CoverGoal& goal = goals_[index];
    for (const FeatureSetting others :
         {FeatureSetting::Auto, FeatureSetting::Off, FeatureSetting::On}) {
      Wishes wishes(catalog_.components.size());
      Wish& wish = wishes[goal.component];
      wish.wanted = true;
      wish.features.assign(catalog_.components[goal.component].features.size(), others);
      const auto set = [&wish](std::uint32_t feature, bool on) {
        wish.features[feature] = on ? FeatureSetting::Auto : FeatureSetting::Off;
      };
      if (goal.kind != Kind::Module) set(goal.feature, goal.on);
      if (goal.kind == Kind::Pair) set(goal.second, goal.second_on);
      if (add_request(wishes) && !left_[index]) return;
    }
  }

  // A request all of whose goals others reach is taken out, the earliest last.
  void drop_needless() {
    std::vector<std::size_t> times(goals_.size(), 0);
    for (const Made& made : made_) {
      for (const std::size_t goal : made.reached) ++times[goal];
    }
    for (std::size_t i = made_.size(); i-- > 0;) {
      const std::vector<std::size_t>& reached = made_[i].reached;
      const bool needed = std::any_of(reached.begin(), reached.end(),
                                      [&](std::size_t goal) { return times[goal] == 1; });
      if (needed) continue;
      for (const std::size_t goal : reached) --times[goal];
      made_.erase(made_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }

  Cover finish() {
    Cover cover;
    cover.goals = goals_.size();
    std::vector<bool> reached(goals_.size(), false);
    for (Made& made : made_) {
      CoverRequest row{std::move(made.request), made.modules_on, 0};
      for (const std::size_t goal : made.reached) {
        if (!reached[goal]) ++row.adds;
        reached[goal] = true;
      }
      cover.requests.push_back(std::move(row));
    }
    for (std::size_t i = 0; i < goals_.size(); ++i) {
      if (left_[i]) cover.failures.push_back({goals_[i], reason_for(goals_[i])});
    }
    return cover;
  }

  // Why a goal is out of reach, by what asking for it alone comes to.
  std::string reason_for(const CoverGoal& goal) const {
    Wishes wishes(catalog_.components.size());
    Wish& wish = wishes[goal.component];
    wish.wanted = goal.kind != Kind::Module || goal.on;
    wish.features.assign(catalog_.components[goal.component].features.size(), FeatureSetting::Auto);
    if (goal.kind != Kind::Module && !goal.on) wish.features[goal.feature] = FeatureSetting::Off;
    if (goal.kind == Kind::Pair && !goal.second_on) {
      wish.features[goal.second] = FeatureSetting::Off;
    }
    const std::optional<Selection> selection =
        is_hopeless(goal) ? widest_ : selection_of(request_of(wishes));
    if (!selection) return "such a request is a mistake";
    const Verdict& verdict = selection->verdicts[goal.component];
    if (!verdict.on) {
      const ChainLink root = cause_chain(*selection, goal.component).back();
      const std::string cause = describe(catalog_, root.reason);
      if (root.component == goal.component) return cause;
      return cat(catalog_.components[root.component].name.value, ": ", cause);
    }
    if (goal.kind == Kind::Module) return "it is always built";
    const FeatureVerdict& feature = verdict.features[goal.feature];
    if (feature.on != goal.on) return describe(catalog_, feature);
    return describe(catalog_, verdict.features[goal.second]);
  }

  struct Made {
    Request request;
    std::vector<std::size_t> reached;  // indices of goals
    std::size_t modules_on = 0;
  };

  const Catalog& catalog_;
  const ProbeReport& probes_;
  std::vector<CoverGoal> goals_;
  std::vector<bool> left_;  // parallel: no request reaches it yet
  IdVector<ComponentId, std::vector<std::size_t>> by_component_;
  IdVector<ComponentId, std::vector<ComponentId>> conflicts_;
  std::optional<Selection> widest_;   // everything asked for
  IdVector<ComponentId, char> lost_;  // cannot be built here
  std::vector<Made> made_;
};

std::string feature_text(const Catalog& catalog, ComponentId id, std::uint32_t feature, bool on) {
  const Component& component = catalog.components[id];
  return cat(component.name.value, "/", component.features[feature].name.value,
             on ? " on" : " off");
}

}  // namespace

std::vector<CoverGoal> cover_goals(const Catalog& catalog) {
  std::vector<CoverGoal> goals;
  for (const ComponentId id : catalog.components.ids()) {
    const Component& component = catalog.components[id];
    if (!can_be_asked(component)) continue;
    const auto count = static_cast<std::uint32_t>(component.features.size());
    for (const bool on : {true, false}) {
      if (component.kind == ComponentKind::Module) goals.push_back({Kind::Module, id, 0, 0, on});
    }
    for (std::uint32_t feature = 0; feature < count; ++feature) {
      for (const bool on : {true, false}) goals.push_back({Kind::Feature, id, feature, 0, on});
      for (std::uint32_t first = 0; first < feature; ++first) {
        for (const bool on : {true, false}) {
          for (const bool second : {true, false}) {
            goals.push_back({Kind::Pair, id, first, feature, on, second});
          }
        }
      }
    }
  }
  return goals;
}

bool reaches(const CoverGoal& goal, const Selection& selection) {
  const Verdict& verdict = selection.verdicts[goal.component];
  if (goal.kind == Kind::Module) return verdict.on == goal.on;
  if (!verdict.on || verdict.features[goal.feature].on != goal.on) return false;
  return goal.kind == Kind::Feature || verdict.features[goal.second].on == goal.second_on;
}

std::string goal_text(const Catalog& catalog, const CoverGoal& goal) {
  if (goal.kind == Kind::Module) {
    return cat(catalog.components[goal.component].name.value, goal.on ? " on" : " off");
  }
  const std::string first = feature_text(catalog, goal.component, goal.feature, goal.on);
  if (goal.kind == Kind::Feature) return first;
  return cat(first, ", ", feature_text(catalog, goal.component, goal.second, goal.second_on));
}

Cover cover(const Catalog& catalog, const ProbeReport& probes) {
  return Coverer(catalog, probes).run();
}

}  // namespace modbuild
