#include <algorithm>
#include <memory>

#include "base/edit_distance.h"
#include "base/str.h"
#include "build_results.h"
#include "command.h"
#include "generation.h"
#include "os/attached_process.h"
#include "toolchain.h"

namespace modbuild::tool {
namespace {

constexpr const char* kBuildFile = "build.ninja";

struct BuildOptions {
  GenOptions gen;
  std::vector<std::string> targets;
  bool keep_going = false;
};

// Whether the build directory has build files that can bring themselves up to date.
bool is_generated(const BuildDirectory& build) {
  return build.files->status(kBuildFile).has_value() &&
         build.files->status(kRequestFile).has_value();
}

bool is_target(const Catalog& catalog, const std::string& word) {
  if (word == "all" || word.find('/') != std::string::npos) return true;
  if (word.compare(0, 1, "@") == 0) return catalog.find_group(word.substr(1)).valid();
  return catalog.find_component(word).valid();
}

// Names nobody knows are our mistake to report: ninja has no suggestions.
bool check_targets(const std::vector<std::string>& targets, Context& context) {
  if (targets.empty()) return true;
  if (context.results.catalog.components.empty() && !reach(context, Stage::Load)) return false;
  const Catalog& catalog = context.results.catalog;
  std::vector<std::string> known = {"all"};
  for (const Component& component : catalog.components) known.push_back(component.name.value);
  for (const Group& group : catalog.groups) known.push_back(cat("@", group.name.value));
  for (const std::string& target : targets) {
    if (is_target(catalog, target)) continue;
    const Text word = context.command_line.positional(target, context.command_line_file);
    context.diagnostics.add(Code::UnknownInRequest, word.at,
                            cat("there is nothing named '", target, "' to build"),
                            did_you_mean(target, known));
  }
  return !context.diagnostics.has_errors();
}

std::vector<std::string> ninja_command(const std::string& ninja, const BuildOptions& options,
                                       const Context& context) {
  std::vector<std::string> argv = {ninja};
  if (context.options.threads != 0) {
    argv.insert(argv.end(), {"-j", std::to_string(context.options.threads)});
  }
  if (context.options.verbose) argv.emplace_back("-v");
  if (context.options.quiet) argv.emplace_back("--quiet");
  if (options.keep_going) argv.insert(argv.end(), {"-k", "0"});
  argv.insert(argv.end(), options.targets.begin(), options.targets.end());
  return argv;
}

// Ninja says "unknown target" of a module that is off; say what it means.
void explain_failure(const BuildOptions& options, BuildDirectory& build, Context& context) {
  const Expected<std::string> document = build.files->read("selection.json", kLargestDocument);
  if (options.targets.empty() || !document) return;
  const std::set<std::string> off = modules_off(*document);
  for (const std::string& target : options.targets) {
    if (off.count(target) == 0) continue;
    const std::optional<StoredRequest> stored = stored_request(context, build);
    const std::string words = stored ? request_words(*stored) : std::string();
    say(context, cat("'", target, "' is off in this build directory; see modbuild why ", target,
                     words.empty() ? "" : " ", words));
  }
}

// After a build that went on past failures: what became of each component.
void show_results(const BuildOptions& options, const std::string& ninja, const NinjaLog& before,
                  bool failed, BuildDirectory& build, Context& context) {
  std::optional<std::vector<std::string>> outstanding;
  if (!failed) outstanding.emplace();
  if (failed) outstanding = outstanding_outputs(ninja, options.targets, build, context);
  if (!outstanding) return say(context, "ninja does not tell what is left to do");
  const std::vector<ComponentResult> results =
      component_results(context, options.targets, *outstanding, before, read_ninja_log(build));
  append(context.out, results_table(context, results));
  say(context, results_line(results));
}

ExitStatus run_ninja(const BuildOptions& options, Context& context, BuildDirectory& build) {
  const std::string ninja = require_ninja(context);
  if (ninja.empty()) return ExitStatus::Environment;
  flush(context);
  const NinjaLog before = options.keep_going ? read_ninja_log(build) : NinjaLog();
  const Expected<AttachedExit> ended =
      run_attached(ninja_command(ninja, options, context), build.path);
  if (!ended) return io_error(context, ended.error());
  if (ended->interrupted || ended->status == 130) return ExitStatus::Interrupted;
  const bool failed = ended->status != 0;
  if (options.keep_going) show_results(options, ninja, before, failed, build, context);
  if (!failed) return ExitStatus::Done;
  explain_failure(options, build, context);
  return ExitStatus::GoalNotMet;
}

ExitStatus build_all(const BuildOptions& options, Context& context) {
  const bool anew = options.gen.request.given() || options.gen.fresh ||
                    !context.options.profile.empty() || !context.options.toolchain.empty() ||
                    !options.gen.backend.empty();
  BuildDirectory build;
  if (!open_tree(context) || !open_build_directory(context, build)) return ExitStatus::Done;
  // The results are told by the plan, which must be the one that is built.
  if (anew || options.keep_going || !is_generated(build)) {
    if (!generate(options.gen, context, build)) return ExitStatus::Done;
  }
  if (!check_targets(options.targets, context)) return ExitStatus::Done;
  return run_ninja(options, context, build);
}

}  // namespace

Run declare_build(CLI::App& app) {
  const auto options = std::make_shared<BuildOptions>();
  add_arguments(app, "TARGET", "modules, programs, @groups or files; default: all",
                options->targets);
  add_switch(app, {"--fresh", "", "forget the request and environment of the last gen"},
             options->gen.fresh);
  add_switch(app,
             {"-k,--keep-going", "",
              "build all that failures leave possible, then show what became of each component"},
             options->keep_going);
  declare_request_options(app, options->gen.request);
  return [options](Context& context) { return build_all(*options, context); };
}

}  // namespace modbuild::tool
