#include "load/text_place.h"

#include <algorithm>

#include "base/utf8.h"

namespace modbuild {

SourceRange place_in_text(const Text& text, std::size_t begin, std::size_t end) {
  const std::string_view value = text.value;
  const SourceRange& at = text.at;
  // Without escapes and triple quotes a string is two columns wider than its value.
  const bool plain = at.line > 0 && at.line == at.end_line &&
                     at.end_column == at.column + display_width(value) + 2;
  if (!plain) return at;
  const auto column = [&](std::size_t bytes) {
    return at.column + 1 + static_cast<std::uint32_t>(display_width(value.substr(0, bytes)));
  };
  SourceRange place = at;
  place.column = column(begin);
  place.end_column = std::max(place.column + 1, column(end));
  return place;
}

}  // namespace modbuild
