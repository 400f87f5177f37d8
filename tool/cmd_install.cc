#include <memory>

#include "base/path.h"
#include "base/str.h"
#include "command.h"
#include "installation.h"
#include "os/real_file_system.h"
#include "os/scratch_directory.h"
#include "stale_plan.h"

namespace modbuild::tool {
namespace {

struct InstallCommand {
  InstallationOptions where;
  std::vector<std::string> dirs;  // --dir, which comes too late
  bool strip = false;
  bool all = false;
  bool only_changed = false;
  bool dry_run = false;
};

// Runs the plan's strip, or $STRIP, on a copy of each binary.
Strip stripper(const InstallPlan& plan, Context& context) {
  std::vector<std::string> argv = plan.strip;
  const std::string own = context.environment.get("STRIP");
  if (!own.empty()) argv = {own};
  return [argv, &context](const std::string& bytes) -> tl::expected<std::string, std::string> {
    const auto scratch = ScratchDirectory::make(context.environment.get("TMPDIR"));
    if (!scratch) return tl::unexpected(scratch.error().message());
    const Expected<void> added = scratch->add("binary", bytes);
    if (!added) return tl::unexpected(added.error().message());
    ProcessRequest request;
    request.argv = argv;
    request.argv.insert(request.argv.end(), {"--strip-unneeded", scratch->file("binary")});
    request.environment = context.environment.variables;
    request.time_limit = std::chrono::minutes(5);
    const Expected<ProcessAnswer> answer = context.processes.run(request);
    if (!answer) return tl::unexpected(answer.error().message());
    if (answer->exit_status != 0)
      return tl::unexpected(cat("'", argv.front(), "' ended with status ",
                                std::to_string(answer->exit_status),
                                answer->errors.empty() ? "" : ": ", answer->errors));
    const auto files = open_real_file_system(std::string(directory_of(scratch->file("binary"))));
    if (!files) return tl::unexpected(files.error().message());
    Expected<std::string> stripped = (*files)->read("binary", std::uint64_t{4} << 30U);
    if (!stripped) return tl::unexpected(stripped.error().message());
    return std::move(*stripped);
  };
}

// Files that give others more than their bytes are told by name.
void tell_special_modes(const InstallPlan& plan, Context& context) {
  for (const InstallItem& item : plan.items) {
    if ((item.mode & 07002U) == 0) continue;
    say(context, cat("mode ", mode_text(item.mode), ": ", shown(item.destination)));
  }
}

std::vector<std::string> packages_of(const InstallPlan& plan) {
  std::vector<std::string> packages;
  for (const InstallItem& item : plan.items) packages.push_back(item.package);
  return packages;
}

// Where the sources of Root::Source are: the tree, or what an overlay tree names.
FileSystem* source_files(Context& context) {
  if (!reach(context, Stage::Tree)) return nullptr;
  FileSystem* overlay = context.results.overlay.files;
  return overlay != nullptr ? overlay : context.tree.get();
}

ExitStatus install_files(const InstallCommand& command, Context& context) {
  if (!command.dirs.empty()) {
    return usage_error(context, "directories are settled before anything is built",
                       "run 'modbuild gen --dir NAME=PATH' and 'modbuild build', then install");
  }
  BuildDirectory build;
  if (!open_tree(context) || !open_build_directory(context, build)) return ExitStatus::Done;
  const std::optional<InstallPlan> plan = read_install_plan(build, context);
  if (!plan || !check_packages(command.where.packages, packages_of(*plan), context)) {
    return ExitStatus::Done;
  }
  if (!check_plan_is_current(build, context)) return ExitStatus::Done;
  FileSystem* sources = source_files(context);
  if (sources == nullptr) return ExitStatus::Done;
  const std::optional<SystemRoot> root = open_system(command.where, !command.dry_run, context);
  if (!root) return ExitStatus::Done;
  InstallOptions options;
  options.packages = command.where.packages;
  options.all = command.all && !command.only_changed;
  options.dry_run = command.dry_run;
  if (command.strip) options.strip = stripper(*plan, context);
  const StageTimer timer(context.results.stats, "install");
  const auto outcomes =
      install(*plan, {sources, build.files.get(), root->files.get()}, options, context.diagnostics);
  if (!outcomes) return ExitStatus::Done;
  print_outcomes(*outcomes, *root, "modbuild.install/1", command.dry_run, context);
  tell_special_modes(*plan, context);
  say(context, cat(command.dry_run ? "would be: " : "", outcome_counts(*outcomes),
                   root->path.empty() ? "" : cat(", below ", root->shown)));
  return ExitStatus::Done;
}

}  // namespace

Run declare_install(CLI::App& app) {
  const auto command = std::make_shared<InstallCommand>();
  declare_installation_options(app, command->where);
  add_switch(app, {"--strip", "", "without symbols that nobody needs at run time"}, command->strip);
  add_switch(app, {"--only-changed", "", "leave files alone that are the same; the default"},
             command->only_changed);
  add_switch(app, {"--all", "", "replace files that are the same, too"}, command->all);
  add_switch(app, {"-n,--dry-run", "", "say what would be done, do nothing"}, command->dry_run);
  add_list(app, {"--dir", "NAME=PATH", "", kHidden}, command->dirs);
  return [command](Context& context) { return install_files(*command, context); };
}

}  // namespace modbuild::tool
