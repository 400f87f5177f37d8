// Listings of directories kept from one run to the next. One is given back only while the
// directory is what it was, so that a known tree costs one look per directory.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

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
  bool is_changed() const;
  // The listings that this run asked for.
  std::string packed() const;

 private:
  struct Kept {
    std::string_view directory;
    std::uint64_t stamp = 0;  // its hash
    std::string_view entries;
    bool used = false;  // by this run; each directory is asked for by one thread
  };
  struct Fresh {
    std::uint64_t stamp = 0;
    std::string entries;
  };

  Kept* find(const std::string& directory);
  bool is_below_links(FileSystem& files, const std::string& directory);

  std::int64_t began_ns_;
  std::vector<Kept> kept_;  // sorted by directory
  std::atomic<std::size_t> used_{0};
  mutable std::mutex mutex_;
  std::map<std::string, Fresh> fresh_;
  std::map<std::string, bool> has_links_;  // by directory: whether a link leads to it
};

// `directory` through `kept`, or straight from `files` when that is null.
Expected<std::vector<DirEntry>> list(FileSystem& files, ListingCache* kept,
                                     const std::string& directory);

// A hash of names and types; 0 for null, a directory that cannot be listed.
std::uint64_t hash_of(const std::vector<DirEntry>* entries);

}  // namespace modbuild
