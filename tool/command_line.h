// The words that were typed, and where in them a name stands, so that messages can point at it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/shell_words.h"
#include "diag/source_range.h"
#include "diag/sources.h"

namespace modbuild::tool {

inline constexpr const char* kCommandLineName = "command line";

class CommandLine {
 public:
  CommandLine() = default;
  // `arguments` without the program's own name. "--name=" becomes "--name" and "", so that an empty
  // value is a value.
  explicit CommandLine(std::vector<std::string> arguments);

  const std::vector<std::string>& arguments() const { return arguments_; }
  // As one would type it in a shell.
  const std::string& text() const { return text_; }

  // The names in the values given to an option ("--group" and 'g'), in order; names are separated
  // by commas and blanks.
  std::vector<Text> names_of_option(std::string_view long_name, char short_name,
                                    const std::vector<std::string>& values, FileId file) const;
  // An argument that stands alone.
  Text positional(const std::string& value, FileId file) const;

 private:
  struct Place {
    std::size_t argument = 0;
    std::size_t offset = 0;  // of the value within the argument
  };
  std::vector<Place> places_of_option(std::string_view long_name, char short_name) const;
  SourceRange range(const Place& place, std::size_t offset, std::size_t length, FileId file) const;

  std::vector<std::string> arguments_;
  std::string text_;
  std::vector<std::size_t> starts_;  // byte offset in text_ of each argument's first byte
};

}  // namespace modbuild::tool
