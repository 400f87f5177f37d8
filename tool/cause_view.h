// The full story of one verdict: the chain of causes, what was tried for each missing library, the
// packages that bring it, the way out. As text and as JSON.
#pragma once

#include <string>

#include "base/json_writer.h"
#include "context.h"

namespace modbuild::tool {

std::string cause_text(const Context& context, ComponentId id);

// One object of modbuild.why/1.
void write_cause(JsonWriter& json, const Context& context, ComponentId id);

// The libs whose absence is told by the last cause of a component or feature.
std::vector<LibId> blamed_libs(const Context& context, ComponentId id, const Reason& reason);

// Looks up, where the tree names no package, who brings the libs that the stories of `ids` tell of.
void find_packages_for(Context& context, const std::vector<ComponentId>& ids);

// The answer for one lib in words: "found 3.0.15", "not found", "not probed".
std::string lib_status(const LibAnswer& answer);

}  // namespace modbuild::tool
