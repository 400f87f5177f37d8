// Who needs whom among the components that are built, and which external libraries they use. Knows
// components, not packages.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/catalog.h"
#include "probe/probe.h"

namespace modbuild {

struct Selection;

enum class NeedKind : std::uint8_t {
  Host,    // what loads the module
  Depend,  // `depends` of a module or of a feature that is on
  Link,    // a shared library of the tree, perhaps through archives
  Load     // `load`: when it runs; the component works without, in part
};

// A component needs one of these.
struct ComponentNeed {
  std::vector<ComponentId> any;  // that are on, in id order; never empty
  std::string because;           // "edged loads edged_monitor"
  NeedKind kind = NeedKind::Depend;
};

// What the binaries of component `id` need of other components.
std::vector<ComponentNeed> component_needs(const Catalog& catalog, const Selection& selection,
                                           const ProbeReport& probes, ComponentId id);

// The archives of the tree that component `id` names, and of a host its static modules, in id
// order: they become part of it.
std::vector<ComponentId> parts_in_use(const Catalog& catalog, const Selection& selection,
                                      const ProbeReport& probes, ComponentId id);

// External libraries that the build of component `id` uses, in its manifest's order, each once:
// those that were found, of an `any-lib` the first, and those of features that are on.
std::vector<LibId> libs_in_use(const Catalog& catalog, const Selection& selection,
                               const ProbeReport& probes, ComponentId id);

}  // namespace modbuild
