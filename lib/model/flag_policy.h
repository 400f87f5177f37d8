// Which compiler and linker flags a manifest or a .pc file may use. Flags that make the compiler
// run code, read argument files, or write files of their own choice are refused (HAZARDS 4.3).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

// Why `flag` is refused ("loads a plug-in into the compiler"), or "" when it may be used.
// `allowed` are exact flags that the tree file permits by name.
std::string refused_flag(std::string_view flag, const std::vector<std::string>& allowed);

}  // namespace modbuild
