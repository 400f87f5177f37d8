// Sorting, each once.
#pragma once

#include <algorithm>
#include <vector>

namespace modbuild {

template <class T>
void sort_once(std::vector<T>& items) {
  // Most of what is sorted here comes out of sorted listings.
  if (!std::is_sorted(items.begin(), items.end())) std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

}  // namespace modbuild
