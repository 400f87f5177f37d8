// Sorting, each once.
#pragma once

#include <algorithm>
#include <vector>

namespace modbuild {

template <class T>
void sort_once(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

}  // namespace modbuild
