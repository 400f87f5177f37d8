// What both kinds of pictures share: the colours of verdicts.
#pragma once

#include <array>
#include <string_view>

#include "drawing/drawing.h"

namespace modbuild {

struct StateLook {
  DrawnState state = DrawnState::Undecided;
  std::string_view fill, line;  // "#rrggbb"
  std::string_view color_word;  // "green"
};

inline constexpr auto kStateLooks = std::to_array<StateLook>({
    {DrawnState::On, "#d8f0d8", "#2e7d32", "green"},
    {DrawnState::Static, "#d4e6fa", "#1565c0", "blue"},
    {DrawnState::Off, "#eeeeee", "#9e9e9e", "grey"},
    {DrawnState::Dropped, "#fadada", "#c62828", "red"},
});

}  // namespace modbuild
