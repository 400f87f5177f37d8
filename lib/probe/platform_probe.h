// Which machine a compiler builds for, which compiler it is, and which distribution this is.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "model/catalog.h"
#include "model/install_dirs.h"
#include "model/platform.h"
#include "model/toolchain.h"
#include "os/environment.h"
#include "os/process_runner.h"

namespace modbuild {

// Asks the C compiler with -v, and with -dumpmachine if need be; MB090 when it cannot be run. A
// name without '/' is looked up on PATH, passing over entries below `tree_root`. What the answer
// depends on is added to `inputs`.
Platform ask_compiler(const Toolchain& toolchain, const std::string& tree_root,
                      const std::map<std::string, std::string>& environment,
                      ProcessRunner& processes, std::vector<std::string>& inputs,
                      Diagnostics& diagnostics);

// What this program was itself built for; the answer when nothing may be asked.
Platform own_platform();

// "x86_64-linux-gnu" -> os, arch and libc.
Platform platform_of_triple(std::string_view triple);

// The name under which `packages` of the catalog know this system: ID of os-release(5), or the
// first word of ID_LIKE that some lib mentions; "" without an os-release.
std::string distribution_of(std::string_view os_release, const Catalog& catalog);

// Where this distribution keeps libraries of `platform`, by the rules that the GNUInstallDirs of
// CMake follow too: Debian and its kin have one directory per machine below /usr and plain lib
// elsewhere, systems with a /usr/lib64 of its own use lib64 for 64-bit machines, others lib.
LibraryDirectories library_directories_of(const Environment& environment, const Platform& platform);

}  // namespace modbuild
