// Walks the globs of [tree] over the directories of a tree, each directory listed once. Knows
// nothing of manifests.
#pragma once

#include <string>
#include <vector>

#include "base/parallel.h"
#include "diag/diagnostics.h"
#include "os/file_system.h"
#include "os/listing_cache.h"

namespace modbuild {

// A directory that at least one whole glob matches.
struct MatchedDirectory {
  std::string dir;                // relative to the root, "" = the root
  SourceRange at;                 // the first glob that matches it
  std::vector<DirEntry> entries;  // its listing, sorted
};

struct TreeWalk {
  std::vector<MatchedDirectory> matched;  // sorted by dir, without duplicates
  std::vector<std::string> listed;        // every directory that was listed, sorted
  std::vector<Diagnostic> problems;       // MB003, MB008, MB053, MB055
  // Something that was listed was gone when it was looked into: the walk tells nothing, and should
  // be done again. The last such thing, as the end of a sentence.
  std::string changed;
};

// A glob has '/'-separated components; `**` stands for any number of them. One without glob
// characters names one directory. Lists on up to `threads` threads, through `kept` if there is one.
TreeWalk walk_tree(const std::vector<Text>& globs, FileSystem& tree, ListingCache* kept,
                   Threads threads);

}  // namespace modbuild
