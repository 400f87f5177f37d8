// Lists of symbols: what the checks of this folder ask of them, and how messages tell them.
#pragma once

#include <string>
#include <vector>

namespace modbuild {

// Whether one of the names is among `defined`, which is sorted.
bool defines_any(const std::vector<std::string>& defined, const std::vector<std::string>& names);

// "'a', 'b', 'c', 'd' and 3 more".
std::string named(const std::vector<std::string>& names);

}  // namespace modbuild
