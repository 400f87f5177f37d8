// What --stats prints, and the counters of commands that do their work outside the pipeline.
#pragma once

#include <string>

#include "base/stats.h"
#include "os/file_system.h"

namespace modbuild::tool {

// A table for people, or one line of JSON (modbuild.stats/1): each stage, `total` up to now, and
// the counters.
std::string statistics_text(const Stats& stats, bool json);

// Adds what was done on `files` so far.
void count_files(const FileSystem& files, Stats& stats);

}  // namespace modbuild::tool
