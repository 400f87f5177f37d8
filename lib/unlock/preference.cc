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
  const auto place = [&ranks](const std::vector<std::vector<LibUse>>& groups) {
    for (const std::vector<LibUse>& group : groups) {
      for (std::size_t i = 0; i < group.size(); ++i) {
        if (!group[i].lib.valid()) continue;
        LibRank& rank = ranks[group[i].lib];
        rank.place = std::max(rank.place, i);
      }
    }
  };
  for (const Component& component : catalog.components) {
    place(component.any_lib);
    for (const Feature& feature : component.features) place(feature.any_lib);
  }
  return ranks;
}

}  // namespace modbuild
