#include "unit/select/naive_select.h"

#include <algorithm>
#include <map>

#include "base/glob.h"

namespace modbuild::test {
namespace {

using Set = std::set<std::string>;

Set operator+(Set a, const Set& b) {
  a.insert(b.begin(), b.end());
  return a;
}

Set operator-(Set a, const Set& b) {
  for (const std::string& name : b) a.erase(name);
  return a;
}

Set operator&(const Set& a, const Set& b) {
  return a - (a - b);
}

class Naive {
 public:
  Naive(const Catalog& catalog, const Request& request, const ProbeReport& probes)
      : catalog_(catalog), request_(request), probes_(probes) {}

  NaiveSelection run() {
    find_wanted();
    start_features();
    if (request_.with_deps) pull();
    Set modules;
    for (const ComponentId id : catalog_.modules()) modules.insert(name(id));
    prune(on_ - modules);
    prune(on_);
    while (lose_one_conflict()) prune(on_);
    return {on_, on_ & static_};
  }

 private:
  bool is(const std::string& name, ComponentKind kind) const { return find(name).kind == kind; }
  const Component& find(const std::string& name) const {
    return catalog_.components[catalog_.find_component(name)];
  }
  const std::string& name(ComponentId id) const { return catalog_.components[id].name.value; }

  Set members(const std::string& pattern) const {
    Set found;
    for (const Group& group : catalog_.groups) {
      if (!glob_match_component(pattern, group.name.value)) continue;
      for (const ComponentId id : group.members) found.insert(name(id));
    }
    return found;
  }

  Set exact(const std::vector<Text>& words) const {
    Set found;
    for (const Text& word : words) {
      if (catalog_.find_component(word.value).valid()) found.insert(word.value);
    }
    return found;
  }

  Set all(const std::vector<Text>& words) const {
    Set found = exact(words);
    for (const Text& word : words) {
      if (word.value[0] == '@') found = found + members(word.value.substr(1));
      for (const ComponentId id : catalog_.modules()) {
        if (glob_match_component(word.value, name(id))) found.insert(name(id));
      }
    }
    return found;
  }

  void find_wanted() {
    Set modules, rest, base, grouped;
    for (const Component& component : catalog_.components) {
      (component.kind == ComponentKind::Module ? modules : rest).insert(component.name.value);
      if (component.by_default) base.insert(component.name.value);
    }
    for (const Text& word : request_.groups) grouped = grouped + members(word.value);
    const Set include = all(request_.include) + all(request_.require);
    named_ = exact(request_.include) + all(request_.require) + exact(request_.make_static);
    excluded_ = all(request_.exclude);
    const bool whole =
        request_.base == Base::All || (request_.base == Base::Unset && request_.exclude_given);
    const std::string& by_default = catalog_.tree.default_group.value;
    if (!whole && !by_default.empty()) base = base & members(by_default);
    if (!request_.groups.empty() || request_.base == Base::None) {
      on_ = (grouped + include + rest) - excluded_;
    } else {
      on_ = ((base + rest) - excluded_) + include;
    }
    on_ = on_ + exact(request_.make_static);
    excluded_ = excluded_ - on_;
    for (const std::string& word : all(request_.make_static)) {
      if (find(word).static_allowed) static_.insert(word);
    }
    for (const Component& component : catalog_.components) {
      if (component.library_linkage == Linkage::Static) static_.insert(component.name.value);
    }
  }

  bool holds(const std::string& owner, const When& when) const {
    Facts facts;
    facts.platform = &probes_.platform;
    facts.linkage = static_.count(owner) > 0 ? Linkage::Static : Linkage::Shared;
    facts.feature = [&](std::string_view feature) {
      return features_.count(owner + "/" + std::string(feature)) > 0;
    };
    facts.lib = [&](std::string_view lib) { return found(catalog_.find_lib(lib)); };
    return evaluate(when, facts);
  }

  bool found(LibId id) const { return probes_.libs[id].found; }

  bool met(const Dependency& dependency) const {
    return std::any_of(dependency.providers.begin(), dependency.providers.end(),
                       [&](ComponentId id) { return on_.count(name(id)) > 0; });
  }

  template <class List, class Met>
  bool all_met(const std::string& owner, const List& list, const Met& met) const {
    return std::all_of(list.begin(), list.end(),
                       [&](const auto& item) { return !holds(owner, item.when) || met(item); });
  }

  bool libs_met(const std::string& owner, const std::vector<LibUse>& libs) const {
    return all_met(owner, libs, [&](const LibUse& use) { return found(use.lib); });
  }

  bool any_libs_met(const std::vector<std::vector<LibUse>>& groups) const {
    return std::all_of(groups.begin(), groups.end(), [&](const std::vector<LibUse>& group) {
      return std::any_of(group.begin(), group.end(),
                         [&](const LibUse& use) { return found(use.lib); });
    });
  }

  bool modules_met(const std::string& owner, const std::vector<Dependency>& list) const {
    return all_met(owner, list, [&](const Dependency& dependency) { return met(dependency); });
  }

  bool uses_met(const std::string& owner, const std::vector<ComponentUse>& list) const {
    return all_met(owner, list,
                   [&](const ComponentUse& use) { return on_.count(name(use.component)) > 0; });
  }

  void start_features() {
    for (const Component& component : catalog_.components) {
      for (const Feature& feature : component.features) {
        FeatureSetting setting = feature.by_default == FeatureDefault::On    ? FeatureSetting::On
                                 : feature.by_default == FeatureDefault::Off ? FeatureSetting::Off
                                                                             : FeatureSetting::Auto;
        for (const FeatureRequest& asked : request_.features) {
          const bool same = asked.module.value == component.name.value &&
                            asked.feature.value == feature.name.value;
          if (same) setting = asked.setting;
        }
        const std::string key = component.name.value + "/" + feature.name.value;
        if (setting != FeatureSetting::Off) features_.insert(key);
        if (setting == FeatureSetting::On) must_.insert(key);
      }
      turn_off_features(component, false);
    }
  }

  void turn_off_features(const Component& component, bool with_modules) {
    const std::string& owner = component.name.value;
    for (std::size_t before = features_.size() + 1; before != features_.size();) {
      before = features_.size();
      for (const Feature& feature : component.features) {
        const bool fine = holds(owner, feature.when) && libs_met(owner, feature.libs) &&
                          any_libs_met(feature.any_lib) &&
                          (!with_modules || modules_met(owner, feature.modules));
        if (!fine) features_.erase(owner + "/" + feature.name.value);
      }
    }
  }

  // Every hard need of what is on, those of features that must be on included.
  std::map<std::string, Set> hard_needs() const {
    std::map<std::string, Set> needs;
    const auto collect = [&](const std::string& owner, const std::vector<Dependency>& list) {
      for (const Dependency& dependency : list) {
        if (!holds(owner, dependency.when)) continue;
        for (const ComponentId id : dependency.providers) {
          needs[dependency.name.value].insert(name(id));
        }
      }
    };
    for (const std::string& owner : on_) {
      collect(owner, find(owner).depends);
      for (const Feature& feature : find(owner).features) {
        const std::string key = owner + "/" + feature.name.value;
        if (features_.count(key) > 0 && must_.count(key) > 0) collect(owner, feature.modules);
      }
    }
    return needs;
  }

  void pull() {
    for (bool changed = true; changed;) {
      changed = false;
      for (const auto& [need, providers] : hard_needs()) {
        const Set candidates = providers - excluded_ - on_;
        if (providers.size() != 1 || candidates.empty()) continue;
        on_.insert(*candidates.begin());
        changed = true;
      }
      if (changed) continue;
      for (const auto& [need, providers] : hard_needs()) {
        const Set candidates = providers - excluded_;
        if (!(providers & on_).empty() || candidates.empty()) continue;
        on_.insert(*candidates.begin());
        changed = true;
        break;
      }
    }
  }

  bool stays(const Component& component) const {
    const std::string& owner = component.name.value;
    if (!holds(owner, component.when)) return false;
    if (!component.any_host && !component.hosts.empty()) {
      Set hosts;
      for (const ComponentId id : component.hosts) hosts.insert(name(id));
      if ((hosts & on_).empty()) return false;
    }
    if (!any_libs_met(component.any_lib)) return false;
    for (const Generate& generate : component.generates) {
      if (holds(owner, generate.when) && !uses_met(owner, generate.tools)) return false;
    }
    for (const Feature& feature : component.features) {
      const std::string key = owner + "/" + feature.name.value;
      if (must_.count(key) > 0 && features_.count(key) == 0) return false;
    }
    return libs_met(owner, component.libs) && uses_met(owner, component.libraries) &&
           uses_met(owner, component.tools) && modules_met(owner, component.depends);
  }

  void prune(const Set& looked_at) {
    for (Set off{""}; !off.empty();) {
      off.clear();
      for (const std::string& owner : looked_at& on_) {
        turn_off_features(find(owner), true);
        if (!stays(find(owner))) off.insert(owner);
      }
      on_ = on_ - off;
    }
  }

  bool in_conflict(const std::string& owner, const std::string& other) const {
    for (const Dependency& entry : find(owner).conflicts) {
      for (const ComponentId id : entry.providers) {
        if (name(id) == other && other != owner && holds(owner, entry.when)) return true;
      }
    }
    return false;
  }

  bool lose_one_conflict() {
    for (const Set& winners : {on_ & named_, on_ - named_}) {
      for (const std::string& winner : winners) {
        Set losers;
        for (const std::string& other : on_) {
          if (in_conflict(winner, other) || in_conflict(other, winner)) losers.insert(other);
        }
        if (losers.empty()) continue;
        on_ = on_ - losers;
        return true;
      }
    }
    return false;
  }

  const Catalog& catalog_;
  const Request& request_;
  const ProbeReport& probes_;
  Set on_, named_, excluded_, static_;
  Set features_, must_;  // "component/feature": on; set to on
};

}  // namespace

NaiveSelection naive_select(const Catalog& catalog, const Request& request,
                            const ProbeReport& probes) {
  return Naive(catalog, request, probes).run();
}

}  // namespace modbuild::test
