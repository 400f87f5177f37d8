// The bytes of a file as it is installed. Knows nothing of where they come from or go to.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "model/install_plan.h"

namespace modbuild {

// What is installed for `item`, whose source file holds `bytes`: the substitutions done (at each
// place the longest text that fits, once, left to right), a binary's RUNPATH set to `item.rpath`
// (the build's one removed where that is empty). Files that ask for neither come back as they are.
// The error says why it cannot be done: "its RUNPATH has room for 12 bytes, and needs 30".
tl::expected<std::string, std::string> installed_content(const InstallItem& item,
                                                         std::string bytes);

}  // namespace modbuild
