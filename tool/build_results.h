// What became of each component after a build went on past failures: built, up to date, failed, or
// not reached because of others. Asks the build tool itself what is left, and the plan who needs
// whom.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "build_directory.h"
#include "context.h"

namespace modbuild::tool {

enum class BuildResult : std::uint8_t { Built, UpToDate, Failed, NotReached };

struct ComponentResult {
  ComponentId component;
  BuildResult result = BuildResult::UpToDate;
  std::string failing_step;             // Failed: the first of its steps, "compile modules/tm/tm.c"
  std::string failing_output;           // and what that makes
  std::vector<ComponentId> because_of;  // NotReached: whose failing steps stand in the way
};

// What runs the build files of a build directory.
struct BuildTool {
  std::string backend;  // "ninja", "make"
  std::string program;  // its path
};

// What the build tool prints, every byte that is not ASCII as '?'; nothing when it fails.
std::optional<std::string> ask_build_tool(const BuildTool& tool, std::vector<std::string> words,
                                          const BuildDirectory& build, Context& context);

// What the last successful step of each output left behind: ninja's log, or make's records.
using BuildLog = std::map<std::string, std::string>;
BuildLog read_build_log(const BuildTool& tool, const BuildDirectory& build, const Plan& plan);

// The outputs that `targets` (none: all) still want, as `tool` finds them; nothing when
// it cannot tell, as when the build files themselves are out of date.
std::optional<std::vector<std::string>> outstanding_outputs(const BuildTool& tool,
                                                            const std::vector<std::string>& targets,
                                                            const BuildDirectory& build,
                                                            Context& context);

// One result for each component that `targets` (none: all) need, in id order.
std::vector<ComponentResult> component_results(const Context& context,
                                               const std::vector<std::string>& targets,
                                               const std::vector<std::string>& outstanding,
                                               const BuildLog& before, const BuildLog& after);

// The table of the results, and its counts: "2 failed, 1 not reached, 5 built".
std::string results_table(const Context& context, const std::vector<ComponentResult>& results);
std::string results_line(const std::vector<ComponentResult>& results);

}  // namespace modbuild::tool
