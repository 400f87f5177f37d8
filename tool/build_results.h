// What became of each component after ninja went on past failures: built, up to date, failed, or
// not reached because of others. Asks ninja itself what is left, and the plan who needs whom.
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
  std::vector<ComponentId> because_of;  // NotReached: whose failing steps stand in the way
};

// Ninja's log: what each output's last successful step left there.
using NinjaLog = std::map<std::string, std::string>;
NinjaLog read_ninja_log(const BuildDirectory& build);

// The outputs that `targets` (none: all) still want, as `ninja`, a path, finds them; nothing when
// it cannot tell, as when the build files themselves are out of date.
std::optional<std::vector<std::string>> outstanding_outputs(const std::string& ninja,
                                                            const std::vector<std::string>& targets,
                                                            const BuildDirectory& build,
                                                            Context& context);

// One result for each component that `targets` (none: all) need, in id order.
std::vector<ComponentResult> component_results(const Context& context,
                                               const std::vector<std::string>& targets,
                                               const std::vector<std::string>& outstanding,
                                               const NinjaLog& before, const NinjaLog& after);

// The table of the results, and its counts: "2 failed, 1 not reached, 5 built".
std::string results_table(const Context& context, const std::vector<ComponentResult>& results);
std::string results_line(const std::vector<ComponentResult>& results);

}  // namespace modbuild::tool
