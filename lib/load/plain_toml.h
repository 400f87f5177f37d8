// Reads the plain part of TOML that nearly all manifests keep to, in one pass and several times
// faster than the TOML library. Refuses to know what is wrong with anything else.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "load/value.h"

namespace modbuild {

// The values of `text`, the same as the TOML library finds; nothing when the text goes beyond what
// is known here, breaks a limit of precheck.h, or is wrong. Known are tables and lists of them;
// plain, quoted and dotted keys; strings of one line, with escapes of one character; decimal
// integers; true and false; lists; inline tables; comments.
std::optional<Document> parse_plain_toml(std::string_view text, FileId file);

// A table with more entries than this is not plain.
inline constexpr std::size_t kMostPlainEntries = 256;

}  // namespace modbuild
