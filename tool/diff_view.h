// How two sides differ, as text, Markdown and JSON.
#pragma once

#include <string>
#include <vector>

#include "side.h"

namespace modbuild::tool {

enum class DiffPart : std::uint8_t { Modules, Files, Packages, Libs, Flags, Steps, Cost };

struct DiffCosts {
  Cost before, after;  // of everything
  Cost between;        // of the steps that are new or changed
  std::string log;     // the build directory whose log knows times, as people type it; "" = none
};

// What the steps of both previews cost by `of_before` and `of_after`; no log is named.
DiffCosts diff_costs(const Preview& before, const StepCosts& of_before, const Preview& after,
                     const StepCosts& of_after, const PreviewDifference& difference);

struct DiffView {
  const Side& before;
  const Side& after;
  const PreviewDifference& difference;
  const DiffCosts& costs;
  std::vector<DiffPart> parts;  // in order; what else there is is left out
};

std::string diff_text(const Context& context, const DiffView& view);
// Fit for a comment on a pull request.
std::string diff_markdown(const DiffView& view);
// The document modbuild.diff/1.
std::string diff_json(const DiffView& view);

}  // namespace modbuild::tool
