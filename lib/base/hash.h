// XXH3 hashes for cache keys and change detection; not for security.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace modbuild {

// 64-bit XXH3 of the bytes; the same on every machine.
std::uint64_t hash_bytes(std::string_view bytes);

// The hash as 16 lower-case hex digits.
std::string hash_hex(std::string_view bytes);

}  // namespace modbuild
