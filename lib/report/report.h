// One page of HTML about a request: every verdict, the graph of needs, and the rules of selection
// at work on the same data. It needs nothing but itself: no network, no other file. Pure.
#pragma once

#include <functional>
#include <string>

#include "model/catalog.h"
#include "probe/probe.h"
#include "select/select.h"

namespace modbuild {

// What building one component costs.
struct ReportCost {
  double seconds = 0;  // of one processor
  std::size_t steps = 0;
};

struct ReportInput {
  const Catalog* catalog = nullptr;
  const Selection* selection = nullptr;
  const ProbeReport* probes = nullptr;  // with an answer for every lib: the page tries requests
  std::string version;                  // of modbuild
  // "modules/tm/module.toml:7"; "" for what stands in no file.
  std::function<std::string(const SourceRange&)> place;
  std::function<std::string(LibId)> package;    // "libssl-dev"; "" when not known
  std::function<ReportCost(ComponentId)> cost;  // of what is on
  std::string cost_source;                      // where costs come from, in words
  std::string before;                           // what the difference is from, as people know it
  std::string difference;  // the document modbuild.diff/1; "" = nothing is compared
};

// The data of the page, one JSON object: the tree, its rules, the request and its verdicts.
// Components, groups and libs are named by their place in the lists.
std::string report_data(const ReportInput& input);

// The whole page. Equal input gives equal bytes. No text of `data` can end the element it is in.
std::string report_page(const std::string& data);

}  // namespace modbuild
