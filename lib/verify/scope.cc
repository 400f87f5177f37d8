#include "verify/scope.h"

#include <algorithm>

namespace modbuild {

std::vector<Reach> closure(const LoadedFiles& files, std::size_t start, Reach first, Reach deeper) {
  std::vector<Reach> scope(files.size(), Reach::Nowhere);
  std::vector<std::size_t> level = files[start].needed;
  for (Reach reach = first; !level.empty(); reach = deeper) {
    std::vector<std::size_t> next;
    for (const std::size_t file : level) {
      if (scope[file] != Reach::Nowhere) continue;
      scope[file] = reach;
      next.insert(next.end(), files[file].needed.begin(), files[file].needed.end());
    }
    level = std::move(next);
  }
  return scope;
}

void join(std::vector<Reach>& scope, const std::vector<Reach>& other) {
  for (std::size_t i = 0; i < scope.size(); ++i) scope[i] = std::max(scope[i], other[i]);
}

SymbolPlace place_of(const LoadedFiles& files, const std::vector<Reach>& scope,
                     const std::string& symbol) {
  SymbolPlace best;
  for (const std::size_t file : files.providers(symbol)) {
    if (file < scope.size() && scope[file] > best.reach) best = {scope[file], file};
  }
  return best;
}

}  // namespace modbuild
