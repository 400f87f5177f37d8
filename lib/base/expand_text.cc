#include "base/expand_text.h"

namespace modbuild {

PlaceholderLookup lookup_in(const std::map<std::string, std::string>& values) {
  return [&values](std::string_view name) {
    const auto found = values.find(std::string(name));
    return found == values.end() ? nullptr : &found->second;
  };
}

std::string expand_text(std::string_view text, const PlaceholderLookup& lookup,
                        std::string& unknown) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool doubled = at + 1 < text.size() && text[at + 1] == c;
    if ((c == '{' || c == '}') && doubled) {
      out += c;
      ++at;
      continue;
    }
    const std::size_t close = c == '{' ? text.find('}', at) : std::string_view::npos;
    if (close == std::string_view::npos) {
      out += c;
      continue;
    }
    const std::string_view name = text.substr(at + 1, close - at - 1);
    if (const std::string* value = lookup(name)) {
      out += *value;
    } else {
      if (unknown.empty()) unknown = name;
      out += text.substr(at, close - at + 1);
    }
    at = close;
  }
  return out;
}

}  // namespace modbuild
