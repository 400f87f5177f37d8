#include "table.h"

#include <algorithm>

#include "base/str.h"
#include "base/utf8.h"

namespace modbuild::tool {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowestLast = 24;  // a narrower last column is not wrapped

struct Columns {
  std::vector<std::size_t> widths;
  std::size_t last = 0;        // the last column that is not empty
  std::size_t last_start = 0;  // where it begins
};

Columns measure(const std::vector<std::vector<Cell>>& rows, std::size_t first, std::size_t indent) {
  Columns columns;
  for (std::size_t r = first; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      if (columns.widths.size() <= c) columns.widths.resize(c + 1, 0);
      columns.widths[c] = std::max(columns.widths[c], display_width(rows[r][c].text));
    }
  }
  // Titles count only for columns that hold something.
  for (std::size_t c = 0; first == 1 && c < columns.widths.size(); ++c) {
    if (columns.widths[c] == 0 || c >= rows[0].size()) continue;
    columns.widths[c] = std::max(columns.widths[c], display_width(rows[0][c].text));
  }
  columns.last_start = indent;
  for (std::size_t c = 0; c < columns.widths.size(); ++c) {
    if (columns.widths[c] != 0) columns.last = c;
  }
  for (std::size_t c = 0; c < columns.last; ++c) {
    if (columns.widths[c] != 0) columns.last_start += columns.widths[c] + kGap;
  }
  return columns;
}

void append_row(std::string& out, const std::vector<Cell>& row, const Columns& columns,
                const TableLayout& layout) {
  std::string line(layout.indent, ' ');
  std::size_t pending = 0;  // blanks owed before the next text
  for (std::size_t c = 0; c < row.size() && c <= columns.last; ++c) {
    if (columns.widths[c] == 0) continue;
    std::string text = row[c].text;
    const std::size_t wide = display_width(text);
    const bool too_long = columns.last_start + wide > layout.width;
    if (c == columns.last && too_long && layout.width >= columns.last_start + kNarrowestLast) {
      text = filled(text, columns.last_start, layout.width);
    }
    if (wide != 0) {
      append(line, std::string(pending, ' '), paint(text, row[c].style, layout.color));
      pending = 0;
    }
    pending += columns.widths[c] - wide + kGap;
  }
  const std::size_t end = line.find_last_not_of(' ');
  line.erase(end == std::string::npos ? 0 : end + 1);
  append(out, line, "\n");
}

}  // namespace

void Table::header(std::vector<std::string> titles) {
  std::vector<Cell> cells;
  for (std::string& title : titles) cells.push_back({std::move(title), Style::Bold});
  rows_.insert(rows_.begin(), std::move(cells));
  has_header_ = true;
}

void Table::row(std::vector<Cell> cells) {
  for (Cell& cell : cells) cell.text = shown(cell.text);
  rows_.push_back(std::move(cells));
}

std::string Table::text(const TableLayout& layout) const {
  if (rows_.size() == (has_header_ ? 1U : 0U)) return {};  // titles of nothing say nothing
  const Columns columns = measure(rows_, has_header_ ? 1 : 0, layout.indent);
  std::string out;
  for (const std::vector<Cell>& row : rows_) append_row(out, row, columns, layout);
  return out;
}

}  // namespace modbuild::tool
