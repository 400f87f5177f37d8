#include "unlock/smallest_set.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace modbuild::test {
namespace {

std::string text(const SmallestSet& found) {
  std::string out;
  for (const bool item : found.items) out += item ? '1' : '0';
  return out + (found.smallest ? "" : " by leaving out");
}

std::size_t size_of(const ItemSet& set) {
  return static_cast<std::size_t>(std::count(set.begin(), set.end(), true));
}

TEST(SmallestSet, NothingIsEnough) {
  EXPECT_EQ(text(find_smallest_set(3, true, [](const ItemSet&) { return true; })), "000");
  EXPECT_EQ(text(find_smallest_set(3, false, [](const ItemSet&) { return true; })), "000");
}

TEST(SmallestSet, TheFirstOfEqualsIsTaken) {
  const auto two = [](const ItemSet& set) { return size_of(set) >= 2; };
  EXPECT_EQ(text(find_smallest_set(4, true, two)), "1100");
  EXPECT_EQ(text(find_smallest_set(4, false, two)), "1100");
}

TEST(SmallestSet, ASingleLateItemBeatsTwoEarlyOnes) {
  const auto passes = [](const ItemSet& set) { return (set[0] && set[1]) || set[3]; };
  EXPECT_EQ(text(find_smallest_set(4, true, passes)), "0001");
  EXPECT_EQ(text(find_smallest_set(4, false, passes)), "0001");
}

TEST(SmallestSet, TestsThatDoNotGrowAreTriedBySize) {
  const auto passes = [](const ItemSet& set) { return set[2] && (!set[0] || size_of(set) == 4); };
  EXPECT_EQ(text(find_smallest_set(4, false, passes)), "0010");
}

TEST(SmallestSet, LargeProblemsOfSmallChoicesAreSolvedExactly) {
  const auto passes = [](const ItemSet& set) {
    for (std::size_t i = 0; i + 1 < set.size(); i += 2) {
      if (!set[i] && !set[i + 1]) return false;
    }
    return true;
  };
  const SmallestSet found = find_smallest_set(60, true, passes);
  EXPECT_TRUE(found.smallest);
  EXPECT_EQ(size_of(found.items), 30U);
}

TEST(SmallestSet, TooLongASearchSettlesForASetOfWhichNothingCanBeLeftOut) {
  const auto half = [](const ItemSet& set) { return size_of(set) >= 15; };
  const SmallestSet found = find_smallest_set(30, false, half);
  EXPECT_FALSE(found.smallest);
  EXPECT_EQ(size_of(found.items), 15U);
}

}  // namespace
}  // namespace modbuild::test
