// What stands where in build.ninja, found before any of it is written, so that its parts can be
// written at once: which step is the first to use a list, and must define it.
#pragma once

#include <cstddef>

#include "plan/plan.h"

namespace modbuild {

class NinjaIndex {
 public:
  // Steps go by their place in the plan's lists.
  explicit NinjaIndex(const Plan& plan);

  // Whether compile step `step` is the first to use the list; link step `step` likewise.
  bool is_first_compile(FlagsId id, std::size_t step) const { return is_first(flags_, id, step); }
  bool is_first_link(FlagsId id, std::size_t step) const {
    return is_first(flags_, id, compiles_ + step);
  }
  // Lists that say the same are one here.
  bool is_first_wait(OrderOnlyId id, std::size_t step) const {
    return id.valid() && is_first(waits_, same_[id], step);
  }
  // The number of a list among those that differ, from 1.
  std::size_t number(OrderOnlyId id) const { return number_[same_[id]]; }

 private:
  template <class Table, class IdType>
  static bool is_first(const Table& table, IdType id, std::size_t step) {
    return id.valid() && table[id] == step;
  }

  std::size_t compiles_;
  IdVector<FlagsId, std::size_t> flags_;      // the first step that uses it
  IdVector<OrderOnlyId, std::size_t> waits_;  // likewise
  IdVector<OrderOnlyId, OrderOnlyId> same_;
  IdVector<OrderOnlyId, std::size_t> number_;
};

}  // namespace modbuild
