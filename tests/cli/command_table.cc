#include "command_table.h"

#include <sstream>

#include "support/cli_test.h"

namespace modbuild::test {
namespace {

// What can be typed by one section of a help text: lines up to their column gap, without those that
// go on with a meaning.
std::vector<std::string> section(const std::string& help, const std::string& title) {
  std::vector<std::string> rows;
  std::istringstream lines(help);
  std::string line;
  bool inside = false;
  while (std::getline(lines, line)) {
    if (inside && line.empty()) break;
    const bool goes_on = line.starts_with("    ");
    if (inside && !goes_on) rows.push_back(line.substr(2, line.find("  ", 2) - 2));
    inside |= line == title;
  }
  return rows;
}

}  // namespace

std::vector<std::string> listed_commands() {
  return section(Cli("help").run().out, "Commands");
}

std::vector<std::string> examples_of(const std::string& command) {
  std::vector<std::string> lines;
  for (const std::string& row : section(Cli("help " + command).run().out, "Examples")) {
    lines.push_back(row.substr(std::string("modbuild ").size()));
  }
  return lines;
}

}  // namespace modbuild::test
