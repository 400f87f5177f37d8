// What --stats prints.
#pragma once

#include <string>

#include "base/stats.h"

namespace modbuild::tool {

// A table for people, or one line of JSON (modbuild.stats/1).
std::string statistics_text(const Stats& stats, bool json);

}  // namespace modbuild::tool
