#include "query/files.h"

#include <algorithm>
#include <unordered_map>

#include "base/glob.h"
#include "base/path.h"

namespace modbuild {
namespace {

// Calls `see` with each file that the component names.
template <class See>
void for_each_file(const Component& component, const See& see) {
  const auto all = [&see](const std::vector<std::string>& files) {
    for (const std::string& file : files) see(file);
  };
  see(component.manifest);
  for (const SourceFile& source : component.sources) see(source.path);
  for (const Feature& feature : component.features) {
    for (const SourceFile& source : feature.sources) see(source.path);
  }
  for (const Generate& generate : component.generates) {
    all(generate.inputs);
    for (const Collected& collected : generate.collected) all(collected.files);
  }
  for (const Install& install : component.installs) all(install.from);
  if (component.host) all(component.host->abi.files);
}

std::string_view without_root(std::string_view path) {
  if (path.starts_with("//") || path.starts_with("./")) path.remove_prefix(2);
  return path;
}

// Paths that are looked for, and what became of them.
struct Sought {
  std::unordered_map<std::string_view, bool> named;  // whether some component names it
  std::vector<std::string_view> globs;
};

Sought sort_out(const std::vector<std::string_view>& paths) {
  Sought sought;
  for (const std::string_view path : paths) {
    const std::string_view relative = without_root(path);
    sought.named.emplace(relative, false);
    if (has_glob(relative)) sought.globs.push_back(relative);
  }
  return sought;
}

bool is_sought(std::string_view file, Sought& sought) {
  const auto exact = sought.named.find(file);
  if (exact != sought.named.end()) return exact->second = true;
  return std::any_of(sought.globs.begin(), sought.globs.end(),
                     [file](std::string_view glob) { return glob_match_path(glob, file); });
}

// The components of the nearest directory above each file that nobody names.
void add_by_directory(const Catalog& catalog, const Sought& sought, ComponentSet& owners) {
  std::unordered_map<std::string_view, std::vector<ComponentId>> above;
  for (const auto& [path, named] : sought.named) {
    if (named || path.empty() || has_glob(path)) continue;
    std::string_view directory = path;
    do {
      directory = directory_of(directory);
    } while (above.emplace(directory, std::vector<ComponentId>()).second && !directory.empty());
  }
  if (above.empty()) return;
  for (const ComponentId id : catalog.components.ids()) {
    const Component& component = catalog.components[id];
    const auto found = above.find(component.dir);
    if (found != above.end() && !component.copy_of.valid()) found->second.push_back(id);
  }
  for (const auto& [path, named] : sought.named) {
    if (named || path.empty() || has_glob(path)) continue;
    std::string_view directory = directory_of(path);
    while (above[directory].empty() && !directory.empty()) directory = directory_of(directory);
    for (const ComponentId id : above[directory]) owners.add(id);
  }
}

}  // namespace

void add_owners(const Catalog& catalog, const std::vector<std::string_view>& paths,
                ComponentSet& owners) {
  Sought sought = sort_out(paths);
  for (const ComponentId id : catalog.components.ids()) {
    const Component& component = catalog.components[id];
    if (component.copy_of.valid()) continue;
    for_each_file(component, [&](const std::string& file) {
      if (is_sought(file, sought)) owners.add(id);
    });
  }
  add_by_directory(catalog, sought, owners);
}

}  // namespace modbuild
