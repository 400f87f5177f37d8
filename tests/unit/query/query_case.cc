#include "unit/query/query_case.h"

#include "base/str.h"

namespace modbuild::test {
namespace {

std::string messages(Diagnostics& diagnostics) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics.take_sorted()) {
    const SourceRange& at = diagnostic.at;
    std::string line = cat(std::to_string(at.line), ":", std::to_string(at.column), "-",
                           std::to_string(at.end_column), " ", diagnostic.message);
    if (!diagnostic.help.empty()) append(line, " | ", diagnostic.help);
    lines.push_back(std::move(line));
  }
  return join(lines, "\n");
}

}  // namespace

std::string QueryCase::answer(const std::string& expression) const {
  Diagnostics diagnostics;
  const std::optional<Query> query = parse_query(expression, FileId{0}, diagnostics);
  if (!query) return messages(diagnostics);
  const Graph graph = without_copies(catalog, build_graph(catalog));
  const auto found = evaluate(*query, {catalog, graph, kinds, &selection, &probes}, diagnostics);
  if (!found) return messages(diagnostics);
  std::vector<std::string> names;
  for (const ComponentId id : *found) names.push_back(catalog.components[id].name.value);
  return join(names, " ");
}

}  // namespace modbuild::test
