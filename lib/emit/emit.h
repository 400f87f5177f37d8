// Turns a plan into the text of build files. Sees only base and plan; quoting is escape.h's work.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/parallel.h"
#include "plan/plan.h"

namespace modbuild {

// A file to be written, relative to the build directory: `text`, or that many parts one after the
// other. A large file need not be in memory as a whole: each part is made when it is asked for,
// once, on any thread.
struct OutputFile {
  std::string path;
  std::string text = {};
  std::size_t parts = 0;
  std::function<std::string(std::size_t part)> make_part = {};
};

// All of it, for small plans and tests. Takes the parts.
std::string whole_text(const OutputFile& file);

struct EmitInput {
  const Plan* plan = nullptr;
  std::string source_root;  // how to reach the tree's root from the build directory: ".."
  std::vector<std::string> regenerate;    // argv that brings the build files up to date
  std::vector<std::string> clean = {};    // argv that removes what the build made
  std::vector<std::string> install = {};  // argv that installs it
  std::vector<std::string> uninstall = {};
  // Every path whose change must bring about another gen, as seen from the build directory.
  std::vector<std::string> watched = {};
  // How many steps this machine runs at once of those that a launcher does not take away.
  unsigned local_jobs = 1;
  Threads threads = 1;  // that work on one file
};

// Whether anything stands in front of compilers.
bool has_launcher(const Plan& plan);

struct Backend {
  std::string_view name;  // "ninja"
  std::string_view summary;
  std::string_view build_file;  // "build.ninja"
  // Further files of a generation, which the build file reads.
  std::vector<OutputFile> (*more_files)(const EmitInput& input, Diagnostics& diagnostics);
  // What a build leaves beside its outputs, besides what the build tool keeps for itself.
  std::vector<std::string> (*side_files)(const Plan& plan);
  // The build file. Names that the format cannot carry go to `diagnostics` (MB06x).
  OutputFile (*emit)(const EmitInput& input, Diagnostics& diagnostics);
};

// Every backend.
std::span<const Backend> backends();

// Whether a command that Ninja tells is that of a GenerateStep.
bool is_generate_command(std::string_view command);

// Whether regeneration can wait for a path, with every backend.
bool is_watchable(std::string_view path);

// The depfile of the regeneration edge: every path whose change must bring about another gen, as
// seen from the build directory or absolute. One that Ninja could not read back is refused (MB06x):
// it would never be watched.
std::string regenerate_depfile(const std::vector<std::string>& inputs, Diagnostics& diagnostics);

// The prerequisites in a depfile of gcc or clang, or in one that regenerate_depfile wrote,
// unescaped.
std::vector<std::string> depfile_prerequisites(std::string_view text);

// `text` as one word of a response file, as gcc, ld and objcopy read it; nothing when it cannot be.
std::optional<std::string> response_word(const std::string& text);

// A compile step of a Makefile that has ended well.
struct StepRecord {
  std::string output;  // as seen from the build directory
  std::string key;     // under which the makefile knows it
  std::string hash;    // of its command
};

// From a compiler's depfile to what a Makefile may include, OUT.dep: the compiler does not escape
// what make would take for syntax, or run (HAZARDS sections 0.1 and 5.4). Nothing after an error
// (MB06x): a name that make cannot carry.
std::optional<std::string> make_dependencies(std::string_view depfile, const StepRecord& step,
                                             Diagnostics& diagnostics);

// compile_commands.json: one `arguments` array per source. Its parts refer to `input`.
OutputFile compile_commands_file(const EmitInput& input, std::string_view build_directory);

// The document modbuild.plan/1: the install plan.
std::string install_plan_json(const InstallPlan& plan);

// The same document as a file. Its parts refer to the arguments.
OutputFile install_plan_file(const Plan& plan, const Catalog& catalog);

}  // namespace modbuild
