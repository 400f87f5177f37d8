#include "package_words.h"

#include "base/str.h"

namespace modbuild::tool {
namespace {

// "debian", or "this system" where there is no os-release.
std::string system_name(const Context& context) {
  const std::string& name = context.results.probes.distribution;
  return name.empty() ? "this system" : name;
}

}  // namespace

std::string package_list(const ExternalLib& lib) {
  std::vector<std::string> words;
  for (const auto& [distribution, package] : lib.packages) {
    words.push_back(cat(distribution, " ", package.value));
  }
  return join(words, ", ");
}

std::vector<std::string> found_packages(const Context& context, LibId id) {
  const Results& results = context.results;
  const LibPackage package = package_here(results.catalog, results.probes, id);
  if (package.source != PackageSource::Search) return {};
  return results.probes.package_search.packages[id];
}

std::string package_text(const Context& context, LibId id) {
  const std::vector<std::string> found = found_packages(context, id);
  if (!found.empty()) return cat(join(found, " or "), " (found by apt-file)");
  return package_here(context.results.catalog, context.results.probes, id).name;
}

std::string unknown_package_text(const Context& context, LibId id) {
  const Results& results = context.results;
  if (!package_text(context, id).empty()) return {};
  const std::string key = cat("'packages' of [libs.", results.catalog.libs[id].name.value, "]");
  if (results.probes.package_search.answered) {
    return cat("no package known, and apt-file finds none; ", key, " would say it");
  }
  return cat("no package known; ", key, " would say it, and with data apt-file could find it");
}

void add_lib_story(const Context& context, Machine machine, LibId id, Table& table) {
  const Results& results = context.results;
  const ProbeReport& probes = results.probes.of(machine);
  if (id.value >= probes.libs.size()) return;
  for (const Evidence& evidence : probes.libs[id].evidence) {
    table.row({{cat("tried ", evidence.asked)}, {evidence.answered}});
  }
  const ExternalLib& lib = results.catalog.libs[id];
  const std::string packages = package_list(lib);
  if (!packages.empty()) table.row({{cat(lib.name.value, " comes with")}, {packages}});
  if (package_here(results.catalog, results.probes, id).source == PackageSource::Tree) return;
  const std::string known = package_text(context, id);
  table.row({{cat(lib.name.value, " on ", system_name(context))},
             {known.empty() ? unknown_package_text(context, id) : known}});
}

}  // namespace modbuild::tool
