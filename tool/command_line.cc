#include "command_line.h"

#include <algorithm>
#include <utility>

#include "base/str.h"
#include "base/utf8.h"

namespace modbuild::tool {
namespace {

constexpr std::string_view kSeparators = ", \t\n";

std::vector<std::string> with_empty_values(std::vector<std::string> arguments) {
  std::vector<std::string> out;
  for (std::string& argument : arguments) {
    const bool empty_value = argument.size() > 3 && argument.compare(0, 2, "--") == 0 &&
                             argument.find('=') == argument.size() - 1;
    if (empty_value) {
      argument.pop_back();
      out.push_back(std::move(argument));
      out.emplace_back();
    } else {
      out.push_back(std::move(argument));
    }
  }
  return out;
}

// The pieces of `value` as offset and length.
std::vector<std::pair<std::size_t, std::size_t>> pieces(std::string_view value) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  std::size_t at = value.find_first_not_of(kSeparators);
  while (at != std::string_view::npos) {
    const std::size_t end = std::min(value.find_first_of(kSeparators, at), value.size());
    out.emplace_back(at, end - at);
    at = value.find_first_not_of(kSeparators, end);
  }
  return out;
}

}  // namespace

CommandLine::CommandLine(std::vector<std::string> arguments)
    : arguments_(with_empty_values(std::move(arguments))) {
  for (const std::string& argument : arguments_) {
    if (!text_.empty()) text_.push_back(' ');
    const std::string quoted = shell_quoted(argument);
    starts_.push_back(text_.size() + (quoted.size() == argument.size() ? 0 : 1));
    text_ += quoted;
  }
}

std::vector<CommandLine::Place> CommandLine::places_of_option(std::string_view long_name,
                                                              char short_name) const {
  std::vector<Place> places;
  for (std::size_t i = 0; i < arguments_.size(); ++i) {
    const std::string_view argument = arguments_[i];
    const bool is_long = argument.substr(0, 2) == "--";
    const bool is_short = short_name != '\0' && !is_long && argument.size() >= 2 &&
                          argument[0] == '-' && argument[1] == short_name;
    if (argument == long_name || (is_short && argument.size() == 2)) {
      places.push_back({++i, 0});
    } else if (is_short) {
      places.push_back({i, 2});
    } else if (is_long && argument.substr(0, long_name.size() + 1) == cat(long_name, "=")) {
      places.push_back({i, long_name.size() + 1});
    }
  }
  return places;
}

SourceRange CommandLine::range(const Place& place, std::size_t offset, std::size_t length,
                               FileId file) const {
  const bool carries_quote = arguments_[place.argument].find('\'') != std::string::npos;
  if (carries_quote) return SourceRange{file, 1, 0, 1, 0};
  const std::size_t begin = starts_[place.argument] + place.offset + offset;
  const std::string_view text = text_;
  const auto column = static_cast<std::uint32_t>(display_width(text.substr(0, begin)) + 1);
  const auto wide = static_cast<std::uint32_t>(display_width(text.substr(begin, length)));
  return SourceRange{file, 1, column, 1, column + wide};
}

std::vector<Text> CommandLine::names_of_option(std::string_view long_name, char short_name,
                                               const std::vector<std::string>& values,
                                               FileId file) const {
  const std::vector<Place> places = places_of_option(long_name, short_name);
  std::vector<Text> names;
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (const auto& [offset, length] : pieces(values[i])) {
      Text name{values[i].substr(offset, length), {}};
      const bool known = places.size() == values.size() && places[i].argument < arguments_.size();
      if (known) name.at = range(places[i], offset, length, file);
      names.push_back(std::move(name));
    }
  }
  return names;
}

Text CommandLine::positional(const std::string& value, FileId file) const {
  const auto found = std::find(arguments_.rbegin(), arguments_.rend(), value);
  if (found == arguments_.rend()) return Text{value, {}};
  const auto index = static_cast<std::size_t>(arguments_.rend() - found - 1);
  return Text{value, range({index, 0}, 0, value.size(), file)};
}

}  // namespace modbuild::tool
