#include "side.h"

#include <algorithm>

#include "base/str.h"
#include "generation.h"
#include "os/real_file_system.h"
#include "usage.h"

namespace modbuild::tool {
namespace {

constexpr std::string_view kProfilePrefix = "profile:";
constexpr std::string_view kRevisionPrefix = "rev:";

// What one side says.
struct SideWords {
  std::string what;  // the word in front of the options, if any
  RequestOptions request;
};

// Tells what went wrong with a side; its own context knows the files that messages point into.
void tell(Side& side, Context& asking) {
  flush(*side.context);
  asking.status = graver(asking.status, side.context->status);
}

bool fail(const Side& side, Context& asking, std::string_view message, std::string_view help) {
  usage_error(asking, cat("'", side.typed, "': ", message), help);
  return false;
}

std::string words_without(const std::vector<std::string>& words, const std::string& what) {
  std::string rest;
  bool found = false;
  for (const std::string& word : words) {
    if (word == what && !std::exchange(found, true)) continue;
    append(rest, " ", shell_quoted(word));
  }
  return rest;
}

bool read_words(Side& side, Context& asking, SideWords& said) {
  const std::optional<std::vector<std::string>> words = shell_words(side.typed);
  if (!words) return fail(side, asking, "a quote is not closed", "");
  Context& context = *side.context;
  context.command_line = CommandLine(*words);
  const UsageMistake mistake = parse_words(context.command_line.arguments(), [&](CLI::App& app) {
    add_argument(app, "WHAT", "", said.what);
    declare_request_options(app, said.request);
    add_value(app, {"--profile", "NAME", ""}, context.options.profile);
    add_value(app, {"--variant", "NAME", ""}, context.options.variant);
    add_value(app, {"--toolchain", "NAME", ""}, context.options.toolchain);
  });
  if (mistake.message.empty()) {
    side.options = words_without(*words, said.what);
    return true;
  }
  return fail(side, asking, mistake.message, mistake.help);
}

enum class PathKind : std::uint8_t { None, File, BuildDirectory, OtherDirectory };

PathKind kind_of(const std::string& path) {
  if (const auto directory = open_real_file_system(path)) {
    return (*directory)->status(kRequestFile) ? PathKind::BuildDirectory : PathKind::OtherDirectory;
  }
  const auto above = open_real_file_system(path_from(path, ".."));
  if (!above) return PathKind::None;
  const auto status = (*above)->status(std::string(base_name(path)));
  return status && status->type == FileType::Regular ? PathKind::File : PathKind::None;
}

void at_revision(const std::string& revision, Side& side) {
  side.context->revision = revision;
  side.context->options.no_cache = true;
  side.title = cat("revision ", revision);
}

// A word is a file or build directory where there is one, else a profile.
bool settle_what(Side& side, Context& asking, SideWords& said) {
  Context& context = *side.context;
  const std::string& what = said.what;
  if (what.starts_with(kProfilePrefix)) {
    context.options.profile = what.substr(kProfilePrefix.size());
    side.title = cat("profile ", context.options.profile);
    return true;
  }
  if (what.starts_with(kRevisionPrefix)) {
    at_revision(what.substr(kRevisionPrefix.size()), side);
    if (!context.revision.empty()) return true;
    return fail(side, asking, "the name of a revision is missing", "rev:HEAD~1, say");
  }
  const std::string path = absolute_path(asking, what);
  switch (kind_of(path)) {
    case PathKind::BuildDirectory:
      if (said.request.given()) {
        return fail(side, asking, "a build directory has a request of its own", "leave out one");
      }
      context.options.build_directory = path;
      side.title = cat("build directory ", what);
      side.is_build = true;
      return true;
    case PathKind::File:
      said.request.selection_files.insert(said.request.selection_files.begin(), path);
      side.title = cat("selection file ", what);
      return true;
    case PathKind::OtherDirectory:
      return fail(side, asking, "this directory is no build directory of modbuild",
                  "modbuild gen -B DIR makes one");
    case PathKind::None:
      break;
  }
  context.options.profile = what;
  side.title = cat("profile ", what);
  side.may_be_path = true;
  return true;
}

bool plan(Side& side, const SideWords& said) {
  Context& context = *side.context;
  if (side.is_build) return plan_as_gen({}, context, side.build);
  if (!open_tree(context) || !apply_request(said.request, context)) return false;
  return reach(context, Stage::Plan);
}

Preview preview_with(const Plan* plan, const Context& context) {
  const Results& results = context.results;
  PreviewInput input{&results.catalog, &results.selection, &results.probes, plan, {}};
  input.place = [&context](const SourceRange& at) {
    return at.file == context.command_line_file ? std::string() : place_of(context, at);
  };
  return preview_of(input);
}

// A context for the side, with the global options of `asking`.
void begin(Context& asking, Side& side) {
  side.context = std::make_unique<Context>();
  side.context->options = asking.options;
  side.context->options.stats.clear();
  side.context->options.trace.clear();
}

bool plan_as(SideWords said, Context& asking, Side& side) {
  Context& context = *side.context;
  prepare(context);
  context.job.threads.observer = asking.job.threads.observer;
  if (!asking.options.trace.empty()) context.processes.tell(&asking.trace);
  // What is named and cannot be built is what one wants to see, not a reason to stop.
  if (said.request.missing == MissingPolicy::Unset) said.request.missing = MissingPolicy::Skip;
  const bool planned = plan(side, said);
  asking.results.stats.add(context.results.stats);
  if (planned) side.preview = preview_of(context);
  return planned;
}

// A word that is no profile may have been meant for a file or build directory that is not there.
void tell_of_paths(const Side& side, Context& asking) {
  const Catalog& catalog = side.context->results.catalog;
  const std::string& word = side.context->options.profile;
  const bool is_loaded = !catalog.tree.name.value.empty();
  if (!side.may_be_path || !is_loaded || catalog.find_profile(word) != nullptr) return;
  say(asking, cat("nor is there a selection file or build directory '", shown(word), "'"));
}

// False after an error: git could not give any part of the tree as it was.
bool found_revision(const Side& side, Context& asking) {
  const Context& context = *side.context;
  if (context.revision.empty() || context.is_at_revision) return true;
  return fail(side, asking, context.revision_fault, "");
}

}  // namespace

Preview preview_of(const Context& context) {
  return preview_with(&context.results.plan, context);
}

Preview preview_of_selection(const Context& context) {
  return preview_with(nullptr, context);
}

bool plan_side(const std::string& typed, Context& asking, Side& side) {
  side.typed = typed.substr(std::min(typed.find_first_not_of(' '), typed.size()));
  begin(asking, side);
  SideWords said;
  if (!read_words(side, asking, said)) return false;
  if (!said.what.empty() && !settle_what(side, asking, said)) return false;
  const bool planned = plan_as(said, asking, side);
  if (!found_revision(side, asking)) return false;
  if (!planned) {
    tell(side, asking);
    tell_of_paths(side, asking);
  }
  return planned;
}

bool plan_revision(const std::string& revision, const RequestOptions& request, Context& asking,
                   Side& side) {
  side.typed = cat(kRevisionPrefix, revision);
  begin(asking, side);
  at_revision(revision, side);
  side.context->host.state = asking.host.state;  // what was probed for one holds for the other
  const bool planned = plan_as({{}, request}, asking, side);
  return found_revision(side, asking) && planned;
}

}  // namespace modbuild::tool
