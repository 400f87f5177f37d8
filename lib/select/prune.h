// Drops what cannot be built: the monotone fixpoint over needs, then conflicts (rules at `select`).
#pragma once

#include "select/state.h"

namespace modbuild {

// Which needs bring in what meets them.
struct PulledNeeds {
  bool depends = false;  // hard dependencies
  bool load = false;     // what is needed at run time
};

// Turns on the dependencies of everything that is on, transitively, except those excluded. Of the
// providers of a capability one that is on already will do, else the first by name is taken.
void pull_dependencies(SelectState& state, const PulledNeeds& pulled);

// Turns off every component whose needs are not met, until nothing changes.
void prune(SelectState& state);

// A static module that became shared, and the need that made it so.
struct Downgrade {
  ComponentId module;
  const Dependency* need = nullptr;
};

// Makes static modules shared that need one which is only there as a shared one, and adds them to
// `done`; whether there was any. To be repeated, and prune() between, for others may need those
// that are shared now: what stays is the largest set that can be linked in.
bool downgrade_static(SelectState& state, std::vector<Downgrade>& done);

// Notes (MB080) for those that are built.
void report_downgrades(const SelectState& state, const std::vector<Downgrade>& downgrades,
                       Diagnostics& diagnostics);

// Errors (MB072) for static modules that need a module which is only there as a shared one.
void check_static(const SelectState& state, Diagnostics& diagnostics);

}  // namespace modbuild
