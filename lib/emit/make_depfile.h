// From a compiler's depfile to what a makefile may include: the compiler does not escape what make
// would take for syntax, or run (HAZARDS section 0.1, 5.4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "diag/diagnostics.h"

namespace modbuild {

struct StepRecord {
  std::string output;  // as seen from the build directory
  std::string key;     // under which the makefile knows it
  std::string hash;    // of its command
};

// The text of OUT.dep for a step whose depfile is `depfile`: an assignment to s.KEY and d.KEY, and
// rules for names that are not plain. Nothing after an error (MB06x): a name that make cannot
// carry.
std::optional<std::string> make_dependencies(std::string_view depfile, const StepRecord& step,
                                             Diagnostics& diagnostics);

// The prerequisites in a depfile of gcc or clang, unescaped.
std::vector<std::string> depfile_prerequisites(std::string_view depfile);

}  // namespace modbuild
