// A file that is not what it was, as version control and people tell.
#pragma once

#include <cstdint>
#include <string>

namespace modbuild {

struct ChangedFile {
  enum class Kind : std::uint8_t { Added, Changed, Deleted };

  std::string path;  // relative to the directory that was asked about
  Kind kind = Kind::Changed;
  // A link or submodule: whatever lies below the path may be another thing.
  bool hides_more = false;

  friend bool operator==(const ChangedFile&, const ChangedFile&) = default;
};

}  // namespace modbuild
