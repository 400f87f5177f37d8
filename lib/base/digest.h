// Checksums that documents carry.
#pragma once

#include <string>
#include <string_view>

namespace modbuild {

// SHA-256 (FIPS 180-4) of `bytes`, 64 lower-case hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

// SHA-1, 40 digits: only where a format demands it (SPDX 2.3), never to tell files apart.
std::string sha1_hex(std::string_view bytes);

}  // namespace modbuild
