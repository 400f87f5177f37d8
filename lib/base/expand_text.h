// Fills {placeholders} into text. Which there are, and what they stand for, others know.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace modbuild {

// What a placeholder stands for; null when nobody knows it.
using PlaceholderLookup = std::function<const std::string*(std::string_view name)>;

// `text` with {name} replaced by what `lookup` says, {{ and }} by one brace. The first placeholder
// that it does not know is put in `unknown` (which stays empty otherwise) and left as it stands.
std::string expand_text(std::string_view text, const PlaceholderLookup& lookup,
                        std::string& unknown);

// Looks names up in `values`, which must outlive the result.
PlaceholderLookup lookup_in(const std::map<std::string, std::string>& values);

}  // namespace modbuild
