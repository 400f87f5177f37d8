#include <memory>

#include "affected/affected.h"
#include "affected_view.h"
#include "analyze.h"
#include "base/path.h"
#include "base/str.h"
#include "build_directory.h"
#include "changed_files.h"
#include "command.h"
#include "os/memory_file_system.h"
#include "recorded_includes.h"
#include "request_files.h"
#include "request_options.h"
#include "side.h"

namespace modbuild::tool {
namespace {

struct AffectedOptions {
  RequestOptions request;
  std::string base, head, files;
  std::vector<std::string> json;  // IN, OUT
  bool why = false;
  bool dependents = false;
  bool exit_code = false;
};

// What is compared with what is planned now.
struct Changed {
  std::vector<ChangedFile> files;
  Side before;  // of --base
  bool has_before = false;
};

// What is probed here need not be probed again for the revision, also where there is no build
// directory to keep it in.
void keep_probes(Context& context) {
  open_state(context);
  if (context.host.state != nullptr) return;
  context.state = std::make_unique<MemoryFileSystem>();
  context.host.state = context.state.get();
  context.job.no_cache = true;
}

// Plans the tree as it is, or as it was at --head.
bool plan_after(const AffectedOptions& options, Context& context) {
  context.revision = options.head;
  if (!options.head.empty()) context.job.no_cache = true;
  RequestOptions request = options.request;
  // A module that is named and cannot be built is not affected.
  if (request.missing == MissingPolicy::Unset) request.missing = MissingPolicy::Skip;
  if (!open_tree(context) || !apply_request(request, context)) return false;
  keep_probes(context);
  const bool planned = reach(context, Stage::Plan);
  if (!options.head.empty() && !context.is_at_revision) {
    usage_error(context, cat("--head ", options.head, ": ", context.revision_fault));
    return false;
  }
  return planned;
}

bool look_at_git(const AffectedOptions& options, Context& context, Changed& changed) {
  std::optional<std::vector<ChangedFile>> files =
      changes_in_git(options.base, options.head, context);
  if (!files) return false;
  changed.files = std::move(*files);
  changed.has_before = true;
  if (plan_revision(options.base, options.request, context, changed.before)) return true;
  if (context.status != ExitStatus::Done) return false;
  // That the tree was broken is no fault of what changed since: everything is new.
  const std::size_t errors = changed.before.context->diagnostics.sorted().size();
  say(context, cat("the tree at '", options.base, "' cannot be planned (",
                   count_of(errors, "mistake"), "): everything counts as affected"));
  return true;
}

Affected find(const AffectedOptions& options, const Changed& changed, Context& context) {
  const Results& results = context.results;
  const Preview after = preview_of(context);
  AffectedInput input;
  input.catalog = &results.catalog;
  input.selection = &results.selection;
  input.plan = &results.plan;
  input.after = &after;
  if (changed.has_before) input.before = &changed.before.preview;
  input.sources = context.sources ? context.sources.get() : context.tree.get();
  input.changed = changed.files;
  const bool overlay = results.overlay.files != nullptr;
  input.source_root =
      relative_path(build_path(context), overlay ? results.overlay.root : context.tree_root);
  // Headers of the work tree: what the last build read says more than a look at their text.
  std::unordered_map<std::string, std::vector<std::string>> recorded;
  if (options.head.empty()) recorded = recorded_includes(context, input.source_root);
  input.recorded = [&recorded](const std::string& object) -> const std::vector<std::string>* {
    const auto found = recorded.find(object);
    return found == recorded.end() ? nullptr : &found->second;
  };
  input.with_dependents = options.dependents;
  input.threads = context.job.threads;
  return find_affected(input);
}

ExitStatus print(const AffectedOptions& options, const Affected& affected, Context& context) {
  switch (context.options.format) {
    case Format::Json:
      context.out = affected_json(affected, context);
      break;
    case Format::Names:
      context.out = affected_names(affected, context);
      break;
    default:
      context.out = affected_text(affected, options.why, context);
  }
  say(context, affected_summary(affected, context));
  for (const std::string& file : affected.refused) {
    context.diagnostics.add(Code::UnknownChange, {},
                            cat("the changed file '", file, "' belongs to nothing"),
                            "[affected] in modbuild.toml says what such a file touches");
  }
  const bool any = !affected.components.empty() || !affected.lost.empty();
  return options.exit_code && any ? ExitStatus::GoalNotMet : ExitStatus::Done;
}

// `gn analyze` answers in a file also where it cannot.
ExitStatus analyze(const AffectedOptions& options, Context& context) {
  const std::string& in = options.json[0];
  const std::string& out = options.json[1];
  const auto lines = read_lines(in, context);
  if (!lines) return ExitStatus::Done;
  std::string mistake;
  const std::optional<AnalyzeInput> input = parse_analyze(join(*lines, "\n"), mistake);
  if (!input) {
    save_file(out, analyze_error(mistake), context);
    return usage_error(context, cat("'", in, "': ", mistake), "modbuild help affected");
  }
  if (!plan_after(options, context)) {
    save_file(out, analyze_error("the tree cannot be planned"), context);
    return ExitStatus::Done;
  }
  Changed changed;
  changed.files = changes_named(input->files, context);
  AffectedOptions with_dependents = options;
  with_dependents.dependents = true;
  const Affected affected = find(with_dependents, changed, context);
  if (!save_file(out, analyze_json(*input, affected, context), context)) return ExitStatus::Done;
  say(context, affected_summary(affected, context));
  return ExitStatus::Done;
}

ExitStatus affected(const AffectedOptions& options, Context& context) {
  const int ways =
      int{!options.base.empty()} + int{!options.files.empty()} + int{!options.json.empty()};
  if (ways != 1) {
    return usage_error(context,
                       "'affected' needs one of --base REV, --files FILE and --json IN OUT",
                       "modbuild help affected");
  }
  if (!options.head.empty() && options.base.empty()) {
    return usage_error(context, "--head needs --base");
  }
  if (!options.json.empty()) return analyze(options, context);
  Changed changed;
  if (!options.files.empty()) {
    const auto lines = read_lines(options.files, context);
    if (!lines || !plan_after(options, context)) return ExitStatus::Done;
    changed.files = changes_named(*lines, context);
  } else if (!plan_after(options, context) || !look_at_git(options, context, changed)) {
    return ExitStatus::Done;
  }
  return print(options, find(options, changed, context), context);
}

}  // namespace

Run declare_affected(CLI::App& app) {
  const auto options = std::make_shared<AffectedOptions>();
  add_value(app, {"--base", "REV", "what changed since this revision of git"}, options->base);
  add_value(app, {"--head", "REV", "until this one; default: the tree as it is"}, options->head);
  add_value(app, {"--files", "FILE", "these changed files, a line each; - is standard input"},
            options->files);
  add_values(app, {"--json", "IN OUT", "the protocol of gn analyze"}, 2, options->json);
  add_switch(app, {"--why", "", "the whole way from each module to what changed"}, options->why);
  add_switch(app, {"--dependents", "", "also modules that need an affected one when they run"},
             options->dependents);
  add_switch(app, {"--exit-code", "", "exit status 1 when something is affected"},
             options->exit_code);
  declare_request_options(app, options->request, "--request-base");
  return [options](Context& context) { return affected(*options, context); };
}

}  // namespace modbuild::tool
