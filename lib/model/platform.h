// What the selected compiler builds for, and which compiler it is.
#pragma once

#include <cstdint>
#include <string>

namespace modbuild {

// How a module reaches its host: a file loaded at run time, or linked in.
enum class Linkage : std::uint8_t { Shared, Static };

// Where what is built runs: on the machine that is built for, or on the one the build itself runs
// on. They differ only where a toolchain of the tree is chosen.
enum class Machine : std::uint8_t { Target, Build };

struct Platform {
  std::string os;          // "linux", "freebsd", "darwin", ...
  std::string arch;        // "x86_64", "aarch64", ...
  std::string libc;        // "glibc", "musl", or "" when unknown
  std::string cc;          // "gcc" or "clang"
  std::string cc_version;  // "12.2.0"
  std::string triple;      // as the compiler says it: "x86_64-linux-gnu"
};

}  // namespace modbuild
