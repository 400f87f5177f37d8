// Whether a build directory was made here or came with the tree: a pull request may bring one, with
// build files, a request and an install plan of its choice. Knows no more than a few files' stamps.
#pragma once

#include "os/file_system.h"

namespace modbuild::tool {

// Notes that what stands in the build directory is our own. What is noted are stamps with inodes
// and times of change, which no archive and no checkout can bring along. Losing it costs a --fresh
// start with --untrusted, and nothing else.
void mark_made_here(FileSystem& build);

// Whether nothing of that was changed since. True where there is nothing of modbuild's at all.
bool was_made_here(FileSystem& build);

}  // namespace modbuild::tool
