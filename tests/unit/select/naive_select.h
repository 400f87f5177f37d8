// A second selection, written from DESIGN.md 3 and nothing else: sets of names, everything looked
// at again until nothing changes. Slow and short; the oracle of the property tests.
#pragma once

#include <set>
#include <string>

#include "select/select.h"

namespace modbuild::test {

// Names of all components that are on, and of those that are static.
struct NaiveSelection {
  std::set<std::string> on;
  std::set<std::string> made_static;
};

NaiveSelection naive_select(const Catalog& catalog, const Request& request,
                            const ProbeReport& probes);

}  // namespace modbuild::test
