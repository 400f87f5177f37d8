#include "style.h"

#include "base/str.h"
#include "base/utf8.h"

namespace modbuild::tool {
namespace {

std::string_view escape_of(Style style) {
  switch (style) {
    case Style::Plain:
      return "";
    case Style::Bold:
      return "\x1b[1m";
    case Style::Dim:
      return "\x1b[2m";
    case Style::Good:
      return "\x1b[32m";
    case Style::Bad:
      return "\x1b[31m";
    case Style::Attention:
      return "\x1b[33m";
  }
  return "";
}

std::string fill(const std::vector<std::string>& words, std::string_view separator,
                 std::size_t indent, std::size_t width) {
  std::string out;
  std::size_t column = indent;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = i + 1 < words.size() ? cat(words[i], separator) : words[i];
    const std::size_t wide = display_width(word);
    if (i > 0) {
      if (width != 0 && column + 1 + wide > width) {
        append(out, "\n", std::string(indent, ' '));
        column = indent;
      } else {
        out.push_back(' ');
        ++column;
      }
    }
    out += word;
    column += wide;
  }
  return out;
}

}  // namespace

std::string shown(std::string_view text) {
  return displayable(text);
}

std::string markdown_cell(std::string_view text) {
  std::string out;
  for (const char c : shown(text)) {
    // No name of a person, and no character by its number.
    if (c == '@' || c == '&') {
      out += c == '@' ? "&#64;" : "&amp;";
      continue;
    }
    if (std::string_view("|\\`*_<>[]").find(c) != std::string_view::npos) out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

std::string paint(std::string_view text, Style style, bool color) {
  if (!color || style == Style::Plain || text.empty()) return std::string(text);
  return cat(escape_of(style), text, "\x1b[0m");
}

std::string wrapped_list(const std::vector<std::string>& words, std::size_t indent,
                         std::size_t width) {
  return fill(words, ",", indent, width);
}

std::string filled(std::string_view text, std::size_t indent, std::size_t width) {
  return fill(split(text, " \n"), "", indent, width);
}

}  // namespace modbuild::tool
