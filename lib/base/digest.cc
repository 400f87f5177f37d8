#include "base/digest.h"

#include <sha1.h>
#include <sha2.h>

#include <array>
#include <cstdint>

namespace modbuild {
namespace {

const std::uint8_t* bytes_of(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  std::array<char, SHA256_DIGEST_STRING_LENGTH> text{};
  SHA256Data(bytes_of(bytes), bytes.size(), text.data());
  return text.data();
}

std::string sha1_hex(std::string_view bytes) {
  std::array<char, SHA1_DIGEST_STRING_LENGTH> text{};
  SHA1Data(bytes_of(bytes), bytes.size(), text.data());
  return text.data();
}

}  // namespace modbuild
