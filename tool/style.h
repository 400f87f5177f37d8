// Coloured words, wrapped lists: how text for people is shaped. Everything that comes from a tree
// goes through shown(), so that no control character reaches a terminal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace modbuild::tool {

enum class Style : std::uint8_t { Plain, Bold, Dim, Good, Bad, Attention };

// `text` made harmless, on one line.
std::string shown(std::string_view text);

// The same as text of Markdown, in a cell of a table too.
std::string markdown_cell(std::string_view text);

// `text` (harmless already) in a style; unchanged without `color` or when empty.
std::string paint(std::string_view text, Style style, bool color);

// The words with ", " between them, continued at `indent` columns when a line would pass `width`;
// width 0 never wraps. Starts at column `indent`, ends without line feed.
std::string wrapped_list(const std::vector<std::string>& words, std::size_t indent,
                         std::size_t width);

// Running text filled to `width` columns (0 = one line), each further line indented.
std::string filled(std::string_view text, std::size_t indent, std::size_t width);

}  // namespace modbuild::tool
