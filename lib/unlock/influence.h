// Which libs can matter for which components: the graph of everything that a verdict may depend on.
#pragma once

#include <vector>

#include "unlock/unlock.h"

namespace modbuild {

struct Influence {
  IdVector<ComponentId, std::vector<LibId>> libs;          // that it asks about itself
  IdVector<ComponentId, std::vector<ComponentId>> reads;   // whose verdicts it depends on
  IdVector<ComponentId, std::vector<ComponentId>> rivals;  // those it has a conflict with
};

Influence influence_of(const Catalog& catalog, const Wanted& wanted);

// The libs among `missing` that the component depends on, through others too; in id order.
std::vector<LibId> libs_behind(const Influence& influence, ComponentId id,
                               const std::vector<LibId>& missing);

// Whether the component can only gain by libs that are found: nothing that it says forbids a lib,
// or makes a need out of one.
bool only_gains(const Component& component, bool with_deps);

}  // namespace modbuild
