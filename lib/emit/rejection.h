// Paths of a plan as a build tool sees them, and what is said when a sink cannot carry a text.
// Shared by all backends.
#pragma once

#include <string>
#include <string_view>

#include "emit/emit.h"
#include "emit/escape.h"

namespace modbuild {

// `path` as seen from the build directory: "../modules/tm/tm.c", "obj/tm/tm.c.o".
std::string path_from_build(const EmitInput& input, const Path& path);

// The word that `arg` stands for. A path that is a word of its own never looks like an option, nor
// like a program to be searched for on PATH.
std::string word_from_build(const EmitInput& input, const Arg& arg);

// Adds MB06x: `what` ("path", "flag") with text `text` cannot stand in `file`.
void report_rejection(const Rejection& rejection, std::string_view what, std::string_view text,
                      std::string_view file, const SourceRange& at, Diagnostics& diagnostics);

}  // namespace modbuild
