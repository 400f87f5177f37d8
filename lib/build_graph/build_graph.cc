#include "build_graph/build_graph.h"

#include <utility>

#include "base/str.h"

namespace modbuild {
namespace {

void add_made(const std::vector<Path>& paths, std::vector<std::string>& out) {
  for (const Path& path : paths) {
    if (path.root == Root::Build) out.push_back(path.text);
  }
}

BuildStep generate_step(const GenerateStep& generate) {
  BuildStep step;
  step.component = generate.component;
  add_made(generate.outputs, step.outputs);
  add_made(generate.inputs, step.inputs);
  add_made(generate.implicit, step.inputs);
  step.title = cat("generate ", step.outputs.empty() ? std::string() : step.outputs.front());
  return step;
}

BuildStep compile_step(const Plan& plan, const CompileStep& compile) {
  BuildStep step;
  step.component = compile.component;
  step.title = cat("compile ", compile.source.text);
  add_made({compile.object}, step.outputs);
  add_made({compile.source}, step.inputs);
  if (compile.order_only.valid()) add_made(plan.order_only[compile.order_only], step.inputs);
  return step;
}

BuildStep link_step(const LinkStep& link) {
  BuildStep step;
  step.component = link.component;
  step.title = cat("link ", link.output.text);
  add_made({link.output}, step.outputs);
  add_made(link.objects, step.inputs);
  add_made(link.libraries, step.inputs);
  return step;
}

}  // namespace

BuildGraph::BuildGraph(const Plan& plan) {
  for (const GenerateStep& step : plan.generates) add(generate_step(step));
  for (const CompileStep& step : plan.compiles) add(compile_step(plan, step));
  for (const LinkStep& step : plan.links) add(link_step(step));
  for (const Alias& alias : plan.aliases) {
    std::vector<std::string>& members = aliases_[alias.name];
    members = alias.aliases;
    add_made(alias.outputs, members);
  }
}

void BuildGraph::add(BuildStep step) {
  for (const std::string& output : step.outputs) makers_[output] = steps_.size();
  steps_.push_back(std::move(step));
}

std::size_t BuildGraph::maker_of(const std::string& file) const {
  const auto found = makers_.find(file);
  return found == makers_.end() ? steps_.size() : found->second;
}

std::vector<bool> BuildGraph::needed_by(const std::vector<std::string>& targets) const {
  std::vector<bool> needed(steps_.size(), false);
  std::vector<std::string> open = targets;
  if (open.empty()) open.emplace_back("all");
  while (!open.empty()) {
    const std::string target = std::move(open.back());
    open.pop_back();
    const std::size_t maker = maker_of(target);
    const auto alias = aliases_.find(target);
    if (maker < steps_.size()) {
      if (needed[maker]) continue;
      needed[maker] = true;
      open.insert(open.end(), steps_[maker].inputs.begin(), steps_[maker].inputs.end());
    } else if (alias != aliases_.end()) {
      open.insert(open.end(), alias->second.begin(), alias->second.end());
    }
  }
  return needed;
}

}  // namespace modbuild
