// Directories as they were at a revision of git.
#pragma once

#include <memory>
#include <string>

#include "git/git.h"

namespace modbuild::tool {

struct Context;

// Git, as `context` may ask it; `directory` is the one that is asked about first.
Git& git_for(Context& context, const std::string& directory);

// Opens the absolute `directory` as it was at `context.revision`. Null where git cannot give it;
// why, context.revision_fault then says.
std::unique_ptr<FileSystem> open_at_revision(Context& context, const std::string& directory);

}  // namespace modbuild::tool
