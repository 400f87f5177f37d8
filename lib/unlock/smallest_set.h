// The smallest subset of a few items that passes a test. Knows nothing of what items are.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace modbuild {

using ItemSet = std::vector<bool>;  // by item

struct SmallestSet {
  ItemSet items;
  bool smallest = true;  // else only: no item can be left out
};

// The test must pass for the set of all items. Of sets of one size the one that is least in
// dictionary order of its items is taken. Calls `passes` at most a few thousand times, then settles
// for a set of which no item can be left out.
//
// With `growing` (a set that passes still does so with more items) every set that fails, grown
// until it cannot grow without passing, tells which items at least one is needed of; the smallest
// set that hits all that is known so far is tried next. So large problems of many small choices are
// solved exactly. Without it, all sets are tried by size.
SmallestSet find_smallest_set(std::size_t count, bool growing,
                              const std::function<bool(const ItemSet&)>& passes);

}  // namespace modbuild
