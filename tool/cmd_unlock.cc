#include <memory>

#include "base/str.h"
#include "cause_view.h"
#include "command.h"
#include "lib_names.h"
#include "request_arguments.h"
#include "request_options.h"
#include "select_view.h"
#include "unlock_view.h"
#include "words.h"

namespace modbuild::tool {
namespace {

struct UnlockOptions {
  RequestOptions request;
  std::vector<std::string> libs;
  bool packages = false;
  bool minimal_request = false;
};

UnlockInput input_of(const Context& context) {
  const Results& results = context.results;
  return {&results.catalog, &results.wanted, &results.probes, &results.selection,
          context.job.threads};
}

// The libs named on the command line, as far as they are missing; says which are not.
std::vector<LibId> named_libs(const std::vector<std::string>& names, Context& context) {
  const ProbeReport& probes = context.results.probes;
  std::vector<LibId> ids = find_libs(context, names);
  std::erase_if(ids, [&](LibId id) {
    const LibAnswer& answer = probes.of(machine_to_tell(probes, id)).libs[id];
    if (answer.found) {
      say(context, cat(context.results.catalog.libs[id].name.value, ": ", lib_status(answer),
                       ", nothing to unlock"));
    }
    return answer.found;
  });
  return ids;
}

void print_names(Context& context, const UnlockOptions& options,
                 const std::vector<LibUnlock>& unlocks) {
  const Catalog& catalog = context.results.catalog;
  for (const LibUnlock& unlock : unlocks) {
    if (options.libs.empty()) {
      if (!unlock.alone.adds() && unlock.together.empty()) continue;
      append(context.out, catalog.libs[unlock.lib].name.value, "\n");
      continue;
    }
    for (const std::string& name : names_of(catalog, unlock.alone.on)) {
      append(context.out, name, "\n");
    }
  }
}

ExitStatus list_unlocks(const UnlockOptions& options, Context& context) {
  const UnlockInput input = input_of(context);
  const bool all = options.libs.empty();
  const std::vector<LibId> libs = all ? missing_libs(input) : named_libs(options.libs, context);
  if (context.diagnostics.has_errors()) return ExitStatus::Done;
  find_packages(context.job, context.host, context.results, libs);
  const StageTimer timer(context.results.stats, "unlock");
  const std::vector<LibUnlock> unlocks = unlock(input, libs);
  if (context.options.format == Format::Json) {
    context.out = unlocks_json(context, unlocks);
  } else if (context.options.format == Format::Names) {
    print_names(context, options, unlocks);
  } else {
    context.out = unlocks_text(context, unlocks, !all);
    say(context, counts_line(context));
    if (all && libs.empty()) say(context, "no library that this request asks about is missing");
  }
  return ExitStatus::Done;
}

ExitStatus list_packages(Context& context) {
  const UnlockInput input = input_of(context);
  find_packages(context.job, context.host, context.results, missing_libs(input));
  const StageTimer timer(context.results.stats, "unlock");
  const PackageList list = smallest_packages(input);
  if (context.options.format == Format::Json) {
    context.out = packages_json(context, list);
  } else if (context.options.format == Format::Names) {
    for (const NeededPackage& package : list.packages) append(context.out, package.name, "\n");
  } else {
    context.out = packages_text(context, list);
  }
  for (const std::string& line : unknown_lines(context, list)) say(context, line);
  if (!list.smallest) say(context, "there may be a shorter list; none of this one can be left out");
  if (list.packages.empty() && list.unknown.empty()) {
    say(context, "nothing to install: no missing library keeps anything off");
  }
  return list.unknown.empty() ? ExitStatus::Done : ExitStatus::GoalNotMet;
}

ExitStatus print_request(Context& context) {
  const StageTimer timer(context.results.stats, "unlock");
  const std::optional<RequestChange> change = minimal_request(input_of(context));
  if (!change) {
    say(context, "no request like this one can be built here in full");
    return ExitStatus::GoalNotMet;
  }
  const std::vector<std::string> words =
      request_arguments(change->request, context.results.catalog.find_profile(context.job.profile));
  if (context.options.format == Format::Json) {
    context.out = minimal_request_json(context, *change, words);
  } else if (context.options.format == Format::Names) {
    for (const std::string& word : words) append(context.out, word, "\n");
  } else {
    std::vector<std::string> quoted;
    for (const std::string& word : words) quoted.push_back(shell_quoted(word));
    context.out = cat(shown(join(quoted, " ")), "\n");
  }
  for (const std::string& line : change_lines(context, *change)) say(context, shown(line));
  if (change->left_out.empty() && change->loosened.empty()) {
    say(context, "everything that the request wants can be built here");
  }
  return ExitStatus::Done;
}

ExitStatus run_unlock(const UnlockOptions& options, Context& context) {
  if (options.packages && options.minimal_request) {
    return usage_error(context, "--packages and --minimal-request are two questions",
                       "ask one at a time");
  }
  if (!options.libs.empty() && (options.packages || options.minimal_request)) {
    return usage_error(context,
                       cat(options.packages ? "--packages" : "--minimal-request",
                           " answers for the whole request; it takes no library"),
                       "modbuild help unlock");
  }
  if (!open_tree(context) || !apply_request(options.request, context)) return ExitStatus::Done;
  // A library that the request does not ask about would not be probed.
  context.job.probe_all = !options.libs.empty();
  if (!reach(context, Stage::Select)) return ExitStatus::Done;
  if (options.packages) return list_packages(context);
  if (options.minimal_request) return print_request(context);
  return list_unlocks(options, context);
}

}  // namespace

Run declare_unlock(CLI::App& app) {
  const auto options = std::make_shared<UnlockOptions>();
  add_arguments(app, "LIB", "only what these libraries would add, and what was tried for them",
                options->libs);
  add_switch(app,
             {"--packages", "",
              "the fewest packages that bring all that is wanted; exit status 1 when some library "
              "has none"},
             options->packages);
  add_switch(app,
             {"--minimal-request", "",
              "instead of installing: the request that wants only what can be built here"},
             options->minimal_request);
  declare_request_options(app, options->request);
  return [options](Context& context) { return run_unlock(*options, context); };
}

}  // namespace modbuild::tool
