// Requests that together build every module and every feature on and off.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/catalog.h"
#include "probe/probe.h"
#include "select/select.h"

namespace modbuild {

// Something that one of the requests should come to: a module on or off; a feature of a component
// that is on, on or off; two features of one component in one of their four combinations.
struct CoverGoal {
  enum class Kind : std::uint8_t { Module, Feature, Pair };
  Kind kind = Kind::Module;
  ComponentId component;
  std::uint32_t feature = 0, second = 0;  // indices into Component::features
  bool on = false, second_on = false;
};

struct CoverRequest {
  Request request;
  std::size_t modules_on = 0;
  std::size_t adds = 0;  // goals that no request before it reaches
};

struct CoverFailure {
  CoverGoal goal;
  std::string reason;  // "library ssl not found"
};

struct Cover {
  std::vector<CoverRequest> requests;
  std::vector<CoverFailure> failures;  // goals that no request reaches here
  std::size_t goals = 0;               // all there are
};

// All goals of a tree: of every module; of the features of every component and of each two of them.
std::vector<CoverGoal> cover_goals(const Catalog& catalog);

// Whether a selection comes to a goal.
bool reaches(const CoverGoal& goal, const Selection& selection);

// "tls on", "db_json/pretty off", "db_json/pretty on, db_json/fast off".
std::string goal_text(const Catalog& catalog, const CoverGoal& goal);

// A small set of requests, chosen greedily, by what `probes` found; all libs must have been probed.
// Each names every module that it builds and every feature of those, so that it fails where
// something of it cannot be had.
Cover cover(const Catalog& catalog, const ProbeReport& probes);

}  // namespace modbuild
