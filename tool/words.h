// The manifest's words for the model's values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/catalog.h"

namespace modbuild::tool {

std::string_view kind_word(ComponentKind kind);
std::string_view support_word(Support support);
std::string_view language_word(Language language);
std::string_view linkage_word(Linkage linkage);
std::string_view feature_default_word(FeatureDefault value);

// Names of components, in the order of the ids.
std::vector<std::string> names_of(const Catalog& catalog, const std::vector<ComponentId>& ids);

// The hosts of a module: names, or "*".
std::vector<std::string> host_names(const Catalog& catalog, const Component& component);

// The groups a module is in, by name.
std::vector<std::string> group_names_of(const Catalog& catalog, ComponentId id);

// "2 errors, 1 warning"; "nothing is wrong" without any.
std::string findings_text(std::size_t errors, std::size_t warnings);

}  // namespace modbuild::tool
