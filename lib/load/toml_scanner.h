// One linear pass over the raw text of a manifest. Finds what must not reach the TOML library
// (HAZARDS 0.11, H22) and remembers where keys and brackets stand. It understands strings and
// comments and accepts any nonsense: what is wrong with the grammar is the library's to say.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

// Bytes [begin, end) of the text.
struct ByteRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

struct ScannedKey {
  std::string path;  // every part from the root, so that equal keys have equal paths
  std::string name;  // the last part
  ByteRange at;
  bool is_header = false;
  bool is_list_header = false;  // [[..]]
};

struct TomlScan {
  // Values without quotes that are neither true, false nor a plain decimal integer.
  std::vector<ByteRange> bad_values;
  std::optional<ByteRange> too_deep;       // set: the scan stopped there
  std::optional<ByteRange> too_many_keys;  // set: the scan stopped there
  std::optional<ByteRange> open_bracket;   // still open at the end of the text
  std::optional<ByteRange> open_string;    // the first one whose line ends before it does
  std::vector<ScannedKey> keys;            // filled on request
};

inline constexpr std::size_t kMaxManifestDepth = 16;
inline constexpr std::size_t kMaxManifestKeys = 10'000;
inline constexpr std::size_t kLongestInteger = 18;  // digits that always fit 64 bits

TomlScan scan_toml(std::string_view text, bool with_keys);

}  // namespace modbuild
