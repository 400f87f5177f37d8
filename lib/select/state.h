// The selection while it is being decided, and the questions asked of it: does a `when` hold, is a
// need met. Nothing here changes a verdict.
#pragma once

#include <optional>
#include <vector>

#include "select/select.h"

namespace modbuild {

struct SelectState {
  const Catalog& catalog;
  const ProbeReport& probes;
  IdVector<ComponentId, Verdict>& verdicts;

  // The answers of the machine that the component runs on.
  const ProbeReport& probes_of(ComponentId id) const {
    return probes.of(catalog.components[id].machine);
  }
};

// Whether `when`, which stands in component `id`, is true as things stand.
bool holds(const SelectState& state, ComponentId id, const When& when);

// The reason for a `when` that does not hold: which part of it is false.
Reason when_reason(const SelectState& state, ComponentId id, const When& when);

// False for libs that were not probed.
bool lib_found(const ProbeReport& probes, LibId id);

// Whether anything that is on meets the need.
bool provided(const SelectState& state, const Dependency& dependency);

// The first need by name that is not met, of those whose `when` holds.
std::optional<Reason> missing_lib(const SelectState& state, ComponentId id,
                                  const std::vector<LibUse>& libs);
std::optional<Reason> missing_module(const SelectState& state, ComponentId id,
                                     const std::vector<Dependency>& dependencies);
std::optional<Reason> missing_component(const SelectState& state, ComponentId id,
                                        const std::vector<ComponentUse>& uses, ReasonKind kind);
// One of each group of libs must be found; the first group, by its own first name, that has none.
std::optional<Reason> missing_any_lib(const SelectState& state, ComponentId id,
                                      const std::vector<std::vector<LibUse>>& groups);

}  // namespace modbuild
