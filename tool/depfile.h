// What a Makefile runs behind each compile step: no command for people, and quick to start.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace modbuild::tool {

inline constexpr std::string_view kDepfileWord = "depfile";

// `arguments`: DEPFILE OUTPUT KEY HASH, paths as seen from the working directory. Writes what the
// step depends on to OUTPUT.dep and removes DEPFILE (emit/emit.h, make_dependencies). The exit
// status; not 0 when a name cannot be written to a makefile or a file cannot be read or written.
int record_dependencies(const std::vector<std::string>& arguments);

}  // namespace modbuild::tool
