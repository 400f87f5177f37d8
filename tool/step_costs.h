// What the steps of a plan cost here: by the log of the build directory, else by source sizes.
#pragma once

#include <string>

#include "build_directory.h"
#include "context.h"
#include "preview/preview.h"

namespace modbuild::tool {

// For the steps of `preview`, which is what `context` planned. `build` may be one that does not
// exist; then the log is that of the build directory of the command. Where a log is read and `log`
// is still empty, `log` becomes the name of its directory.
StepCosts step_costs(const Context& context, const BuildDirectory& build, const Preview& preview,
                     std::string& log);

// Where figures come from: "from the log of 'build'".
std::string cost_source(const Cost& cost, const std::string& log);

// "12.3 s".
std::string seconds_text(double seconds);

std::uint64_t milliseconds(double seconds);

}  // namespace modbuild::tool
