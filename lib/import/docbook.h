// Reads the dependency section of a module's docbook documentation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

// The names emphasised in the list of modules that must be loaded, in order. Items that say they
// are optional, or needed only in some case, are left out; so is prose.
std::vector<std::string> documented_modules(std::string_view xml);

}  // namespace modbuild
