// One side of a comparison: what a request, profile, selection file, revision or build directory
// comes to.
#pragma once

#include <memory>
#include <string>

#include "build_directory.h"
#include "context.h"
#include "preview/preview.h"
#include "request_options.h"

namespace modbuild::tool {

// How people name one, for help.
inline constexpr const char* kSideHelp =
    "a request in quotes ('-g db -x acc'), a profile, a selection file, a revision of git "
    "(rev:HEAD~1) or a build directory; options of a request may stand behind it";

// Planned in a context of its own, so that the sides may even be of different trees.
struct Side {
  std::string typed;
  std::string title;      // as it is understood: "profile debian", "build directory build"
  std::string options;    // that were typed with it, with a blank in front of each
  bool is_build = false;  // a build directory, whose request is taken
  std::unique_ptr<Context> context;
  BuildDirectory build;  // of a side that is one
  Preview preview;
  bool may_be_path = false;  // taken for a profile because no file has that name
};

// Plans what `typed` names, with the global options of `asking`. Modules that are named and cannot
// be built are off, as others are. False after a mistake or error, which `asking` then tells.
bool plan_side(const std::string& typed, Context& asking, Side& side);

// Plans `request`, and what global options say, for the tree as it was at a revision. False where
// git does not know it, which `asking` then tells, and where the tree of then cannot be planned:
// `side.context` then holds the errors.
bool plan_revision(const std::string& revision, const RequestOptions& request, Context& asking,
                   Side& side);

// The preview of what stands in `context`, which must be planned.
Preview preview_of(const Context& context);

// The same where only the selection is made: components and libs.
Preview preview_of_selection(const Context& context);

}  // namespace modbuild::tool
