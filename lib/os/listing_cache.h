// Listings of directories kept from one run to the next. One is given back only while the
// directory is what it was, so that a known tree costs one look per directory.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/kept_records.h"
#include "os/file_system.h"

namespace modbuild {

class ListingCache {
 public:
  // Empty. `began_ns` (file_clock_ns) is when the run began: what is about as young may change
  // without a sign, and is not kept.
  explicit ListingCache(std::int64_t began_ns) : began_ns_(began_ns) {}

  // Takes over what packed() gave. `bytes` must live as long as this. Malformed ones make it as
  // good as empty.
  void load(std::string_view bytes);

  // As files.list(directory). Thread-safe; always of the same `files`.
  Expected<std::vector<DirEntry>> list(FileSystem& files, const std::string& directory);

  // Whether packed() would differ from what was loaded.
  bool is_changed() const { return listings_.is_changed(); }
  // The listings that this run asked for.
  std::string packed() const;

 private:
  bool is_below_links(FileSystem& files, const std::string& directory);

  std::int64_t began_ns_;
  KeptRecords listings_;  // by directory
  std::mutex mutex_;
  std::map<std::string, bool> has_links_;  // by directory: whether a link leads to it
};

// `directory` through `kept`, or straight from `files` when that is null.
Expected<std::vector<DirEntry>> list(FileSystem& files, ListingCache* kept,
                                     const std::string& directory);

// A hash of names and types; 0 for null, a directory that cannot be listed.
std::uint64_t hash_of(const std::vector<DirEntry>* entries);

}  // namespace modbuild
