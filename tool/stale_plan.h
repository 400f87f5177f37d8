// Whether what the build directory says is still what the tree says.
#pragma once

#include "build_directory.h"

namespace modbuild::tool {

// False after an error (MB176): a manifest or another file that the last gen read has changed
// since, so that a directory may be built into binaries that are to be installed elsewhere.
bool check_plan_is_current(BuildDirectory& build, Context& context);

}  // namespace modbuild::tool
