// Rows of cells laid out in columns. Trailing blanks are never written; the last column may wrap.
#pragma once

#include <string>
#include <vector>

#include "style.h"

namespace modbuild::tool {

struct Cell {
  std::string text;
  Style style = Style::Plain;
};

struct TableLayout {
  std::size_t indent = 0;
  std::size_t width = 0;  // of the terminal; 0 = lines are never wrapped
  bool color = false;
};

class Table {
 public:
  // Text of cells is made harmless here.
  void header(std::vector<std::string> titles);
  void row(std::vector<Cell> cells);
  bool empty() const { return rows_.empty(); }
  // Every row on a line, columns two blanks apart; columns that are empty everywhere are left out.
  // "" when there are no rows.
  std::string text(const TableLayout& layout) const;

 private:
  bool has_header_ = false;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace modbuild::tool
