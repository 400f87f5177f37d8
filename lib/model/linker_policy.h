// The part of the flag policy behind `-Wl,`: every option the linker is handed is checked by
// itself.
#pragma once

#include <string_view>

namespace modbuild {

// Why `options`, a comma-separated list for the linker, is refused; "" when all may be used.
std::string_view refused_linker_option(std::string_view options);

// Whether a path has a component '..'.
bool leads_upwards(std::string_view path);

}  // namespace modbuild
