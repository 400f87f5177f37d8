// Drops what cannot be built: the monotone fixpoint over needs, then conflicts (rules at `select`).
#pragma once

#include "select/state.h"

namespace modbuild {

// Turns on the hard dependencies of everything that is on, transitively, except those excluded. Of
// the providers of a capability one that is on already will do, else the first by name is taken.
void pull_dependencies(SelectState& state);

// Turns off every component whose needs are not met, until nothing changes.
void prune(SelectState& state);

// Errors (MB072) for static modules that need a module which is only there as a shared one.
void check_static(const SelectState& state, Diagnostics& diagnostics);

}  // namespace modbuild
