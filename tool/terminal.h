// What the standard streams are connected to, and whether colour is welcome there.
#pragma once

#include <cstddef>
#include <cstdint>

#include "os/environment.h"

namespace modbuild::tool {

enum class ColorMode : std::uint8_t { Auto, Always, Never };

struct Terminal {
  bool color_out = false;
  bool color_err = false;
  bool interactive = false;  // stderr is a terminal that can redraw, and nobody said CI
  std::size_t width = 0;     // columns of stdout; 0 = not a terminal, lines are never wrapped
};

// `--color` decides; then NO_COLOR, CLICOLOR_FORCE, TERM=dumb and CI; then whether the stream is a
// terminal.
Terminal look_at_terminal(const Environment& environment, ColorMode mode);

// The same for one stream, as a pure function.
bool wants_color(const Environment& environment, ColorMode mode, bool is_terminal);

}  // namespace modbuild::tool
