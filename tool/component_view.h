// One component as the plan has it: what is compiled and linked with which flags, each with the
// manifest line it came from; what is generated and installed.
#pragma once

#include <string>

#include "context.h"

namespace modbuild::tool {

std::string component_text(const Context& context, ComponentId id);

// The document modbuild.show/1.
std::string component_json(const Context& context, ComponentId id);

}  // namespace modbuild::tool
