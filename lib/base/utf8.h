// UTF-8 checks and safe display: nothing from a tree reaches a terminal as a control character.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace modbuild {

// Offset of the first byte that is not valid UTF-8 (overlong forms, surrogates and values above
// U+10FFFF count as invalid); nothing when all is valid.
std::optional<std::size_t> invalid_utf8_at(std::string_view text);

// A character decoded at one place; `length` is 1 and `valid` false on a bad byte.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 1;
  bool valid = false;
};
CodePoint decode_utf8(std::string_view text, std::size_t at);

// C0, DEL, C1, bidi controls, line/paragraph separators, BOM: what a terminal might act on.
bool is_unsafe_to_show(char32_t c);

// `text` with unsafe characters and bad bytes as \xNN or \u{N}; TAB and LF only if asked for.
std::string displayable(std::string_view text, bool keep_lines = false);

// How many terminal columns `text` takes, one per code point.
std::size_t display_width(std::string_view text);

}  // namespace modbuild
