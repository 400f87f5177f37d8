#include <algorithm>
#include <memory>

#include "base/json_writer.h"
#include "base/str.h"
#include "command.h"
#include "request_options.h"
#include "words.h"

namespace modbuild::tool {
namespace {

struct HostRow {
  ComponentId id;
  std::vector<ComponentId> modules;  // those that may be loaded
  std::size_t on = 0;                // of them, in the selection
};

bool belongs_to(const Component& module, ComponentId host) {
  return module.any_host ||
         std::find(module.hosts.begin(), module.hosts.end(), host) != module.hosts.end();
}

std::vector<HostRow> find_hosts(const Context& context) {
  const Catalog& catalog = context.results.catalog;
  std::vector<HostRow> rows;
  for (const ComponentId id : catalog.hosts()) {
    HostRow row{id, {}, 0};
    for (const ComponentId module : catalog.modules()) {
      const Component& component = catalog.components[module];
      if (!belongs_to(component, id)) continue;
      row.modules.push_back(module);
      if (context.results.selection.verdicts[module].on) ++row.on;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string static_way(const Component& host) {
  if (!host.host) return "";
  return host.host->shim ? "shim" : "registry";
}

void print_text(Context& context, const std::vector<HostRow>& rows) {
  const Catalog& catalog = context.results.catalog;
  Table table;
  for (const HostRow& row : rows) {
    const Component& host = catalog.components[row.id];
    const Verdict& verdict = context.results.selection.verdicts[row.id];
    table.row({{host.name.value},
               {verdict.on ? "on" : describe(catalog, verdict.because),
                verdict.on ? Style::Good : Style::Attention},
               {std::to_string(row.modules.size())},
               {std::to_string(row.on)},
               {static_way(host)},
               {host.description.value, Style::Dim}});
  }
  table.header({"host", "status", "modules", "on", "static by", "description"});
  context.out = table.text(context.layout());
}

void print_json(Context& context, const std::vector<HostRow>& rows) {
  const Catalog& catalog = context.results.catalog;
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.hosts/1");
  json.member("tree", catalog.tree.name.value).key("hosts").begin_array();
  for (const HostRow& row : rows) {
    const Component& host = catalog.components[row.id];
    std::vector<std::string> symbols;
    if (host.host) {
      for (const Text& symbol : host.host->entry_symbols) symbols.push_back(symbol.value);
    }
    const bool on = context.results.selection.verdicts[row.id].on;
    json.begin_object().member("name", host.name.value);
    json.member("description", host.description.value).member("verdict", on ? "on" : "off");
    json.member("static", static_way(host)).member("entry-symbols", symbols);
    json.member("on", static_cast<std::uint64_t>(row.on));
    json.member("modules", names_of(catalog, row.modules)).end_object();
  }
  json.end_array().end_object();
  context.out += "\n";
}

ExitStatus list_hosts(const RequestOptions& options, Context& context) {
  if (!open_tree(context) || !apply_request(options, context)) return ExitStatus::Done;
  if (!reach(context, Stage::Select)) return ExitStatus::Done;
  const std::vector<HostRow> rows = find_hosts(context);
  if (context.options.format == Format::Json) {
    print_json(context, rows);
  } else if (context.options.format == Format::Names) {
    for (const HostRow& row : rows) {
      append(context.out, context.results.catalog.components[row.id].name.value, "\n");
    }
  } else {
    print_text(context, rows);
  }
  return ExitStatus::Done;
}

}  // namespace

Run declare_hosts(CLI::App& app) {
  const auto options = std::make_shared<RequestOptions>();
  declare_request_options(app, *options);
  return [options](Context& context) { return list_hosts(*options, context); };
}

}  // namespace modbuild::tool
