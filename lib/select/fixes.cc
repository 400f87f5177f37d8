// What to do about a component that is off: mends the last off link of its cause chain.
#include <algorithm>
#include <string>
#include <string_view>
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

class FixFinder {
 public:
  FixFinder(const Catalog& catalog, const Selection& selection, const ProbeReport& probes)
      : catalog_(catalog), selection_(selection), probes_(probes) {}

  std::vector<std::string> find(ComponentId id) const {
    std::vector<ChainLink> chain = cause_chain(selection_, id);
    while (!chain.empty() && chain.back().on) chain.pop_back();
    if (chain.empty()) return {};
    std::vector<std::string> ways = mend(chain);
    // A feature that is only wished for does not turn its component off.
    for (const ChainLink& link : chain) {
      if (link.reason.kind != ReasonKind::FeatureMissing) continue;
      ways.push_back(cat("--feature ", name(link.component), "/", link.reason.name, "=auto"));
      break;
    }
    return ways;
  }

 private:
  const std::string& name(ComponentId id) const { return catalog_.components[id].name.value; }

  std::vector<std::string> mend(const std::vector<ChainLink>& chain) const {
    const ChainLink& root = chain.back();
    switch (root.reason.kind) {
      case ReasonKind::NotRequested:
        return chain.size() > 1 ? ask_for_dependency(chain) : ask_for(root.component);
      case ReasonKind::Excluded:
        return exclude_no_more(root);
      case ReasonKind::LibMissing:
        return install(root);
      case ReasonKind::When:
        return make_true(root);
      case ReasonKind::Conflict:
        return win(root);
      default:
        return {};
    }
  }

  std::vector<std::string> ask_for(ComponentId id) const {
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

  std::vector<std::string> ask_for_dependency(const std::vector<ChainLink>& chain) const {
    std::vector<std::string> ways = {cat("-i ", name(chain.back().component))};
    const auto providers = catalog_.capabilities.find(chain[chain.size() - 2].reason.name);
    if (providers != catalog_.capabilities.end()) {
      for (const ComponentId id : providers->second) {
        if (ways.size() == kMostWays) break;
        if (id == chain.back().component) continue;
        if (selection_.verdicts[id].because.kind != ReasonKind::NotRequested) continue;
        ways.push_back(cat("-i ", name(id)));
      }
    }
    if (!selection_.request.with_deps) ways.push_back("--with-deps");
    return ways;
  }

  std::vector<std::string> exclude_no_more(const ChainLink& root) const {
    const std::string& word = root.reason.name;
    std::vector<std::string> ways = {cat("remove -x ", word)};
    if (selection_.base != Base::None) ways.push_back(cat("-i ", name(root.component)));
    return ways;
  }

  // What brings a lib onto this machine; the package of each distribution when ours is unknown.
  std::string package_of(const ExternalLib& lib) const {
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

  std::string install(std::vector<LibId> libs) const {
    std::sort(libs.begin(), libs.end());
    libs.erase(std::unique(libs.begin(), libs.end()), libs.end());
    std::vector<std::string> packages;
    bool bare = true;  // package names alone can be pasted into a command
    for (const LibId id : libs) {
      packages.push_back(package_of(catalog_.libs[id]));
      bare &= packages.back().find(' ') == std::string::npos;
    }
    return cat("install ", join(packages, bare ? " " : " and "));
  }

  bool is_missing(const LibUse& use, const Facts& facts) const {
    return use.lib.valid() && !lib_found(probes_, use.lib) && evaluate(use.when, facts);
  }

  // All libs whose absence would be told next, so that one installation is enough.
  std::vector<LibId> also_missing(ComponentId id, LibId told) const {
    const Component& component = catalog_.components[id];
    const Facts facts = facts_of(catalog_, selection_, probes_, id);
    std::vector<LibId> missing;
    for (const LibUse& use : component.libs) {
      if (is_missing(use, facts)) missing.push_back(use.lib);
    }
    for (const std::vector<LibUse>& group : component.any_lib) {
      const bool wanting = std::all_of(group.begin(), group.end(), [&](const LibUse& use) {
        return use.lib != told && is_missing(use, facts);
      });
      if (wanting && !group.empty()) missing.push_back(group.front().lib);
    }
    return missing;
  }

  std::vector<std::string> install(const ChainLink& root) const {
    std::vector<LibId> ways = root.reason.any;
    if (ways.empty()) ways.push_back(catalog_.find_lib(root.reason.name));
    std::vector<std::string> fixes;
    for (const LibId way : ways) {
      if (!way.valid()) continue;
      if (way.value >= probes_.libs.size() || !probes_.libs[way].probed) {
        return {"leave out --no-probe"};
      }
      std::vector<LibId> libs = also_missing(root.component, ways.front());
      libs.push_back(way);
      fixes.push_back(install(std::move(libs)));
    }
    return fixes;
  }

  // For a `when` that the user can make true.
  std::vector<std::string> make_true(const ChainLink& root) const {
    const std::string& part = root.reason.name;
    if (part == "static") return {cat("-s ", name(root.component))};
    if (part == "shared") return {cat("remove -s ", name(root.component))};
    if (const std::string_view lib = argument_of("lib", part); !lib.empty()) {
      const LibId id = catalog_.find_lib(lib);
      return id.valid() ? std::vector<std::string>{install(std::vector<LibId>{id})}
                        : std::vector<std::string>{};
    }
    const std::string_view feature = argument_of("feature", part);
    if (feature.empty()) return {};
    for (const FeatureVerdict& verdict : selection_.verdicts[root.component].features) {
      if (verdict.name != feature) continue;
      if (verdict.setting == FeatureSetting::Off) {
        return {cat("--feature ", name(root.component), "/", feature, "=on")};
      }
      if (verdict.because.kind == ReasonKind::LibMissing) {
        return install({root.component, verdict.because, false});
      }
    }
    return {};
  }

  std::vector<std::string> win(const ChainLink& root) const {
    const ComponentId winner = root.reason.component;
    if (selection_.verdicts[winner].requested) return {cat("ask for ", name(winner), " no more")};
    std::vector<std::string> ways = {cat("-i ", name(root.component))};
    // The first -x of all would replace the default base by the whole tree.
    if (selection_.base != Base::Default) ways.push_back(cat("-x ", name(winner)));
    return ways;
  }

  const Catalog& catalog_;
  const Selection& selection_;
  const ProbeReport& probes_;
};

}  // namespace

std::vector<std::string> fixes(const Catalog& catalog, const Selection& selection,
                               const ProbeReport& probes, ComponentId id) {
  if (selection.verdicts[id].on) return {};
  return FixFinder(catalog, selection, probes).find(id);
}

}  // namespace modbuild
