#include <algorithm>
#include <array>

#include "query/query.h"

namespace modbuild {
namespace {

constexpr auto kFunctions = std::to_array<QueryFunction>({
    {"set", QueryOp::Names, QueryNeed::Nothing, true, 0, 0, false, "set(NAME ..)",
     "these names, globs and @groups together"},
    {"deps", QueryOp::Deps, QueryNeed::Graph, false, 1, 1, true, "deps(SET[, DEPTH])",
     "the set and all that it needs, DEPTH steps far"},
    {"rdeps", QueryOp::Rdeps, QueryNeed::Graph, false, 1, 2, true, "rdeps([WITHIN,] SET[, DEPTH])",
     "the set and all that needs it, DEPTH steps far; only what WITHIN needs"},
    {"allpaths", QueryOp::AllPaths, QueryNeed::Graph, false, 2, 2, false, "allpaths(FROM, TO)",
     "what lies on any way from one set to another"},
    {"somepath", QueryOp::SomePath, QueryNeed::Graph, false, 2, 2, false, "somepath(FROM, TO)",
     "what lies on a shortest way"},
    {"path", QueryOp::SomePath, QueryNeed::Graph, false, 2, 2, false, "path(FROM, TO)",
     "the same as somepath"},
    {"kind", QueryOp::Kind, QueryNeed::Nothing, true, 0, 1, false, "kind(WORD[, SET])",
     "modules, programs or libraries: kind(module)"},
    {"group", QueryOp::Group, QueryNeed::Nothing, true, 0, 0, false, "group(NAME)",
     "the modules of a group, as @NAME"},
    {"host", QueryOp::Host, QueryNeed::Nothing, true, 0, 0, false, "host(NAME)",
     "the modules that this program may load"},
    {"lib", QueryOp::Lib, QueryNeed::Nothing, true, 0, 0, false, "lib(NAME)",
     "what uses an external library, if only for a feature"},
    {"package", QueryOp::Package, QueryNeed::Nothing, true, 0, 0, false, "package(NAME)",
     "what is installed with a package"},
    {"feature", QueryOp::Feature, QueryNeed::Nothing, true, 0, 0, false, "feature(NAME)",
     "what has a feature of this name"},
    {"file", QueryOp::File, QueryNeed::Nothing, true, 0, 0, false, "file(PATH)",
     "what names a file of the tree, or else has it in its directory"},
    {"on", QueryOp::On, QueryNeed::Selection, false, 0, 0, false, "on()",
     "what the request would build"},
    {"off", QueryOp::Off, QueryNeed::Selection, false, 0, 0, false, "off()", "what it would not"},
    {"dropped", QueryOp::Dropped, QueryNeed::Selection, false, 0, 0, false, "dropped()",
     "what is off although wanted"},
    {"static", QueryOp::Static, QueryNeed::Selection, false, 0, 0, false, "static()",
     "modules that are linked into their host"},
    {"when-false", QueryOp::WhenFalse, QueryNeed::AllLibs, false, 0, 0, false, "when-false()",
     "what its own `when` keeps from being built here"},
});

}  // namespace

std::span<const QueryFunction> query_functions() {
  return kFunctions;
}

bool Query::needs(QueryNeed need) const {
  return std::any_of(nodes.begin(), nodes.end(), [need](const QueryNode& node) {
    const auto* row =
        std::find_if(kFunctions.begin(), kFunctions.end(),
                     [&node](const QueryFunction& function) { return function.op == node.op; });
    if (row == kFunctions.end()) return false;
    const bool also = need == QueryNeed::Selection && row->need == QueryNeed::AllLibs;
    return row->need == need || also;
  });
}

}  // namespace modbuild
