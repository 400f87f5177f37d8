#include "select/remedies.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/sort_once.h"
#include "base/str.h"
#include "select/state.h"

namespace modbuild {
namespace {

// The word of a list that names a component exactly; null when none does.
const Text* exact_word(const std::vector<Text>& list, const std::string& name) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const Text& word) { return word.value == name; });
  return found == list.end() ? nullptr : &*found;
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
    Remedy remedy = id.valid() ? inherit(here, known_.at(id.value))
                               : Remedy{here, mend(here, last_reason(selection_.verdicts[here]),
                                                   lacking_feature(here))};
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
  if (!asked) {
    const bool pulls = !selection_.request.with_deps && may_be_pulled(id, reason);
    return {next.root, ask_for_dependency(reason, pulls)};
  }
  Remedy remedy = next;
  // What needs a module that it conflicts with is not helped by its own exclusion.
  std::erase_if(remedy.ways, [&](const std::string& way) {
    return way == cat("-x ", name(id)) || way.starts_with(cat("-x ", name(id), " "));
  });
  return remedy;
}

// A feature that is only wished for does not turn its component off; one such way is enough.
void RemedyFinder::wish_for_feature(ComponentId id, std::vector<std::string>& ways) const {
  const Verdict& verdict = selection_.verdicts[id];
  if (verdict.because.kind != ReasonKind::FeatureMissing) return;
  for (const std::string& way : ways) {
    if (way.starts_with("--feature ")) return;
  }
  std::vector<std::string> options;
  for (const FeatureVerdict& feature : verdict.features) {
    if (feature.setting != FeatureSetting::On || was_on(feature)) continue;
    options.push_back(cat("--feature ", name(id), "/", feature.name, "=auto"));
  }
  ways.push_back(join(options, " "));
}

// Whether a feature of a component that is off could have been had.
bool RemedyFinder::was_on(const FeatureVerdict& feature) const {
  const bool lost_with_component =
      feature.setting != FeatureSetting::Off && feature.because.kind == ReasonKind::NotRequested;
  return feature.on || lost_with_component;
}

// The feature whose absence turned the component off; null when it was something else.
const Feature* RemedyFinder::lacking_feature(ComponentId id) const {
  const Verdict& verdict = selection_.verdicts[id];
  if (verdict.because.kind != ReasonKind::FeatureMissing) return nullptr;
  for (const Feature& feature : catalog_.components[id].features) {
    if (feature.name.value == verdict.because.name) return &feature;
  }
  return nullptr;
}

std::vector<std::string> RemedyFinder::mend(ComponentId id, const Reason& reason,
                                            const Feature* feature) const {
  switch (reason.kind) {
    case ReasonKind::NotRequested:
      return ask_for(id);
    case ReasonKind::Excluded:
      return exclude_no_more(id);
    case ReasonKind::LibMissing:
      return install(id, reason, feature);
    case ReasonKind::When:
      return make_true(id, feature != nullptr ? feature->when : catalog_.components[id].when);
    case ReasonKind::Conflict:
      return win(id);
    default:
      return {};
  }
}

std::vector<std::string> RemedyFinder::for_feature(ComponentId id, std::size_t index) {
  const FeatureVerdict& verdict = selection_.verdicts[id].features[index];
  const Feature& feature = catalog_.components[id].features[index];
  if (verdict.on) return {};
  if (verdict.setting == FeatureSetting::Off) {
    if (verdict.because.kind == ReasonKind::Include) return {};  // off as asked: nothing to mend
    // `on` would take the component with it where the feature cannot be had.
    const bool needs = !feature.libs.empty() || !feature.any_lib.empty() ||
                       !feature.modules.empty() || !feature.when.always();
    return {cat("--feature ", name(id), "/", verdict.name, needs ? "=auto" : "=on")};
  }
  const Reason& reason = verdict.because;
  if (reason.kind != ReasonKind::ModuleOff) return mend(id, reason, &feature);
  if (!reason.component.valid()) return {};
  const bool asked = selection_.verdicts[reason.component].because.kind != ReasonKind::NotRequested;
  if (asked) return find(reason.component).ways;
  return ask_for_dependency(reason, false);  // nothing is pulled in for a feature that is `auto`
}

// Whether asking for the component would only move the cause: it needs others that nobody asked
// for.
bool RemedyFinder::needs_more(ComponentId id) const {
  if (selection_.request.with_deps) return false;
  const Facts facts = decided(id);
  const auto kind_of = [this](ComponentId provider) {
    return selection_.verdicts[provider].because.kind;
  };
  const std::vector<Dependency>& depends = catalog_.components[id].depends;
  return std::any_of(depends.begin(), depends.end(), [&](const Dependency& dependency) {
    bool may_be_pulled = false;
    for (const ComponentId provider : dependency.providers) {
      if (selection_.verdicts[provider].on) return false;
      may_be_pulled |= kind_of(provider) == ReasonKind::NotRequested;
    }
    return may_be_pulled && evaluate(dependency.when, facts);
  });
}

std::string RemedyFinder::include(ComponentId id) const {
  return cat("-i ", name(id), needs_more(id) ? " --with-deps" : "");
}

std::vector<std::string> RemedyFinder::ask_for(ComponentId id) const {
  std::vector<std::string> ways = {include(id)};
  // With a base, the first -g would turn the base off: a high price for one module.
  if (selection_.base != Base::None) return ways;
  for (const Group& group : catalog_.groups) {
    if (ways.size() == kMostWays) break;
    if (std::binary_search(group.members.begin(), group.members.end(), id)) {
      ways.push_back(cat("-g ", group.name.value, needs_more(id) ? " --with-deps" : ""));
    }
  }
  return ways;
}

// `pulls`: `--with-deps` alone does it as well.
std::vector<std::string> RemedyFinder::ask_for_dependency(const Reason& need, bool pulls) const {
  std::vector<std::string> ways;
  if (!pulls || !needs_more(need.component)) ways.push_back(include(need.component));
  const auto providers = catalog_.capabilities.find(need.name);
  if (providers != catalog_.capabilities.end()) {
    for (const ComponentId other : providers->second) {
      if (ways.size() == kMostWays) break;
      if (other == need.component) continue;
      if (selection_.verdicts[other].because.kind != ReasonKind::NotRequested) continue;
      ways.push_back(include(other));
    }
  }
  if (pulls) ways.push_back("--with-deps");
  return ways;
}

// What a dependency needs only with or without some feature is not pulled in for sure: when
// dependencies are pulled, it is not yet known which features can be had.
bool RemedyFinder::may_be_pulled(ComponentId id, const Reason& need) const {
  const auto asks_for_feature = [](const When& when) {
    return std::any_of(when.nodes().begin(), when.nodes().end(),
                       [](const When::Node& node) { return node.op == When::Op::Feature; });
  };
  const auto unsure = [&](const std::vector<Dependency>& list) {
    return std::any_of(list.begin(), list.end(), [&](const Dependency& dependency) {
      return dependency.name.value == need.name && asks_for_feature(dependency.when);
    });
  };
  if (unsure(catalog_.components[id].depends)) return false;
  const Feature* feature = lacking_feature(id);
  return feature == nullptr || (!unsure(feature->modules) && !asks_for_feature(feature->when));
}

std::vector<std::string> RemedyFinder::exclude_no_more(ComponentId id) const {
  std::vector<std::string> words;
  for (const Hit& hit : words_for(RequestList::Exclude, id)) {
    std::string back = take_back("-x", "exclude", *hit.word);
    if (std::find(words.begin(), words.end(), back) == words.end())
      words.push_back(std::move(back));
  }
  std::vector<std::string> ways = {join(words, " and ")};
  if (selection_.base != Base::None) ways.push_back(cat("-i ", name(id)));
  return ways;
}

// How a word of the request is said no more: on the command line, or where the profile says it.
std::string RemedyFinder::take_back(std::string_view option, std::string_view list,
                                    const Text& word) const {
  const bool in_profile =
      !selection_.profile.empty() && word.at.file.valid() && word.at.file == catalog_.tree.file;
  if (!in_profile) return cat("remove ", option, " ", word.value);
  return cat("take ", word.value, " out of '", list, "' of profile ", selection_.profile);
}

// Package names alone can be pasted into a command; a lib without one is named, with the package of
// each distribution when ours is unknown.
std::string RemedyFinder::install(ComponentId id, std::vector<LibId> libs) const {
  sort_once(libs);
  std::vector<std::string> packages, others, found;
  for (const LibId missing : libs) {
    const ExternalLib& lib = catalog_.libs[missing];
    const LibPackage package = package_here(catalog_, probes_, missing);
    if (package.source == PackageSource::None) {
      std::vector<std::string> known;
      for (const auto& [distribution, text] : lib.packages) {
        if (probes_.distribution.empty()) known.push_back(cat(distribution, ": ", text.value));
      }
      others.push_back(known.empty()
                           ? cat("library ", lib.name.value)
                           : cat("library ", lib.name.value, " (", join(known, ", "), ")"));
      continue;
    }
    if (is_too_old(id, missing)) {
      others.push_back(cat("a newer ", package.name));
      continue;
    }
    const bool known = std::find(packages.begin(), packages.end(), package.name) != packages.end();
    if (!known) packages.push_back(package.name);
    if (!known && package.source == PackageSource::Search) found.push_back(package.name);
  }
  std::string text = join(packages, " ");
  if (found.size() == packages.size() && !found.empty()) {
    text += " (found by apt-file)";
  } else if (!found.empty()) {
    append(text, " (found by apt-file: ", join(found, ", "), ")");
  }
  if (!text.empty()) others.insert(others.begin(), text);
  // The package of this machine is of no use to another.
  const bool elsewhere =
      !selection_.toolchain.empty() && catalog_.components[id].machine == Machine::Target;
  return cat("install ", join(others, " and "),
             elsewhere ? cat(" for ", selection_.toolchain) : "");
}

// Whether it is there and will not do: its package is installed already.
bool RemedyFinder::is_too_old(ComponentId id, LibId lib) const {
  const std::vector<Evidence>& tried = probes_of(id).libs[lib].evidence;
  return std::any_of(tried.begin(), tried.end(),
                     [](const Evidence& evidence) { return evidence.too_old; });
}

const ProbeReport& RemedyFinder::probes_of(ComponentId id) const {
  return probes_.of(catalog_.components[id].machine);
}

std::vector<LibId> RemedyFinder::missing_of(ComponentId id, const std::vector<LibUse>& libs) const {
  const Facts facts = decided(id);
  std::vector<LibId> missing;
  for (const LibUse& use : libs) {
    if (!use.lib.valid() || lib_found(probes_of(id), use.lib)) continue;
    if (evaluate(use.when, facts)) missing.push_back(use.lib);
  }
  return missing;
}

// The first way of each group of which no way is found and none was told.
std::vector<LibId> RemedyFinder::missing_of(ComponentId id,
                                            const std::vector<std::vector<LibUse>>& groups,
                                            LibId told) const {
  const Facts facts = decided(id);
  std::vector<LibId> missing;
  for (const std::vector<LibUse>& group : groups) {
    std::vector<LibId> ways;
    bool wanting = true;
    for (const LibUse& use : group) {
      if (!evaluate(use.when, facts)) continue;
      ways.push_back(use.lib);
      wanting &= use.lib != told && !lib_found(probes_of(id), use.lib);
    }
    if (wanting && !ways.empty()) missing.push_back(ways.front());
  }
  return missing;
}

// All libs whose absence would be told next, so that one installation is enough.
std::vector<LibId> RemedyFinder::also_missing(ComponentId id, LibId told,
                                              const Feature* feature) const {
  const Component& component = catalog_.components[id];
  std::vector<LibId> missing = missing_of(id, component.libs);
  const auto add = [&missing](const std::vector<LibId>& more) {
    missing.insert(missing.end(), more.begin(), more.end());
  };
  add(missing_of(id, component.any_lib, told));
  if (feature == nullptr) return missing;
  add(missing_of(id, feature->libs));
  add(missing_of(id, feature->any_lib, told));
  return missing;
}

std::vector<LibId> RemedyFinder::missing_libs(ComponentId id, const Reason& reason) const {
  std::vector<LibId> told = reason.any;
  if (reason.kind == ReasonKind::When) {
    for (const std::string& part : split(reason.name, " |")) {
      if (!part.starts_with("lib(")) continue;
      const LibId lib = catalog_.find_lib(std::string_view(part).substr(4, part.size() - 5));
      if (lib.valid() && !lib_found(probes_of(id), lib)) told.push_back(lib);
    }
    return told;
  }
  if (reason.kind != ReasonKind::LibMissing) return {};
  if (told.empty()) told.push_back(catalog_.find_lib(reason.name));
  std::erase_if(told, [](LibId lib) { return !lib.valid(); });
  if (told.empty()) return told;
  const Verdict& verdict = selection_.verdicts[id];
  const Feature* feature = lacking_feature(id);
  for (std::size_t i = 0; i < verdict.features.size() && verdict.on; ++i) {
    if (&verdict.features[i].because == &reason) feature = &catalog_.components[id].features[i];
  }
  for (const LibId lib : also_missing(id, told.front(), feature)) {
    add_once(told, lib);
  }
  return told;
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

std::vector<std::string> RemedyFinder::win(ComponentId id) const {
  const ComponentId winner = selection_.verdicts[id].because.component;
  std::vector<std::string> ways;
  const bool asked_by_name = selection_.verdicts[winner].requested;
  // Of two that are named, or two that are not, the first name wins.
  if (!asked_by_name || (id < winner && !selection_.verdicts[id].requested)) {
    ways.push_back(cat("-i ", name(id)));
  } else {
    ways.push_back(take_its_place(id, winner));
  }
  const Request& request = selection_.request;
  const bool static_by_name = exact_word(request.make_static, name(winner)) != nullptr;
  Diagnostics unheard;
  const bool included =
      find_words(catalog_, RequestList::Include, request.include, unheard)[winner] ||
      find_words(catalog_, RequestList::Require, request.require, unheard)[winner];
  if (static_by_name || (included && selection_.base != Base::None)) return ways;
  // The first -x of all would replace the default base by the whole tree.
  const bool needs_base = selection_.base == Base::Default;
  ways.push_back(cat("-x ", name(winner), needs_base ? " --base default" : ""));
  return ways;
}

// The winner is asked for by name: this one instead.
std::string RemedyFinder::take_its_place(ComponentId id, ComponentId winner) const {
  struct Row {
    const char* option;
    const char* list;
    const std::vector<Text>& words;
  };
  const Request& request = selection_.request;
  const Row rows[] = {{"-i", "include", request.include},
                      {"-s", "static", request.make_static},
                      {"--require", "require", request.require}};
  const Text* word = nullptr;
  const Row* said = nullptr;
  for (const Row& row : rows) {
    const Text* found = exact_word(row.words, name(winner));
    if (found == nullptr) continue;
    if (said != nullptr) return cat("ask for ", name(winner), " no more, but with -i ", name(id));
    word = found;
    said = &row;
  }
  std::vector<Text> others = request.require;
  if (word != nullptr)
    std::erase_if(others, [&](const Text& text) { return text.value == word->value; });
  Diagnostics unheard;
  const bool also_required = !!find_words(catalog_, RequestList::Require, others, unheard)[winner];
  if (said == nullptr || also_required) {
    return cat("ask for ", name(winner), " no more, but with -i ", name(id));
  }
  const std::string back = take_back(said->option, said->list, *word);
  if (selection_.verdicts[id].requested) return back;
  if (!back.starts_with("remove ")) return cat(back, " and add -i ", name(id));
  return cat("replace ", said->option, " ", name(winner), " by -i ", name(id));
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

std::vector<LibId> libs_to_blame(const Catalog& catalog, const Selection& selection,
                                 const ProbeReport& probes, ComponentId id, const Reason& reason) {
  return RemedyFinder(catalog, selection, probes).missing_libs(id, reason);
}

}  // namespace modbuild
