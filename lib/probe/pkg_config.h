// The pkg-config of this run: which program, where it looks, and whether its own library can read
// the files in its place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "probe/pkg_config_reader.h"
#include "probe/tools.h"

namespace modbuild {

struct PkgConfigProgram {
  std::vector<std::string> argv;  // absolute; empty when there is none
  PackagePaths paths;             // built into it
  // It is pkgconf as the library is: same version, asked by no other name than its own.
  bool same_as_library = false;
};

// The argv of pkg-config as it is named: the toolchain's, else $PKG_CONFIG, else for another
// machine TRIPLE-pkg-config if it is on PATH outside the tree, else pkg-config.
std::vector<std::string> pkg_config_command(const ProbeTools& tools,
                                            const Environment& environment);

// For another machine than this: which variables make pkg-config look there, and not here.
void point_pkg_config(ProbeTools& tools);

// Asks the program `argv`, which is there, what it is. `passing` when it did not come to say.
PkgConfigProgram identify_pkg_config(std::vector<std::string> argv, const ProbeTools& tools,
                                     bool& passing);

std::string packed(const PkgConfigProgram& program);
std::optional<PkgConfigProgram> unpacked_program(std::string_view bytes);

// Absolute directories in which .pc files are looked for, in order.
std::vector<std::string> package_directories(const PkgConfigProgram& program,
                                             const ProbeTools& tools);

// The names that fit a glob, the newest first: ruby-3.1 before ruby-2.7.
std::vector<std::string> newest_first(const std::string& pattern, std::vector<std::string> names);

}  // namespace modbuild
