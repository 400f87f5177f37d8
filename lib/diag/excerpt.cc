// Cuts one line out of a manifest and makes it safe and short enough to show.
#include <algorithm>

#include "base/utf8.h"
#include "diag/render_parts.h"

namespace modbuild {
namespace {

constexpr std::size_t kTabWidth = 4;
constexpr std::size_t kMaxWidth = 120;
constexpr std::size_t kLead = 40;  // columns kept in front of the range when a line is clipped
constexpr std::string_view kCut = "...";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The `number`th line, from 1, without its line end; null data when there is none.
std::string_view line_of(std::string_view text, std::uint32_t number) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  for (std::uint32_t line = 1; line < number; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// What the terminal shows for each code point of a line.
struct Cells {
  std::vector<std::string> shown;
  std::vector<std::size_t> offset;  // column where each begins, from 0, and the end at the back
};

Cells cells_of(std::string_view line) {
  Cells cells;
  std::size_t column = 0;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t length = decode_utf8(line, at).length;
    const std::string_view bytes = line.substr(at, length);
    cells.offset.push_back(column);
    cells.shown.push_back(bytes == "\t" ? std::string(kTabWidth - column % kTabWidth, ' ')
                                        : displayable(bytes));
    column += display_width(cells.shown.back());
    at += length;
  }
  cells.offset.push_back(column);
  return cells;
}

// Half-open range of code points of a line.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The code points that fit into kMaxWidth columns, with the start of `range` among them.
Span visible_part(const Cells& cells, const Span& range) {
  const std::size_t count = cells.shown.size();
  const std::size_t total = cells.offset[count];
  if (total <= kMaxWidth) return {0, count};
  const std::size_t range_column = cells.offset[std::min(range.begin, count)];
  const std::size_t first_column =
      std::min(range_column > kLead ? range_column - kLead : 0, total - kMaxWidth);
  Span part;
  while (cells.offset[part.begin] < first_column) ++part.begin;
  part.end = part.begin;
  while (part.end < count && cells.offset[part.end + 1] <= cells.offset[part.begin] + kMaxWidth) {
    ++part.end;
  }
  return part;
}

// The code points that `at` covers on its first line, which has `count` of them.
Span covered(const SourceRange& at, std::size_t count) {
  if (at.column == 0) return {};
  Span range;
  range.begin = std::min<std::size_t>(at.column - 1, count);
  const bool one_line = at.end_line == at.line && at.end_column > at.column;
  range.end = at.end_line > at.line ? count : range.begin + 1;
  if (one_line) range.end = std::min<std::size_t>(at.end_column - 1, count);
  range.end = std::max(range.end, range.begin + 1);
  return range;
}

}  // namespace

std::optional<Excerpt> make_excerpt(std::string_view text, const SourceRange& at) {
  const std::string_view line = at.line == 0 ? std::string_view{} : line_of(text, at.line);
  if (line.find_first_not_of(" \t") == std::string_view::npos) return std::nullopt;
  const Cells cells = cells_of(line);
  const std::size_t count = cells.shown.size();
  const Span range = covered(at, count);
  const Span part = visible_part(cells, range);
  Excerpt excerpt;
  if (part.begin > 0) excerpt.line += kCut;
  const std::size_t shift = excerpt.line.size();
  for (std::size_t i = part.begin; i < part.end; ++i) excerpt.line += cells.shown[i];
  if (part.end < count) excerpt.line += kCut;
  if (range.end == 0) return excerpt;
  const auto column_of = [&](std::size_t index) {
    const std::size_t past_end = index > count ? index - count : 0;
    return cells.offset[std::min(index, count)] + past_end;
  };
  const std::size_t first = column_of(range.begin);
  const std::size_t last =
      std::min(column_of(range.end), std::max(cells.offset[part.end], first + 1));
  excerpt.begin = shift + first - cells.offset[part.begin];
  excerpt.width = last - first;
  return excerpt;
}

}  // namespace modbuild
