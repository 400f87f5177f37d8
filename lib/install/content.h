// The bytes of a file as it is installed. Knows nothing of where they come from or go to.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "model/install_plan.h"

namespace modbuild {

// What is installed for `item`, whose source file holds `bytes`: the substitutions done (at each
// place the longest text that fits, once, left to right), the way to the build directory's
// libraries taken out of a binary's RUNPATH, so that `item.rpath` is what is left (elf_runpath.h).
// Files that ask for neither come back as they are. The error says why it cannot be done: "it has
// no RUNPATH, and should have '$ORIGIN/../lib'".
tl::expected<std::string, std::string> installed_content(const InstallItem& item,
                                                         std::string bytes);

}  // namespace modbuild
