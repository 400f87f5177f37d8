// XXH3 hashes for cache keys and change detection; not for security.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

struct XXH3_state_s;

namespace modbuild {

// 64-bit XXH3 of the bytes; the same on every machine.
std::uint64_t hash_bytes(std::string_view bytes);

// The hash as 16 lower-case hex digits.
std::string hash_hex(std::string_view bytes);

// The hash of a text that comes in pieces, as of the whole.
class HashStream {
 public:
  HashStream();
  ~HashStream();
  HashStream(const HashStream&) = delete;
  HashStream& operator=(const HashStream&) = delete;

  void add(std::string_view bytes);
  // As hash_hex().
  std::string hex() const;

 private:
  XXH3_state_s* state_;
};

}  // namespace modbuild
