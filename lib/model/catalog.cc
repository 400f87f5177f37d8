#include "model/catalog.h"

#include <algorithm>
#include <span>

#include "base/sort_once.h"

namespace modbuild {
namespace {

// Binary search by name in a table sorted by name.
template <class Items>
std::uint32_t find_by_name(const Items& items, std::string_view name) {
  const auto found = std::lower_bound(
      items.begin(), items.end(), name,
      [](const auto& item, std::string_view wanted) { return item.name.value < wanted; });
  if (found == items.end() || found->name.value != name) return Id<void>::kNone;
  return static_cast<std::uint32_t>(found - items.begin());
}

std::vector<ComponentId> of_kind(const Catalog& catalog, ComponentKind kind) {
  std::vector<ComponentId> ids;
  for (const ComponentId id : catalog.components.ids()) {
    const Component& component = catalog.components[id];
    if (component.kind == kind && !component.copy_of.valid()) ids.push_back(id);
  }
  return ids;
}

}  // namespace

ComponentId Catalog::find_component(std::string_view name) const {
  return {find_by_name(std::span(components.raw()).first(components.size() - copies), name)};
}

GroupId Catalog::find_group(std::string_view name) const {
  return {find_by_name(groups.raw(), name)};
}

LibId Catalog::find_lib(std::string_view name) const {
  return {find_by_name(libs.raw(), name)};
}

const Profile* Catalog::find_profile(std::string_view name) const {
  const std::uint32_t at = find_by_name(profiles, name);
  return at == Id<void>::kNone ? nullptr : &profiles[at];
}

const Package* Catalog::find_package(std::string_view name) const {
  const std::uint32_t at = find_by_name(packages, name);
  return at == Id<void>::kNone ? nullptr : &packages[at];
}

const DeclaredVariant* Catalog::find_variant(std::string_view name) const {
  const std::uint32_t at = find_by_name(variants, name);
  return at == Id<void>::kNone ? nullptr : &variants[at];
}

const DeclaredToolchain* Catalog::find_toolchain(std::string_view name) const {
  const std::uint32_t at = find_by_name(toolchains, name);
  return at == Id<void>::kNone ? nullptr : &toolchains[at];
}

ComponentId Catalog::find_copy(ComponentId id) const {
  for (std::size_t i = components.size() - copies; i < components.size(); ++i) {
    const ComponentId copy{static_cast<std::uint32_t>(i)};
    if (components[copy].copy_of == id) return copy;
  }
  return {};
}

std::vector<ComponentId> Catalog::modules() const {
  return of_kind(*this, ComponentKind::Module);
}
std::vector<ComponentId> Catalog::programs() const {
  return of_kind(*this, ComponentKind::Program);
}
std::vector<ComponentId> Catalog::libraries() const {
  return of_kind(*this, ComponentKind::Library);
}

std::vector<ComponentId> Catalog::hosts() const {
  std::vector<ComponentId> ids;
  for (const ComponentId id : components.ids()) {
    const Component& component = components[id];
    if (component.host) ids.push_back(id);
    ids.insert(ids.end(), component.hosts.begin(), component.hosts.end());
  }
  sort_once(ids);
  return ids;
}

std::vector<std::string> Catalog::module_names() const {
  std::vector<std::string> names;
  for (const ComponentId id : modules()) names.push_back(components[id].name.value);
  return names;
}

std::vector<std::string> Catalog::group_names() const {
  return names_in(groups);
}

std::vector<std::string> Catalog::variant_names() const {
  return names_in(variants);
}

std::vector<std::string> Catalog::toolchain_names() const {
  return names_in(toolchains);
}

}  // namespace modbuild
