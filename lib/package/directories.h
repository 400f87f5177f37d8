// Directories that packages own, because no package of the system brings them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "package/package.h"

namespace modbuild {

// For each package the directories it owns, sorted: those above its files that are the tree's own.
// One that several packages use is owned by those of them that need none of the others: their
// users find it there.
std::map<std::string, std::vector<std::string>> owned_directories(const PackageSet& set);

}  // namespace modbuild
