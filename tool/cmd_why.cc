#include <memory>

#include "base/str.h"
#include "cause_view.h"
#include "command.h"
#include "request_options.h"

namespace modbuild::tool {
namespace {

struct WhyOptions {
  RequestOptions request;
  std::vector<std::string> names;
  bool all = false;
};

void print_json(Context& context, const std::vector<ComponentId>& ids) {
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.why/1");
  json.member("tree", context.results.catalog.tree.name.value).key("components").begin_array();
  for (const ComponentId id : ids) write_cause(json, context, id);
  json.end_array().end_object();
  context.out += "\n";
}

void print_text(Context& context, const std::vector<ComponentId>& ids) {
  for (const ComponentId id : ids) {
    append(context.out, context.out.empty() ? "" : "\n", cause_text(context, id));
  }
}

ExitStatus why(const WhyOptions& options, Context& context) {
  if (options.names.empty() && !options.all) {
    return usage_error(context, "'why' needs the name of a module", "modbuild help why");
  }
  if (!open_tree(context) || !apply_request(options.request, context)) return ExitStatus::Done;
  if (!reach(context, Stage::Select)) return ExitStatus::Done;
  std::vector<ComponentId> ids;
  if (options.all) ids = context.results.catalog.modules();
  for (const std::string& name : options.names) {
    const ComponentId id = find_named(context, name);
    if (id.valid()) ids.push_back(id);
  }
  if (context.diagnostics.has_errors()) return ExitStatus::Done;
  find_packages_for(context, ids);
  if (options.all || context.options.format == Format::Json) {
    print_json(context, ids);
  } else {
    print_text(context, ids);
  }
  if (options.all) return ExitStatus::Done;
  for (const ComponentId id : ids) {
    if (!context.results.selection.verdicts[id].on) return ExitStatus::GoalNotMet;
  }
  return ExitStatus::Done;
}

}  // namespace

Run declare_why(CLI::App& app) {
  const auto options = std::make_shared<WhyOptions>();
  add_arguments(app, "MODULE", "modules, programs or libraries", options->names);
  add_switch(app, {"--all", "", "every module, as a document; exit status 0"}, options->all);
  declare_request_options(app, options->request);
  return [options](Context& context) { return why(*options, context); };
}

}  // namespace modbuild::tool
