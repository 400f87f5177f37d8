// Did-you-mean: which of the known words was probably meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace modbuild {

// Damerau-Levenshtein distance (adjacent swaps count one), ignoring ASCII case.
std::size_t edit_distance(std::string_view a, std::string_view b);

// Up to three known words nearest to `word`, best first; none further than max(1, length / 3)
// edits. Ties are ordered by name.
std::vector<std::string> suggestions(std::string_view word, const std::vector<std::string>& known);

// "did you mean 'a' or 'b'?", or "" without a near word.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace modbuild
