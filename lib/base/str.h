// Building and taking apart text: one allocation where it matters, no formatting language.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

// Appends every part to `out`.
template <class... Parts>
void append(std::string& out, const Parts&... parts) {
  (out.append(std::string_view(parts)), ...);
}

// All parts in one string.
template <class... Parts>
std::string cat(const Parts&... parts) {
  std::string out;
  out.reserve((std::string_view(parts).size() + ... + 0));
  append(out, parts...);
  return out;
}

// The items with `separator` between them.
std::string join(const std::vector<std::string>& items, std::string_view separator);

// `text` cut at each run of characters of `separators`; empty pieces are left out.
std::vector<std::string> split(std::string_view text, std::string_view separators);

// Whether `c` is a letter or digit of ASCII, whatever the locale.
constexpr bool is_ascii_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// ASCII lower case; other bytes stay.
std::string ascii_lower(std::string_view text);

// "1 module", "3 modules".
std::string count_of(std::size_t count, std::string_view noun);

}  // namespace modbuild
