// The programs and flags that build for one machine: the environment's, or a [toolchains.NAME] of
// the tree with the environment's flags behind its own.
#pragma once

#include <string>
#include <vector>

namespace modbuild {

struct Toolchain {
  std::string name;                      // of the tree's [toolchains.NAME]; "" = the environment's
  std::vector<std::string> cc, cxx, ar;  // argv each
  std::vector<std::string> cflags, cxxflags, ldflags;  // behind the tree's own flags
  std::vector<std::string> launcher;
  // Where the target's headers and libraries are, absolute; "" = this machine's own.
  std::string sysroot;
  std::vector<std::string> pkg_config;         // argv; empty = $PKG_CONFIG, else pkg-config
  std::vector<std::string> pkg_config_path;    // searched before pkg-config's own directories
  std::vector<std::string> pkg_config_libdir;  // searched instead of them; empty = its own
};

}  // namespace modbuild
