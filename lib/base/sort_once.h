// Sorting, each once.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace modbuild {

inline void sort_once(std::vector<std::string>& names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
}

}  // namespace modbuild
