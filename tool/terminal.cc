#include "terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

namespace modbuild::tool {
namespace {

constexpr std::size_t kNarrowest = 40;
constexpr std::size_t kUsual = 80;

std::size_t columns_of(int stream) {
  winsize size{};
  if (ioctl(stream, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsual;
  return std::max<std::size_t>(size.ws_col, kNarrowest);
}

bool is_set(const Environment& environment, const char* name) {
  return !environment.get(name).empty();
}

}  // namespace

bool wants_color(const Environment& environment, ColorMode mode, bool is_terminal) {
  if (mode != ColorMode::Auto) return mode == ColorMode::Always;
  if (is_set(environment, "NO_COLOR")) return false;
  const std::string force = environment.get("CLICOLOR_FORCE");
  if (!force.empty() && force != "0") return true;
  return is_terminal && environment.get("TERM") != "dumb" && !is_set(environment, "CI");
}

Terminal look_at_terminal(const Environment& environment, ColorMode mode) {
  const bool out = isatty(STDOUT_FILENO) == 1;
  const bool err = isatty(STDERR_FILENO) == 1;
  Terminal terminal;
  terminal.color_out = wants_color(environment, mode, out);
  terminal.color_err = wants_color(environment, mode, err);
  terminal.interactive = err && environment.get("TERM") != "dumb" && !is_set(environment, "CI");
  if (out) terminal.width = columns_of(STDOUT_FILENO);
  return terminal;
}

}  // namespace modbuild::tool
