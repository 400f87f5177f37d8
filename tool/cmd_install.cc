#include <memory>

#include "base/str.h"
#include "built_files.h"
#include "command.h"
#include "installation.h"
#include "statistics.h"

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

// Files that give others more than their bytes are told by name.
void tell_special_modes(const InstallPlan& plan, Context& context) {
  for (const InstallItem& item : plan.items) {
    if ((item.mode & 07002U) == 0) continue;
    say(context, cat("mode ", mode_text(item.mode), ": ", shown(item.destination)));
  }
}

// Files of two variants have one name where they are installed.
void tell_variant(BuiltFiles& built, Context& context) {
  const std::optional<StoredRequest> stored = stored_request(context, built.build);
  if (stored && !stored->variant.empty()) say(context, cat("variant ", stored->variant));
}

ExitStatus install_files(const InstallCommand& command, Context& context) {
  if (!command.dirs.empty()) {
    return usage_error(context, "directories are settled before anything is built",
                       "run 'modbuild gen --dir NAME=PATH' and 'modbuild build', then install");
  }
  std::optional<BuiltFiles> built = open_built_files(command.where.packages, context);
  if (!built) return ExitStatus::Done;
  const std::optional<SystemRoot> root = open_system(command.where, !command.dry_run, context);
  if (!root) return ExitStatus::Done;
  InstallOptions options;
  options.packages = command.where.packages;
  options.all = command.all && !command.only_changed;
  options.dry_run = command.dry_run;
  if (command.strip) options.strip = stripper(built->plan, context);
  const StageTimer timer(context.results.stats, "install");
  const auto outcomes =
      install(built->plan, {built->sources.tree, built->sources.build, root->files.get()}, options,
              context.diagnostics);
  for (const FileSystem* files : {built->sources.tree, built->sources.build}) {
    count_files(*files, context.results.stats);
  }
  count_files(*root->files, context.results.stats);
  if (!outcomes) return ExitStatus::Done;
  tell_variant(*built, context);
  print_outcomes(*outcomes, *root, "modbuild.install/1", command.dry_run, context);
  tell_special_modes(built->plan, context);
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
