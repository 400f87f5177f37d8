// Divides things that cost something and share inputs among a number of parts. Knows neither
// modules nor builds.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace modbuild {

// What some items need, and one that needs it pays for in each part.
struct DivisionUnit {
  std::string name;  // unique
  double cost = 0;
};

struct DivisionItem {
  std::size_t own = 0;              // the unit that is the item itself
  std::vector<std::size_t> shared;  // units that it needs besides, each once
};

// The part, from 0, of each item. Items lie on a line on which those that share the most costly
// units are neighbours, and the line is cut into stretches of like weight; a shared unit's cost is
// spread over its users, times the number of parts that will pay for it. So an item more or less
// moves only items at the ends of stretches: about one at each of the parts - 1 cuts, where items
// cost about the same. Where all costs are 0, items count alike.
std::vector<std::size_t> divide(const std::vector<DivisionUnit>& units,
                                const std::vector<DivisionItem>& items, std::size_t parts);

}  // namespace modbuild
