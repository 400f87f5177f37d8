// Modules that are linked into their hosts (DESIGN.md 6): how their objects get there, and the
// table in which a host finds them.
#pragma once

#include <string>

#include "plan/steps.h"

namespace modbuild {

// Adds the steps that make one object of static module `id`, with only those symbols global that
// others look up (static_object_path). A module that cannot be linked in is an error (MB103).
void plan_static_object(const PlanContext& context, ComponentId id, const Objects& objects,
                        const IdVector<ComponentId, Objects>& all, Plan& plan);

// Adds the table of the static modules of `host` and the step that compiles it; gives its object.
Path plan_static_table(const PlanContext& context, ComponentId host, Plan& plan);

}  // namespace modbuild
