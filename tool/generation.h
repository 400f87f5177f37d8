// `gen` as a function, for the commands gen and build.
#pragma once

#include <string>

#include "build_directory.h"
#include "command.h"
#include "generation_record.h"
#include "request_options.h"

namespace modbuild::tool {

struct GenOptions {
  RequestOptions request;
  std::string backend;
  bool dry_run = false;
  bool fresh = false;       // forget the stored request
  bool regenerate = false;  // repeat the stored request, quietly: what build files call
};

// The options that say the stored request again: "-g db -x acc"; "" for the tree's default.
std::string request_words(const StoredRequest& stored);

// The options of commands that show what `gen` would plan: the request, and --fresh.
void declare_planning_options(CLI::App& app, GenOptions& options);

// Plans what `gen` with these options would, and writes nothing: the plan stands in
// context.results. Without request options it is the request stored in the build directory, which
// need not exist. `build` must live as long as the context is used. False after an error.
bool plan_as_gen(const GenOptions& options, Context& context, BuildDirectory& build);

// Settles the request (options, else the one stored in the build directory), runs every stage and
// keeps the request. What was made stands in context.results.
bool generate(const GenOptions& options, Context& context, BuildDirectory& build);

// The same for who only wants the report: where nothing changed since the last generation, no stage
// is run. Nothing after an error.
std::optional<GenerationReport> generate_if_changed(const GenOptions& options, Context& context,
                                                    BuildDirectory& build);

}  // namespace modbuild::tool
