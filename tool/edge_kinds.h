// The kinds of needs that --type lets through.
#pragma once

#include <string>
#include <vector>

#include "model/graph.h"

namespace modbuild::tool {

struct Context;

std::vector<EdgeKind> all_edge_kinds();

// Those that `types` name, words as typed; `by_default` without any. Nothing after a mistake.
std::vector<EdgeKind> wanted_kinds(const std::vector<std::string>& types,
                                   const std::vector<EdgeKind>& by_default, Context& context);

}  // namespace modbuild::tool
