// The results of a build as JUnit's XML, which continuous integration shows as tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "build_results.h"

namespace modbuild::tool {

struct JunitInput {
  const Context& context;
  const std::vector<ComponentResult>& results;
  const BuildTool& tool;
  const BuildLog& before;  // times are those of steps that ran since
  const BuildLog& after;
  std::string_view said;  // all that the build tool wrote
};

// A suite with a case for each component that was to be built: failed with what the failing command
// wrote, skipped where something that it needs failed; and one, skipped, for each module that was
// asked for and cannot be built here, with the reason and what to do.
std::string junit_xml(const JunitInput& input);

// Where nothing could be built, or nobody can tell what was: one case with an error, which holds
// the diagnostics so far and what the build tool wrote.
std::string junit_xml_of_nothing_built(const Context& context, std::string_view said);

}  // namespace modbuild::tool
