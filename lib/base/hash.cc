#include "base/hash.h"

#include <xxhash.h>

#include "base/check.h"

namespace modbuild {
namespace {

std::string hex_digits(std::uint64_t value) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out(16, '0');
  for (std::size_t i = out.size(); i-- > 0; value >>= 4) out[i] = kDigits[value & 15U];
  return out;
}

}  // namespace

std::uint64_t hash_bytes(std::string_view bytes) {
  return XXH3_64bits(bytes.data(), bytes.size());
}

std::string hash_hex(std::string_view bytes) {
  return hex_digits(hash_bytes(bytes));
}

HashStream::HashStream() : state_(XXH3_createState()) {
  MB_CHECK(state_ != nullptr);
  XXH3_64bits_reset(state_);
}

HashStream::~HashStream() {
  XXH3_freeState(state_);
}

void HashStream::add(std::string_view bytes) {
  XXH3_64bits_update(state_, bytes.data(), bytes.size());
}

std::string HashStream::hex() const {
  return hex_digits(XXH3_64bits_digest(state_));
}

}  // namespace modbuild
