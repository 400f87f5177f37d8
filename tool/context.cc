#include "context.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/edit_distance.h"
#include "base/path.h"
#include "base/shell_words.h"
#include "base/str.h"
#include "build_directory.h"
#include "model/launcher.h"
#include "os/real_file_system.h"
#include "request_files.h"
#include "revision.h"
#include "statistics.h"
#include "toolchain.h"
#include "variant.h"

namespace modbuild::tool {
namespace {

constexpr const char* kTreeFile = "modbuild.toml";

bool holds_tree(const std::string& directory) {
  const auto opened = open_real_file_system(directory);
  return opened && (*opened)->status(kTreeFile).has_value();
}

// The nearest directory from `start` upwards that holds a tree file; "" when none does.
std::string tree_above(std::string start) {
  while (true) {
    if (holds_tree(start)) return start;
    if (start == "/" || start.empty()) return {};
    const std::string_view above = directory_of(start);
    start = above.empty() ? "/" : std::string(above);
  }
}

// Writes all of `text`; 0 or an errno. A reader that went away is no failure.
int write_all(int stream, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(stream, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno == EPIPE ? 0 : errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

// Variables that name places by relative paths mean the working directory, wherever what looks at
// them is run.
void make_absolute(Environment& environment, const std::string& directory) {
  for (const char* name : {"PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR", "PKG_CONFIG_PATH_FOR_BUILD",
                           "PKG_CONFIG_LIBDIR_FOR_BUILD"}) {
    const auto variable = environment.variables.find(name);
    if (variable == environment.variables.end()) continue;
    std::vector<std::string> places = split(variable->second, ":");
    for (std::string& place : places) place = path_from(directory, place);
    variable->second = join(places, ":");
  }
  for (const char* name : {"CC", "CXX", "AR", "PKG_CONFIG"}) {
    for (const std::string& variable : {std::string(name), cat(name, "_FOR_BUILD")}) {
      const auto found = environment.variables.find(variable);
      if (found == environment.variables.end()) continue;
      const std::string& value = found->second;
      const std::size_t end = std::min(value.find(' '), value.size());
      const std::string program = value.substr(0, end);
      if (program.starts_with('/') || program.find('/') == std::string::npos) continue;
      found->second = path_from(directory, program) + value.substr(end);
    }
  }
}

// The absolute `directory`, as it was where that is asked for and known.
Expected<std::unique_ptr<FileSystem>> open_directory(Context& context,
                                                     const std::string& directory) {
  if (!context.revision.empty()) {
    if (auto files = open_at_revision(context, directory)) return files;
  }
  return open_real_file_system(directory);
}

// Whoever has the tree on PATH runs nothing of it by that.
void find_no_program_below(const std::string& root, Context& context) {
  for (Environment* environment : {&context.environment, &context.host.environment}) {
    std::string& search_path = environment->variables["PATH"];
    search_path = path_without(search_path, root);
  }
}

// The directory that an overlay tree names for its sources.
Expected<OpenedSources> open_sources(Context& context, const std::string& named) {
  const std::filesystem::path path = std::filesystem::path(context.tree_root) / named;
  std::error_code failed;
  const std::string root = std::filesystem::canonical(path, failed).string();
  if (failed) return tl::unexpected(HostError{failed.value(), "open the sources", named, {}});
  auto opened = open_directory(context, root);
  if (!opened) return tl::unexpected(opened.error());
  context.sources = std::move(*opened);
  find_no_program_below(root, context);
  return OpenedSources{context.sources.get(), root};
}

void drop_quiet(std::vector<Diagnostic>& diagnostics) {
  std::erase_if(diagnostics, [](const Diagnostic& diagnostic) {
    return code_info(diagnostic.code).severity != Severity::Error;
  });
}

}  // namespace

void prepare(Context& context) {
  context.environment = real_environment();
  context.terminal = look_at_terminal(context.environment, context.options.color);
  std::error_code failed;
  context.working_directory = std::filesystem::current_path(failed).string();
  make_absolute(context.environment, context.working_directory);
  context.command_line_file =
      context.results.sources.add(kCommandLineName, context.command_line.text());
  context.job.threads = context.options.threads;
  context.job.local_jobs = effective_threads(0);
  if (!context.options.trace.empty()) {
    context.job.threads.observer = &context.trace;
    context.processes.tell(&context.trace);
  }
  context.job.profile = context.options.profile;
  context.job.toolchain_name = typed_name("--toolchain", context.options.toolchain, context);
  context.job.no_probe = context.options.no_probe;
  context.job.untrusted = context.options.untrusted;
  context.job.probe_limit = std::chrono::seconds(context.options.probe_seconds);
  context.job.frozen = context.options.frozen;
  context.job.refresh = context.options.refresh;
  context.job.no_cache = context.options.no_cache;
  context.job.self = "/proc/self/exe";
}

bool open_tree(Context& context) {
  if (context.tree != nullptr) return true;
  const bool named = !context.options.directory.empty();
  const std::string start =
      named ? absolute_path(context, context.options.directory) : context.working_directory;
  const std::string root = named ? start : tree_above(start);
  if (root.empty() || (named && !holds_tree(root))) {
    context.diagnostics.add(
        Code::NoTreeFile, {},
        named ? cat("there is no modbuild.toml in '", context.options.directory, "'")
              : "there is no modbuild.toml here or in a directory above",
        "name the tree's directory with -C");
    return false;
  }
  std::error_code failed;
  const std::filesystem::path canonical = std::filesystem::canonical(root, failed);
  context.tree_root = failed ? root : canonical.string();
  auto opened = open_directory(context, context.tree_root);
  if (!opened) {
    io_error(context, opened.error());
    return false;
  }
  context.tree = std::move(*opened);
  context.job.tree_root = context.tree_root;
  context.host.tree = context.tree.get();
  context.host.processes = &context.processes;
  find_no_program_below(context.tree_root, context);
  context.host.environment = context.environment;
  context.host.open_sources = [&context](const std::string& directory) {
    return open_sources(context, directory);
  };
  std::optional<std::vector<Text>> launcher = typed_launcher(context);
  if (!launcher) return false;
  context.job.launcher = std::move(*launcher);
  if (!settle_asked_variant(context)) return false;
  return read_toolchain(context);
}

bool reach(Context& context, Stage last) {
  if (!open_tree(context)) return false;
  if (last >= Stage::Load) open_state(context);
  return run_until(last, context.job, context.host, context.results, context.diagnostics);
}

ComponentId find_named(Context& context, const std::string& name) {
  const Catalog& catalog = context.results.catalog;
  const ComponentId found = catalog.find_component(name);
  if (found.valid()) return found;
  const std::string near = did_you_mean(name, names_in(catalog.components));
  const std::string group = name.starts_with('@') ? name.substr(1) : name;
  const bool is_group = catalog.find_group(group).valid();
  const bool is_lib = catalog.find_lib(name).valid();
  const Text word = context.command_line.positional(name, context.command_line_file);
  context.diagnostics.add(
      Code::UnknownInRequest, word.at, cat("there is no module, program or library '", name, "'"),
      is_group        ? cat("'", name, "' is a group: modbuild groups ", group)
      : is_lib        ? cat("'", name, "' is an external library: modbuild libs ", name)
      : !near.empty() ? near
                      : "`modbuild scan` lists what the tree has");
  return {};
}

void say(Context& context, std::string_view text) {
  const DiagnosticFormat format = context.options.diagnostics;
  const bool document = format != DiagnosticFormat::Text && format != DiagnosticFormat::Short;
  if (context.options.quiet || document) return;
  append(context.talk, text, "\n");
}

Text typed_name(const char* option, const std::string& name, const Context& context) {
  if (name.empty()) return {};
  const std::vector<Text> places =
      context.command_line.names_of_option(option, '\0', {name}, context.command_line_file);
  return places.empty() ? Text{name, {}} : Text{name, places.back().at};
}

std::optional<std::vector<Text>> typed_launcher(Context& context) {
  std::vector<Text> launcher;
  const std::vector<Text> places = context.command_line.names_of_option(
      "--launcher", '\0', context.options.launcher, context.command_line_file);
  const SourceRange at = places.empty() ? SourceRange() : places.front().at;
  const auto fail = [&](std::string message) {
    context.diagnostics.add(Code::UnknownInRequest, at, std::move(message),
                            "name programs, as in --launcher ccache or --launcher 'ccache distcc'");
    return std::nullopt;
  };
  for (const std::string& typed : context.options.launcher) {
    const std::optional<std::vector<std::string>> words = shell_words(typed);
    if (!words) return fail(cat("--launcher ", typed, " has a quote that is not closed"));
    if (words->empty()) return fail("--launcher names no program");
    for (const std::string& word : *words) launcher.push_back({word, at});
  }
  for (const Text& word : launcher) {
    const bool alone = launcher.size() == 1;
    if (word.value == kNoLauncher && !alone) return fail("'none' stands beside other launchers");
  }
  if (launcher.empty()) return launcher;
  std::string& program = launcher.front().value;
  if (program.starts_with('-')) return fail(cat("'", program, "' is no program"));
  if (program.find('/') != std::string::npos) program = absolute_path(context, program);
  return launcher;
}

ExitStatus usage_error(Context& context, std::string_view message, std::string_view help) {
  append(context.talk, "modbuild: error: ", shown(message), "\n");
  if (!help.empty()) append(context.talk, "help: ", shown(help), "\n");
  context.status = graver(context.status, ExitStatus::Usage);
  return ExitStatus::Usage;
}

ExitStatus io_error(Context& context, const HostError& error) {
  append(context.talk, "modbuild: error: ", shown(error.message()), "\n");
  context.status = graver(context.status, ExitStatus::Io);
  return ExitStatus::Io;
}

void flush(Context& context) {
  const int failure = write_all(STDOUT_FILENO, context.out);
  context.out.clear();
  if (failure != 0) {
    append(context.talk,
           "modbuild: error: cannot write to standard output: ", std::strerror(failure), "\n");
    context.status = graver(context.status, ExitStatus::Io);
  }
  std::vector<Diagnostic> diagnostics = context.diagnostics.take_sorted();
  context.status = graver(context.status, status_of(diagnostics));
  if (context.options.quiet) drop_quiet(diagnostics);
  context.talk += render(diagnostics, context.results.sources, context.options.diagnostics,
                         context.terminal.color_err);
  write_all(STDERR_FILENO, context.talk);
  context.talk.clear();
}

ExitStatus finish(Context& context, ExitStatus of_command) {
  context.status = graver(context.status, of_command);
  // Stages count their own; of two sides that are compared the sums stand here already.
  std::uint64_t& processes = context.results.stats.counter("processes");
  processes = std::max(processes, context.processes.started());
  if (!context.options.trace.empty()) {
    const std::string name =
        context.command.empty() ? "modbuild" : cat("modbuild ", context.command);
    if (!save_file(context.options.trace, trace_json(name, context.results.stats, context.trace),
                   context)) {
      context.talk += "help: --trace takes a file, in a directory that exists\n";
    }
  }
  if (!context.options.stats.empty()) {
    context.talk += statistics_text(context.results.stats, context.options.stats == "json");
  }
  flush(context);
  return context.status;
}

std::string path_from(const std::string& directory, const std::string& path) {
  return without_dots((std::filesystem::path(directory) / path).string());
}

std::string absolute_path(const Context& context, const std::string& path) {
  return path_from(context.working_directory, path);
}

bool is_behind_link(const Context& context, const std::string& path) {
  if (!context.options.untrusted) return false;
  const std::string named = normalise(path);
  // Until the tree is open, it may be all that lies below.
  const bool is_open = !context.tree_root.empty();
  if (!is_below(named, is_open ? context.tree_root : context.working_directory)) return false;
  std::error_code failed;
  const std::filesystem::path real = std::filesystem::weakly_canonical(named, failed);
  return failed || normalise(real.string()) != named;
}

Expected<std::unique_ptr<FileSystem>> open_typed_directory(const Context& context,
                                                           const std::string& path) {
  if (!is_behind_link(context, path)) return open_real_file_system(cat(path, "/"));
  return tl::make_unexpected(
      HostError{ELOOP, "open", path,
                "lies behind a link of the tree, and with --untrusted none is followed"});
}

std::string place_of(const Context& context, const SourceRange& at) {
  if (!at.file.valid()) return {};
  const std::string path = context.results.sources.path(at.file);
  return at.line == 0 ? path : cat(path, ":", std::to_string(at.line));
}

}  // namespace modbuild::tool
