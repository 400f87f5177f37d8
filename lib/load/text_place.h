// Where a part of a manifest's string stands.
#pragma once

#include <cstddef>

#include "diag/source_range.h"

namespace modbuild {

// The place of bytes [begin, end) of the string's value. Only a string on one line without escapes
// can be pointed into; for any other it is the whole string.
SourceRange place_in_text(const Text& text, std::size_t begin, std::size_t end);

}  // namespace modbuild
