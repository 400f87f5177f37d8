#include <memory>

#include "base/str.h"
#include "command.h"
#include "component_view.h"
#include "request_options.h"

namespace modbuild::tool {
namespace {

struct ShowOptions {
  RequestOptions request;
  std::string name;
};

ExitStatus show(const ShowOptions& options, Context& context) {
  if (options.name.empty()) {
    return usage_error(context, "'show' needs the name of a component", "modbuild help show");
  }
  if (!open_tree(context) || !apply_request(options.request, context)) return ExitStatus::Done;
  if (!reach(context, Stage::Plan)) return ExitStatus::Done;
  const ComponentId id = find_named(context, options.name);
  if (!id.valid()) return ExitStatus::Done;
  context.out = context.options.format == Format::Json ? component_json(context, id)
                                                       : component_text(context, id);
  if (!context.results.selection.verdicts[id].on) {
    say(context, cat("it is off, so nothing is planned for it; see modbuild why ", options.name));
  }
  return ExitStatus::Done;
}

}  // namespace

Run declare_show(CLI::App& app) {
  const auto options = std::make_shared<ShowOptions>();
  add_argument(app, "COMPONENT", "a module, program or library", options->name);
  declare_request_options(app, options->request);
  return [options](Context& context) { return show(*options, context); };
}

}  // namespace modbuild::tool
