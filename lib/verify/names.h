// Lists of symbols as the messages of this folder tell them.
#pragma once

#include <string>
#include <vector>

namespace modbuild {

// "'a', 'b', 'c', 'd' and 3 more".
std::string named(const std::vector<std::string>& names);

}  // namespace modbuild
