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

// The libs whose absence is told at one step of a chain.
std::vector<LibId> missing_libs(const Context& context, const Reason& reason);

// The answer for one lib in words: "found 3.0.15", "not found", "not probed".
std::string lib_status(const LibAnswer& answer);

// "debian libssl-dev, fedora openssl-devel".
std::string package_list(const ExternalLib& lib);

}  // namespace modbuild::tool
