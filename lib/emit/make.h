// The Makefile: the plan for GNU Make 4.
#pragma once

#include <string>
#include <vector>

#include "emit/emit.h"

namespace modbuild {

// One non-recursive Makefile. Make knows neither commands nor finished steps, so each output has a
// file OUT.dep that is made anew, empty, before its step and written when it has ended well: the
// hash of its command and, of a compile, what it included. A step whose hash is another, or
// missing, runs: flags that changed, a step that was killed and an output that is half written all
// end in the right files, and outputs keep their own names while they are written.
OutputFile emit_make(const EmitInput& input, Diagnostics& diagnostics);

// What regeneration waits for: it names places of this machine, and so stands in a file of its own.
std::vector<OutputFile> make_more_files(const EmitInput& input, Diagnostics& diagnostics);

// OUT.dep and what else stands beside outputs.
std::vector<std::string> make_side_files(const Plan& plan);

}  // namespace modbuild
