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

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\n\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\n\r") - begin + 1);
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
    std::string_view name = trimmed(element(item, "<emphasis>", "</emphasis>", inside));
    if (name.ends_with(" module")) name = trimmed(name.substr(0, name.size() - 7));
    if (!name.empty()) names.emplace_back(name);
  }
  return names;
}

}  // namespace modbuild
