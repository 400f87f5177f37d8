// Looks up the external libraries that are named on a command line.
#pragma once

#include <string>
#include <vector>

#include "context.h"

namespace modbuild::tool {

// The libs of these names, all of the tree's without any. A name that the tree does not declare is
// an error with a suggestion (MB070).
std::vector<LibId> find_libs(Context& context, const std::vector<std::string>& names);

}  // namespace modbuild::tool
