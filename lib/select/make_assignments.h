// Reads the assignments of a makefile fragment: names, operators, words with their places. Runs
// nothing, expands nothing and knows no other construct of make.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"

namespace modbuild {

struct MakeAssignment {
  Text name;
  std::string sign;         // "=", ":=", "+=" or "?="
  std::vector<Text> words;  // the value, cut at blanks; references stand as written
};

// Comments and continued lines are understood. Any other line is an error (MB078), as is a byte
// that is no text; nothing is returned then.
std::optional<std::vector<MakeAssignment>> read_make_assignments(std::string_view text, FileId file,
                                                                 Diagnostics& diagnostics);

}  // namespace modbuild
