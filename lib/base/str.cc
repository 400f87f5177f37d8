#include "base/str.h"

namespace modbuild {

std::string join(const std::vector<std::string>& items, std::string_view separator) {
  std::string out;
  for (const std::string& item : items) {
    if (!out.empty()) out += separator;
    out += item;
  }
  return out;
}

std::vector<std::string> split(std::string_view text, std::string_view separators) {
  std::vector<std::string> pieces;
  std::size_t at = 0;
  while (true) {
    const std::size_t begin = text.find_first_not_of(separators, at);
    if (begin == std::string_view::npos) return pieces;
    at = text.find_first_of(separators, begin);
    if (at == std::string_view::npos) at = text.size();
    pieces.emplace_back(text.substr(begin, at - begin));
  }
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string count_of(std::size_t count, std::string_view noun) {
  return cat(std::to_string(count), " ", noun, count == 1 ? "" : "s");
}

}  // namespace modbuild
