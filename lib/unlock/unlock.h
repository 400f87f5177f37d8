// What a request would get if more external libraries were here, what to install for it, and what
// to ask for instead. Asks `select` again with other answers of the probes; pure, and knows nothing
// of how anything is installed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "select/select.h"

namespace modbuild {

// One request and what became of it. Everything refers to the caller's values.
struct UnlockInput {
  const Catalog* catalog = nullptr;
  const Wanted* wanted = nullptr;
  const ProbeReport* probes = nullptr;
  const Selection* selection = nullptr;
  Threads threads;
};

struct FeatureId {
  ComponentId component;
  std::uint32_t feature = 0;  // index into Component::features
  friend auto operator<=>(const FeatureId&, const FeatureId&) = default;
};

// How one selection differs from another; modules and programs, in id order.
struct Gain {
  std::vector<ComponentId> on;
  std::vector<FeatureId> features;  // of components that were on before
  std::vector<ComponentId> off;     // a conflict that is lost now, or a `when` that forbids the lib

  bool adds() const { return !on.empty() || !features.empty(); }
};

// Needs more libs than the one it is told of: `with` are the others, all of which it takes.
struct Together {
  std::vector<LibId> with;
  std::vector<ComponentId> on;
  std::vector<FeatureId> features;
};

struct LibUnlock {
  LibId lib;
  Gain alone;
  std::vector<Together> together;  // by `with`; what the lib alone brings is not repeated
};

// The libs that the request may ask about and that are not found (or not probed) on a machine that
// it asks, in id order.
std::vector<LibId> missing_libs(const UnlockInput& input);

// For each of `libs`, in that order, what it would add. `together` is what more of the missing libs
// would add, each time with a set of which none can be left out.
std::vector<LibUnlock> unlock(const UnlockInput& input, const std::vector<LibId>& libs);

struct NeededPackage {
  std::string name;
  bool by_search = false;           // found by apt-file; the tree does not name it
  std::vector<LibId> libs;          // that it brings and that were missing
  std::vector<ComponentId> on;      // what would not be on without it
  std::vector<FeatureId> features;  // of other components, the same
};

struct PackageList {
  std::vector<NeededPackage> packages;  // by name
  // Whether no list of fewer packages does the same. Otherwise the search grew too long, and the
  // list is one of which no package can be left out.
  bool smallest = true;
  Gain gain;  // what all of them bring
  // Libs without a known package here that would add something more, and what.
  std::vector<LibUnlock> unknown;
};

// The smallest set of packages after whose installation the request selects all that it would
// select with every known package installed. Of sets of one size the one is taken whose packages
// are named by the tree, stand first in `any-lib` lists, and come first by name, in this order.
PackageList smallest_packages(const UnlockInput& input);

struct RequestChange {
  Request request;
  std::vector<ComponentId> left_out;  // wanted before, and asked for no more
  std::vector<FeatureId> loosened;    // `on` before, `auto` now
};

// The request that wants only what can be built here: nothing of it is dropped, and everything that
// is on now stays on. Features that cannot be had are loosened where that keeps their module; what
// is left is no longer asked for, in as few words as are found. No word that was added can be left
// out. Nothing when there is no such request.
std::optional<RequestChange> minimal_request(const UnlockInput& input);

}  // namespace modbuild
