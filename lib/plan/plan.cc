#include "plan/plan.h"

#include <algorithm>
#include <utility>

#include "base/sort_once.h"
#include "base/str.h"
#include "plan/abi.h"
#include "plan/collisions.h"
#include "plan/context.h"
#include "plan/layout.h"
#include "plan/steps.h"

namespace modbuild {
namespace {

// What the libraries of `id` add to its compile steps: their generated headers.
CompileInput compile_input(const PlanContext& context, ComponentId id,
                           const IdVector<ComponentId, GeneratedFiles>& generated) {
  CompileInput input;
  input.id = id;
  input.generated = &generated[id];
  input.headers = generated[id].headers;
  for (const ComponentId library : context.libraries(id).all) {
    const std::vector<Path>& headers = generated[library].headers;
    if (headers.empty()) continue;
    input.headers.insert(input.headers.end(), headers.begin(), headers.end());
    input.include_directories.push_back(generated_directory(context.component(library)));
  }
  return input;
}

// Adds the compile steps of `piece`, whose lists are numbered from 0.
void add_piece(Plan& piece, Plan& plan) {
  const auto flags = static_cast<std::uint32_t>(plan.flags.size());
  const auto order_only = static_cast<std::uint32_t>(plan.order_only.size());
  for (FlagList& list : piece.flags) plan.flags.push_back(std::move(list));
  for (std::vector<Path>& list : piece.order_only) plan.order_only.push_back(std::move(list));
  for (CompileStep& step : piece.compiles) {
    if (step.flags.valid()) step.flags.value += flags;
    if (step.order_only.valid()) step.order_only.value += order_only;
    plan.compiles.push_back(std::move(step));
  }
}

// The compile steps of every component: planned in pieces, put together in order.
IdVector<ComponentId, Objects> plan_all_compiles(
    const PlanContext& context, const IdVector<ComponentId, GeneratedFiles>& generated,
    Plan& plan) {
  IdVector<ComponentId, Objects> objects(generated.size());
  const std::vector<ComponentId>& built = context.built();
  std::vector<Plan> pieces((built.size() + kComponentsPerPiece - 1) / kComponentsPerPiece);
  for_each_index(pieces.size(), context.threads(), [&](std::size_t piece) {
    const std::size_t begin = piece * kComponentsPerPiece;
    const std::size_t end = std::min(built.size(), begin + kComponentsPerPiece);
    for (std::size_t i = begin; i < end; ++i) {
      const CompileInput input = compile_input(context, built[i], generated);
      objects[built[i]] = plan_compiles(context, input, pieces[piece]);
    }
  });
  std::size_t steps = 0;
  for (const Plan& piece : pieces) steps += piece.compiles.size();
  plan.compiles.reserve(steps);
  for (Plan& piece : pieces) {
    add_piece(piece, plan);
    piece = {};
  }
  return objects;
}

// A name stands for what it is on either machine.
void add_copies(const PlanContext& context, const IdVector<ComponentId, Objects>& objects,
                Plan& plan, Alias& all) {
  for (const ComponentId id : context.built()) {
    if (!context.component(id).copy_of.valid()) continue;
    const std::string& name = context.component(id).name.value;
    const auto same = std::find_if(plan.aliases.begin(), plan.aliases.end(),
                                   [&](const Alias& alias) { return alias.name == name; });
    std::vector<Path> outputs = final_outputs(context, id, objects[id]);
    if (same == plan.aliases.end()) {
      plan.aliases.push_back({name, {}, std::move(outputs)});
      all.aliases.push_back(name);
    } else {
      same->outputs.insert(same->outputs.end(), outputs.begin(), outputs.end());
    }
  }
}

}  // namespace

void plan_aliases(const PlanContext& context, const IdVector<ComponentId, Objects>& objects,
                  Plan& plan) {
  Alias all;
  all.name = "all";
  for (const ComponentId id : context.built()) {
    if (context.component(id).copy_of.valid()) continue;
    const std::string& name = context.component(id).name.value;
    plan.aliases.push_back({name, {}, final_outputs(context, id, objects[id])});
    all.aliases.push_back(name);
  }
  add_copies(context, objects, plan, all);
  for (const Group& group : context.catalog().groups) {
    Alias alias;
    alias.name = "@" + group.name.value;
    for (const ComponentId member : group.members) {
      if (context.is_built(member)) {
        alias.aliases.push_back(context.component(member).name.value);
      }
    }
    plan.aliases.push_back(std::move(alias));
  }
  plan.aliases.push_back(std::move(all));
  std::sort(plan.aliases.begin(), plan.aliases.end(),
            [](const Alias& a, const Alias& b) { return a.name < b.name; });
}

void check_outputs(const PlanContext& context, const Plan& plan) {
  struct Claim {
    const Path* output;
    ComponentId maker;
  };
  std::vector<Claim> claims;
  for (const LinkStep& step : plan.links) claims.push_back({&step.output, step.component});
  for (const GenerateStep& step : plan.generates) {
    for (const Path& output : step.outputs) claims.push_back({&output, step.component});
  }
  // Ignoring case: on some file systems two such names are one file.
  const auto name = [&](std::size_t i) -> std::string_view { return claims[i].output->text; };
  for (const auto& [one, other] : same_ignoring_case(claims.size(), name)) {
    const Component& first = context.component(claims[one].maker);
    const Component& second = context.component(claims[other].maker);
    context.diagnostics().add({Code::DuplicateOutput,
                               second.name.at,
                               cat("'", second.name.value, "' and '", first.name.value,
                                   "' both make ", claims[other].output->text),
                               "give one of them another `file` or output name",
                               {{first.name.at, "the other one"}}});
  }
}

Plan plan(const PlanInput& input, Diagnostics& diagnostics) {
  Plan plan;
  plan.toolchain = input.toolchain;
  plan.build_toolchain = input.build_toolchain;
  const PlanContext context(input, diagnostics);
  plan.dirs = context.dirs();
  // Nothing sensible hangs from directories that are not known.
  if (diagnostics.has_errors()) return plan;

  const std::size_t count = context.catalog().components.size();
  IdVector<ComponentId, GeneratedFiles> generated(count);
  for (const ComponentId id : context.built()) generated[id] = plan_generates(context, id, plan);

  // From here on every generated file is known, so each compile step can wait for the right ones.
  IdVector<ComponentId, Objects> objects = plan_all_compiles(context, generated, plan);
  plan_abi(context, objects, plan);
  for (const ComponentId id : context.built()) plan_links(context, id, objects, plan);
  plan_aliases(context, objects, plan);
  plan_install(context, plan);
  std::sort(plan.texts.begin(), plan.texts.end(),
            [](const PlannedText& a, const PlannedText& b) { return a.path < b.path; });
  check_outputs(context, plan);
  return plan;
}

const Toolchain& toolchain_for(const Plan& plan, Machine machine) {
  const bool other = machine == Machine::Build && plan.build_toolchain;
  return other ? *plan.build_toolchain : plan.toolchain;
}

std::vector<std::string_view> plan_outputs(const Plan& plan) {
  std::vector<std::string_view> outputs;
  outputs.reserve(plan.compiles.size() + plan.links.size());
  for (const GenerateStep& step : plan.generates) {
    for (const Path& output : step.outputs) outputs.push_back(output.text);
  }
  for (const LinkStep& step : plan.links) outputs.push_back(step.output.text);
  for (const CompileStep& step : plan.compiles) outputs.push_back(step.object.text);
  sort_runs(outputs);
  return outputs;
}

}  // namespace modbuild
