// Answers of the machine kept from one run to the next, each with the files and directories it
// depended on. An answer is given back only while all of those are what they were.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "os/file_stamp.h"

namespace modbuild {

class ProbeCache {
 public:
  struct Entry {
    std::string payload;
    std::vector<std::string> inputs;  // absolute paths
  };

  // Empty. `began_ns` (file_clock_ns) is when the run began: what changes at that time or later may
  // have changed before or after it was looked at, so nothing is kept that depends on it.
  explicit ProbeCache(std::int64_t began_ns = file_clock_ns()) : began_ns_(began_ns) {}

  // Takes over the answers in a file that file() made. Another form, a cut or a flipped bit makes
  // it as good as empty.
  void load(std::string_view file);

  // The answer kept under `key`, if what it depended on is unchanged.
  std::optional<Entry> find(const std::string& key);

  // Why find() has nothing: "it was never asked", or "'/usr/lib/x' changed since it was asked".
  std::string why_missing(const std::string& key);

  // Keeps an answer. `inputs` exist.
  void put(const std::string& key, Entry entry);

  // Whether file() would differ from what was loaded.
  bool is_changed() const { return changed_; }
  std::string file() const;

 private:
  enum class State : std::uint8_t { Unchecked, Same, Changed };
  struct Input {
    std::string path;
    FileStamp stamp;
    std::uint64_t hash = 0;  // of the content; 0 = none
    State state = State::Unchecked;
  };
  struct Kept {
    std::string payload;
    std::vector<std::uint32_t> inputs;
    bool used = false;  // in this run
  };

  bool is_same(Input& input);
  bool is_valid(const Kept& kept);
  std::uint32_t current_input(const std::string& path);

  std::int64_t began_ns_;
  std::vector<Input> inputs_;
  std::map<std::string, std::uint32_t> current_;  // by path, the row that holds now
  std::map<std::string, Kept> entries_;           // by key
  bool changed_ = false;
};

}  // namespace modbuild
