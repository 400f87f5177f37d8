#include "model/machines.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace modbuild {
namespace {

using Marks = IdVector<ComponentId, char>;

// Calls `visit` for each use of a tool in `component`.
template <class SomeComponent, class Visit>
void for_each_tool(SomeComponent& component, const Visit& visit) {
  for (auto& tool : component.tools) visit(tool);
  for (auto& generate : component.generates) {
    for (auto& tool : generate.tools) visit(tool);
  }
}

// Marks `from` and, whatever the conditions of the uses, all that it links; with `tools`, what it
// runs as well.
void mark(const Catalog& catalog, ComponentId from, bool tools, Marks& marks) {
  std::vector<ComponentId> open = {from};
  while (!open.empty()) {
    const ComponentId id = open.back();
    open.pop_back();
    if (!id.valid() || marks[id]) continue;
    marks[id] = 1;
    const Component& component = catalog.components[id];
    for (const ComponentUse& library : component.libraries) open.push_back(library.component);
    if (!tools) continue;
    for_each_tool(component, [&](const ComponentUse& tool) { open.push_back(tool.component); });
  }
}

// What runs during the build.
Marks find_tools(const Catalog& catalog) {
  Marks tools(catalog.components.size());
  for (const Component& component : catalog.components) {
    for_each_tool(component, [&](const ComponentUse& tool) {
      if (tool.component.valid()) tools[tool.component] = 1;
    });
  }
  return tools;
}

// Modules, hosts, and programs that no build step runs; and what they link.
Marks needed_on_target(const Catalog& catalog, const Marks& tools) {
  Marks needed(catalog.components.size());
  for (const ComponentId host : catalog.hosts()) mark(catalog, host, false, needed);
  for (const ComponentId id : catalog.components.ids()) {
    const bool library = catalog.components[id].kind == ComponentKind::Library;
    if (!library && !tools[id]) mark(catalog, id, false, needed);
  }
  return needed;
}

Component copy_for_build(const Component& component, ComponentId id) {
  Component copy = component;
  copy.machine = Machine::Build;
  copy.copy_of = id;
  copy.host.reset();
  copy.installs.clear();
  return copy;
}

}  // namespace

Catalog split_machines(Catalog catalog) {
  const Marks tools = find_tools(catalog);
  const Marks on_target = needed_on_target(catalog, tools);
  Marks on_build(catalog.components.size());
  for (const ComponentId id : catalog.components.ids()) {
    if (tools[id]) mark(catalog, id, true, on_build);
  }

  // Where each component is found on the build machine.
  IdVector<ComponentId, ComponentId> on_side(on_build.size());
  for (const ComponentId id : on_build.ids()) {
    if (!on_build[id]) continue;
    on_side[id] = id;
    if (on_target[id]) {
      on_side[id] = catalog.components.push_back(copy_for_build(catalog.components[id], id));
      ++catalog.copies;
    } else {
      catalog.components[id].machine = Machine::Build;
    }
  }
  const auto move = [&](ComponentUse& use) {
    if (use.component.valid()) use.component = on_side[use.component];
  };
  for (Component& component : catalog.components) {
    for_each_tool(component, move);
    if (component.machine != Machine::Build) continue;
    std::for_each(component.libraries.begin(), component.libraries.end(), move);
  }
  return catalog;
}

bool has_build_machine(const Catalog& catalog) {
  return std::any_of(
      catalog.components.begin(), catalog.components.end(),
      [](const Component& component) { return component.machine == Machine::Build; });
}

}  // namespace modbuild
