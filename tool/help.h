// Help texts, made from the command table and from the declared options. Examples come first.
#pragma once

#include <string>

#include "command.h"

namespace modbuild::tool {

// The program's help: what it is for, commands, global options. `program` is the whole parser.
std::string program_help(const CLI::App& program, const TableLayout& layout);

// One command's help.
std::string command_help(const CLI::App& program, const Command& command,
                         const TableLayout& layout);

// "modbuild 0.1.0".
std::string version_line();

}  // namespace modbuild::tool
