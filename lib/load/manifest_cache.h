// Components kept from one run to the next, each with the manifest's stamp and what it asked the
// tree. One is given back only while all of that is what it was; then no manifest is read.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "load/component_reader.h"

namespace modbuild {

class ManifestCache {
 public:
  // Empty. `began_ns` (file_clock_ns) is when the run began, see is_settled().
  explicit ManifestCache(std::int64_t began_ns) : began_ns_(began_ns) {}

  // Takes over what packed() gave. `bytes` must live as long as this. Malformed ones make it as
  // good as empty.
  void load(std::string_view bytes);

  // Forgets components that were read by other rules than these, and keeps new ones for them.
  void settle_rules(const TextRules& rules);

  // Fills in the component, whose place is set, from what is kept. Thread-safe, for one thread per
  // manifest.
  bool find(FileSystem& tree, TreeListings& listings, LoadedComponent& loaded);

  // Keeps a component that was read without anything being said about it. Thread-safe.
  void put(LoadedComponent& loaded);

  // Whether packed() would differ from what was loaded.
  bool is_changed() const;
  // The components that this run asked for.
  std::string packed() const;

 private:
  struct Kept {
    std::string_view manifest;
    std::uint64_t stamp = 0;  // its hash
    std::string_view rest;
    bool used = false;
  };
  struct Fresh {
    std::uint64_t stamp = 0;
    std::string rest;
  };

  std::int64_t began_ns_;
  std::uint64_t rules_ = 0;
  std::uint64_t loaded_rules_ = 0;
  std::vector<Kept> kept_;  // sorted by manifest
  std::atomic<std::size_t> used_{0};
  std::mutex mutex_;
  std::map<std::string, Fresh> fresh_;
};

}  // namespace modbuild
