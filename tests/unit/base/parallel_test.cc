#include "base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <vector>

namespace modbuild {
namespace {

std::vector<std::uint64_t> squares(std::size_t count, unsigned threads) {
  std::vector<std::uint64_t> result(count);
  for_each_index(count, threads, [&](std::size_t i) { result[i] = i * i + 1; });
  return result;
}

TEST(Parallel, ResultsDoNotDependOnTheNumberOfThreads) {
  const std::vector<std::uint64_t> expected = squares(10'007, 1);
  for (const unsigned threads : {2U, 3U, 8U, 64U}) EXPECT_EQ(squares(10'007, threads), expected);
}

TEST(Parallel, VisitsEveryIndexOnce) {
  for (const std::size_t count : {0U, 1U, 2U, 7U, 100U, 1'000U}) {
    std::vector<std::atomic<int>> visits(count);
    for_each_index(count, 8, [&](std::size_t i) { ++visits[i]; });
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(visits[i].load(), 1) << i << " of " << count;
  }
}

TEST(Parallel, ReturnsOnlyWhenAllIsDone) {
  std::atomic<int> done{0};
  for_each_index(1'000, 4, [&](std::size_t) { ++done; });
  EXPECT_EQ(done.load(), 1'000);
}

TEST(Parallel, ZeroThreadsStandForAtLeastOne) {
  EXPECT_GE(effective_threads(0), 1U);
  EXPECT_EQ(effective_threads(5), 5U);
  EXPECT_EQ(squares(100, 0), squares(100, 1));
}

}  // namespace
}  // namespace modbuild
