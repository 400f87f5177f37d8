#include <utility>

#include "base/sort_once.h"
#include "load/resolve.h"

namespace modbuild {

std::vector<std::string> collect_inputs(TreeListings& listings, Catalog& catalog,
                                        Diagnostics& diagnostics) {
  std::vector<std::string> listed;
  const std::vector<ComponentId> modules = catalog.modules();
  for (Component& component : catalog.components) {
    for (Generate& generate : component.generates) {
      if (generate.collect.empty()) continue;
      for (const ComponentId id : modules) {
        FileFinder finder(listings, catalog.components[id].dir, diagnostics);
        Collected collected{id, {}};
        for (const Text& glob : generate.collect) {
          for (std::string& file : finder.files_if_any(glob)) {
            collected.files.push_back(std::move(file));
          }
        }
        sort_once(collected.files);
        if (!collected.files.empty()) generate.collected.push_back(std::move(collected));
        for (std::string& directory : finder.take_listed()) listed.push_back(std::move(directory));
      }
    }
  }
  return listed;
}

}  // namespace modbuild
