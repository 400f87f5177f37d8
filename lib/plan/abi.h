// The names of ABIs: which each host defines and each module refers to, so that the dynamic linker
// refuses a module of another build before any of its code runs (DESIGN.md 7).
#pragma once

#include "plan/context.h"
#include "plan/steps.h"

namespace modbuild {

// Names the ABIs (Plan.abi), and adds the objects that define or refer to them to those of hosts
// and shared modules. A module of several hosts refers to a name that all of them define. Only when
// all compile steps are planned: they say what hosts are compiled with.
void plan_abi(const PlanContext& context, IdVector<ComponentId, Objects>& objects, Plan& plan);

}  // namespace modbuild
