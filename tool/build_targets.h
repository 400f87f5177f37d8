// Building some targets of the plan at hand, for commands that need them.
#pragma once

#include <string>
#include <vector>

#include "build_directory.h"
#include "exit_status.h"

namespace modbuild::tool {

struct Context;

// Runs ninja or make, whichever `backend` says, for `targets`: names or files of the build
// directory. What was to be said before is written first, and its output passes through.
ExitStatus build_targets(const std::vector<std::string>& targets, const std::string& backend,
                         Context& context, BuildDirectory& build);

}  // namespace modbuild::tool
