// Finds the components of a tree: walks the globs of [tree] and lists every component directory.
// Reads no manifest.
#pragma once

#include <string>
#include <vector>

#include "base/parallel.h"
#include "diag/diagnostics.h"
#include "model/component.h"
#include "os/file_system.h"
#include "os/listing_cache.h"

namespace modbuild {

// The globs of [tree], with where they stand.
struct ScanRoots {
  std::vector<Text> modules;
  std::vector<Text> programs;
  std::vector<Text> libraries;
};

// A directory that holds at least one manifest.
struct ComponentDirectory {
  std::string dir;                     // relative to the tree's root
  std::vector<std::string> manifests;  // file names: "module.toml", "NAME.module.toml"; sorted
  std::vector<DirEntry> entries;       // its listing, sorted
};

struct SourceTree {
  std::vector<ComponentDirectory> directories;  // sorted by dir, without duplicates
  // Every directory whose listing decided what is in the tree, sorted: regeneration watches them.
  std::vector<std::string> listed;
};

// Walks on up to `threads` threads; the result does not depend on their number. A directory that
// cannot be read, a name that cannot be carried, and a glob that matches no directory are errors
// (MB003, MB060.., MB055); links to directories are never followed (noted, MB008).
// Directories that `kept` knows are not listed again.
SourceTree scan(const ScanRoots& roots, FileSystem& tree, Threads threads, Diagnostics& diagnostics,
                ListingCache* kept = nullptr);

}  // namespace modbuild
