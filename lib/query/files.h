// Which components the files of a tree belong to.
#pragma once

#include <string_view>
#include <vector>

#include "model/catalog.h"
#include "query/component_set.h"

namespace modbuild {

// Adds to `owners` the components that name one of `paths` (relative to the tree's root, a leading
// "//" or "./" is passed over): as their manifest, a source, the input of a step, what is
// installed, what their ABI depends on. For a file that nobody names, those of the nearest
// directory upwards. A glob stands for files that are named.
void add_owners(const Catalog& catalog, const std::vector<std::string_view>& paths,
                ComponentSet& owners);

}  // namespace modbuild
