// The Ninja backend.
#pragma once

#include <string>

#include "emit/emit.h"

namespace modbuild {

// The text of build.ninja.
OutputFile emit_ninja(const EmitInput& input, Diagnostics& diagnostics);

}  // namespace modbuild
