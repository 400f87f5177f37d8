// What is kept of a tree from one run to the next, in one file of the build directory: listings and
// components. A damaged or foreign file is as good as none; losing it costs time, and nothing else.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "load/load.h"
#include "os/file_system.h"
#include "os/listing_cache.h"

namespace modbuild {

inline constexpr const char* kTreeCacheFile = ".modbuild/tree";

class TreeCache {
 public:
  // Reads the file from the build directory `state`. `began_ns` is when the run began; `program`
  // the running one, whose answers are no other's.
  TreeCache(FileSystem& state, const std::string& program, std::int64_t began_ns);

  ListingCache& tree_listings() { return *tree_listings_; }
  // Of the sources of an overlay.
  ListingCache& source_listings() { return *source_listings_; }
  ManifestCache& manifests() { return *manifests_; }

  // Writes the file if there is something new, on a thread of its own; the destructor waits for it.
  // Nothing may use the cache any more.
  void save();

 private:
  void write();

  FileSystem& state_;
  std::uint64_t program_;
  std::string bytes_;  // of the file; the caches point into it
  std::optional<ListingCache> tree_listings_, source_listings_;
  ManifestCachePtr manifests_;
  std::jthread writer_;  // last: it uses the others
};

}  // namespace modbuild
