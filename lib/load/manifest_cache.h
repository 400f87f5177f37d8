// Components kept from one run to the next, each with the manifest's stamp and what it asked the
// tree. One is given back only while all of that is what it was; then no manifest is read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/kept_records.h"
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

  // The component whose manifest is there, if it is kept. Thread-safe, for one thread per manifest.
  std::optional<LoadedComponent> find(const ManifestPlace& place, FileSystem& tree,
                                      TreeListings& listings);

  // Keeps a component that was read without anything being said about it. Thread-safe.
  void put(LoadedComponent& loaded, TreeListings& listings);

  // Whether packed() would differ from what was loaded.
  bool is_changed() const { return components_.is_changed() || rules_ != loaded_rules_; }
  // The components that this run asked for.
  std::string packed() const;

 private:
  std::int64_t began_ns_;
  std::uint64_t rules_ = 0;
  std::uint64_t loaded_rules_ = 0;
  KeptRecords components_;  // by manifest
};

}  // namespace modbuild
