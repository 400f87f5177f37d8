// Who needs whom among the components that are built, and which external libraries they use. Knows
// components, not packages.
#pragma once

#include <string>
#include <vector>

#include "package/package.h"

namespace modbuild {

// A component needs one of these.
struct ComponentNeed {
  std::vector<ComponentId> any;  // that are on, in id order; never empty
  std::string because;           // "edged loads edged_monitor"
  bool when_it_runs = false;     // `load`: the component works without, in part
};

// What the binaries of component `id` need of other components.
std::vector<ComponentNeed> component_needs(const PackageInput& input, ComponentId id);

// Libraries that the build of component `id` uses, those of its features among them.
std::vector<LibId> libs_in_use(const PackageInput& input, ComponentId id);

}  // namespace modbuild
