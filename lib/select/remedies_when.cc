// How a `when` that turned a component or feature off can be made true.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/sort_once.h"
#include "base/str.h"
#include "select/remedies.h"
#include "select/state.h"

namespace modbuild {
namespace {

// Where the left operand of the `and` or `or` at `node` ends; the right one ends just before it.
std::size_t left_of(const When& when, std::size_t node) {
  std::size_t open = 1;  // operands still to be passed over
  std::size_t at = node - 1;
  while (true) {
    const When::Op op = when.nodes()[at].op;
    if (op == When::Op::And || op == When::Op::Or) {
      ++open;
    } else if (op != When::Op::Not) {
      --open;
    }
    --at;
    if (open == 0) return at;
  }
}

}  // namespace

// The words of `static` or `exclude` that the component answers to.
std::vector<Hit> RemedyFinder::words_for(RequestList list, ComponentId id) const {
  const bool is_static = list == RequestList::Static;
  const Request& request = selection_.request;
  std::optional<std::vector<WordHits>>& known = is_static ? static_words_ : exclude_words_;
  if (!known) {
    known.emplace();
    for (const Text& word : is_static ? request.make_static : request.exclude) {
      Diagnostics unheard;
      known->push_back({&word, find_words(catalog_, list, {word}, unheard)});
    }
  }
  std::vector<Hit> hits;
  for (const WordHits& word : *known) {
    if (word.hits[id]) hits.push_back({word.word, word.hits[id].exact});
  }
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return std::tie(b.exact, a.word->value) < std::tie(a.exact, b.word->value);
  });
  return hits;
}

// What `when` saw when the component was judged; afterwards an off component has neither features
// nor linkage.
Facts RemedyFinder::decided(ComponentId id) const {
  Facts facts = facts_of(catalog_, selection_, probes_, id);
  const Verdict& verdict = selection_.verdicts[id];
  if (verdict.on) return facts;
  facts.feature = [this, &verdict](std::string_view feature) {
    return std::any_of(
        verdict.features.begin(), verdict.features.end(),
        [&](const FeatureVerdict& known) { return known.name == feature && was_on(known); });
  };
  if (!words_for(RequestList::Static, id).empty() && catalog_.components[id].static_allowed)
    facts.linkage = Linkage::Static;
  return facts;
}

// For a `when` that the user can make true.
std::vector<std::string> RemedyFinder::make_true(ComponentId id, const When& when) const {
  std::vector<std::string> texts;
  if (when.always()) return texts;
  for (Way& way : ways_to(id, when, when.nodes().size() - 1, true)) {
    std::vector<std::string> parts = std::move(way.options);
    if (!way.libs.empty()) parts.push_back(install(id, std::move(way.libs)));
    bool all_options = true;
    for (const std::string& part : parts) all_options &= part.starts_with('-');
    if (!parts.empty()) texts.push_back(join(parts, all_options ? " " : " and "));
  }
  return texts;
}

// All of both sides, or either of them; at most a few.
RemedyFinder::Ways RemedyFinder::ways_to(ComponentId id, const When& when, std::size_t at,
                                         bool wanted) const {
  const When::Node& node = when.nodes()[at];
  if (node.op == When::Op::Not) return ways_to(id, when, at - 1, !wanted);
  if (node.op != When::Op::And && node.op != When::Op::Or) return leaf_ways(id, node, wanted);
  const Ways left = ways_to(id, when, left_of(when, at), wanted);
  const Ways right = ways_to(id, when, at - 1, wanted);
  Ways ways;
  if ((node.op == When::Op::And) == wanted) {
    for (const Way& a : left) {
      for (const Way& b : right) {
        Way both = a;
        both.options.insert(both.options.end(), b.options.begin(), b.options.end());
        both.libs.insert(both.libs.end(), b.libs.begin(), b.libs.end());
        ways.push_back(std::move(both));
      }
    }
  } else {
    ways = left;
    ways.insert(ways.end(), right.begin(), right.end());
  }
  if (ways.size() > kMostWays) ways.resize(kMostWays);
  return ways;
}

// A leaf that has the value already takes nothing; one that nobody can change has no way.
RemedyFinder::Ways RemedyFinder::leaf_ways(ComponentId id, const When::Node& leaf,
                                           bool wanted) const {
  When alone;
  alone.expression.emplace().nodes = {leaf};
  if (evaluate(alone, decided(id)) == wanted) return {Way{}};
  switch (leaf.op) {
    case When::Op::Feature:
      return feature_ways(id, leaf.name, wanted);
    case When::Op::Lib: {
      const LibId lib = catalog_.find_lib(leaf.name);
      if (!wanted || !lib.valid()) return {};
      return {Way{{}, {lib}}};
    }
    case When::Op::Word:
      if (leaf.name == "static") return static_ways(id, wanted);
      if (leaf.name == "shared") return static_ways(id, !wanted);
      return {};
    default:
      return {};
  }
}

// The shared modules that the component needs, or that features of it need, once it is static.
std::vector<ComponentId> RemedyFinder::to_be_static_with(ComponentId id) const {
  Facts facts = decided(id);
  facts.linkage = Linkage::Static;
  std::vector<ComponentId> found;
  const auto add = [&](const std::vector<Dependency>& dependencies) {
    for (const Dependency& dependency : dependencies) {
      if (!evaluate(dependency.when, facts)) continue;
      for (const ComponentId provider : dependency.providers) {
        const Verdict& verdict = selection_.verdicts[provider];
        if (verdict.on && verdict.linkage == Linkage::Shared) found.push_back(provider);
      }
    }
  };
  const Component& component = catalog_.components[id];
  add(component.depends);
  for (std::size_t i = 0; i < component.features.size(); ++i) {
    if (was_on(selection_.verdicts[id].features[i])) add(component.features[i].modules);
  }
  std::sort(found.begin(), found.end());  // the order in the manifest must not show
  return found;
}

RemedyFinder::Ways RemedyFinder::static_ways(ComponentId id, bool wanted) const {
  if (wanted) {
    // What a static module depends on must be static too.
    std::vector<ComponentId> chain = {id};
    Way way;
    for (std::size_t i = 0; i < chain.size(); ++i) {
      const Component& component = catalog_.components[chain[i]];
      const bool allowed = component.kind == ComponentKind::Module && component.static_allowed;
      if (!allowed) return {};
      way.options.push_back(cat("-s ", component.name.value));
      for (const ComponentId provider : to_be_static_with(chain[i])) {
        const bool known = std::find(chain.begin(), chain.end(), provider) != chain.end();
        if (!known) chain.push_back(provider);
      }
    }
    return {way};
  }
  const std::vector<Hit> hits = words_for(RequestList::Static, id);
  Way way;
  for (const Hit& hit : hits) {
    std::string option = take_back("-s", "static", *hit.word);
    // A name in `static` also asks for the module.
    if (hit.exact && option.starts_with("remove ")) {
      option = cat("replace -s ", name(id), " by -i ", name(id));
    } else if (hit.exact) {
      option += cat(" and add -i ", name(id));
    }
    const bool known =
        std::find(way.options.begin(), way.options.end(), option) != way.options.end();
    if (!known) way.options.push_back(std::move(option));
  }
  if (hits.empty()) return {};
  return {way};
}

// A feature that can be had once it is asked for: its own needs are part of the way.
RemedyFinder::Ways RemedyFinder::feature_ways(ComponentId id, std::string_view name_of_feature,
                                              bool wanted) const {
  const std::vector<FeatureVerdict>& verdicts = selection_.verdicts[id].features;
  std::size_t index = 0;
  while (index < verdicts.size() && verdicts[index].name != name_of_feature) ++index;
  if (index == verdicts.size()) return {};
  const std::string option = cat("--feature ", name(id), "/", name_of_feature);
  if (!wanted) return {Way{{cat(option, "=off")}, {}}};
  const Feature& feature = catalog_.components[id].features[index];
  const Facts facts = decided(id);
  Way way;
  if (verdicts[index].setting == FeatureSetting::Off) way.options.push_back(cat(option, "=on"));
  way.libs = missing_of(id, feature.libs);
  for (const LibId lib : missing_of(id, feature.any_lib, {})) way.libs.push_back(lib);
  std::vector<std::string> asks;
  for (const Dependency& dependency : feature.modules) {
    if (!evaluate(dependency.when, facts)) continue;
    const std::optional<std::string> ask = ask_for_provider(dependency);
    if (!ask) return {};
    if (!ask->empty()) asks.push_back(*ask);
  }
  sort_once(asks);  // the order in the manifest must not show
  way.options.insert(way.options.end(), asks.begin(), asks.end());
  return with_own_when(id, feature, std::move(way));
}

// "" when one is on already; nothing when asking for one would not do.
std::optional<std::string> RemedyFinder::ask_for_provider(const Dependency& dependency) const {
  std::optional<std::string> ask;
  for (const ComponentId provider : dependency.providers) {
    const Verdict& verdict = selection_.verdicts[provider];
    if (verdict.on) return std::string();
    if (!ask && verdict.because.kind == ReasonKind::NotRequested) ask = cat("-i ", name(provider));
  }
  return ask;
}

// Whether a feature is asked for and its own needs are met as things stand: a component may have
// gone off before that was looked at.
bool RemedyFinder::can_be_had(ComponentId id, std::string_view name_of_feature) const {
  const std::vector<Feature>& features = catalog_.components[id].features;
  const Facts facts = decided(id);
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (features[i].name.value != name_of_feature) continue;
    const auto lacks_module = [&](const Dependency& dependency) {
      const auto on = [this](ComponentId provider) { return selection_.verdicts[provider].on; };
      return evaluate(dependency.when, facts) &&
             std::none_of(dependency.providers.begin(), dependency.providers.end(), on);
    };
    return was_on(selection_.verdicts[id].features[i]) &&
           missing_of(id, features[i].libs).empty() &&
           missing_of(id, features[i].any_lib, {}).empty() &&
           std::none_of(features[i].modules.begin(), features[i].modules.end(), lacks_module);
  }
  return false;
}

// Features that ask about features are not followed: they may ask in circles.
RemedyFinder::Ways RemedyFinder::with_own_when(ComponentId id, const Feature& feature,
                                               Way way) const {
  const When& when = feature.when;
  Facts now = decided(id);
  now.feature = [this, id](std::string_view other) { return can_be_had(id, other); };
  if (when.always() || evaluate(when, now)) return {std::move(way)};
  const bool deep =
      std::any_of(when.nodes().begin(), when.nodes().end(),
                  [](const When::Node& node) { return node.op == When::Op::Feature; });
  if (deep) return {};
  Ways ways = ways_to(id, when, when.nodes().size() - 1, true);
  for (Way& more : ways) {
    more.options.insert(more.options.begin(), way.options.begin(), way.options.end());
    more.libs.insert(more.libs.begin(), way.libs.begin(), way.libs.end());
  }
  return ways;
}

}  // namespace modbuild
