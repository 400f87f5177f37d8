// The parts of a file that is written, one after the other.
#pragma once

#include <functional>
#include <string_view>

#include "base/parallel.h"
#include "emit/emit.h"
#include "os/host_error.h"

namespace modbuild {

// Gives `take` the text of `file` in order, each part once, on the calling thread; while it works,
// `threads` make those that come next, so that no more than a few are ever in memory. Ends with the
// first error of `take`.
Expected<void> for_each_part(const OutputFile& file, Threads threads,
                             const std::function<Expected<void>(std::string_view)>& take);

}  // namespace modbuild
