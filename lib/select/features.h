// Decides the features of components: asked for, possible, or off for a reason.
#pragma once

#include "select/state.h"

namespace modbuild {

// Whether needs for other modules are looked at, or taken as met because it is not yet known which
// modules there will be.
enum class FeatureModules : std::uint8_t { Checked, Assumed };

// Gives every component its features as the manifest and the request want them: all but those set
// to `off` are on.
void ask_features(SelectState& state, const Wanted& wanted);

// Turns off what cannot be had of one component. Features whose `when` asks about another feature
// are looked at after that one. True when one that was on is off now.
bool settle_features(SelectState& state, ComponentId id, FeatureModules modules);

// A feature that is set to `on` and is off all the same, as the component's reason to be off.
std::optional<Reason> missing_feature(const Verdict& verdict);

}  // namespace modbuild
