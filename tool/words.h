// Names and counts of what is told, as lists of words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/catalog.h"
#include "model/words.h"

namespace modbuild::tool {

// Names of components, in the order of the ids.
std::vector<std::string> names_of(const Catalog& catalog, const std::vector<ComponentId>& ids);

// The hosts of a module: names, or "*".
std::vector<std::string> host_names(const Catalog& catalog, const Component& component);

// The groups a module is in, by name.
std::vector<std::string> group_names_of(const Catalog& catalog, ComponentId id);

// "2 errors, 1 warning"; "nothing is wrong" without any.
std::string findings_text(std::size_t errors, std::size_t warnings);

}  // namespace modbuild::tool
