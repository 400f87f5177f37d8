// What a generation was made from and what it consists of, kept in the build directory: while all
// of that is as it was, `gen` would make the same files, say the same, and so need not run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "build_directory.h"
#include "request_files.h"

namespace modbuild::tool {

struct Context;

inline constexpr const char* kRecordFile = ".modbuild/generation";

// What `gen` tells when it has ended well.
struct GenerationReport {
  std::string tree;                // its name
  std::string counts;              // "t: 3 of 4 modules on"
  std::vector<WrittenFile> files;  // in the order in which they are written
};

// Everything but files that decides what a generation is: what was asked, of whom, and where. To be
// taken before the stages run, which have their own idea of the environment.
std::uint64_t asked_hash(const StoredRequest& stored, const Context& context);

// The report of the last generation, with every file the same, if this one would be no other; its
// diagnostics are said again. Nothing when it has to be made, if only to find out.
std::optional<GenerationReport> unchanged_generation(std::uint64_t asked, Context& context,
                                                     BuildDirectory& build);

// Keeps what the generation that was just made depends on. Nothing is kept, and `gen` will run
// again, where that is not certain: when something changed meanwhile, or is too young to tell.
void record_generation(std::uint64_t asked, const GenerationReport& report, Context& context,
                       BuildDirectory& build);

}  // namespace modbuild::tool
