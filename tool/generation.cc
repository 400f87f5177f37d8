#include "generation.h"

#include <algorithm>
#include <set>

#include "base/path.h"
#include "base/str.h"
#include "build_origin.h"
#include "lock_check.h"
#include "model/request_choices.h"
#include "select_view.h"
#include "toolchain.h"

namespace modbuild::tool {
namespace {

bool asks_anew(const GenOptions& options, const Context& context) {
  return options.request.given() || !context.options.profile.empty();
}

std::string launcher_words(const StoredRequest& stored) {
  std::vector<std::string> words;
  for (const std::string& word : stored.launcher) words.push_back(shell_quoted(word));
  return cat("--launcher ", shell_quoted(join(words, " ")));
}

}  // namespace

std::string request_words(const StoredRequest& stored) {
  std::vector<std::string> words;
  const auto add = [&](const char* option, const std::vector<Text>& names) {
    for (const Text& name : names) words.push_back(cat(option, " ", shell_quoted(name.value)));
  };
  if (!stored.profile.empty()) words.push_back(cat("--profile ", stored.profile));
  if (!stored.toolchain.empty())
    words.push_back(cat("--toolchain ", shell_quoted(stored.toolchain)));
  if (!stored.variant.empty()) words.push_back(cat("--variant ", stored.variant));
  if (!stored.launcher.empty()) words.push_back(launcher_words(stored));
  for (const std::string& file : stored.modules_lists) {
    words.push_back(cat("--modules-lst ", shell_quoted(base_name(file))));
  }
  for (const std::string& file : stored.selection_files) {
    words.push_back(cat("--selection ", shell_quoted(base_name(file))));
  }
  const Request& request = stored.request;
  add("-g", request.groups);
  add("-i", request.include);
  add("-x", request.exclude);
  add("-s", request.make_static);
  add("--require", request.require);
  if (request.exclude_given && request.exclude.empty()) words.emplace_back("-x ''");
  for (const FeatureRequest& feature : request.features) {
    words.push_back(cat("--feature ", shell_quoted(feature_word(feature))));
  }
  const auto choice = [&words](std::string_view option, std::string_view word) {
    if (!word.empty()) words.push_back(cat(option, " ", word));
  };
  choice("--base", word_of(kBaseWords, request.base));
  choice("--missing", word_of(kMissingWords, request.missing));
  choice("--static-policy", word_of(kStaticPolicyWords, request.static_policy));
  if (request.with_deps) words.emplace_back("--with-deps");
  if (request.with_load) words.emplace_back("--with-load");
  for (const auto& [name, path] : request.dirs) {
    words.push_back(cat("--dir ", shell_quoted(cat(name, "=", path.value))));
  }
  return join(words, " ");
}

namespace {

// The request as the options say it; nothing after a mistake.
std::optional<StoredRequest> fresh_request(const GenOptions& options, Context& context) {
  StoredRequest stored;
  stored.profile = context.options.profile;
  const auto from_build = [&](const std::vector<std::string>& files) {
    std::vector<std::string> paths;
    for (const std::string& file : files) {
      paths.push_back(relative_path(context.job.build_directory, absolute_path(context, file)));
    }
    return paths;
  };
  stored.selection_files = from_build(options.request.selection_files);
  stored.modules_lists = from_build(options.request.modules_lists);
  std::optional<Request> request = read_request(options.request, context);
  if (!request) return std::nullopt;
  stored.request = std::move(*request);
  return stored;
}

// Every variable of builds that is set now, or was for the last gen.
std::set<std::string> variable_names(const std::optional<StoredRequest>& last,
                                     const Context& context) {
  std::set<std::string> names;
  const auto add = [&names](const std::map<std::string, std::string>& variables) {
    for (const auto& [name, value] : variables) {
      if (is_build_variable(name)) names.insert(name);
    }
  };
  add(context.environment.variables);
  if (last) add(last->environment);
  return names;
}

// The variables of this build: those set now, else (and always when regenerating) those of the last
// gen. The host's environment is brought in line.
void settle_environment(const GenOptions& options, const std::optional<StoredRequest>& last,
                        Context& context, StoredRequest& stored) {
  for (const std::string& name : variable_names(last, context)) {
    const std::string now = options.regenerate ? std::string() : context.environment.get(name);
    std::string value = now;
    if (now.empty() && last && last->environment.count(name) != 0) {
      value = last->environment.at(name);
      if (!options.regenerate) {
        say(context, cat("keeping ", name, "=", shell_quoted(value),
                         " of the last gen; --fresh forgets it"));
      }
    }
    context.host.environment.variables.erase(name);
    if (value.empty()) continue;
    stored.environment[name] = value;
    context.host.environment.variables[name] = value;
  }
}

// The toolchain of this build: as the environment, it is kept until another one is named.
void settle_toolchain(const GenOptions& options, const std::optional<StoredRequest>& last,
                      Context& context, StoredRequest& stored) {
  stored.toolchain = options.regenerate ? std::string() : context.options.toolchain;
  if (!stored.toolchain.empty() || !last || last->toolchain.empty()) return;
  stored.toolchain = last->toolchain;
  if (options.regenerate) return;
  say(context, cat("keeping --toolchain ", shell_quoted(stored.toolchain),
                   " of the last gen; --fresh forgets it"));
}

// A build directory holds one variant, from its first gen on. False when another one is asked for.
bool settle_variant(const GenOptions& options, const std::optional<StoredRequest>& last,
                    const BuildDirectory& build, Context& context, StoredRequest& stored) {
  stored.variant = options.regenerate ? std::string() : context.job.variant.value;
  if (!last || stored.variant == last->variant) return true;
  if (stored.variant.empty()) {
    stored.variant = last->variant;
    if (!options.regenerate) {
      say(context,
          cat("keeping --variant ", stored.variant, " of the last gen; --fresh forgets it"));
    }
    return true;
  }
  const std::string held = last->variant.empty() ? std::string("a build without a variant")
                                                 : cat("the variant '", last->variant, "'");
  context.diagnostics.add(Code::BadBuildDirectory, context.job.variant.at,
                          cat("'", build.shown, "' holds ", held, ", not '", stored.variant, "'"),
                          cat("leave out -B to build it in 'build-", stored.variant,
                              "', or say --fresh to make '", build.shown, "' anew"));
  return false;
}

// So is what stands in front of compilers.
void settle_launcher(const GenOptions& options, const std::optional<StoredRequest>& last,
                     Context& context, StoredRequest& stored) {
  stored.launcher.clear();
  if (!options.regenerate) stored.launcher = values_of(context.job.launcher);
  if (!stored.launcher.empty() || !last || last->launcher.empty()) return;
  stored.launcher = last->launcher;
  if (options.regenerate) return;
  say(context, cat("keeping ", launcher_words(stored), " of the last gen; --fresh forgets it"));
}

// Whoever once did not trust the tree says so when that has changed.
void settle_trust(const GenOptions& options, const std::optional<StoredRequest>& last,
                  Context& context, StoredRequest& stored) {
  stored.untrusted = context.options.untrusted || (last && last->untrusted);
  if (context.options.untrusted || !stored.untrusted || options.regenerate) return;
  say(context, "keeping --untrusted of the last gen; --fresh forgets it");
}

// A new request has its own directories: whoever only wants one module less must know.
void tell_forgotten(const StoredRequest& last, const StoredRequest& now, Context& context) {
  std::vector<std::string> words;
  for (const auto& [name, path] : last.request.dirs) {
    if (now.request.dirs.count(name) != 0) continue;
    words.push_back(cat("--dir ", shell_quoted(cat(name, "=", path.value))));
  }
  if (!last.profile.empty() && now.profile.empty())
    words.push_back(cat("--profile ", last.profile));
  if (words.empty()) return;
  say(context,
      cat("no longer as the last gen was asked: ", join(words, " "), "; say it again to keep it"));
}

// The request that a lock was made for.
StoredRequest locked_request(const LockFile& lock, Context& context) {
  StoredRequest stored;
  stored.profile = lock.profile;
  stored.request = lock.request;
  if (context.options.toolchain.empty()) context.options.toolchain = lock.toolchain;
  return stored;
}

// How the build directory remembers the lock of --locked.
std::string stored_lock(const Context& context) {
  const std::string& file = context.options.locked;
  if (file.empty() || file == kLockInTree) return file;
  return relative_path(context.job.build_directory, absolute_path(context, file));
}

// Build files that ask to be made again do so under the lock of the gen that made them. False after
// an error.
bool repeat_lock(Context& context, BuildDirectory& build) {
  const std::optional<StoredRequest> last = stored_request(context, build);
  if (context.diagnostics.has_errors()) return false;
  if (!last || last->locked.empty()) return true;
  context.options.locked = last->locked;
  if (last->locked != kLockInTree) {
    context.options.locked = path_from(context.job.build_directory, last->locked);
  }
  return true;
}

// `lock`: of --locked, or null.
std::optional<StoredRequest> settle_request(const GenOptions& options, const HeldLock* lock,
                                            Context& context, BuildDirectory& build) {
  std::optional<StoredRequest> last;
  if (!options.fresh) {
    last = stored_request(context, build);
    if (context.diagnostics.has_errors()) return std::nullopt;
  }
  const bool repeats_lock = lock != nullptr && !options.regenerate && !asks_anew(options, context);
  const bool keep = last && !repeats_lock && (options.regenerate || !asks_anew(options, context));
  std::optional<StoredRequest> stored = keep           ? last
                                        : repeats_lock ? locked_request(lock->lock, context)
                                                       : fresh_request(options, context);
  if (!stored) return std::nullopt;
  stored->toolchain.clear();  // told by themselves
  stored->variant.clear();
  stored->launcher.clear();
  const std::string words = keep ? request_words(*stored) : std::string();
  if (!words.empty() && !options.regenerate) {
    say(context, cat("keeping the request of the last gen: ", words, "; --fresh forgets it"));
  }
  if (last && !keep) tell_forgotten(*last, *stored, context);
  if (last) stored->backend = last->backend;
  if (!options.regenerate) {
    stored->no_probe = context.options.no_probe;
    stored->frozen = context.options.frozen;
    stored->locked = stored_lock(context);
  }
  if (!options.backend.empty()) {
    stored->backend = options.backend;
  } else if (stored->backend != StoredRequest().backend && !options.regenerate && last) {
    say(context,
        cat("keeping --backend ", stored->backend, " of the last gen; --fresh forgets it"));
  }
  settle_trust(options, last, context, *stored);
  settle_toolchain(options, last, context, *stored);
  if (!settle_variant(options, last, build, context, *stored)) return std::nullopt;
  settle_launcher(options, last, context, *stored);
  settle_environment(options, last, context, *stored);
  return stored;
}

bool fill_job(const GenOptions& options, const StoredRequest& stored, Context& context) {
  Job& job = context.job;
  const auto from_here = [&](const std::vector<std::string>& files) {
    std::vector<std::string> paths;
    for (const std::string& file : files) {
      paths.push_back(
          relative_path(context.working_directory, path_from(job.build_directory, file)));
    }
    return paths;
  };
  if (!apply_modules_lists(from_here(stored.modules_lists), context)) return false;
  if (!apply_selection_files(from_here(stored.selection_files), context)) return false;
  job.profile = stored.profile;
  if (context.options.toolchain.empty()) job.toolchain_name = {stored.toolchain, {}};
  if (job.variant.empty()) job.variant = {stored.variant, {}};
  if (context.options.launcher.empty()) {
    for (const std::string& word : stored.launcher) job.launcher.push_back({word, {}});
  }
  job.no_probe = stored.no_probe;
  job.untrusted = stored.untrusted;
  job.frozen = stored.frozen;
  job.request.add(stored.request);
  job.backend = stored.backend;
  job.dry_run = options.dry_run;
  job.extra_inputs = stored.selection_files;
  job.extra_inputs.insert(job.extra_inputs.end(), stored.modules_lists.begin(),
                          stored.modules_lists.end());
  if (stored.locked == kLockInTree) {
    job.extra_inputs.push_back(join_path(job.source_root, shown_lock(stored.locked)));
  } else if (!stored.locked.empty()) {
    job.extra_inputs.push_back(stored.locked);
  }
  job.extra_files = {{kRequestFile, stored_request_json(stored)}};
  job.clean = {kToolLink, "-C", job.source_root, "-B", ".", "clean"};
  job.install = {kToolLink, "-C", job.source_root, "-B", ".", "install"};
  job.uninstall = {kToolLink, "-C", job.source_root, "-B", ".", "uninstall"};
  job.regenerate = {kToolLink, "-C", job.source_root, "-B", ".", "gen", "--regenerate"};
  return read_toolchain(context);
}

// The whole selection as talk, for the error that follows it.
void show_selection(Context& context) {
  const Terminal terminal = context.terminal;
  context.terminal.color_out = terminal.color_err;
  const std::string text = select_text(context, {});
  context.terminal = terminal;
  say(context, text);  // its line feed makes the blank line before the error
}

// What the last generation is locked by while this one is made. A build directory that does not
// exist yet is made, and locked, only when everything is decided: a gen that fails leaves nothing
// behind.
bool run_stages(const GenOptions& options, Context& context, BuildDirectory& build,
                std::unique_ptr<FileLock>& lock) {
  if (!build.exists && !options.dry_run) {
    context.host.make_build = [&]() -> FileSystem* {
      if (!make_build_directory(context, build)) return nullptr;
      lock = lock_build_directory(*build.files, context.diagnostics);
      return lock == nullptr ? nullptr : build.files.get();
    };
  }
  const bool done = reach(context, Stage::Write);
  context.host.make_build = nullptr;
  if (!done && !context.results.selection.unmet.empty()) show_selection(context);
  return done;
}

GenerationReport report_of(const Context& context) {
  const Results& results = context.results;
  return {results.catalog.tree.name.value, counts_line(context), results.written};
}

// What the caller wants of a generation.
enum class Need : std::uint8_t { Report, Results };

std::optional<GenerationReport> generation(const GenOptions& options, Need need, Context& context,
                                           BuildDirectory& build) {
  if (!open_tree(context)) return std::nullopt;
  std::optional<HeldLock> held;
  if (!read_asked_lock(context, held)) return std::nullopt;
  if (held && !asks_anew(options, context) && context.options.variant.empty()) {
    context.job.variant = {held->lock.variant, {}};  // it says which build directory is meant
  }
  if (!open_build_directory(context, build)) return std::nullopt;
  std::unique_ptr<FileLock> lock;
  if (build.exists && !options.dry_run) {
    lock = lock_build_directory(*build.files, context.diagnostics);
    if (lock == nullptr) return std::nullopt;
    mark_made_here(*build.files);
  }
  if (options.regenerate) {
    if (!repeat_lock(context, build) || !read_asked_lock(context, held)) return std::nullopt;
  }
  const HeldLock* kept = held ? &*held : nullptr;
  const std::optional<StoredRequest> stored = settle_request(options, kept, context, build);
  if (!stored || !fill_job(options, *stored, context)) return std::nullopt;
  const std::uint64_t asked = asked_hash(*stored, context);
  std::optional<GenerationReport> report;
  if (held) {
    // Whether it still holds is to be seen before anything is written, and even if nothing changed.
    need = Need::Results;
    context.host.accept = [&context, &held] { check_lock(*held, context); };
  }
  if (need == Need::Report) report = unchanged_generation(asked, context, build);
  if (!report) {
    const bool done = run_stages(options, context, build, lock);
    context.host.accept = nullptr;
    if (!done) return std::nullopt;
    report = report_of(context);
    if (!options.dry_run) record_generation(asked, *report, context, build);
  }
  if (options.dry_run) return report;
  if (!refresh_tool_link(context, build)) return std::nullopt;
  mark_made_here(*build.files);
  return report;
}

}  // namespace

void declare_planning_options(CLI::App& app, GenOptions& options) {
  add_switch(app, {"--fresh", "", "forget the request and environment of the last gen"},
             options.fresh);
  declare_request_options(app, options.request);
}

bool plan_as_gen(const GenOptions& options, Context& context, BuildDirectory& build) {
  if (!open_tree(context) || !open_build_directory(context, build)) return false;
  const std::optional<StoredRequest> stored = settle_request(options, nullptr, context, build);
  return stored && fill_job(options, *stored, context) && reach(context, Stage::Plan);
}

bool generate(const GenOptions& options, Context& context, BuildDirectory& build) {
  return generation(options, Need::Results, context, build).has_value();
}

std::optional<GenerationReport> generate_if_changed(const GenOptions& options, Context& context,
                                                    BuildDirectory& build) {
  // Build files that ask for it are out of date by their own measure.
  return generation(options, options.regenerate ? Need::Results : Need::Report, context, build);
}

}  // namespace modbuild::tool
