#include <algorithm>
#include <memory>

#include "base/json_writer.h"
#include "base/str.h"
#include "command.h"
#include "installation.h"

namespace modbuild::tool {
namespace {

struct VerifyCommand {
  InstallationOptions where;
  std::string manifest;
  bool installed = false;
};

void print_document(const std::vector<InstalledFault>& faults, Context& context) {
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.verify-installed/1");
  json.key("faults").begin_array();
  for (const InstalledFault& fault : faults) {
    json.begin_object(true).member("path", fault.path).member("fault", fault_word(fault.kind));
    if (!fault.expected.empty()) json.member("expected", fault.expected);
    if (!fault.found.empty()) json.member("found", fault.found);
    json.member("failure", fault.is_failure()).end_object();
  }
  json.end_array().end_object();
  context.out += "\n";
}

void print_text(const std::vector<InstalledFault>& faults, const SystemRoot& root,
                Context& context) {
  Table table;
  for (const InstalledFault& fault : faults) {
    table.row(
        {{std::string(fault_word(fault.kind)), fault.is_failure() ? Style::Bad : Style::Attention},
         {cat(root.shown, fault.path)},
         {fault.expected},
         {fault.found}});
  }
  table.header({"fault", "path", "installed", "found"});
  context.out += table.text(context.layout());
}

ExitStatus verify_files(const VerifyCommand& command, Context& context) {
  if (!command.installed) {
    return usage_error(context, "'verify' needs to know what to look at",
                       "verify --installed compares what is installed with what was");
  }
  const std::optional<SystemRoot> root = open_system(command.where, false, context);
  if (!root) return ExitStatus::Done;
  const auto path = find_installed_manifest(command.manifest, *root, context);
  if (!path) return ExitStatus::Done;
  auto manifest = read_installed_manifest(*path, *root->files, context.diagnostics);
  if (!manifest) return ExitStatus::Done;
  std::vector<std::string> packages;
  for (const auto& [file, entry] : manifest->files) packages.push_back(entry.package);
  if (!check_packages(command.where.packages, packages, context)) return ExitStatus::Done;
  const StageTimer timer(context.results.stats, "verify");
  std::vector<InstalledFault> faults =
      verify_installed(*manifest, *path, *root->files, context.diagnostics);
  if (!command.where.packages.empty()) {
    std::erase_if(faults, [&](const InstalledFault& fault) {
      const auto file = manifest->files.find(fault.path);
      return file == manifest->files.end() ||
             std::find(command.where.packages.begin(), command.where.packages.end(),
                       file->second.package) == command.where.packages.end();
    });
  }
  if (context.options.format == Format::Json) {
    print_document(faults, context);
  } else {
    print_text(faults, *root, context);
  }
  const auto failures = static_cast<std::size_t>(
      std::count_if(faults.begin(), faults.end(),
                    [](const InstalledFault& fault) { return fault.is_failure(); }));
  say(context, cat(count_of(manifest->files.size(), "file"), " looked at, ",
                   failures == 0 ? "none is wrong" : cat(std::to_string(failures), " wrong")));
  return failures == 0 ? ExitStatus::Done : ExitStatus::GoalNotMet;
}

}  // namespace

Run declare_verify(CLI::App& app) {
  const auto command = std::make_shared<VerifyCommand>();
  add_argument(app, "MANIFEST",
               "the installed manifest; default: the one that the build directory's plan names",
               command->manifest);
  add_switch(app, {"--installed", "", "whether installed files are still what was installed"},
             command->installed);
  declare_installation_options(app, command->where);
  return [command](Context& context) { return verify_files(*command, context); };
}

}  // namespace modbuild::tool
