// Parallel loops over indices. Each call writes only its own slot, so results never depend on the
// number of threads.
#pragma once

#include <cstddef>
#include <functional>

namespace modbuild {

// Calls `body(i)` once for each i in [0, count) on up to `threads` threads (the caller's included);
// returns when all are done. `threads` 0 means one per processor.
void for_each_index(std::size_t count, unsigned threads,
                    const std::function<void(std::size_t)>& body);

// The number of threads that `threads` stands for (0 = processors this process may use).
unsigned effective_threads(unsigned threads);

}  // namespace modbuild
