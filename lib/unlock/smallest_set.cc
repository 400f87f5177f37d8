#include "unlock/smallest_set.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace modbuild {
namespace {

constexpr std::size_t kMostTests = 4096;
constexpr std::size_t kMostSteps = 200'000;  // of one search for a hitting set

using Items = std::vector<std::size_t>;  // ascending

// The smallest set with a member in each of `sets`, least in dictionary order; nothing when the
// search grows too long.
class HittingSet {
 public:
  explicit HittingSet(const std::vector<Items>& sets) : sets_(sets) {}

  std::optional<Items> find(std::size_t count) {
    std::size_t size = lower_bound();
    while (!exists(size)) {
      if (steps_ >= kMostSteps) return std::nullopt;
      ++size;
    }
    // Each item that some solution of this size begins with, in order.
    for (std::size_t item = 0; item < count && chosen_.size() < size; ++item) {
      chosen_.push_back(item);
      if (!exists(size - chosen_.size())) chosen_.pop_back();
      if (steps_ >= kMostSteps) return std::nullopt;
    }
    return chosen_;
  }

 private:
  bool hit(const Items& set) const {
    return std::any_of(set.begin(), set.end(), [this](std::size_t item) {
      return std::find(chosen_.begin(), chosen_.end(), item) != chosen_.end();
    });
  }

  // Sets that share no item need one each.
  std::size_t lower_bound() const {
    Items used;
    std::size_t count = 0;
    for (const Items& set : sets_) {
      const bool apart = std::none_of(set.begin(), set.end(), [&](std::size_t item) {
        return std::find(used.begin(), used.end(), item) != used.end();
      });
      if (hit(set) || !apart) continue;
      used.insert(used.end(), set.begin(), set.end());
      ++count;
    }
    return count;
  }

  // Whether `left` more items hit every set.
  bool exists(std::size_t left) {
    if (++steps_ >= kMostSteps || lower_bound() > left) return false;
    const auto open =
        std::find_if(sets_.begin(), sets_.end(), [this](const Items& set) { return !hit(set); });
    if (open == sets_.end()) return true;
    for (const std::size_t item : *open) {
      chosen_.push_back(item);
      const bool found = exists(left - 1);
      chosen_.pop_back();
      if (found) return true;
    }
    return false;
  }

  const std::vector<Items>& sets_;
  Items chosen_;
  std::size_t steps_ = 0;
};

class Finder {
 public:
  Finder(std::size_t count, const std::function<bool(const ItemSet&)>& passes)
      : count_(count), passes_(passes) {}

  std::optional<ItemSet> by_hitting() {
    std::vector<Items> needed;
    while (true) {
      const std::optional<Items> hitting = HittingSet(needed).find(count_);
      if (!hitting || tests_ > kMostTests) return std::nullopt;
      ItemSet set = set_of(*hitting);
      if (test(set)) return set;
      for (std::size_t i = 0; i < count_; ++i) {
        if (set[i]) continue;
        set[i] = true;
        if (test(set)) set[i] = false;
      }
      Items left_out;
      for (std::size_t i = 0; i < count_; ++i) {
        if (!set[i]) left_out.push_back(i);
      }
      needed.push_back(std::move(left_out));
    }
  }

  std::optional<ItemSet> by_size() {
    for (std::size_t size = 0; size <= count_; ++size) {
      Items items(size);
      std::iota(items.begin(), items.end(), std::size_t{0});
      do {
        if (tests_ >= kMostTests) return std::nullopt;
        ItemSet set = set_of(items);
        if (test(set)) return set;
      } while (next(items));
    }
    return std::nullopt;
  }

  // Leaves out what can be left out, the last items first, until nothing can.
  ItemSet by_leaving_out() {
    ItemSet set(count_, true);
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t i = count_; i-- > 0;) {
        if (!set[i]) continue;
        set[i] = false;
        if (test(set)) {
          changed = true;
        } else {
          set[i] = true;
        }
      }
    }
    return set;
  }

 private:
  bool test(const ItemSet& set) {
    ++tests_;
    return passes_(set);
  }

  ItemSet set_of(const Items& items) const {
    ItemSet set(count_, false);
    for (const std::size_t item : items) set[item] = true;
    return set;
  }

  // The next combination of the same size; false after the last one.
  bool next(Items& items) const {
    std::size_t i = items.size();
    while (i > 0 && items[i - 1] == count_ - items.size() + i - 1) --i;
    if (i == 0) return false;
    ++items[i - 1];
    for (; i < items.size(); ++i) items[i] = items[i - 1] + 1;
    return true;
  }

  std::size_t count_;
  const std::function<bool(const ItemSet&)>& passes_;
  std::size_t tests_ = 0;
};

}  // namespace

SmallestSet find_smallest_set(std::size_t count, bool growing,
                              const std::function<bool(const ItemSet&)>& passes) {
  Finder finder(count, passes);
  std::optional<ItemSet> found = growing ? finder.by_hitting() : finder.by_size();
  if (found) return {*std::move(found), true};
  return {finder.by_leaving_out(), false};
}

}  // namespace modbuild
