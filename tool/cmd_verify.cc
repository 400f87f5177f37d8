#include <algorithm>
#include <memory>

#include "audit.h"
#include "base/json_writer.h"
#include "base/str.h"
#include "command.h"
#include "statistics.h"

namespace modbuild::tool {
namespace {

struct VerifyCommand {
  AuditOptions audit;
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

// Whether installed files are still what was installed.
ExitStatus compare_installed(const AuditOptions& options, Context& context) {
  if (options.files.size() > 1) {
    return usage_error(context, "'verify --installed' takes one installed manifest",
                       "leave out --installed to audit files");
  }
  const InstallationOptions& where = options.where;
  const std::optional<SystemRoot> root = open_system(where, false, context);
  if (!root) return ExitStatus::Done;
  const auto path = find_installed_manifest(
      options.files.empty() ? std::string() : options.files.front(), *root, context);
  if (!path) return ExitStatus::Done;
  auto manifest = read_installed_manifest(*path, *root->files, context.diagnostics);
  if (!manifest) return ExitStatus::Done;
  std::vector<std::string> packages;
  for (const auto& [file, entry] : manifest->files) packages.push_back(entry.package);
  if (!check_packages(where.packages, packages, context)) return ExitStatus::Done;
  const StageTimer timer(context.results.stats, "verify");
  std::vector<InstalledFault> faults =
      verify_installed(*manifest, *path, *root->files, context.diagnostics);
  count_files(*root->files, context.results.stats);
  if (!where.packages.empty()) {
    std::erase_if(faults, [&](const InstalledFault& fault) {
      const auto file = manifest->files.find(fault.path);
      return file == manifest->files.end() ||
             std::find(where.packages.begin(), where.packages.end(), file->second.package) ==
                 where.packages.end();
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

ExitStatus verify(const VerifyCommand& command, Context& context) {
  const AuditOptions& audit = command.audit;
  if (command.installed) return compare_installed(audit, context);
  if (!audit.files.empty() || !audit.hosts.empty()) return audit_files(audit, context);
  return audit.where.destdir.empty() ? audit_build(audit, context) : audit_staged(audit, context);
}

}  // namespace

Run declare_verify(CLI::App& app) {
  const auto command = std::make_shared<VerifyCommand>();
  AuditOptions& audit = command->audit;
  add_arguments(app, "FILE",
                "files and directories to audit, without the tree; with --installed the installed "
                "manifest. Default: the files of the build directory",
                audit.files);
  add_switch(app, {"--installed", "", "whether installed files are still what was installed"},
             command->installed);
  add_list(app, {"--host", "FILE", "a program that loads the modules among FILE; repeat for more"},
           audit.hosts);
  add_list(app, {"--entry", "SYMBOL", "what it looks up in modules; repeat for more"},
           audit.entries);
  add_switch(app, {"--strict", "", "warnings fail, too"}, audit.strict);
  declare_installation_options(app, audit.where);
  return [command](Context& context) { return verify(*command, context); };
}

}  // namespace modbuild::tool
