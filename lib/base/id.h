// Typed indices. Ids are handed out in sorted order, so id order is output order.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/check.h"

namespace modbuild {

// An index into one table; ids of different tables cannot be mixed up.
template <class Tag>
struct Id {
  static constexpr std::uint32_t kNone = 0xffffffffU;
  std::uint32_t value = kNone;

  constexpr bool valid() const { return value != kNone; }
  friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

// A vector indexed by one kind of id.
template <class IdType, class T>
class IdVector {
 public:
  IdVector() = default;
  explicit IdVector(std::size_t size, const T& value = T()) : items_(size, value) {}

  T& operator[](IdType id) {
    MB_CHECK(id.value < items_.size());
    return items_[id.value];
  }
  const T& operator[](IdType id) const {
    MB_CHECK(id.value < items_.size());
    return items_[id.value];
  }
  IdType push_back(T item) {
    items_.push_back(std::move(item));
    return IdType{static_cast<std::uint32_t>(items_.size() - 1)};
  }
  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  std::vector<T>& raw() { return items_; }
  const std::vector<T>& raw() const { return items_; }

  // Ids of all items, for range-for.
  class IdRange {
   public:
    struct Iterator {
      std::uint32_t at;
      IdType operator*() const { return IdType{at}; }
      Iterator& operator++() {
        ++at;
        return *this;
      }
      bool operator!=(const Iterator& other) const { return at != other.at; }
    };
    explicit IdRange(std::uint32_t size) : size_(size) {}
    Iterator begin() const { return {0}; }
    Iterator end() const { return {size_}; }

   private:
    std::uint32_t size_;
  };
  IdRange ids() const { return IdRange(static_cast<std::uint32_t>(items_.size())); }

 private:
  std::vector<T> items_;
};

}  // namespace modbuild
