#include <memory>

#include "base/str.h"
#include "command.h"
#include "installation.h"
#include "statistics.h"

namespace modbuild::tool {
namespace {

struct UninstallCommand {
  InstallationOptions where;
  std::string manifest;
  bool force = false;
  bool dry_run = false;
};

ExitStatus uninstall_files(const UninstallCommand& command, Context& context) {
  const std::optional<SystemRoot> root = open_system(command.where, false, context);
  if (!root) return ExitStatus::Done;
  const auto path = find_installed_manifest(command.manifest, *root, context);
  if (!path) return ExitStatus::Done;
  if (!command.where.packages.empty()) {
    const auto manifest = read_installed_manifest(*path, *root->files, context.diagnostics);
    if (!manifest) return ExitStatus::Done;
    std::vector<std::string> packages;
    for (const auto& [file, entry] : manifest->files) packages.push_back(entry.package);
    if (!check_packages(command.where.packages, packages, context)) return ExitStatus::Done;
  }
  const UninstallOptions options{command.where.packages, command.force, command.dry_run};
  const StageTimer timer(context.results.stats, "uninstall");
  const auto outcomes = uninstall(*path, *root->files, options, context.diagnostics);
  count_files(*root->files, context.results.stats);
  if (!outcomes) return ExitStatus::Done;
  print_outcomes(*outcomes, *root, "modbuild.uninstall/1", command.dry_run, context);
  say(context, cat(command.dry_run ? "would be: " : "", outcome_counts(*outcomes)));
  return ExitStatus::Done;
}

}  // namespace

Run declare_uninstall(CLI::App& app) {
  const auto command = std::make_shared<UninstallCommand>();
  add_argument(app, "MANIFEST",
               "the installed manifest; default: the one that the build directory's plan names",
               command->manifest);
  declare_installation_options(app, command->where);
  add_switch(app, {"--force", "", "remove files that were changed, too"}, command->force);
  add_switch(app, {"-n,--dry-run", "", "say what would be done, do nothing"}, command->dry_run);
  return [command](Context& context) { return uninstall_files(*command, context); };
}

}  // namespace modbuild::tool
