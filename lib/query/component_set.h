// A set of components, one bit each; its members come out in the order of their ids.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/component.h"

namespace modbuild {

class ComponentSet {
 public:
  ComponentSet() = default;
  // Empty, for ids below `size`; sets that are combined are of one size.
  explicit ComponentSet(std::size_t size) : words_((size + 63) / 64, 0) {}

  bool has(ComponentId id) const { return (words_[id.value / 64] & bit(id)) != 0; }
  // False when it was a member already.
  bool add(ComponentId id) {
    std::uint64_t& word = words_[id.value / 64];
    const bool is_new = (word & bit(id)) == 0;
    word |= bit(id);
    return is_new;
  }
  void unite(const ComponentSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
  }
  void intersect(const ComponentSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
  }
  void subtract(const ComponentSet& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
  }

  std::vector<ComponentId> ids() const {
    std::vector<ComponentId> ids;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t left = words_[i]; left != 0; left &= left - 1) {
        ids.push_back({static_cast<std::uint32_t>(i * 64) + lowest_bit(left)});
      }
    }
    return ids;
  }

 private:
  static std::uint32_t lowest_bit(std::uint64_t word) {
    return static_cast<std::uint32_t>(std::countr_zero(word));
  }
  static std::uint64_t bit(ComponentId id) { return std::uint64_t{1} << id.value % 64; }

  std::vector<std::uint64_t> words_;
};

}  // namespace modbuild
