// One invocation: what was typed, the machine, the tree, what the stages made, what is to be said.
// Commands work on it and return their exit status; nothing is printed before finish() or flush().
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "command_line.h"
#include "exit_status.h"
#include "git/git.h"
#include "options.h"
#include "pipeline.h"
#include "style.h"
#include "table.h"
#include "terminal.h"
#include "trace.h"

namespace modbuild::tool {

struct Context {
  Options options;
  CommandLine command_line;
  std::string command;       // its name; "" when none was given
  FileId command_line_file;  // in results.sources
  Environment environment;
  Terminal terminal;
  std::string working_directory;  // absolute
  std::string tree_root;          // absolute; "" until open_tree()

  Job job;
  Host host;
  Results results;
  Diagnostics diagnostics;
  RealProcessRunner started_processes;
  TracedProcesses processes{started_processes};
  TraceRecorder trace;
  std::unique_ptr<Git> git;
  std::unique_ptr<FileSystem> tree;
  std::unique_ptr<FileSystem> sources;  // of an overlay tree
  std::unique_ptr<FileSystem> state;    // the build directory, where there is one

  // A revision of git: tree and sources are read as they were, each where its repository knows the
  // revision. "" = as they are.
  std::string revision;
  bool is_at_revision = false;  // one of them was
  std::string revision_fault;   // why the last one that was not could not be

  std::string out;                       // data for stdout
  std::string talk;                      // for stderr, before the diagnostics
  ExitStatus status = ExitStatus::Done;  // the gravest so far

  // How text for stdout is laid out.
  TableLayout layout(std::size_t indent = 0) const {
    return {indent, terminal.width, terminal.color_out};
  }
  std::string styled(std::string_view text, Style style) const {
    return paint(text, style, terminal.color_out);
  }
};

// Fills in everything that does not depend on the command.
void prepare(Context& context);

// Finds the tree: -C, or upwards from the working directory. False when there is none.
bool open_tree(Context& context);

// Opens the tree if need be and runs the stages up to `last`.
bool reach(Context& context, Stage last);

// The component of that name, or none after an error with suggestions (MB070).
ComponentId find_named(Context& context, const std::string& name);

// The value `name` of an option as "--toolchain", with its place; empty for an empty one.
Text typed_name(const char* option, const std::string& name, const Context& context);

// The words of --launcher, with their place; nothing after a mistake (MB070).
std::optional<std::vector<Text>> typed_launcher(Context& context);

// Talk for people on stderr; dropped by -q and where diagnostics are a document.
void say(Context& context, std::string_view text);

// A mistake on the command line: message, way out, exit status 2. Returns that status.
ExitStatus usage_error(Context& context, std::string_view message, std::string_view help = {});

// Reports a failure of the machine, exit status 5. Returns that status.
ExitStatus io_error(Context& context, const HostError& error);

// Writes what is there so far: data, talk, diagnostics.
void flush(Context& context);

// flush(), statistics, the trace, and the exit status of the program.
ExitStatus finish(Context& context, ExitStatus of_command);

// `path` as seen from the absolute `directory`, absolute and without '.' and '..'.
std::string path_from(const std::string& directory, const std::string& path);

// `path` from the command line, absolute.
std::string absolute_path(const Context& context, const std::string& path);

// With --untrusted: whether a link of the tree lies on the way to `path` (absolute), or is it.
bool is_behind_link(const Context& context, const std::string& path);

// Opens a directory that was typed, by its absolute path: ELOOP where is_behind_link().
Expected<std::unique_ptr<FileSystem>> open_typed_directory(const Context& context,
                                                           const std::string& path);

// The file and line of `at`: "modules/tm/module.toml:7", or "" without one.
std::string place_of(const Context& context, const SourceRange& at);

}  // namespace modbuild::tool
