// Writes what was imported as manifests: TOML, sorted where order means nothing, as a person would.
#pragma once

#include <string>

#include "import/imported.h"

namespace modbuild {

// Stand around the name of a placeholder in values that are otherwise literal text.
inline constexpr char kPlaceholderBegin = '\x01';
inline constexpr char kPlaceholderEnd = '\x02';

// modbuild.toml. `sources` is `[tree] sources`, "" = the tree has its sources itself.
std::string tree_manifest_text(const ImportedTree& tree, const std::string& sources);

// module.toml of one component.
std::string component_manifest_text(const ImportedComponent& component);

}  // namespace modbuild
