// What the build runs for each module that is linked into its host: no command for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace modbuild::tool {

inline constexpr std::string_view kStaticSymbolsWord = "static-symbols";

// `arguments`: PREFIX OBJECT [ENTRY ..] -- [USER-OBJECT ..], paths as seen from the working
// directory. Prints arguments for objcopy, one a line (elf/static_symbols.h). The exit status; not
// 0 when an object cannot be read.
int print_static_symbols(const std::vector<std::string>& arguments);

}  // namespace modbuild::tool
