#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace modbuild {
namespace {

using Body = std::function<void(std::size_t)>;

// Runs on one thread of a loop: takes blocks of indices until none is left. Returns how many
// indices it had.
class Worker {
 public:
  Worker(std::size_t count, std::size_t block, const Body& body, std::atomic<std::size_t>& next)
      : count_(count), block_(block), body_(body), next_(next) {}

  std::size_t operator()() const {
    std::size_t calls = 0;
    for (std::size_t begin = next_.fetch_add(block_); begin < count_;
         begin = next_.fetch_add(block_)) {
      const std::size_t end = std::min(count_, begin + block_);
      for (std::size_t i = begin; i < end; ++i) body_(i);
      calls += end - begin;
    }
    return calls;
  }

 private:
  std::size_t count_;
  std::size_t block_;
  const Body& body_;
  std::atomic<std::size_t>& next_;
};

void observed(const Worker& work, LoopObserver* observer) {
  if (observer == nullptr) {
    work();
    return;
  }
  const StatsClock::time_point begin = StatsClock::now();
  const std::size_t calls = work();
  observer->worked({begin, StatsClock::now()}, calls);
}

}  // namespace

unsigned effective_threads(Threads threads) {
  return threads.count > 0 ? threads.count : std::max(1U, std::thread::hardware_concurrency());
}

void for_each_index(std::size_t count, Threads threads, const Body& body) {
  // Blocks keep the shared counter cold; 16 of them per thread even out unequal work.
  const std::size_t workers = std::min<std::size_t>(effective_threads(threads), count);
  if (workers == 0) return;
  const std::size_t block = workers == 1 ? count : std::max<std::size_t>(1, count / (workers * 16));
  std::atomic<std::size_t> next{0};
  const Worker work(count, block, body, next);
  std::vector<std::jthread> pool;
  for (std::size_t i = 1; i < workers; ++i) {
    pool.emplace_back([&] { observed(work, threads.observer); });
  }
  observed(work, threads.observer);
}

}  // namespace modbuild
