#include "unlock/preference.h"

#include <algorithm>

namespace modbuild {

IdVector<LibId, LibRank> lib_ranks(const Catalog& catalog, const ProbeReport& probes) {
  IdVector<LibId, LibRank> ranks(catalog.libs.size());
  for (const LibId id : catalog.libs.ids()) {
    const PackageSource source = package_here(catalog, probes, id).source;
    ranks[id].source = source == PackageSource::Tree ? 0 : source == PackageSource::Search ? 1 : 2;
    ranks[id].id = id;
  }
  for (const Component& component : catalog.components) {
    for (const std::vector<LibUse>& group : component.any_lib) {
      for (std::size_t i = 0; i < group.size(); ++i) {
        if (group[i].lib.valid())
          ranks[group[i].lib].place = std::max(ranks[group[i].lib].place, i);
      }
    }
  }
  return ranks;
}

}  // namespace modbuild
