#include "unit/unlock/unlock_case.h"

#include "base/str.h"

namespace modbuild::test {
namespace {

std::string feature_name(const Catalog& catalog, const FeatureId& id) {
  const Component& component = catalog.components[id.component];
  return cat(component.name.value, "/", component.features[id.feature].name.value);
}

void add_part(std::string& out, std::string_view title, const std::string& names) {
  if (!names.empty()) append(out, out.ends_with(':') ? " " : "; ", title, names);
}

}  // namespace

UnlockCase::UnlockCase(Catalog tree, Request asked, ProbeReport answers)
    : catalog(std::move(tree)), request(std::move(asked)), probes(std::move(answers)) {
  outcome = run_select(catalog, request, probes);
}

UnlockCase::UnlockCase(const CatalogBuilder& builder, Request asked, const Names& found)
    : UnlockCase(builder.build(), std::move(asked), probes_finding(builder.build(), found)) {}

UnlockInput UnlockCase::input() const {
  return {&catalog, &outcome.wanted, &probes, &outcome.selection, 1};
}

std::string UnlockCase::names(const std::vector<ComponentId>& ids) const {
  std::vector<std::string> words;
  for (const ComponentId id : ids) words.push_back(catalog.components[id].name.value);
  return join(words, ", ");
}

std::string UnlockCase::names(const std::vector<LibId>& ids) const {
  std::vector<std::string> words;
  for (const LibId id : ids) words.push_back(catalog.libs[id].name.value);
  return join(words, ", ");
}

std::string UnlockCase::names(const std::vector<FeatureId>& ids) const {
  std::vector<std::string> words;
  for (const FeatureId& id : ids) words.push_back(feature_name(catalog, id));
  return join(words, ", ");
}

std::string UnlockCase::unlocks() const {
  std::string out;
  for (const LibUnlock& unlock : unlock(input(), missing_libs(input()))) {
    std::string line = cat(catalog.libs[unlock.lib].name.value, ":");
    add_part(line, "", names(unlock.alone.on));
    add_part(line, "features ", names(unlock.alone.features));
    add_part(line, "off ", names(unlock.alone.off));
    for (const Together& together : unlock.together) {
      std::vector<std::string> all;
      if (!together.on.empty()) all.push_back(names(together.on));
      if (!together.features.empty()) all.push_back(names(together.features));
      add_part(line, cat("with ", names(together.with), ": "), join(all, ", "));
    }
    append(out, line, "\n");
  }
  return out;
}

std::string UnlockCase::packages() const {
  const PackageList list = smallest_packages(input());
  std::string out;
  for (const NeededPackage& package : list.packages) {
    std::string line = cat(package.name, " (", names(package.libs), "):");
    add_part(line, "", names(package.on));
    add_part(line, "features ", names(package.features));
    append(out, line, package.by_search ? " [found]" : "", "\n");
  }
  for (const LibUnlock& unlock : list.unknown) {
    append(out, "unknown ", catalog.libs[unlock.lib].name.value, ": ", names(unlock.alone.on),
           "\n");
  }
  if (!list.smallest) out += "not smallest\n";
  return out;
}

std::string UnlockCase::minimal() const {
  const std::optional<RequestChange> change = minimal_request(input());
  if (!change) return "none";
  std::vector<std::string> said;
  const auto add = [&](const char* option, const std::vector<Text>& list) {
    for (const Text& word : list) said.push_back(cat(option, " ", word.value));
  };
  const Request& wanted = change->request;
  add("-g", wanted.groups);
  add("-i", wanted.include);
  add("-x", wanted.exclude);
  add("-s", wanted.make_static);
  add("--require", wanted.require);
  for (const FeatureRequest& feature : wanted.features) {
    const char* settings[] = {"on", "off", "auto"};
    said.push_back(cat("--feature ", feature.module.value, "/", feature.feature.value, "=",
                       settings[static_cast<std::size_t>(feature.setting)]));
  }
  if (wanted.base != Base::Unset) {
    const char* bases[] = {"", "none", "default", "all"};
    said.push_back(cat("--base ", bases[static_cast<std::size_t>(wanted.base)]));
  }
  if (wanted.with_deps) said.emplace_back("--with-deps");
  std::string out = join(said, " ");
  if (!change->left_out.empty()) append(out, " | left out ", names(change->left_out));
  if (!change->loosened.empty()) append(out, " | loosened ", names(change->loosened));
  return out;
}

}  // namespace modbuild::test
