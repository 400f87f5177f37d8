// Which components run on which machine, when a toolchain builds for another than this one:
// programs that run during the build, and what is linked into them, are built for the machine of
// the build.
#pragma once

#include "model/catalog.h"

namespace modbuild {

// `catalog` with every component's machine settled. A component that only tools need moves to the
// build machine; one that both machines need gets a copy there, behind all others; tools and what
// they link are looked up on their own side.
Catalog split_machines(Catalog catalog);

// Whether anything is built for the build machine.
bool has_build_machine(const Catalog& catalog);

}  // namespace modbuild
