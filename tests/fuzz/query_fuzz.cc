// Any text is either an expression or refused with a message; the operands of each step come before
// it, and a step's arguments are such as its function takes.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "base/utf8.h"
#include "diag/render.h"
#include "query/query.h"

namespace modbuild {
namespace {

bool takes(const QueryNode& node) {
  for (const QueryFunction& function : query_functions()) {
    if (function.op != node.op) continue;
    const bool words = function.words != node.words.empty();
    const bool sets =
        node.sets.size() >= function.least_sets && node.sets.size() <= function.most_sets;
    if (words && sets && (function.depth || node.depth == QueryNode::kNoLimit)) return true;
  }
  return node.words.empty() && node.sets.size() == 2;
}

void check_text(const std::string& text) {
  Sources sources;
  const FileId file = sources.add("expression", text);
  Diagnostics diagnostics;
  const std::optional<Query> query = parse_query(text, file, diagnostics);
  MB_CHECK(query.has_value() == !diagnostics.has_errors());
  const std::string said =
      render(diagnostics.take_sorted(), sources, DiagnosticFormat::Text, false);
  MB_CHECK(displayable(said, true) == said);
  if (!query) return;
  MB_CHECK(query->root < query->nodes.size());
  for (std::size_t i = 0; i < query->nodes.size(); ++i) {
    const QueryNode& node = query->nodes[i];
    for (const std::uint32_t set : node.sets) MB_CHECK(set < i);
    MB_CHECK(takes(node));
  }
}

}  // namespace
}  // namespace modbuild

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  modbuild::check_text(std::string(data, data + size));
  return 0;
}
