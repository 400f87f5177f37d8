// What was built and waits to be installed, packed or counted: the install plan of the build
// directory, and its files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "build_directory.h"
#include "generation.h"
#include "install/install.h"

namespace modbuild::tool {

struct Context;

struct BuiltFiles {
  BuildDirectory build;
  InstallPlan plan;
  InstallSources sources;
};

// Opens the build directory and checks that its plan is what the tree says now, and that every name
// of `packages` is one of the plan's. Nothing after an error (MB170, MB176, MB070). The context
// keeps the tree's files open.
std::optional<BuiltFiles> open_built_files(const std::vector<std::string>& packages,
                                           Context& context);

// The same for commands that look at the plan, too: plans what `gen` with these options would,
// which then stands in context.results, and checks that this is what was built (MB176).
std::optional<BuiltFiles> open_planned_files(const GenOptions& options,
                                             const std::vector<std::string>& packages,
                                             Context& context);

// Runs the plan's strip, or $STRIP, on a copy of each binary.
Strip stripper(const InstallPlan& plan, Context& context);

// The time that files in archives and documents get, in seconds since the epoch: SOURCE_DATE_EPOCH
// (reproducible-builds.org), else 1980-01-01, the first that every format can say. Nothing after an
// error (MB190).
std::optional<std::int64_t> source_date(Context& context);

}  // namespace modbuild::tool
