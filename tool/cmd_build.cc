#include <algorithm>
#include <memory>

#include "base/edit_distance.h"
#include "base/str.h"
#include "build_jobs.h"
#include "build_results.h"
#include "build_targets.h"
#include "command.h"
#include "generation.h"
#include "junit.h"
#include "os/attached_process.h"
#include "toolchain.h"

namespace modbuild::tool {
namespace {

struct BuildOptions {
  GenOptions gen;
  std::vector<std::string> targets;
  bool keep_going = false;
  std::string junit;  // a file; "" = none
};

// The backend of the last gen; "" when there are no build files that can bring themselves up to
// date.
std::string generated_backend(BuildDirectory& build, Context& context) {
  if (!build.files->status(kRequestFile)) return {};
  const std::optional<StoredRequest> stored = stored_request(context, build);
  if (!stored) return {};
  for (const Backend& backend : backends()) {
    const bool there = build.files->status(std::string(backend.build_file)).has_value();
    if (backend.name == stored->backend && there) return stored->backend;
  }
  return {};
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

std::vector<std::string> ninja_words(const BuildOptions& options, unsigned jobs,
                                     const Context& context) {
  std::vector<std::string> words;
  if (jobs != 0) words.insert(words.end(), {"-j", std::to_string(jobs)});
  if (context.options.verbose) words.emplace_back("-v");
  if (context.options.quiet) words.emplace_back("--quiet");
  if (options.keep_going) words.insert(words.end(), {"-k", "0"});
  return words;
}

std::vector<std::string> make_words(const BuildOptions& options, unsigned jobs,
                                    const Context& context) {
  std::vector<std::string> words = {"--no-print-directory", "-j", std::to_string(jobs)};
  if (context.options.verbose) words.emplace_back("V=1");
  if (context.options.quiet) words.emplace_back("-s");
  if (options.keep_going) words.emplace_back("-k");
  if (!options.junit.empty()) words.emplace_back("-Otarget");  // what a command says stays together
  return words;
}

std::vector<std::string> build_command(const BuildTool& tool, const BuildOptions& options,
                                       BuildDirectory& build, Context& context) {
  BuildJobs jobs{context.options.threads, ""};
  if (jobs.count == 0) jobs = jobs_of_build(build, context);
  if (!jobs.why.empty()) {
    say(context, cat("running ", std::to_string(jobs.count), " jobs, as ", jobs.why,
                     "; -j says another number"));
  }
  const bool make = tool.backend == "make";
  // Ninja has a default of its own, make runs one job.
  const bool tell = make || context.options.threads != 0 || !jobs.why.empty();
  std::vector<std::string> argv = {tool.program};
  const std::vector<std::string> words = make
                                             ? make_words(options, jobs.count, context)
                                             : ninja_words(options, tell ? jobs.count : 0, context);
  argv.insert(argv.end(), words.begin(), words.end());
  argv.insert(argv.end(), options.targets.begin(), options.targets.end());
  return argv;
}

// The build tool knows no target of a module that is off; say what it means.
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

// CI reads a document whatever happens.
void save_nothing_built(const BuildOptions& options, const std::string& said, Context& context) {
  if (options.junit.empty()) return;
  save_file(options.junit, junit_xml_of_nothing_built(context, said), context);
}

// After a build that went on past failures: what became of each component. `said`: what the build
// tool wrote, where a document of results is wanted.
void show_results(const BuildOptions& options, const BuildTool& tool, const BuildLog& before,
                  bool failed, const std::string& said, BuildDirectory& build, Context& context) {
  std::optional<std::vector<std::string>> outstanding;
  if (!failed) outstanding.emplace();
  if (failed) outstanding = outstanding_outputs(tool, options.targets, build, context);
  if (!outstanding) {
    say(context, cat(tool.backend, " does not tell what is left to do"));
    return save_nothing_built(options, said, context);
  }
  const BuildLog after = read_build_log(tool, build, context.results.plan);
  const std::vector<ComponentResult> results =
      component_results(context, options.targets, *outstanding, before, after);
  append(context.out, results_table(context, results));
  say(context, results_line(results));
  if (options.junit.empty()) return;
  save_file(options.junit, junit_xml({context, results, tool, before, after, said}), context);
}

Expected<AttachedExit> timed_run(const BuildTool& tool, const std::vector<std::string>& command,
                                 std::string* said, Context& context, const BuildDirectory& build) {
  const StageTimer timer(context.results.stats, tool.backend);
  std::map<std::string, std::string> environment = context.environment.variables;
  if (said != nullptr) environment["NINJA_STATUS"] = "[%f/%t] ";  // to see where a step's words end
  return run_attached(command, build.path, environment, said);
}

ExitStatus run_tool(const BuildOptions& options, const std::string& backend, Context& context,
                    BuildDirectory& build) {
  const BuildTool tool{backend, require_build_program(backend, context)};
  if (tool.program.empty()) return ExitStatus::Environment;
  const std::vector<std::string> command = build_command(tool, options, build, context);
  flush(context);
  const Plan& plan = context.results.plan;
  const BuildLog before = options.keep_going ? read_build_log(tool, build, plan) : BuildLog();
  std::string said;
  const Expected<AttachedExit> ended =
      timed_run(tool, command, options.junit.empty() ? nullptr : &said, context, build);
  if (!ended) return io_error(context, ended.error());
  if (ended->interrupted || ended->status == 130) return ExitStatus::Interrupted;
  const bool failed = ended->status != 0;
  if (options.keep_going) show_results(options, tool, before, failed, said, build, context);
  if (!failed) return ExitStatus::Done;
  explain_failure(options, build, context);
  return ExitStatus::GoalNotMet;
}

ExitStatus build_all(BuildOptions options, Context& context) {
  // Where the first failure ends all, what was not reached cannot be told from what failed.
  options.keep_going |= !options.junit.empty();
  const bool anew = options.gen.request.given() || options.gen.fresh ||
                    !context.options.profile.empty() || !context.options.toolchain.empty() ||
                    !context.options.launcher.empty() || !context.options.variant.empty() ||
                    !options.gen.backend.empty() || !context.options.locked.empty() ||
                    context.options.untrusted;
  BuildDirectory build;
  if (!open_tree(context) || !open_build_directory(context, build)) return ExitStatus::Done;
  // The results are told by the plan, which must be the one that is built.
  std::string backend = anew ? std::string() : generated_backend(build, context);
  if (context.diagnostics.has_errors()) return ExitStatus::Done;
  if (anew || options.keep_going || backend.empty()) {
    if (!generate(options.gen, context, build)) {
      save_nothing_built(options, "", context);
      return ExitStatus::Done;
    }
    backend = context.job.backend;
  }
  if (!check_targets(options.targets, context)) return ExitStatus::Done;
  return run_tool(options, backend, context, build);
}

}  // namespace

ExitStatus build_targets(const std::vector<std::string>& targets, const std::string& backend,
                         Context& context, BuildDirectory& build) {
  BuildOptions options;
  options.targets = targets;
  return run_tool(options, backend, context, build);
}

Run declare_build(CLI::App& app) {
  const auto options = std::make_shared<BuildOptions>();
  add_arguments(app, "TARGET", "modules, programs, @groups or files; default: all",
                options->targets);
  add_value(app, {"--backend", "NAME", "the kind of build files: ninja, the default, or make"},
            options->gen.backend);
  add_switch(app, {"--fresh", "", "forget the request and environment of the last gen"},
             options->gen.fresh);
  add_switch(app,
             {"-k,--keep-going", "",
              "build all that failures leave possible, then show what became of each component"},
             options->keep_going);
  add_value(app, {"--junit", "FILE", "write the results as JUnit's XML; goes on past failures"},
            options->junit);
  declare_request_options(app, options->gen.request);
  return [options](Context& context) { return build_all(*options, context); };
}

}  // namespace modbuild::tool
