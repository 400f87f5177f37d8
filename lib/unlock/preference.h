// Which of several libs one would rather install, where either would do.
#pragma once

#include <compare>
#include <cstddef>

#include "unlock/unlock.h"

namespace modbuild {

// The lesser is the better: a package that the tree names, an early place in `any-lib` lists, the
// first name.
struct LibRank {
  int source = 0;
  std::size_t place = 0;
  LibId id;
  friend auto operator<=>(const LibRank&, const LibRank&) = default;
};

IdVector<LibId, LibRank> lib_ranks(const Catalog& catalog, const ProbeReport& probes);

}  // namespace modbuild
