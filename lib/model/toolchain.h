// The programs and flags that build for one machine: the environment's, or a [toolchains.NAME] of
// the tree with the environment's flags behind its own.
#pragma once

#include <string>
#include <vector>

namespace modbuild {

struct Toolchain {
  std::string name;                      // of the tree's [toolchains.NAME]; "" = the environment's
  std::vector<std::string> cc, cxx, ar;  // argv each
  std::vector<std::string> cflags, cxxflags, ldflags;  // behind the tree's own; --sysroot included
  // argv in front of the compiler, of C and assembler and of C++; empty = none.
  std::vector<std::string> launcher_c, launcher_cxx;
  // Where the target's headers and libraries are, absolute; "" = this machine's own.
  std::string sysroot;
  std::vector<std::string> pkg_config;         // argv; empty = $PKG_CONFIG, else pkg-config
  std::vector<std::string> pkg_config_path;    // searched before pkg-config's own directories
  std::vector<std::string> pkg_config_libdir;  // searched instead of them; empty = its own
};

struct DeclaredToolchain;

// `declared` as a toolchain: its programs instead of the environment's, its flags before them.
// Where it names no C++ compiler or archiver, they are those that go with its C compiler:
// aarch64-linux-gnu-g++ and aarch64-linux-gnu-ar with aarch64-linux-gnu-gcc.
Toolchain combine(const DeclaredToolchain& declared, const Toolchain& environment);

}  // namespace modbuild
