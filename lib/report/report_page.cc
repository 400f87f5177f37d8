// Puts the page together: frame, style, scripts, data, and a policy that lets nothing else run.
#include <array>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/str.h"
#include "report/page_assets.h"
#include "report/report.h"

namespace modbuild {
namespace {

unsigned digit_value(char c) {
  return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
}

// Base64 (RFC 4648) of the bytes that `hex` stands for.
std::string base64_of_hex(std::string_view hex) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < hex.size(); i += 6) {  // three bytes, four digits of base64
    const std::string_view part = hex.substr(i, 6);
    unsigned bits = 0;
    for (std::size_t k = 0; k < 6; ++k)
      bits = bits << 4U | (k < part.size() ? digit_value(part[k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) {
      const bool is_there = k * 6 < part.size() * 4;
      out += is_there ? kDigits[bits >> (18 - 6 * k) & 63U] : '=';
    }
  }
  return out;
}

std::string hash_source(std::string_view text) {
  return cat("'sha256-", base64_of_hex(sha256_hex(text)), "'");
}

// Inside an element <script>, "<" could begin its end; in JSON it only stands in strings.
std::string inside_script(const std::string& json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string report_page(const std::string& data) {
  const std::string policy =
      cat("default-src 'none'; style-src ", hash_source(kPageStyle), "; script-src ",
          hash_source(kPageScript), "; base-uri 'none'; form-action 'none'");
  const std::array<std::pair<std::string_view, std::string>, 4> parts = {
      {{"<!--policy-->", policy},
       {"<!--style-->", std::string(kPageStyle)},
       {"<!--data-->", inside_script(data)},
       {"<!--script-->", std::string(kPageScript)}}};
  std::string page;
  std::string_view rest = kPageFrame;
  for (const auto& [mark, text] : parts) {
    const std::size_t at = rest.find(mark);
    MB_CHECK(at != std::string_view::npos);
    append(page, rest.substr(0, at), text);
    rest.remove_prefix(at + mark.size());
  }
  append(page, rest);
  return page;
}

}  // namespace modbuild
