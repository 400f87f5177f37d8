#include "base/str.h"
#include "select/prune.h"

namespace modbuild {
namespace {

bool linked_in(const SelectState& state, const Dependency& dependency) {
  for (const ComponentId provider : dependency.providers) {
    const Verdict& verdict = state.verdicts[provider];
    if (verdict.on && verdict.linkage == Linkage::Static) return true;
  }
  return false;
}

void report(const SelectState& state, const Component& component, const Dependency& dependency,
            Diagnostics& diagnostics) {
  for (const ComponentId provider : dependency.providers) {
    if (!state.verdicts[provider].on) continue;
    const Component& shared = state.catalog.components[provider];
    std::string message = cat("static module '", component.name.value, "' depends on '",
                              dependency.name.value, "', which is shared");
    std::string help =
        shared.static_allowed
            ? cat("make it static too: -s ", shared.name.value)
            : cat("'", shared.name.value, "' must stay shared (static = \"never\"), so leave '",
                  component.name.value, "' shared too");
    diagnostics.add(Code::StaticNeedsStatic, dependency.name.at, std::move(message),
                    std::move(help));
    return;
  }
}

}  // namespace

void check_static(const SelectState& state, Diagnostics& diagnostics) {
  for (const ComponentId id : state.catalog.components.ids()) {
    const Component& component = state.catalog.components[id];
    const Verdict& verdict = state.verdicts[id];
    if (component.kind != ComponentKind::Module) continue;
    if (!verdict.on || verdict.linkage != Linkage::Static) continue;
    for (const Dependency& dependency : component.depends) {
      if (!holds(state, id, dependency.when) || linked_in(state, dependency)) continue;
      report(state, component, dependency, diagnostics);
    }
    for (std::size_t i = 0; i < component.features.size(); ++i) {
      if (!verdict.features[i].on) continue;
      for (const Dependency& dependency : component.features[i].modules) {
        if (!holds(state, id, dependency.when) || linked_in(state, dependency)) continue;
        report(state, component, dependency, diagnostics);
      }
    }
  }
}

}  // namespace modbuild
