// Parallel loops over indices. Each call writes only its own slot, so results never depend on the
// number of threads.
#pragma once

#include <cstddef>
#include <functional>

#include "base/stats.h"

namespace modbuild {

// Is told what the threads of a loop did, by each of them when it has no more to do.
class LoopObserver {
 public:
  virtual ~LoopObserver() = default;
  // The calling thread called the loop's body `calls` times within `span`.
  virtual void worked(const TimeSpan& span, std::size_t calls) = 0;
};

// How many threads loops may use, and who is told of them. A number stands for itself.
struct Threads {
  unsigned count = 0;                // the caller's included; 0 = one per processor
  LoopObserver* observer = nullptr;  // null = nobody

  // NOLINTNEXTLINE(google-explicit-constructor): a number stands for itself
  Threads(unsigned number = 0) : count(number) {}
};

// Calls `body(i)` once for each i in [0, count); returns when all are done.
void for_each_index(std::size_t count, Threads threads,
                    const std::function<void(std::size_t)>& body);

// The number of threads that `threads` stands for (0 = processors this process may use).
unsigned effective_threads(Threads threads);

}  // namespace modbuild
