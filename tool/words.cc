#include "words.h"

#include <algorithm>

#include "base/str.h"

namespace modbuild::tool {

std::vector<std::string> names_of(const Catalog& catalog, const std::vector<ComponentId>& ids) {
  std::vector<std::string> names;
  for (const ComponentId id : ids) names.push_back(catalog.components[id].name.value);
  return names;
}

std::vector<std::string> host_names(const Catalog& catalog, const Component& component) {
  if (component.any_host) return {"*"};
  return names_of(catalog, component.hosts);
}

std::vector<std::string> group_names_of(const Catalog& catalog, ComponentId id) {
  std::vector<std::string> names;
  for (const Group& group : catalog.groups) {
    if (std::binary_search(group.members.begin(), group.members.end(), id)) {
      names.push_back(group.name.value);
    }
  }
  return names;
}

std::string findings_text(std::size_t errors, std::size_t warnings) {
  if (errors == 0 && warnings == 0) return "nothing is wrong";
  return cat(count_of(errors, "error"), ", ", count_of(warnings, "warning"));
}

}  // namespace modbuild::tool
