#include <memory>

#include "base/str.h"
#include "command.h"
#include "diff_view.h"
#include "generation.h"
#include "lock_check.h"
#include "request_files.h"
#include "request_options.h"
#include "select_view.h"

namespace modbuild::tool {
namespace {

struct LockOptions {
  RequestOptions request;
  std::string file = kLockInTree;
  bool check = false;
  bool fresh = false;
};

// The request of the options; without any, that of the lock as it is.
bool settle_request(const LockOptions& options, const std::optional<HeldLock>& held,
                    Context& context) {
  const bool own = options.request.given() || !context.options.profile.empty();
  if (!held || own) return apply_request(options.request, context);
  repeat_request(held->lock, context);
  StoredRequest kept;
  kept.profile = held->lock.profile;
  kept.toolchain = held->lock.toolchain;
  kept.variant = held->lock.variant;
  kept.request = held->lock.request;
  const std::string words = request_words(kept);
  if (!options.check && !words.empty()) {
    say(context,
        cat("keeping the request of '", held->shown, "': ", words, "; --fresh forgets it"));
  }
  return true;
}

ExitStatus check(const HeldLock& held, Context& context) {
  const LockDifference difference = compare_with_lock(held, context);
  const Side before{"lock", held.shown, {}, false, nullptr, {}, held.lock.preview};
  const Side after{"now", "this machine", {}, false, nullptr, {}, difference.now.preview};
  const DiffCosts none;
  const DiffView view{before, after, difference.preview, none, {DiffPart::Modules, DiffPart::Libs}};
  if (context.options.format == Format::Json) {
    context.out = diff_json(view);
  } else if (!difference.preview.empty()) {
    context.out = diff_text(context, view);
  }
  report_difference(held, difference, false, context);
  if (difference.empty()) {
    say(context, cat("what would be built is what is locked in '", held.shown, "'"));
  }
  return ExitStatus::Done;
}

ExitStatus save(const LockOptions& options, Context& context) {
  const std::string text = lock_json(lock_of_results(context));
  if (context.options.format == Format::Json) context.out = text;
  const std::string name = shown_lock(options.file);
  if (const Expected<std::string> old = lock_text(options.file, context); old && *old == text) {
    say(context, cat("'", name, "' is as it was; ", counts_line(context)));
    return ExitStatus::Done;
  }
  const bool is_in_tree = options.file == kLockInTree;
  const std::string path = is_in_tree ? path_from(context.tree_root, name) : options.file;
  if (!save_file(path, text, context)) return ExitStatus::Done;
  say(context, cat("wrote '", name, "'; ", counts_line(context)));
  return ExitStatus::Done;
}

ExitStatus lock(const LockOptions& options, Context& context) {
  if (options.check && options.fresh) {
    return usage_error(context, "--check and --fresh contradict each other");
  }
  if (!open_tree(context)) return ExitStatus::Done;
  std::optional<HeldLock> held;
  if (options.check || (!options.fresh && lock_text(options.file, context))) {
    held = read_lock(options.file, context);
    if (!held) return ExitStatus::Done;
  }
  if (!settle_request(options, held, context)) return ExitStatus::Done;
  if (!reach(context, Stage::Select)) return ExitStatus::Done;
  if (options.check) return check(*held, context);
  const Results& results = context.results;
  report_unmet(results.catalog, results.selection, results.probes, context.diagnostics);
  return context.diagnostics.has_errors() ? ExitStatus::Done : save(options, context);
}

}  // namespace

Run declare_lock(CLI::App& app) {
  const auto options = std::make_shared<LockOptions>();
  add_value(app, {"-o,--output", "FILE", "the lock; default: modbuild.lock at the tree's root"},
            options->file);
  add_switch(app, {"--check", "", "write nothing; show what differs from the lock, exit status 1"},
             options->check);
  add_switch(app, {"--fresh", "", "forget the request of the lock that is there"}, options->fresh);
  declare_request_options(app, options->request);
  return [options](Context& context) { return lock(*options, context); };
}

}  // namespace modbuild::tool
