#include "installation.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/edit_distance.h"
#include "base/json_writer.h"
#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "context.h"
#include "os/memory_file_system.h"
#include "os/real_file_system.h"

namespace modbuild::tool {
namespace {

Style action_style(FileAction action) {
  switch (action) {
    case FileAction::Installed:
      return Style::Good;
    case FileAction::Updated:
    case FileAction::Sample:
    case FileAction::Kept:
      return Style::Attention;
    case FileAction::Removed:
      return Style::Bad;
    case FileAction::Same:
    case FileAction::Missing:
      break;
  }
  return Style::Dim;
}

void print_document(const std::vector<FileOutcome>& outcomes, std::string_view schema, bool dry_run,
                    Context& context) {
  JsonWriter json(context.out);
  json.begin_object().member("schema", schema).member("dry-run", dry_run);
  json.key("files").begin_array();
  for (const FileOutcome& outcome : outcomes) {
    json.begin_object(true).member("path", outcome.path);
    json.member("action", file_action_word(outcome.action)).end_object();
  }
  json.end_array().end_object();
  context.out += "\n";
}

}  // namespace

void declare_installation_options(CLI::App& app, InstallationOptions& options) {
  add_value(app, {"--destdir", "DIR", "the root to work below; default: $DESTDIR, else /"},
            options.destdir);
  add_list(app, {"--component", "PACKAGE", "only the files of this package; may be repeated"},
           options.packages);
}

std::optional<SystemRoot> open_system(const InstallationOptions& options, bool make,
                                      Context& context) {
  SystemRoot root;
  const std::string typed =
      options.destdir.empty() ? context.environment.get("DESTDIR") : options.destdir;
  if (!typed.empty()) root.path = absolute_path(context, typed);
  if (root.path == "/") root.path.clear();
  if (is_behind_link(context, root.path)) {
    io_error(context, open_typed_directory(context, root.path).error());
    return std::nullopt;
  }
  if (!root.path.empty()) root.shown = normalise(typed);
  const std::string directory = root.path.empty() ? "/" : root.path;
  std::error_code failed;
  if (!std::filesystem::exists(directory, failed)) {
    if (!make) {
      root.files = std::make_unique<MemoryFileSystem>();
      return root;
    }
    std::filesystem::create_directories(directory, failed);
    if (failed) {
      io_error(context, HostError{failed.value(), "create directory", directory, {}});
      return std::nullopt;
    }
  }
  Expected<std::unique_ptr<FileSystem>> opened = open_system_root(directory);
  if (!opened) {
    io_error(context, opened.error());
    return std::nullopt;
  }
  root.files = std::move(*opened);
  return root;
}

std::unique_ptr<FileSystem> open_machine(Context& context) {
  auto system = open_system_root("/");
  if (system) return std::move(*system);
  io_error(context, system.error());
  return nullptr;
}

std::optional<InstallPlan> read_install_plan(BuildDirectory& build, Context& context) {
  const std::string name = shown_path(build, kInstallPlanFile);
  const Expected<std::string> text = build.files->read(kInstallPlanFile, kLargestDocument);
  if (!text) {
    context.diagnostics.add(Code::BadInstallPlan, {},
                            build.exists ? text.error().about(name).message()
                                         : cat("there is no build directory '", build.shown, "'"),
                            "run 'modbuild gen' and 'modbuild build' first, or name the build "
                            "directory with -B");
    return std::nullopt;
  }
  SourceRange at;
  at.file = context.results.sources.add(name, *text);
  return parse_install_plan(*text, at, context.diagnostics);
}

std::optional<std::string> find_installed_manifest(const std::string& typed, const SystemRoot& root,
                                                   Context& context) {
  if (!typed.empty()) {
    const std::string path = absolute_path(context, typed);
    if (root.path.empty()) return path;
    // People type what they see, or what the system will see.
    if (is_below(path, root.path)) return path.substr(root.path.size());
    return normalise(typed);
  }
  BuildDirectory build;
  if (!open_tree(context) || !open_build_directory(context, build)) return std::nullopt;
  const std::optional<InstallPlan> plan = read_install_plan(build, context);
  if (!plan) return std::nullopt;
  return plan->installed_manifest;
}

bool check_packages(const std::vector<std::string>& names, std::vector<std::string> known,
                    Context& context) {
  sort_once(known);
  std::erase(known, "");
  for (const std::string& name : names) {
    if (std::binary_search(known.begin(), known.end(), name)) continue;
    const Text word = context.command_line.positional(name, context.command_line_file);
    const std::string near = did_you_mean(name, known);
    context.diagnostics.add(Code::UnknownInRequest, word.at,
                            cat("nothing is installed for a package '", name, "'"),
                            near.empty() ? cat("packages are: ", join(known, ", ")) : near);
  }
  return !context.diagnostics.has_errors();
}

void print_outcomes(const std::vector<FileOutcome>& outcomes, const SystemRoot& root,
                    std::string_view schema, bool dry_run, Context& context) {
  if (context.options.format == Format::Json) {
    return print_document(outcomes, schema, dry_run, context);
  }
  Table table;
  for (const FileOutcome& outcome : outcomes) {
    const bool quiet = outcome.action == FileAction::Same || outcome.action == FileAction::Missing;
    if (quiet && !context.options.verbose) continue;
    if (context.options.format == Format::Names) {
      append(context.out, shown(outcome.path), "\n");
    } else {
      table.row({{std::string(file_action_word(outcome.action)), action_style(outcome.action)},
                 {cat(root.shown, outcome.path)}});
    }
  }
  context.out += table.text(context.layout());
}

std::string outcome_counts(const std::vector<FileOutcome>& outcomes) {
  std::map<FileAction, std::size_t> counts;
  for (const FileOutcome& outcome : outcomes) ++counts[outcome.action];
  std::vector<std::string> parts;
  for (const auto& [action, count] : counts) {
    parts.push_back(cat(std::to_string(count), " ", file_action_word(action)));
  }
  return parts.empty() ? std::string("nothing to do") : join(parts, ", ");
}

}  // namespace modbuild::tool
