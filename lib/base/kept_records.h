// Records kept from one run to the next by name, each with the stamp under which it holds: what is
// common to caches. Knows nothing of what the stamps and bytes mean.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/packed.h"

namespace modbuild {

class KeptRecords {
 public:
  // Of a former run; points into the bytes that were loaded.
  struct Record {
    std::string_view name;
    std::uint64_t stamp = 0;
    std::string_view bytes;
    bool used = false;
  };

  // Takes over what pack() wrote, in bytes that must live as long as this. False, and nothing is
  // taken over, when they are malformed; nothing may follow them.
  bool load(PackReader& reader);
  // Forgets what was loaded.
  void forget() { loaded_.clear(); }

  // What was loaded under `name`; null when nothing was.
  Record* find(const std::string& name);
  // The record holds for this run, too. Thread-safe, for one thread per record.
  void use(Record& record);
  // Keeps a record of this run, instead of one that was loaded or kept before. Thread-safe.
  void put(std::string_view name, std::uint64_t stamp, std::string_view bytes);

  // Whether pack() would write something else than was loaded.
  bool is_changed() const { return !fresh_.empty() || used_ != loaded_.size(); }
  // Writes the records that were used or put.
  void pack(PackWriter& writer) const;

 private:
  // Of this run: name and bytes stand in fresh_text_ from `begin` on.
  struct Fresh {
    std::size_t begin = 0;
    std::uint32_t name_size = 0;
    std::uint32_t size = 0;
    std::uint64_t stamp = 0;
  };
  // Those of this run by name, the latest of each.
  std::vector<Record> fresh_records() const;

  std::vector<Record> loaded_;  // sorted by name
  std::atomic<std::size_t> used_{0};
  std::mutex mutex_;
  std::vector<Fresh> fresh_;
  std::string fresh_text_;
};

}  // namespace modbuild
