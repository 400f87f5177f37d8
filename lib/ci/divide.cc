#include "ci/divide.h"

#include <algorithm>
#include <numeric>

namespace modbuild {
namespace {

class Divider {
 public:
  Divider(const std::vector<DivisionUnit>& units, const std::vector<DivisionItem>& items,
          std::size_t parts)
      : units_(units), items_(items), parts_(static_cast<double>(parts)) {}

  std::vector<std::size_t> run() {
    count_users();
    rank_units();
    std::vector<double> weights;
    for (const DivisionItem& item : items_) weights.push_back(weight(item));
    double whole = std::accumulate(weights.begin(), weights.end(), 0.0);
    if (whole <= 0) {
      weights.assign(items_.size(), 1);
      whole = static_cast<double>(items_.size());
    }
    std::vector<std::size_t> part_of(items_.size());
    double before = 0;
    for (const std::size_t item : line()) {
      const double middle = before + weights[item] / 2;
      const auto part = static_cast<std::size_t>(middle / whole * parts_);
      part_of[item] = std::min(part, static_cast<std::size_t>(parts_) - 1);
      before += weights[item];
    }
    return part_of;
  }

 private:
  void count_users() {
    users_.assign(units_.size(), 0);
    for (const DivisionItem& item : items_) {
      users_[item.own] += 1;
      for (const std::size_t unit : item.shared) users_[unit] += 1;
    }
  }

  // The most costly first.
  void rank_units() {
    std::vector<std::size_t> order(units_.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      if (units_[a].cost != units_[b].cost) return units_[a].cost > units_[b].cost;
      return units_[a].name < units_[b].name;
    });
    rank_.resize(units_.size());
    for (std::size_t i = 0; i < order.size(); ++i) rank_[order[i]] = i;
  }

  // A unit with few users on the line will be paid for in one part, one that all use in every part.
  double share(std::size_t unit) const {
    const double users = users_[unit];
    const double paid =
        std::min(parts_, 1 + (users - 1) * parts_ / static_cast<double>(items_.size()));
    return units_[unit].cost * paid / users;
  }

  double weight(const DivisionItem& item) const {
    double sum = share(item.own);
    for (const std::size_t unit : item.shared) sum += share(unit);
    return sum;
  }

  // The items in the order of the line: by the units that they need, the most costly first, behind
  // which stands their own where nobody else needs it.
  std::vector<std::size_t> line() const {
    std::vector<std::vector<std::size_t>> keys;
    for (const DivisionItem& item : items_) {
      std::vector<std::size_t> key;
      for (const std::size_t unit : item.shared) key.push_back(rank_[unit]);
      const bool is_shared = users_[item.own] > 1;
      if (is_shared) key.push_back(rank_[item.own]);
      std::sort(key.begin(), key.end());
      if (!is_shared) key.push_back(rank_[item.own]);
      keys.push_back(std::move(key));
    }
    std::vector<std::size_t> order(items_.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(),
              [&keys](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
    return order;
  }

  const std::vector<DivisionUnit>& units_;
  const std::vector<DivisionItem>& items_;
  double parts_;
  std::vector<double> users_;      // how many items need each unit
  std::vector<std::size_t> rank_;  // of each unit by its cost
};

}  // namespace

std::vector<std::size_t> divide(const std::vector<DivisionUnit>& units,
                                const std::vector<DivisionItem>& items, std::size_t parts) {
  return Divider(units, items, parts).run();
}

}  // namespace modbuild
