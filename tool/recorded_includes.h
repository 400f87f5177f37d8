// The files that compilers read when they made the objects of the build directory.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

namespace modbuild::tool {

struct Context;

// By object, relative to the sources. `context` must be planned, for the tree as it is. Objects
// that Ninja would make again are left out; all are where the build directory is not of just this
// plan, or of make. `source_root`: from the build directory to the sources.
std::unordered_map<std::string, std::vector<std::string>> recorded_includes(
    Context& context, const std::string& source_root);

}  // namespace modbuild::tool
