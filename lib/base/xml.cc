#include "base/xml.h"

#include "base/utf8.h"

namespace modbuild {

std::string xml_text(std::string_view text) {
  constexpr std::string_view kNoCharacter = "\xEF\xBF";  // U+FFFE and U+FFFF start so
  const std::string shown = displayable(text, true);
  std::string out;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    switch (shown[i]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\xBE':
      case '\xBF':
        if (out.ends_with(kNoCharacter)) {
          out.erase(out.size() - kNoCharacter.size());
          out += shown[i] == '\xBE' ? "\\u{FFFE}" : "\\u{FFFF}";
          break;
        }
        [[fallthrough]];
      default:
        out += shown[i];
    }
  }
  return out;
}

}  // namespace modbuild
