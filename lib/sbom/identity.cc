#include <fmt/chrono.h>

#include <ctime>

#include "base/digest.h"
#include "base/str.h"
#include "sbom/formats.h"

namespace modbuild {
namespace {

// RFC 3986: all but the unreserved characters.
std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = is_ascii_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

}  // namespace

std::string utc_time(std::int64_t seconds) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

std::string content_uuid(std::string_view content) {
  std::string hex = sha256_hex(content).substr(0, 32);
  hex[12] = '8';
  hex[16] = "89ab"[static_cast<unsigned char>(hex[16]) % 4U];
  const std::string_view digits = hex;
  return cat(digits.substr(0, 8), "-", digits.substr(8, 4), "-", digits.substr(12, 4), "-",
             digits.substr(16, 4), "-", digits.substr(20));
}

std::string package_url(const BillPart& part) {
  if (!part.is_external() || part.version.empty()) return {};
  return cat("pkg:generic/", percent_encoded(part.name), "@", percent_encoded(part.version));
}

}  // namespace modbuild
