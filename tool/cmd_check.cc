#include <algorithm>
#include <set>

#include "base/str.h"
#include "command.h"
#include "config/config.h"

namespace modbuild::tool {
namespace {

// One finding of a lint.
struct Finding {
  Code code;
  SourceRange at;
  std::string message;
};

// Libs that no component, feature or `when` asks about, whatever is selected.
void unused_libs(const Catalog& catalog, std::vector<Finding>& findings) {
  Wanted everything;
  everything.verdicts = IdVector<ComponentId, Verdict>(catalog.components.size());
  for (Verdict& verdict : everything.verdicts) verdict.on = true;
  for (const ComponentId id : catalog.components.ids()) {
    const auto count = static_cast<std::uint32_t>(catalog.components[id].features.size());
    for (std::uint32_t i = 0; i < count; ++i) {
      everything.features.push_back({id, i, FeatureSetting::On, false, {}});
    }
  }
  const std::vector<LibId> used = needed_libs(catalog, everything);
  for (const LibId id : catalog.libs.ids()) {
    if (std::binary_search(used.begin(), used.end(), id)) continue;
    const Text& name = catalog.libs[id].name;
    findings.push_back(
        {Code::UnusedLib, name.at, cat("library '", name.value, "' is declared and never used")});
  }
}

void empty_groups(const Catalog& catalog, std::vector<Finding>& findings) {
  for (const Group& group : catalog.groups) {
    if (!group.members.empty()) continue;
    findings.push_back(
        {Code::EmptyGroup, group.name.at, cat("group '", group.name.value, "' has no members")});
  }
}

void unused_packages(const Catalog& catalog, std::vector<Finding>& findings) {
  std::set<std::string> used = {catalog.tree.default_package.value};
  for (const Component& component : catalog.components) {
    used.insert(component.package.value);
    for (const Install& install : component.installs) used.insert(install.package.value);
  }
  for (const Package& package : catalog.packages) {
    if (used.count(package.name.value) != 0) continue;
    findings.push_back(
        {Code::UnusedPackage, package.name.at,
         cat("package '", package.name.value, "' is declared and no component names it")});
  }
}

// Plans every module as if all libs were there, for what only then shows: components without
// sources, two steps or install entries with one result.
void plan_everything(Context& context) {
  const Catalog& catalog = context.results.catalog;
  Request request;
  request.base = Base::All;
  request.missing = MissingPolicy::Skip;
  for (const Component& component : catalog.components) {
    if (component.kind == ComponentKind::Module && !component.by_default) {
      request.include.push_back(component.name);
    }
  }
  ProbeInput input;
  input.catalog = &catalog;
  input.no_probe = true;
  Diagnostics& diagnostics = context.diagnostics;
  ProbeReport probes = probe(input, context.processes, context.environment, diagnostics);
  for (const LibId id : catalog.libs.ids()) {
    probes.libs[id].found = true;
    for (const Alternative& way : catalog.libs[id].any) {
      // A path: values are mostly directories.
      for (const LibVariable& variable : way.variables) {
        probes.libs[id].variables[variable.name.value] = cat("/", variable.name.value);
      }
    }
  }
  const Wanted wanted = find_wanted(catalog, request, diagnostics);
  const Selection selection = select(catalog, request, wanted, probes, diagnostics);
  static_cast<void>(
      plan({&catalog, &selection, &probes, nullptr, context.job.toolchain}, diagnostics));
}

ExitStatus check_tree(Context& context) {
  if (!reach(context, Stage::Load)) return ExitStatus::Done;
  const StageTimer timer(context.results.stats, "check");
  plan_everything(context);
  check_config_patterns(context.results.catalog, context.diagnostics);
  if (context.diagnostics.has_errors()) return ExitStatus::Done;
  const Catalog& catalog = context.results.catalog;
  std::vector<Finding> findings;
  unused_libs(catalog, findings);
  empty_groups(catalog, findings);
  unused_packages(catalog, findings);
  for (const Finding& finding : findings) {
    context.diagnostics.add(finding.code, finding.at, finding.message);
  }
  say(context,
      cat(catalog.tree.name.value, ": ", count_of(catalog.components.size(), "component"), ", ",
          findings.empty() ? "nothing to complain about" : count_of(findings.size(), "finding")));
  return findings.empty() ? ExitStatus::Done : ExitStatus::GoalNotMet;
}

}  // namespace

Run declare_check(CLI::App&) {
  return check_tree;
}

}  // namespace modbuild::tool
