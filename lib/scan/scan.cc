#include "scan/scan.h"

#include <algorithm>
#include <string_view>

#include "base/path.h"
#include "base/portable_name.h"
#include "base/str.h"
#include "diag/name_code.h"
#include "scan/tree_walk.h"

namespace modbuild {
namespace {

constexpr std::string_view kManifest = "module.toml";
constexpr std::string_view kNamedManifest = ".module.toml";  // NAME goes before it
constexpr std::size_t kMaxManifests = 1'000'000;

// Names that begin with '.' are an editor's own: locks, swap files.
bool is_manifest_name(std::string_view name) {
  return name == kManifest || (name.ends_with(kNamedManifest) && !name.starts_with('.'));
}

// Whether every tool can carry `path`; says so when not.
bool check_path(const std::string& path, std::string_view kind, const SourceRange& at,
                Diagnostics& diagnostics) {
  const auto problem = check_portable_path(path);
  if (!problem) return true;
  diagnostics.add(code_of(problem->fault), at, cat(kind, " '", path, "': ", problem->why),
                  cat("rename the ", kind));
  return false;
}

// The component directory that `matched` is, if it is one. A manifest that is no regular file stays
// in: reading it says what is wrong.
void add_component_directory(MatchedDirectory&& matched, SourceTree& tree,
                             Diagnostics& diagnostics) {
  ComponentDirectory directory;
  for (const DirEntry& entry : matched.entries) {
    if (is_manifest_name(entry.name)) directory.manifests.push_back(entry.name);
  }
  if (directory.manifests.empty()) return;
  if (!check_path(matched.dir, "directory", matched.at, diagnostics)) return;
  for (const std::string& name : directory.manifests) {
    check_path(join_path(matched.dir, name), "manifest", matched.at, diagnostics);
  }
  directory.dir = std::move(matched.dir);
  directory.entries = std::move(matched.entries);
  tree.directories.push_back(std::move(directory));
}

void check_size(const SourceTree& tree, Diagnostics& diagnostics) {
  std::size_t manifests = 0;
  for (const ComponentDirectory& directory : tree.directories) {
    manifests += directory.manifests.size();
  }
  if (manifests <= kMaxManifests) return;
  diagnostics.add(Code::UnreadableDirectory, {},
                  cat("the tree holds ", std::to_string(manifests), " manifests, more than ",
                      std::to_string(kMaxManifests)),
                  "narrow the globs of [tree]");
}

}  // namespace

SourceTree scan(const ScanRoots& roots, FileSystem& tree, Threads threads, Diagnostics& diagnostics,
                ListingCache* kept) {
  std::vector<Text> globs = roots.modules;
  globs.insert(globs.end(), roots.programs.begin(), roots.programs.end());
  globs.insert(globs.end(), roots.libraries.begin(), roots.libraries.end());

  TreeWalk walk = walk_tree(globs, tree, kept, threads);
  // Once more when the tree changed under our feet: a checkout or an editor at work.
  if (!walk.changed.empty()) walk = walk_tree(globs, tree, kept, threads);
  if (!walk.changed.empty()) {
    diagnostics.add(Code::ChangedWhileReading, {},
                    cat("the tree changed while it was scanned, twice: ", walk.changed),
                    "run the command again when nothing else works in the tree");
    return {};
  }
  for (Diagnostic& problem : walk.problems) diagnostics.add(std::move(problem));

  SourceTree result;
  for (MatchedDirectory& matched : walk.matched) {
    add_component_directory(std::move(matched), result, diagnostics);
  }
  result.listed = std::move(walk.listed);
  check_size(result, diagnostics);
  return result;
}

}  // namespace modbuild
