// Lists that hold each item once, and the sorting of what is nearly sorted.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace modbuild {

// For short lists whose order means something.
template <class T>
void add_once(std::vector<T>& items, T item) {
  if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(std::move(item));
}

template <class T>
void sort_once(std::vector<T>& items) {
  // Most of what is sorted here comes out of sorted listings.
  if (!std::is_sorted(items.begin(), items.end())) std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

// Sorts what consists of few ascending runs one after the other: looks at each item once for every
// doubling of their number.
template <class T>
void sort_runs(std::vector<T>& items) {
  std::vector<std::size_t> ends;
  for (std::size_t i = 1; i < items.size(); ++i) {
    if (items[i] < items[i - 1]) ends.push_back(i);
  }
  ends.push_back(items.size());
  const auto at = [&items](std::size_t index) {
    return items.begin() + static_cast<std::ptrdiff_t>(index);
  };
  while (ends.size() > 1) {
    std::vector<std::size_t> merged;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < ends.size(); i += 2) {
      const std::size_t end = ends[std::min(i + 1, ends.size() - 1)];
      std::inplace_merge(at(begin), at(ends[i]), at(end));
      merged.push_back(begin = end);
    }
    ends = std::move(merged);
  }
}

}  // namespace modbuild
