#include "edge_kinds.h"

#include <algorithm>

#include "base/str.h"
#include "context.h"

namespace modbuild::tool {

std::vector<EdgeKind> all_edge_kinds() {
  return {EdgeKind::Hard, EdgeKind::Load, EdgeKind::Optional, EdgeKind::Library, EdgeKind::Tool};
}

std::vector<EdgeKind> wanted_kinds(const std::vector<std::string>& types,
                                   const std::vector<EdgeKind>& by_default, Context& context) {
  const std::vector<std::string> words = split(join(types, ","), ", ");
  if (words.empty()) return by_default;
  const std::vector<EdgeKind> all = all_edge_kinds();
  std::vector<EdgeKind> kinds;
  for (const std::string& word : words) {
    const auto kind = std::find_if(all.begin(), all.end(),
                                   [&](EdgeKind known) { return edge_word(known) == word; });
    if (kind == all.end()) {
      std::vector<std::string> known;
      for (const EdgeKind each : all) known.emplace_back(edge_word(each));
      usage_error(context, cat("--type takes ", join(known, ", "), "; found '", word, "'"));
      return {};
    }
    kinds.push_back(*kind);
  }
  return kinds;
}

}  // namespace modbuild::tool
