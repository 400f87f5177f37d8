// Which diagnostic tells of a name that tools cannot carry.
#pragma once

#include "base/portable_name.h"
#include "diag/codes.h"

namespace modbuild {

// MB060 to MB065, by what is wrong with the name.
Code code_of(NameFault fault);

}  // namespace modbuild
