// Reads the dependency section of a module's docbook documentation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

// The first word of each item in the list of modules that must be loaded, in lower case and in
// order; not all of them are names of modules. Items that say they are optional, or needed only in
// some case, are left out.
std::vector<std::string> documented_modules(std::string_view xml);

}  // namespace modbuild
