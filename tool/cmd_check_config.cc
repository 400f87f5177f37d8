#include <algorithm>
#include <memory>

#include "base/json_writer.h"
#include "base/str.h"
#include "command.h"
#include "config_files.h"
#include "request_options.h"
#include "select_view.h"

namespace modbuild::tool {
namespace {

struct CheckConfigOptions {
  RequestOptions request;
  std::string file;
};

// A module that the configuration needs, and why.
struct NeededModule {
  ComponentId module;
  SourceRange at;         // the word of the configuration, or the line of a manifest
  ComponentId needed_by;  // none: the configuration itself loads it
};

// What the configuration loads, then what that needs and is not there, transitively.
class NeededModules {
 public:
  explicit NeededModules(const Context& context)
      : results_(context.results), seen_(results_.catalog.components.size()) {}

  std::vector<NeededModule> find(const std::vector<ConfigLoad>& loads) {
    for (const ConfigLoad& load : loads) add(load.module, load.word.at, {});
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const ComponentId id = found_[i].module;
      add_missing(id, component(id).depends);
      add_missing(id, component(id).load);
    }
    return std::move(found_);
  }

 private:
  const Component& component(ComponentId id) const { return results_.catalog.components[id]; }
  bool is_on(ComponentId id) const { return results_.selection.verdicts[id].on; }

  void add(ComponentId module, const SourceRange& at, ComponentId needed_by) {
    if (seen_[module] != 0) return;
    seen_[module] = 1;
    found_.push_back({module, at, needed_by});
  }

  void add_missing(ComponentId id, const std::vector<Dependency>& dependencies) {
    const Facts facts = facts_of(results_.catalog, results_.selection, results_.probes, id);
    for (const Dependency& dependency : dependencies) {
      const std::vector<ComponentId>& providers = dependency.providers;
      if (providers.empty() || !evaluate(dependency.when, facts)) continue;
      const auto is_there = [this](ComponentId one) { return is_on(one) || seen_[one] != 0; };
      if (std::any_of(providers.begin(), providers.end(), is_there)) continue;
      add(providers.front(), dependency.name.at, id);
    }
  }

  const Results& results_;
  IdVector<ComponentId, char> seen_;
  std::vector<NeededModule> found_;
};

std::string cause_of(const Context& context, ComponentId id) {
  const Results& results = context.results;
  const ChainLink root = cause_chain(results.selection, id).back();
  const std::string own = describe(results.catalog, results.selection.verdicts[id].because);
  if (results.selection.verdicts[id].on || root.component == id) return own;
  return cat(own, "; ", results.catalog.components[root.component].name.value, ": ",
             describe(results.catalog, root.reason));
}

void print_text(const std::vector<NeededModule>& needed, Context& context) {
  const Results& results = context.results;
  Table table;
  for (const NeededModule& row : needed) {
    const bool on = results.selection.verdicts[row.module].on;
    table.row({{results.catalog.components[row.module].name.value},
               {on ? "on" : "off", on ? Style::Good : Style::Bad},
               {cause_of(context, row.module)},
               {place_of(context, row.at), Style::Dim}});
  }
  context.out = table.text(context.layout());
}

void print_json(const CheckConfigOptions& options, const std::vector<NeededModule>& needed,
                Context& context) {
  const Results& results = context.results;
  const Catalog& catalog = results.catalog;
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.check-config/1");
  json.member("tree", catalog.tree.name.value).member("config", options.file);
  json.key("modules").begin_array();
  for (const NeededModule& row : needed) {
    const bool on = results.selection.verdicts[row.module].on;
    json.begin_object(true).member("name", catalog.components[row.module].name.value);
    json.member("verdict", on ? "on" : "off").member("because", cause_of(context, row.module));
    json.member("at", place_of(context, row.at));
    if (row.needed_by.valid()) {
      json.member("needed-by", catalog.components[row.needed_by].name.value);
    }
    if (!on) json.member("fix", fixes(catalog, results.selection, results.probes, row.module));
    json.end_object();
  }
  json.end_array().end_object();
  context.out += "\n";
}

void print(const CheckConfigOptions& options, const std::vector<NeededModule>& needed,
           Context& context) {
  if (context.options.format == Format::Json) return print_json(options, needed, context);
  if (context.options.format == Format::Text) return print_text(needed, context);
  for (const NeededModule& row : needed) {
    append(context.out, context.results.catalog.components[row.module].name.value, "\n");
  }
}

// One error for each module that is off.
std::size_t report(const std::vector<NeededModule>& needed, Context& context) {
  const Results& results = context.results;
  std::size_t missing = 0;
  for (const NeededModule& row : needed) {
    if (results.selection.verdicts[row.module].on) continue;
    ++missing;
    const std::string& name = results.catalog.components[row.module].name.value;
    const std::string what =
        row.needed_by.valid()
            ? cat("'", results.catalog.components[row.needed_by].name.value, "' needs '", name, "'")
            : cat("the configuration loads '", name, "'");
    context.diagnostics.add(Code::ConfigNotBuilt, row.at,
                            cat(what, ", which is not built: ", cause_of(context, row.module)),
                            fix_text(context, row.module));
  }
  return missing;
}

ExitStatus check_config(const CheckConfigOptions& options, Context& context) {
  if (options.file.empty()) {
    return usage_error(context, "'check-config' needs a configuration",
                       "modbuild help check-config");
  }
  if (!open_tree(context)) return ExitStatus::Done;
  const std::optional<ConfigFile> config = read_config(options.file, context);
  if (!config || !apply_request(options.request, context)) return ExitStatus::Done;
  if (!reach(context, Stage::Select)) return ExitStatus::Done;
  const std::vector<ConfigLoad> loads = loads_of(*config, context.results.catalog, context);
  if (context.diagnostics.has_errors()) return ExitStatus::Done;
  const std::vector<NeededModule> needed = NeededModules(context).find(loads);
  print(options, needed, context);
  const std::size_t missing = report(needed, context);
  say(context,
      cat("'", options.file, "' needs ", count_of(needed.size(), "module"), ", ",
          missing == 0 ? "all of them built" : cat(std::to_string(missing), " not built")));
  return ExitStatus::Done;
}

}  // namespace

Run declare_check_config(CLI::App& app) {
  const auto options = std::make_shared<CheckConfigOptions>();
  add_argument(app, "FILE", "the configuration of a program that loads modules", options->file);
  declare_request_options(app, options->request);
  return [options](Context& context) { return check_config(*options, context); };
}

}  // namespace modbuild::tool
