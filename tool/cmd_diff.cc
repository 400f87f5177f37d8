#include <algorithm>
#include <memory>

#include "base/str.h"
#include "command.h"
#include "diff_view.h"
#include "side.h"
#include "step_costs.h"

namespace modbuild::tool {
namespace {

const Choices<DiffPart>& part_words() {
  static const Choices<DiffPart> words = {
      {"modules", DiffPart::Modules}, {"files", DiffPart::Files}, {"packages", DiffPart::Packages},
      {"libs", DiffPart::Libs},       {"flags", DiffPart::Flags}, {"steps", DiffPart::Steps},
      {"cost", DiffPart::Cost}};
  return words;
}

struct DiffOptions {
  std::vector<std::string> sides;
  std::vector<std::string> only;
  bool exit_code = false;
};

// The parts to show; nothing after a mistake.
std::optional<std::vector<DiffPart>> wanted_parts(const DiffOptions& options, Context& context) {
  std::vector<DiffPart> parts;
  for (const std::string& typed : options.only) {
    for (const std::string& word : split(typed, ", ")) {
      const auto found = std::find_if(part_words().begin(), part_words().end(),
                                      [&](const auto& known) { return known.first == word; });
      if (found == part_words().end()) {
        std::vector<std::string> known;
        for (const auto& part : part_words()) known.push_back(part.first);
        usage_error(context, cat("--only takes ", join(known, ", "), "; found '", word, "'"));
        return std::nullopt;
      }
      parts.push_back(found->second);
    }
  }
  if (!parts.empty()) return parts;
  for (const auto& part : part_words()) parts.push_back(part.second);
  return parts;
}

// Adds the name of the log that knew some of it to `logs`.
StepCosts costs_for(const Side& side, std::vector<std::string>& logs) {
  std::string log;
  StepCosts costs = step_costs(*side.context, side.build, side.preview, log);
  const bool is_new = std::find(logs.begin(), logs.end(), log) == logs.end();
  if (is_new && costs.of(side.preview.steps).measured != 0) logs.push_back(log);
  return costs;
}

DiffCosts costs_of_sides(const Side& before, const Side& after,
                         const PreviewDifference& difference) {
  std::vector<std::string> logs;
  const StepCosts of_before = costs_for(before, logs);
  const StepCosts of_after = costs_for(after, logs);
  DiffCosts costs = diff_costs(before.preview, of_before, after.preview, of_after, difference);
  costs.log = join(logs, "' and '");
  return costs;
}

ExitStatus diff(const DiffOptions& options, Context& context) {
  if (options.sides.size() != 2) {
    return usage_error(context, "'diff' needs two things to compare", "modbuild help diff");
  }
  if (context.options.format == Format::Json && !options.only.empty()) {
    return usage_error(context, "the json document is always whole: --only does not apply to it");
  }
  const std::optional<std::vector<DiffPart>> parts = wanted_parts(options, context);
  if (!parts) return ExitStatus::Usage;
  Side before;
  Side after;
  if (!plan_side(options.sides[0], context, before)) return ExitStatus::Done;
  if (!plan_side(options.sides[1], context, after)) return ExitStatus::Done;
  const PreviewDifference difference = compare(before.preview, after.preview);
  const DiffCosts costs = costs_of_sides(before, after, difference);
  const DiffView view{before, after, difference, costs, *parts};
  switch (context.options.format) {
    case Format::Json:
      context.out = diff_json(view);
      break;
    case Format::Markdown:
      context.out = diff_markdown(view);
      break;
    default:
      context.out = diff_text(context, view);
      if (difference.empty()) say(context, "nothing differs");
  }
  return options.exit_code && !difference.empty() ? ExitStatus::GoalNotMet : ExitStatus::Done;
}

}  // namespace

Run declare_diff(CLI::App& app) {
  const auto options = std::make_shared<DiffOptions>();
  add_arguments(app, "A B", kSideHelp, options->sides);
  add_list(app, {"--only", "PART", "modules, files, packages, libs, flags, steps or cost"},
           options->only);
  add_switch(app, {"--exit-code", "", "exit status 1 when something differs"}, options->exit_code);
  return [options](Context& context) { return diff(*options, context); };
}

}  // namespace modbuild::tool
