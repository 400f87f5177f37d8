// Where something stands in a manifest, and text that remembers where it came from.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "base/id.h"

namespace modbuild {

struct FileTag {};
using FileId = Id<FileTag>;

// Lines and columns count from 1, columns in code points; the end is exclusive. Line 0 means the
// whole file. No file: said on the command line or nowhere in particular.
struct SourceRange {
  FileId file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;

  friend bool operator==(const SourceRange&, const SourceRange&) = default;
  friend auto operator<=>(const SourceRange&, const SourceRange&) = default;
};

// Any string that a message may have to point at.
struct Text {
  std::string value;
  SourceRange at;

  bool empty() const { return value.empty(); }
};

// The strings alone.
inline std::vector<std::string> values_of(const std::vector<Text>& texts) {
  std::vector<std::string> values;
  values.reserve(texts.size());
  for (const Text& text : texts) values.push_back(text.value);
  return values;
}

}  // namespace modbuild
