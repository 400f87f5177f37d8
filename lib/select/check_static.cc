#include <algorithm>
#include <set>

#include "base/str.h"
#include "select/prune.h"

namespace modbuild {
namespace {

bool is_static(const Verdict& verdict) {
  return verdict.on && verdict.linkage == Linkage::Static;
}

bool linked_in(const SelectState& state, const Dependency& dependency) {
  return std::any_of(dependency.providers.begin(), dependency.providers.end(),
                     [&](ComponentId provider) { return is_static(state.verdicts[provider]); });
}

// The hard needs of a module and of its features that are on, for which nothing is linked in.
std::vector<const Dependency*> needs_not_linked_in(const SelectState& state, ComponentId id) {
  std::vector<const Dependency*> needs;
  const auto take = [&](const std::vector<Dependency>& list) {
    for (const Dependency& dependency : list) {
      if (!holds(state, id, dependency.when) || linked_in(state, dependency)) continue;
      needs.push_back(&dependency);
    }
  };
  const Component& component = state.catalog.components[id];
  take(component.depends);
  for (std::size_t i = 0; i < component.features.size(); ++i) {
    if (state.verdicts[id].features[i].on) take(component.features[i].modules);
  }
  return needs;
}

// The module that meets the need as a file.
const Component* shared_provider(const SelectState& state, const Dependency& dependency,
                                 ComponentId& id) {
  for (const ComponentId provider : dependency.providers) {
    if (!state.verdicts[provider].on) continue;
    id = provider;
    return &state.catalog.components[provider];
  }
  return nullptr;
}

// All modules that must be static for `id` to be; a module that never is goes into `never`.
void collect(const SelectState& state, ComponentId id, std::set<std::string>& names,
             std::string& never) {
  for (const Dependency* dependency : needs_not_linked_in(state, id)) {
    ComponentId provider;
    const Component* component = shared_provider(state, *dependency, provider);
    if (component == nullptr) continue;
    if (!component->static_allowed && never.empty()) never = component->name.value;
    if (names.insert(component->name.value).second) collect(state, provider, names, never);
  }
}

std::string remedy(const SelectState& state, ComponentId id) {
  std::set<std::string> names;
  std::string never;
  collect(state, id, names, never);
  if (!never.empty()) {
    return cat("'", never, "' must stay shared (static = \"never\"), so leave '",
               state.catalog.components[id].name.value,
               "' shared too, or add --static-policy downgrade");
  }
  const std::string words = join({names.begin(), names.end()}, ",");
  return cat("make ", names.size() == 1 ? "it" : "all of them", " static too: -s ", words,
             "; or build what cannot be linked in as a file: --static-policy downgrade");
}

std::vector<ComponentId> static_modules(const SelectState& state) {
  std::vector<ComponentId> ids;
  for (const ComponentId id : state.catalog.components.ids()) {
    const bool is_module = state.catalog.components[id].kind == ComponentKind::Module;
    if (is_module && is_static(state.verdicts[id])) ids.push_back(id);
  }
  return ids;
}

}  // namespace

void check_static(const SelectState& state, Diagnostics& diagnostics) {
  for (const ComponentId id : static_modules(state)) {
    for (const Dependency* dependency : needs_not_linked_in(state, id)) {
      ComponentId provider;
      if (shared_provider(state, *dependency, provider) == nullptr) continue;
      diagnostics.add(Code::StaticNeedsStatic, dependency->name.at,
                      cat("static module '", state.catalog.components[id].name.value,
                          "' depends on '", dependency->name.value, "', which is shared"),
                      remedy(state, id));
    }
  }
}

bool downgrade_static(SelectState& state, std::vector<Downgrade>& done) {
  // All of a round together, so that order cannot matter; the set only shrinks.
  std::vector<Downgrade> round;
  for (const ComponentId id : static_modules(state)) {
    const std::vector<const Dependency*> needs = needs_not_linked_in(state, id);
    if (!needs.empty()) round.push_back({id, needs.front()});
  }
  for (const Downgrade& downgrade : round) {
    Verdict& verdict = state.verdicts[downgrade.module];
    verdict.linkage = Linkage::Shared;
    verdict.downgraded = true;
    verdict.notes.push_back(
        cat("shared, not static: it needs ", downgrade.need->name.value, ", which is shared"));
  }
  done.insert(done.end(), round.begin(), round.end());
  return !round.empty();
}

void report_downgrades(const SelectState& state, const std::vector<Downgrade>& downgrades,
                       Diagnostics& diagnostics) {
  for (const Downgrade& downgrade : downgrades) {
    if (!state.verdicts[downgrade.module].on) continue;
    const Component& module = state.catalog.components[downgrade.module];
    diagnostics.add(Code::StaticDowngraded, downgrade.need->name.at,
                    cat("module '", module.name.value, "' is built shared: it depends on '",
                        downgrade.need->name.value, "', which is"));
  }
}

}  // namespace modbuild
