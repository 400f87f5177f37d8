#include "base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdint>
#include <mutex>
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

// Adds up what it is told.
class Tally : public LoopObserver {
 public:
  void worked(const TimeSpan& span, std::size_t calls) override {
    const std::scoped_lock lock(mutex_);
    EXPECT_LE(span.begin, span.end);
    ++workers;
    all_calls += calls;
  }
  std::size_t workers = 0;
  std::size_t all_calls = 0;

 private:
  std::mutex mutex_;
};

TEST(Parallel, TellsTheObserverOfEachThreadWhatItDid) {
  Tally tally;
  Threads threads = 4;
  threads.observer = &tally;
  for_each_index(1'000, threads, [](std::size_t) {});
  EXPECT_EQ(tally.workers, 4U);
  EXPECT_EQ(tally.all_calls, 1'000U);
  for_each_index(2, threads, [](std::size_t) {});
  EXPECT_EQ(tally.workers, 6U);
  EXPECT_EQ(tally.all_calls, 1'002U);
  for_each_index(0, threads, [](std::size_t) {});
  EXPECT_EQ(tally.workers, 6U);
}

TEST(Parallel, ZeroThreadsStandForAtLeastOne) {
  EXPECT_GE(effective_threads(0), 1U);
  EXPECT_EQ(effective_threads(5), 5U);
  EXPECT_EQ(squares(100, 0), squares(100, 1));
}

}  // namespace
}  // namespace modbuild
