#include "base/xml.h"

#include "base/utf8.h"

namespace modbuild {

std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : displayable(text, true)) {
    switch (c) {
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
      case '\r':
        out += "&#13;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

}  // namespace modbuild
