#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "base/edit_distance.h"
#include "base/str.h"
#include "ci_view.h"
#include "command.h"
#include "generation.h"
#include "side.h"
#include "step_costs.h"
#include "words.h"

namespace modbuild::tool {
namespace {

constexpr std::size_t kMostParts = 10'000;

struct CiOptions {
  GenOptions gen;
  std::vector<std::string> words;
  std::string shards;
};

struct CiWord {
  std::string_view name;
  std::string_view formats;  // those of --format that it has
  ExitStatus (*run)(const CiOptions& options, Context& context);
};

std::optional<std::size_t> read_number(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (number == 0 || number > kMostParts) return std::nullopt;
  return number;
}

// Plans as `gen` would, and divides that.
std::optional<CiParts> divide_build(const CiOptions& options, std::size_t count, Context& context) {
  BuildDirectory build;
  if (!plan_as_gen(options.gen, context, build)) return std::nullopt;
  const Results& results = context.results;
  const Preview preview = preview_of(context);
  std::string log;
  const StepCosts costs = step_costs(context, build, preview, log);
  CiParts all;
  all.source = cost_source(costs.of(preview.steps), log);
  std::size_t number = 0;
  for (Shard& shard : make_shards(
           {&results.catalog, &results.selection, &results.probes, &preview, &costs}, count)) {
    const Request request = shard_request(results.catalog, results.selection, shard);
    all.parts.push_back({++number, count, std::move(shard), ci_arguments(request, context)});
  }
  return all;
}

ExitStatus shard(const CiOptions& options, Context& context) {
  const std::string& part = options.words.size() > 1 ? options.words[1] : std::string();
  const std::size_t slash = std::min(part.find('/'), part.size());
  const std::optional<std::size_t> number = read_number(part.substr(0, slash));
  const std::optional<std::size_t> count =
      read_number(part.substr(std::min(slash + 1, part.size())));
  if (!number || !count || *number > *count) {
    return usage_error(context, cat("'ci shard' needs a part as I/N; found '", part, "'"),
                       "modbuild ci shard 2/5 is the second of five");
  }
  const std::optional<CiParts> all = divide_build(options, *count, context);
  if (!all) return ExitStatus::Done;
  const CiPart& chosen = all->parts[*number - 1];
  switch (context.options.format) {
    case Format::Json:
      context.out = part_json(chosen, context);
      break;
    case Format::Names:
      context.out = part_names(chosen, context);
      break;
    default:
      context.out = part_text(chosen, context);
  }
  say(context, cat("part ", part, ": ", count_of(chosen.shard.items.size(), "component"), ", ",
                   seconds_text(chosen.shard.cost.seconds),
                   " of one processor with what they share; ", all->source));
  return ExitStatus::Done;
}

ExitStatus matrix(const CiOptions& options, Context& context) {
  const std::optional<std::size_t> count = read_number(options.shards);
  if (!count) {
    return usage_error(context, cat("'ci matrix' needs --shards N; found '", options.shards, "'"));
  }
  const std::optional<CiParts> all = divide_build(options, *count, context);
  if (!all) return ExitStatus::Done;
  std::vector<CiJob> jobs;
  for (const CiPart& part : all->parts) {
    if (part.shard.items.empty()) continue;  // nothing to run a machine for
    jobs.push_back({cat(std::to_string(part.number), "/", std::to_string(part.parts)),
                    part.arguments, names_of(context.results.catalog, part.shard.items)});
  }
  switch (context.options.format) {
    case Format::Json:
      context.out = matrix_json(*all, context);
      break;
    case Format::Github:
      context.out = github_matrix(jobs);
      break;
    case Format::Gitlab:
      context.out = gitlab_matrix(jobs);
      break;
    default:
      context.out = matrix_text(*all, context);
  }
  say(context, all->source);
  return ExitStatus::Done;
}

ExitStatus cover_tree(const CiOptions& options, Context& context) {
  if (options.gen.request.given() || !context.options.profile.empty()) {
    return usage_error(context, "'ci cover' makes the requests itself, and takes none");
  }
  context.job.probe_all = true;
  if (!reach(context, Stage::Probe)) return ExitStatus::Done;
  const Cover made = cover(context.results.catalog, context.results.probes);
  std::vector<CiJob> jobs;
  for (const CoverRequest& row : made.requests) {
    jobs.push_back({cat(std::to_string(jobs.size() + 1), "/", std::to_string(made.requests.size())),
                    ci_arguments(row.request, context),
                    {}});
  }
  switch (context.options.format) {
    case Format::Json:
      context.out = cover_json(made, context);
      break;
    case Format::Github:
      context.out = github_matrix(jobs);
      break;
    case Format::Gitlab:
      context.out = gitlab_matrix(jobs);
      break;
    default:
      context.out = cover_text(made, context);
  }
  say(context,
      cat(count_of(made.requests.size(), "request"), " reach ",
          std::to_string(made.goals - made.failures.size()), " of ", count_of(made.goals, "goal"),
          ": modules on and off, features on and off, every "
          "two features of one component"));
  return ExitStatus::Done;
}

constexpr auto kCiWords = std::to_array<CiWord>({
    {"shard", "text names json", shard},
    {"matrix", "text json github gitlab", matrix},
    {"cover", "text json github gitlab", cover_tree},
});

ExitStatus ci(const CiOptions& options, Context& context) {
  const std::string name = options.words.empty() ? std::string() : options.words.front();
  const auto* word = std::find_if(kCiWords.begin(), kCiWords.end(),
                                  [&](const CiWord& known) { return known.name == name; });
  if (word == kCiWords.end()) {
    const std::string hint = did_you_mean(name, {"shard", "matrix", "cover"});
    return usage_error(context,
                       name.empty() ? std::string("'ci' needs a word: shard, matrix or cover")
                                    : cat("'ci' knows no '", name, "'"),
                       hint.empty() ? "modbuild help ci" : hint);
  }
  const std::size_t taken = word->name == "shard" ? 2 : 1;
  if (options.words.size() > taken) {
    return usage_error(context, cat("'ci ", name, "' takes no '", options.words[taken], "'"));
  }
  if (!options.shards.empty() && word->name != "matrix") {
    return usage_error(context, cat("'ci ", name, "' takes no --shards"));
  }
  const std::vector<std::string> formats = split(word->formats, " ");
  const std::string_view format = format_word(context.options.format);
  if (std::find(formats.begin(), formats.end(), format) == formats.end()) {
    return usage_error(context, cat("'ci ", name, "' has no format '", format, "'"),
                       cat("it has ", join(formats, ", ")));
  }
  return word->run(options, context);
}

}  // namespace

Run declare_ci(CLI::App& app) {
  const auto options = std::make_shared<CiOptions>();
  add_arguments(app, "WORD", "shard I/N: one part of a build; matrix: all parts; cover",
                options->words);
  add_value(app, {"--shards", "N", "matrix: into how many parts"}, options->shards);
  declare_planning_options(app, options->gen);
  return [options](Context& context) { return ci(*options, context); };
}

}  // namespace modbuild::tool
