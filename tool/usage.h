// Turns what the option parser refuses into a message with a suggestion.
#pragma once

#include <functional>
#include <string>
#include <vector>

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

// Parses `words` as what `declare` adds to an empty parser. An empty message: nothing is wrong.
UsageMistake parse_words(const std::vector<std::string>& words,
                         const std::function<void(CLI::App&)>& declare);

}  // namespace modbuild::tool
