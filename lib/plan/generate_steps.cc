#include <algorithm>

#include "base/str.h"
#include "model/language.h"
#include "plan/expand.h"
#include "plan/layout.h"
#include "plan/steps.h"

namespace modbuild {
namespace {

CommandValues command_values(const PlanContext& context, ComponentId id, const Generate& generate) {
  const Component& component = context.component(id);
  CommandValues values;
  for (const std::string& input : generate.inputs) values.inputs.push_back({Root::Source, input});
  for (const Text& output : generate.outputs) {
    values.outputs.push_back(generated_path(component, output.value));
  }
  // Most generators do not look at other modules; asking for each would be quadratic.
  const bool names_modules =
      std::any_of(generate.command.begin(), generate.command.end(),
                  [](const Text& word) { return word.value == "{modules}"; });
  const std::vector<ComponentId> modules = names_modules || !generate.collected.empty()
                                               ? context.modules_for(id)
                                               : std::vector<ComponentId>();
  for (const ComponentId module : modules) {
    values.modules.push_back(context.component(module).name.value);
  }
  for (const Collected& collected : generate.collected) {
    if (!std::binary_search(modules.begin(), modules.end(), collected.module)) continue;
    for (const std::string& file : collected.files) values.inputs.push_back({Root::Source, file});
  }
  values.paths["dir"] = {Root::Source, component.dir};
  values.paths["outdir"] = generated_directory(component);
  if (!generate.depfile.empty()) {
    values.paths["depfile"] = generated_path(component, generate.depfile.value);
  }
  for (const ComponentUse& tool : generate.tools) {
    if (!tool.component.valid()) continue;
    values.paths["tool:" + tool.name.value] = program_path(context.component(tool.component));
  }
  values.texts = context.dirs();
  for (const LibId lib : context.libs_on(id)) {
    const std::string& name = context.catalog().libs[lib].name.value;
    for (const auto& [variable, value] : context.probes(id).libs[lib].variables) {
      values.texts[cat("lib.", name, ".", variable)] = value;
    }
  }
  values.texts["name"] = component.name.value;
  values.texts["tree.name"] = context.catalog().tree.name.value;
  values.texts["tree.version"] = context.catalog().tree.version.value;
  return values;
}

}  // namespace

GeneratedFiles plan_generates(const PlanContext& context, ComponentId id, Plan& plan) {
  GeneratedFiles files;
  const Component& component = context.component(id);
  for (const Generate& generate : component.generates) {
    if (!context.holds(generate.when, id)) continue;
    const CommandValues values = command_values(context, id, generate);
    GenerateStep step;
    step.component = id;
    step.inputs = values.inputs;
    step.outputs = values.outputs;
    step.to_output = generate.to_output;
    for (const Text& word : generate.command) {
      for (Arg& arg : expand_word(word, values, context.diagnostics())) {
        step.command.push_back(std::move(arg));
      }
    }
    for (const ComponentUse& tool : generate.tools) {
      if (tool.component.valid()) {
        step.implicit.push_back(program_path(context.component(tool.component)));
      }
    }
    if (!generate.depfile.empty()) {
      step.depfile = generated_path(component, generate.depfile.value);
    }
    for (const Text& output : generate.outputs) {
      const Path path = generated_path(component, output.value);
      (language_of(output.value) ? files.sources : files.headers).push_back(path);
    }
    plan.generates.push_back(std::move(step));
  }
  return files;
}

}  // namespace modbuild
