// Turns what the option parser refuses into a message with a suggestion.
#pragma once

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace modbuild::tool {

struct UsageMistake {
  std::string message;
  std::string help;
};

// `parsed` is the parser as it stood when it threw `error`.
UsageMistake describe_mistake(const CLI::App& parsed, const CLI::ParseError& error);

}  // namespace modbuild::tool
