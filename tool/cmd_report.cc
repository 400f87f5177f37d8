#include <map>
#include <memory>

#include "base/str.h"
#include "command.h"
#include "diff_view.h"
#include "package_words.h"
#include "report/report.h"
#include "request_arguments.h"
#include "request_files.h"
#include "request_options.h"
#include "select_view.h"
#include "side.h"
#include "step_costs.h"

namespace modbuild::tool {
namespace {

constexpr const char* kStandardOutput = "-";

struct ReportOptions {
  RequestOptions request;
  std::string out = "report.html";
  std::string against;
};

// What each component costs, by its name in previews.
std::map<std::string, ReportCost> component_costs(const Preview& preview, const StepCosts& costs) {
  std::map<std::string, ReportCost> by_component;
  for (const PreviewStep& step : preview.steps) {
    ReportCost& cost = by_component[step.component];
    cost.seconds += costs.of(step).seconds;
    ++cost.steps;
  }
  return by_component;
}

// The document modbuild.diff/1 from `before` to what `context` planned. `costs` are those of now.
std::string difference_from(const Side& before, const Preview& now, const Context& context,
                            const StepCosts& costs) {
  Side after;
  const Selection& selection = context.results.selection;
  after.typed = join(
      request_arguments(selection.request, context.results.catalog.find_profile(selection.profile)),
      " ");
  after.preview = now;
  const PreviewDifference difference = compare(before.preview, now);
  const DiffCosts cost = diff_costs(before.preview, costs, now, costs, difference);
  return diff_json(DiffView{before, after, difference, cost, {}});
}

std::string page(const ReportOptions& options, const Side* before, const Preview& preview,
                 Context& context) {
  const StageTimer timer(context.results.stats, "report");
  const Results& results = context.results;
  std::string log;
  const StepCosts costs = step_costs(context, BuildDirectory(), preview, log);
  const std::map<std::string, ReportCost> by_component = component_costs(preview, costs);
  ReportInput input;
  input.catalog = &results.catalog;
  input.selection = &results.selection;
  input.probes = &results.probes;
  input.version = MODBUILD_VERSION;
  input.place = [&context](const SourceRange& at) {
    return at.file == context.command_line_file ? std::string() : place_of(context, at);
  };
  input.package = [&context](LibId id) { return package_text(context, id); };
  input.cost = [&](ComponentId id) {
    const auto found = by_component.find(component_name(results.catalog, id));
    return found == by_component.end() ? ReportCost() : found->second;
  };
  if (!preview.steps.empty()) input.cost_source = cost_source(costs.of(preview.steps), log);
  if (before != nullptr) {
    input.before = options.against;
    input.difference = difference_from(*before, preview, context, costs);
  }
  return report_page(report_data(input));
}

ExitStatus report(const ReportOptions& options, Context& context) {
  context.job.probe_all = true;  // the page tries requests that need others
  if (!open_tree(context) || !apply_request(options.request, context)) return ExitStatus::Done;
  // A page about what cannot be built is wanted more than any other.
  const bool is_planned = reach(context, Stage::Plan);
  if (!is_planned && context.results.selection.unmet.empty()) return ExitStatus::Done;
  Side before;
  if (!options.against.empty() && !plan_side(options.against, context, before)) {
    return ExitStatus::Done;
  }
  const Preview now = is_planned ? preview_of(context) : preview_of_selection(context);
  const std::string text = page(options, options.against.empty() ? nullptr : &before, now, context);
  if (options.out == kStandardOutput) {
    context.out = text;
  } else if (save_file(options.out, text, context)) {
    say(context, cat("wrote '", options.out, "'; ", counts_line(context)));
  }
  return ExitStatus::Done;
}

}  // namespace

Run declare_report(CLI::App& app) {
  const auto options = std::make_shared<ReportOptions>();
  add_value(app, {"-o,--out", "FILE", "the page; default: report.html; - is standard output"},
            options->out);
  add_value(app, {"--against", "SIDE", "also how the request differs from this: as for 'diff'"},
            options->against);
  declare_request_options(app, options->request);
  return [options](Context& context) { return report(*options, context); };
}

}  // namespace modbuild::tool
