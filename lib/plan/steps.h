// The steps of one component each; plan.cc calls them in order.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "plan/context.h"
#include "plan/plan.h"

namespace modbuild {

// Components are planned so many at a time by one thread.
inline constexpr std::size_t kComponentsPerPiece = 128;

// Generated files of one component, for its compile steps and for users of a library.
struct GeneratedFiles {
  std::vector<Path> sources;  // outputs that are compiled
  std::vector<Path> headers;  // all other outputs
};

// Adds the component's generate steps to `plan`.
GeneratedFiles plan_generates(const PlanContext& context, ComponentId id, Plan& plan);

// What compile steps need to know beyond the component itself.
struct CompileInput {
  ComponentId id;
  const GeneratedFiles* generated = nullptr;
  std::vector<Path> headers;              // generated headers to wait for, its libraries' included
  std::vector<Path> include_directories;  // generated directories of its libraries
};

// The objects of one component, in source order.
struct Objects {
  std::vector<Path> paths;
  bool cxx = false;  // one of them is C++
};

// Adds the component's compile steps and their flag lists.
Objects plan_compiles(const PlanContext& context, const CompileInput& input, Plan& plan);

// Adds the component's link steps; `objects` are those of every component (for whole libraries).
void plan_links(const PlanContext& context, ComponentId id,
                const IdVector<ComponentId, Objects>& objects, Plan& plan);

// The outputs that a component's name stands for.
std::vector<Path> final_outputs(const PlanContext& context, ComponentId id, const Objects& objects);

// The file name of a module where `host` looks for it.
std::string module_file(const PlanContext& context, ComponentId id, ComponentId host);

// The file names of a module, one per host that is on where the pattern names {host}.
std::vector<std::string> module_files(const PlanContext& context, ComponentId id);

// Aliases of every component, group and `all`.
void plan_aliases(const PlanContext& context, const IdVector<ComponentId, Objects>& objects,
                  Plan& plan);

// The install list, sorted by destination; collisions are MB101.
void plan_install(const PlanContext& context, Plan& plan);

// The RUNPATH of an installed file of component `id` in `directory`; "" when it needs none.
std::string install_rpath(const PlanContext& context, ComponentId id, const std::string& directory);

// Two steps that make one file are MB100.
void check_outputs(const PlanContext& context, const Plan& plan);

// The name of a component's flag list: '+' is no character of a Ninja variable.
std::string flag_list_name(std::string_view prefix, const Component& component);

}  // namespace modbuild
