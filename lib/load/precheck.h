// Looks at a manifest's bytes before the TOML library does: encoding, line ends, control
// characters, nesting and number of keys (DESIGN.md 10). The size limit is kept where the file is
// read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "load/toml_scanner.h"

namespace modbuild {

inline constexpr std::uint64_t kMaxManifestBytes = 1U << 20U;

// Lines and columns of bytes [begin, end) of `text`.
SourceRange place_of(std::string_view text, ByteRange bytes, FileId file);

struct Prechecked {
  bool usable = false;                // otherwise the reason was reported
  std::string_view body;              // the text without its byte order mark
  std::vector<ByteRange> bad_values;  // in `body`: neither true, false nor a plain integer
};

Prechecked precheck(std::string_view text, FileId file, Diagnostics& diagnostics);

}  // namespace modbuild
