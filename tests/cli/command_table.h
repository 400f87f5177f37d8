// The command table as a user sees it: read out of the program's own help.
#pragma once

#include <string>
#include <vector>

namespace modbuild::test {

// The names under "Commands" of `modbuild help`.
std::vector<std::string> listed_commands();

// The command lines under "Examples" of `modbuild help COMMAND`, without "modbuild".
std::vector<std::string> examples_of(const std::string& command);

}  // namespace modbuild::test
