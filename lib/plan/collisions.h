// Names that are one where case does not count.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

namespace modbuild {

// Of `count` names each that is like an earlier one, ASCII case ignored, with the first such:
// (first, other) in the order of `other`. Costs a hash of each name where there are none.
std::vector<std::pair<std::size_t, std::size_t>> same_ignoring_case(
    std::size_t count, const std::function<std::string_view(std::size_t)>& name);

}  // namespace modbuild
