// What changed files touch, as text, names and JSON.
#pragma once

#include <string>

#include "affected/affected.h"
#include "context.h"

namespace modbuild::tool {

// A line each, or with `why` the whole way to what changed.
std::string affected_text(const Affected& affected, bool why, const Context& context);
// What can be asked of ninja or make.
std::string affected_names(const Affected& affected, const Context& context);
// The document modbuild.affected/1.
std::string affected_json(const Affected& affected, const Context& context);

// "3 of 40 are affected", and what became of files that belong to nothing.
std::string affected_summary(const Affected& affected, const Context& context);

}  // namespace modbuild::tool
