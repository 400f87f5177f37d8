// Compares what modbuild plans with what make would run on the same machine: object by object, link
// by link, and the files that are installed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/import_job.h"
#include "os/environment.h"
#include "os/file_system.h"
#include "os/process_runner.h"
#include "plan/plan.h"

namespace modbuild {

// The file at the overlay's root that declares differences that are meant: "COMPONENT KIND VALUE #
// why", one a line; globs in each of the three.
inline constexpr std::string_view kDeviations = "import-deviations";

struct Deviation {
  std::string component, kind, value;  // patterns
  std::string reason;
};

// Reads the text of a deviations file. A line that is none is an error (MB164).
std::vector<Deviation> read_deviations(std::string_view text, FileId file,
                                       Diagnostics& diagnostics);

enum class DifferenceKind { Source, Define, Include, Flag, Directory, Library, Order, Install };
std::string_view difference_word(DifferenceKind kind);

struct Difference {
  std::string component;
  DifferenceKind kind = DifferenceKind::Source;
  std::string value;
  bool only_make = false;  // make has it and the plan does not; otherwise the other way round
  std::size_t count = 1;   // objects
  std::string reason;      // of the deviation that declares it; "" = none does
};

struct Verification {
  std::size_t components = 0, compiles = 0, links = 0, installs = 0;  // compared
  std::vector<Difference> differences;                                // sorted
  std::vector<std::string> failures;  // directories whose makefile could not be asked, and why
};

struct VerifyInput {
  const Catalog* catalog = nullptr;
  const Plan* plan = nullptr;
  const std::vector<Deviation>* deviations = nullptr;
};

// Nothing after an error (MB160, MB161).
std::optional<Verification> verify_import(const ImportJob& job, const VerifyInput& input,
                                          FileSystem& source, const Environment& environment,
                                          ProcessRunner& processes, Diagnostics& diagnostics);

}  // namespace modbuild
