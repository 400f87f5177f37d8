#include "select/remedies.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/str.h"
#include "select/state.h"

namespace modbuild {
namespace {

constexpr std::size_t kMostWays = 4;

// "NAME" of "word(NAME)"; empty for other texts.
std::string_view argument_of(std::string_view word, std::string_view text) {
  if (!text.starts_with(word) || !text.ends_with(')')) return {};
  text.remove_prefix(word.size());
  if (!text.starts_with('(')) return {};
  return text.substr(1, text.size() - 2);
}

}  // namespace

const Reason& last_reason(const Verdict& verdict) {
  if (verdict.because.kind != ReasonKind::FeatureMissing) return verdict.because;
  for (const FeatureVerdict& feature : verdict.features) {
    if (feature.name == verdict.because.name) return feature.because;
  }
  return verdict.because;
}

const Remedy& RemedyFinder::find(ComponentId id) {
  std::vector<ComponentId> path;
  while (id.valid() && known_.count(id.value) == 0) {
    path.push_back(id);
    id = next_of(id);
  }
  for (; !path.empty(); path.pop_back()) {
    const ComponentId here = path.back();
    Remedy remedy = id.valid() ? inherit(here, known_.at(id.value)) : Remedy{here, mend(here)};
    wish_for_feature(here, remedy.ways);
    known_.emplace(here.value, std::move(remedy));
    id = here;
  }
  return known_.at(id.value);
}

// The component whose being off turned this one off; none at a root. It always went off before, so
// this never leads in a circle; a conflict is a root, because its winner may have gone off later.
ComponentId RemedyFinder::next_of(ComponentId id) const {
  const Reason& reason = last_reason(selection_.verdicts[id]);
  if (reason.kind == ReasonKind::Conflict || !reason.component.valid()) return {};
  return selection_.verdicts[reason.component].on ? ComponentId{} : reason.component;
}

Remedy RemedyFinder::inherit(ComponentId id, const Remedy& next) const {
  const Reason& reason = last_reason(selection_.verdicts[id]);
  const bool asked = selection_.verdicts[reason.component].because.kind != ReasonKind::NotRequested;
  return asked ? next : Remedy{next.root, ask_for_dependency(reason)};
}

std::vector<std::string> RemedyFinder::for_feature(ComponentId id, std::size_t feature) {
  const Verdict& verdict = selection_.verdicts[id];
  const FeatureVerdict& lost = verdict.features[feature];
  if (!verdict.on || lost.on) return {};
  const Reason& reason = lost.because;
  switch (reason.kind) {
    case ReasonKind::Base:
      return {cat("--feature ", name(id), "/", lost.name, "=on")};
    case ReasonKind::LibMissing:
      return install(id, reason, &catalog_.components[id].features[feature]);
    case ReasonKind::When:
      return make_true(id, reason.name);
    case ReasonKind::ModuleOff: {
      const ComponentId module = reason.component;
      if (!module.valid() || selection_.verdicts[module].on) return {};
      const bool asked = selection_.verdicts[module].because.kind != ReasonKind::NotRequested;
      return asked ? find(module).ways : ask_for_dependency(reason);
    }
    default:
      return {};
  }
}

// The feature whose lack turned the component off; null when it was something else.
const Feature* RemedyFinder::lacking_feature(ComponentId id) const {
  const Reason& because = selection_.verdicts[id].because;
  if (because.kind != ReasonKind::FeatureMissing) return nullptr;
  for (const Feature& feature : catalog_.components[id].features) {
    if (feature.name.value == because.name) return &feature;
  }
  return nullptr;
}

// A feature that is only wished for does not turn its component off; one such way is enough.
void RemedyFinder::wish_for_feature(ComponentId id, std::vector<std::string>& ways) const {
  const Reason& because = selection_.verdicts[id].because;
  if (because.kind != ReasonKind::FeatureMissing) return;
  for (const std::string& way : ways) {
    if (way.starts_with("--feature ")) return;
  }
  ways.push_back(cat("--feature ", name(id), "/", because.name, "=auto"));
}

std::vector<std::string> RemedyFinder::mend(ComponentId id) const {
  const Reason& reason = last_reason(selection_.verdicts[id]);
  switch (reason.kind) {
    case ReasonKind::NotRequested:
      return ask_for(id);
    case ReasonKind::Excluded:
      return exclude_no_more(id);
    case ReasonKind::LibMissing:
      return install(id, reason, lacking_feature(id));
    case ReasonKind::When:
      return make_true(id, reason.name);
    case ReasonKind::Conflict:
      return win(id);
    default:
      return {};
  }
}

std::vector<std::string> RemedyFinder::ask_for(ComponentId id) const {
  std::vector<std::string> ways = {cat("-i ", name(id))};
  // With a base, the first -g would turn the base off: a high price for one module.
  if (selection_.base != Base::None) return ways;
  for (const Group& group : catalog_.groups) {
    if (ways.size() == kMostWays) break;
    if (std::binary_search(group.members.begin(), group.members.end(), id)) {
      ways.push_back(cat("-g ", group.name.value));
    }
  }
  return ways;
}

std::vector<std::string> RemedyFinder::ask_for_dependency(const Reason& need) const {
  std::vector<std::string> ways = {cat("-i ", name(need.component))};
  const auto providers = catalog_.capabilities.find(need.name);
  if (providers != catalog_.capabilities.end()) {
    for (const ComponentId id : providers->second) {
      if (ways.size() == kMostWays) break;
      if (id == need.component) continue;
      if (selection_.verdicts[id].because.kind != ReasonKind::NotRequested) continue;
      ways.push_back(cat("-i ", name(id)));
    }
  }
  if (!selection_.request.with_deps) ways.push_back("--with-deps");
  return ways;
}

std::vector<std::string> RemedyFinder::exclude_no_more(ComponentId id) const {
  const std::string& word = selection_.verdicts[id].because.name;
  std::vector<std::string> ways = {cat("remove -x ", word)};
  if (selection_.base != Base::None) ways.push_back(cat("-i ", name(id)));
  return ways;
}

// What brings a lib onto this machine; the package of each distribution when ours is unknown.
std::string RemedyFinder::package_of(const ExternalLib& lib) const {
  const auto package = lib.packages.find(probes_.distribution);
  if (package != lib.packages.end()) return package->second.value;
  if (!probes_.distribution.empty() || lib.packages.empty()) {
    return cat("library ", lib.name.value);
  }
  std::vector<std::string> known;
  for (const auto& [distribution, text] : lib.packages) {
    known.push_back(cat(distribution, ": ", text.value));
  }
  return cat("library ", lib.name.value, " (", join(known, ", "), ")");
}

std::string RemedyFinder::install(ComponentId id, std::vector<LibId> libs) const {
  std::sort(libs.begin(), libs.end());
  libs.erase(std::unique(libs.begin(), libs.end()), libs.end());
  std::vector<std::string> packages;
  bool bare = true;  // package names alone can be pasted into a command
  for (const LibId lib : libs) {
    packages.push_back(package_of(catalog_.libs[lib]));
    bare &= packages.back().find(' ') == std::string::npos;
  }
  // The package of this machine is of no use to another.
  const bool elsewhere =
      !selection_.toolchain.empty() && catalog_.components[id].machine == Machine::Target;
  return cat("install ", join(packages, bare ? " " : " and "),
             elsewhere ? cat(" for ", selection_.toolchain) : "");
}

const ProbeReport& RemedyFinder::probes_of(ComponentId id) const {
  return probes_.of(catalog_.components[id].machine);
}

// All libs whose absence would be told next, so that one installation is enough; those of `feature`
// (may be null) included.
std::vector<LibId> RemedyFinder::also_missing(ComponentId id, LibId told,
                                              const Feature* feature) const {
  const Component& component = catalog_.components[id];
  const Facts facts = facts_of(catalog_, selection_, probes_, id);
  const auto is_missing = [&](const LibUse& use) {
    return use.lib.valid() && !lib_found(probes_of(id), use.lib) && evaluate(use.when, facts);
  };
  std::vector<LibId> missing;
  const auto add = [&](const std::vector<LibUse>& libs,
                       const std::vector<std::vector<LibUse>>& any_lib) {
    for (const LibUse& use : libs) {
      if (is_missing(use)) missing.push_back(use.lib);
    }
    for (const std::vector<LibUse>& group : any_lib) {
      const bool wanting = std::all_of(group.begin(), group.end(), [&](const LibUse& use) {
        return use.lib != told && is_missing(use);
      });
      if (wanting && !group.empty()) missing.push_back(group.front().lib);
    }
  };
  add(component.libs, component.any_lib);
  if (feature != nullptr) add(feature->libs, feature->any_lib);
  return missing;
}

std::vector<std::string> RemedyFinder::install(ComponentId id, const Reason& reason,
                                               const Feature* feature) const {
  std::vector<LibId> ways = reason.any;
  if (ways.empty()) ways.push_back(catalog_.find_lib(reason.name));
  std::vector<std::string> fixes;
  for (const LibId way : ways) {
    if (!way.valid()) continue;
    const ProbeReport& probes = probes_of(id);
    if (way.value >= probes.libs.size() || !probes.libs[way].probed) {
      return {"leave out --no-probe"};
    }
    std::vector<LibId> libs = also_missing(id, ways.front(), feature);
    libs.push_back(way);
    fixes.push_back(install(id, std::move(libs)));
  }
  return fixes;
}

// For a `when` that the user can make true.
std::vector<std::string> RemedyFinder::make_true(ComponentId id, const std::string& part) const {
  if (part == "static") return {cat("-s ", name(id))};
  if (part == "shared") return {cat("remove -s ", name(id))};
  if (const std::string_view lib = argument_of("lib", part); catalog_.find_lib(lib).valid()) {
    const LibId missing = catalog_.find_lib(lib);
    return {install(id, std::vector<LibId>{missing})};
  }
  const std::string_view feature = argument_of("feature", part);
  if (feature.empty()) return {};
  const std::vector<FeatureVerdict>& verdicts = selection_.verdicts[id].features;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const FeatureVerdict& verdict = verdicts[i];
    if (verdict.name != feature) continue;
    if (verdict.setting == FeatureSetting::Off) {
      return {cat("--feature ", name(id), "/", feature, "=on")};
    }
    if (verdict.because.kind == ReasonKind::LibMissing) {
      return install(id, verdict.because, &catalog_.components[id].features[i]);
    }
  }
  return {};
}

std::vector<std::string> RemedyFinder::win(ComponentId id) const {
  const ComponentId winner = selection_.verdicts[id].because.component;
  if (selection_.verdicts[winner].requested) return {cat("ask for ", name(winner), " no more")};
  std::vector<std::string> ways = {cat("-i ", name(id))};
  // The first -x of all would replace the default base by the whole tree.
  if (selection_.base != Base::Default) ways.push_back(cat("-x ", name(winner)));
  return ways;
}

std::vector<std::string> fixes(const Catalog& catalog, const Selection& selection,
                               const ProbeReport& probes, ComponentId id) {
  if (selection.verdicts[id].on) return {};
  return RemedyFinder(catalog, selection, probes).find(id).ways;
}

std::vector<std::string> feature_fixes(const Catalog& catalog, const Selection& selection,
                                       const ProbeReport& probes, ComponentId id,
                                       std::size_t feature) {
  return RemedyFinder(catalog, selection, probes).for_feature(id, feature);
}

}  // namespace modbuild
