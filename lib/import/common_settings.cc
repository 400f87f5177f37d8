#include "import/common_settings.h"

#include <algorithm>
#include <functional>

#include "base/str.h"

namespace modbuild {
namespace {

using List = ImportedValues ImportedComponent::*;
using Components = std::vector<ImportedComponent*>;

bool holds(const ImportedValues& list, const ImportedValue& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// `value` of the component `from` as the component `to` would have it.
ImportedValue renamed(const ImportedValue& value, const ImportedComponent& from,
                      const ImportedComponent& to) {
  return {replaced(value.value, from.name, to.name), value.when};
}

void remove_first(ImportedValues& list, const ImportedValue& value) {
  const auto found = std::find(list.begin(), list.end(), value);
  if (found != list.end()) list.erase(found);
}

// Moves what all `components` share out of their lists.
ImportedValues take_common(const Components& components, List list) {
  ImportedValues common;
  if (components.empty()) return common;
  const ImportedComponent& first = *components.front();
  const ImportedValues candidates = first.*list;
  for (const ImportedValue& value : candidates) {
    const bool shared =
        std::all_of(components.begin(), components.end(),
                    [&](const ImportedComponent* one) { return holds(one->*list, value); });
    const bool by_name =
        !shared && components.size() > 1 && value.value.find(first.name) != std::string::npos &&
        std::all_of(components.begin(), components.end(), [&](const ImportedComponent* one) {
          return holds(one->*list, renamed(value, first, *one));
        });
    if (!shared && !by_name) continue;
    for (ImportedComponent* one : components) {
      remove_first(one->*list, shared ? value : renamed(value, first, *one));
    }
    common.push_back(
        {shared ? value.value : replaced(value.value, first.name, "\x01name\x02"), value.when});
  }
  return common;
}

ImportedSettings take_settings(const Components& components) {
  return {take_common(components, &ImportedComponent::includes),
          take_common(components, &ImportedComponent::defines),
          take_common(components, &ImportedComponent::cflags),
          take_common(components, &ImportedComponent::ldflags)};
}

}  // namespace

void factor_settings(ImportedTree& tree) {
  Components all, modules, programs;
  for (ImportedComponent& component : tree.components) {
    // A makefile that could not be asked says nothing of what is common.
    if (component.cflags.empty() && component.defines.empty()) continue;
    all.push_back(&component);
    (component.kind == ImportedKind::Module ? modules : programs).push_back(&component);
  }
  tree.common = take_settings(all);
  tree.for_modules = take_settings(modules);
  tree.for_programs = take_settings(programs);
}

}  // namespace modbuild
