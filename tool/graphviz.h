// Runs Graphviz, which lays pictures out.
#pragma once

#include <optional>
#include <string>

namespace modbuild::tool {

struct Context;

// The picture as SVG. Nothing after a failure: no `dot` on PATH (outside the tree), or it failed.
std::optional<std::string> svg_of(const std::string& dot_text, Context& context);

}  // namespace modbuild::tool
