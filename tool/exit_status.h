// The exit statuses of the program (DESIGN.md section 4) and which diagnostic leads to which.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"

namespace modbuild::tool {

enum class ExitStatus : std::uint8_t {
  Done = 0,
  GoalNotMet = 1,
  Usage = 2,
  BadManifest = 3,
  Environment = 4,
  Io = 5,
  Bug = 70,
  Interrupted = 130
};

struct ExitStatusRow {
  ExitStatus status;
  std::string_view summary;
};

// All of them, with what they tell, in the order of their numbers.
std::span<const ExitStatusRow> exit_statuses();

// What an error of this code makes of the run; warnings and notes leave it Done.
ExitStatus status_of(Code code);

// The gravest of all: the largest number.
ExitStatus status_of(const std::vector<Diagnostic>& diagnostics);

ExitStatus graver(ExitStatus a, ExitStatus b);

}  // namespace modbuild::tool
