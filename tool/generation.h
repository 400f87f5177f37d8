// `gen` as a function, for the commands gen and build.
#pragma once

#include <string>

#include "build_directory.h"
#include "command.h"
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

// Settles the request (options, else the one stored in the build directory), runs every stage and
// keeps the request. What was written stands in context.results.
bool generate(const GenOptions& options, Context& context, BuildDirectory& build);

}  // namespace modbuild::tool
