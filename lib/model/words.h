// The manifest's words for the model's values.
#pragma once

#include <string_view>

#include "model/component.h"

namespace modbuild {

std::string_view kind_word(ComponentKind kind);
std::string_view support_word(Support support);
std::string_view language_word(Language language);
std::string_view linkage_word(Linkage linkage);
std::string_view feature_default_word(FeatureDefault value);

}  // namespace modbuild
