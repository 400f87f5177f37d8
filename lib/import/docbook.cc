#include "import/docbook.h"

#include <algorithm>

#include "base/str.h"

namespace modbuild {
namespace {

// The text between `open` and `close`, from `at` on; moves `at` behind it. Empty at the end.
std::string_view element(std::string_view xml, std::string_view open, std::string_view close,
                         std::size_t& at) {
  const std::size_t begin = xml.find(open, at);
  if (begin == std::string_view::npos) {
    at = begin;
    return {};
  }
  const std::size_t end = std::min(xml.find(close, begin), xml.size());
  at = end;
  return xml.substr(begin + open.size(), end - begin - open.size());
}

bool is_conditional(std::string_view item) {
  const std::string text = ascii_lower(item);
  return text.find("optional") != std::string::npos || text.find(" if ") != std::string::npos ||
         text.find(" when ") != std::string::npos || text.find(" or ") != std::string::npos;
}

// "usrloc - User Location Module": the word before anything else.
std::string_view first_word(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\n\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_first_of(" \t\n\r.,:;(<", begin) - begin);
}

}  // namespace

std::vector<std::string> documented_modules(std::string_view xml) {
  const std::size_t dependencies = xml.find("<title>Dependencies</title>");
  if (dependencies == std::string_view::npos) return {};
  const std::size_t modules = xml.find("Modules</title>", dependencies);
  if (modules == std::string_view::npos) return {};
  const std::string_view section = xml.substr(modules, xml.find("</section>", modules) - modules);
  std::vector<std::string> names;
  for (std::size_t at = 0; at != std::string_view::npos;) {
    const std::string_view item = element(section, "<listitem>", "</listitem>", at);
    if (item.empty() || is_conditional(item)) continue;
    std::size_t inside = 0;
    std::string_view text = element(item, "<emphasis>", "</emphasis>", inside);
    if (text.empty()) text = element(item, "<para>", "</para>", inside = 0);
    const std::string_view name = first_word(text);
    if (!name.empty()) names.push_back(ascii_lower(name));
  }
  return names;
}

}  // namespace modbuild
