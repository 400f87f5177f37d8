#include "ci/divide.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "base/str.h"

namespace modbuild {
namespace {

struct Case {
  std::vector<DivisionUnit> units;
  std::vector<DivisionItem> items;
  std::size_t parts = 1;
};

// Items of costs within a factor of `spread` that need some of a few shared units.
Case make_case(std::uint32_t seed, std::size_t shared, int spread) {
  std::mt19937 random(seed);
  const auto below = [&random](std::size_t limit) { return random() % limit; };
  Case made;
  made.parts = 2 + below(15);
  for (std::size_t i = 0; i < shared; ++i) {
    made.units.push_back({cat("lib", std::to_string(i)), static_cast<double>(below(40))});
  }
  const std::size_t count = made.parts * (2 + below(20));
  for (std::size_t i = 0; i < count; ++i) {
    DivisionItem item;
    item.own = made.units.size();
    for (std::size_t unit = 0; unit < shared; ++unit) {
      if (below(4) == 0) item.shared.push_back(unit);
    }
    if (i > 0 && below(4) == 0) {
      // Another item, with all that it needs.
      const DivisionItem& other = made.items[below(i)];
      item.shared.push_back(other.own);
      item.shared.insert(item.shared.end(), other.shared.begin(), other.shared.end());
      std::sort(item.shared.begin(), item.shared.end());
      item.shared.erase(std::unique(item.shared.begin(), item.shared.end()), item.shared.end());
    }
    made.units.push_back(
        {cat("m", std::to_string(i)), 1 + static_cast<double>(below(100)) * (spread - 1) / 100});
    made.items.push_back(std::move(item));
  }
  return made;
}

std::vector<double> costs_of(const Case& one, const std::vector<std::size_t>& part_of) {
  std::vector<std::set<std::size_t>> units(one.parts);
  for (std::size_t i = 0; i < one.items.size(); ++i) {
    units[part_of[i]].insert(one.items[i].own);
    units[part_of[i]].insert(one.items[i].shared.begin(), one.items[i].shared.end());
  }
  std::vector<double> costs;
  for (const std::set<std::size_t>& part : units) {
    double sum = 0;
    for (const std::size_t unit : part) sum += one.units[unit].cost;
    costs.push_back(sum);
  }
  return costs;
}

bool is_needed(const Case& one, std::size_t unit) {
  return std::any_of(one.items.begin(), one.items.end(), [unit](const DivisionItem& item) {
    return std::find(item.shared.begin(), item.shared.end(), unit) != item.shared.end();
  });
}

double greatest(const std::vector<double>& costs) {
  return *std::max_element(costs.begin(), costs.end());
}

RC_GTEST_PROP(DivideProperty, PartsWithNothingSharedAreAsEvenAsItemsLet, (std::uint32_t seed)) {
  Case one = make_case(seed, 0, 5);
  for (DivisionItem& item : one.items) item.shared.clear();
  const std::vector<double> costs = costs_of(one, divide(one.units, one.items, one.parts));
  double whole = 0;
  double item = 0;
  for (const DivisionUnit& unit : one.units) {
    whole += unit.cost;
    item = std::max(item, unit.cost);
  }
  RC_ASSERT(greatest(costs) <= whole / static_cast<double>(one.parts) + item + 1e-6);
}

RC_GTEST_PROP(DivideProperty, TheOrderOfItemsDoesNotMatter, (std::uint32_t seed)) {
  Case one = make_case(seed, 6, 5);
  const std::vector<std::size_t> before = divide(one.units, one.items, one.parts);
  std::map<std::size_t, std::size_t> part_of;
  for (std::size_t i = 0; i < one.items.size(); ++i) part_of[one.items[i].own] = before[i];
  std::mt19937 random(seed);
  std::shuffle(one.items.begin(), one.items.end(), random);
  const std::vector<std::size_t> after = divide(one.units, one.items, one.parts);
  for (std::size_t i = 0; i < one.items.size(); ++i) {
    RC_ASSERT(after[i] == part_of[one.items[i].own]);
  }
}

// A new item shifts each of the cuts by at most its own weight and what its shared units weigh
// more; items are at least 1 and it at most 5.
RC_GTEST_PROP(DivideProperty, OneItemMoreMovesFew, (std::uint32_t seed, std::uint8_t where)) {
  const Case all = make_case(seed, 6, 5);
  Case fewer = all;
  std::size_t added = where % fewer.items.size();
  while (is_needed(all, all.items[added].own)) ++added;  // the last item nobody needs
  fewer.items.erase(fewer.items.begin() + static_cast<std::ptrdiff_t>(added));
  const std::vector<std::size_t> after = divide(all.units, all.items, all.parts);
  const std::vector<std::size_t> before = divide(fewer.units, fewer.items, fewer.parts);
  std::size_t moved = 0;
  for (std::size_t i = 0; i < fewer.items.size(); ++i) {
    if (before[i] != after[i < added ? i : i + 1]) ++moved;
  }
  RC_CLASSIFY(moved > all.parts - 1, "more than one at each cut");
  RC_ASSERT(moved <= 3 * (all.parts - 1));
}

TEST(Divide, KeepsTogetherWhatSharesACostlyUnit) {
  Case one;
  one.parts = 4;
  for (std::size_t lib = 0; lib < 4; ++lib) {
    one.units.push_back({cat("lib", std::to_string(lib)), 100});
  }
  for (std::size_t i = 0; i < 40; ++i) {
    one.items.push_back({one.units.size(), {i % 4}});
    one.units.push_back({cat("m", std::to_string(i)), 1});
  }
  const std::vector<std::size_t> part_of = divide(one.units, one.items, one.parts);
  EXPECT_EQ((std::vector<double>(4, 110)), costs_of(one, part_of));
}

TEST(Divide, CountsItemsWhereNothingIsKnownOfCosts) {
  Case one;
  one.parts = 3;
  for (std::size_t i = 0; i < 9; ++i) {
    one.items.push_back({i, {}});
    one.units.push_back({cat("m", std::to_string(i)), 0});
  }
  std::vector<std::size_t> sizes(3, 0);
  for (const std::size_t part : divide(one.units, one.items, 3)) ++sizes[part];
  EXPECT_EQ((std::vector<std::size_t>{3, 3, 3}), sizes);
}

TEST(Divide, LeavesPartsEmptyWhereThereAreFewItems) {
  const std::vector<DivisionUnit> units = {{"a", 1}, {"b", 1}};
  const std::vector<std::size_t> part_of = divide(units, {{0, {}}, {1, {}}}, 5);
  EXPECT_NE(part_of[0], part_of[1]);
  EXPECT_TRUE(divide({}, {}, 3).empty());
}

}  // namespace
}  // namespace modbuild
