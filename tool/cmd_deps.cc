#include <algorithm>
#include <deque>
#include <memory>

#include "base/json_writer.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "command.h"
#include "edge_kinds.h"
#include "model/graph.h"
#include "words.h"

namespace modbuild::tool {
namespace {

struct DepsOptions {
  std::vector<std::string> names;
  std::vector<std::string> types;
  bool transitive = false;
  bool all = false;
  bool reverse = false;
};

struct DepsRow {
  ComponentId from;
  Edge edge;
};

bool contains(const std::vector<EdgeKind>& kinds, EdgeKind kind) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

// Edges in the order met, nearest first; each component is gone into once.
std::vector<DepsRow> collect(const Graph& graph, const DepsOptions& options,
                             const std::vector<EdgeKind>& kinds,
                             const std::vector<ComponentId>& starts) {
  const auto& edges = options.reverse ? graph.needed_by : graph.needs;
  IdVector<ComponentId, char> seen(edges.size());
  std::deque<ComponentId> open(starts.begin(), starts.end());
  for (const ComponentId id : starts) seen[id] = 1;
  std::vector<DepsRow> rows;
  while (!open.empty()) {
    const ComponentId from = open.front();
    open.pop_front();
    for (const Edge& edge : edges[from]) {
      if (!contains(kinds, edge.kind)) continue;
      rows.push_back({from, edge});
      if (!options.transitive || seen[edge.to] != 0) continue;
      seen[edge.to] = 1;
      open.push_back(edge.to);
    }
  }
  return rows;
}

void print_text(Context& context, const DepsOptions& options, const std::vector<DepsRow>& rows) {
  const Catalog& catalog = context.results.catalog;
  Table table;
  for (const DepsRow& row : rows) {
    const std::string& from = catalog.components[row.from].name.value;
    const std::string& to = catalog.components[row.edge.to].name.value;
    table.row({{options.reverse ? to : from},
               {std::string(edge_word(row.edge.kind)), Style::Dim},
               {options.reverse ? from : to},
               {place_of(context, row.edge.at), Style::Dim}});
  }
  context.out = table.text(context.layout());
}

std::vector<ComponentId> reached(const std::vector<DepsRow>& rows) {
  std::vector<ComponentId> ids;
  for (const DepsRow& row : rows) ids.push_back(row.edge.to);
  sort_once(ids);
  return ids;
}

void print_json(Context& context, const DepsOptions& options,
                const std::vector<ComponentId>& starts, const std::vector<DepsRow>& rows) {
  const Catalog& catalog = context.results.catalog;
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.deps/1");
  json.member("tree", catalog.tree.name.value);
  json.member("direction", options.reverse ? "needed-by" : "needs");
  json.member("transitive", options.transitive).member("of", names_of(catalog, starts));
  json.member("components", names_of(catalog, reached(rows))).key("edges").begin_array();
  for (const DepsRow& row : rows) {
    const ComponentId user = options.reverse ? row.edge.to : row.from;
    const ComponentId used = options.reverse ? row.from : row.edge.to;
    json.begin_object(true).member("from", catalog.components[user].name.value);
    json.member("to", catalog.components[used].name.value);
    json.member("type", edge_word(row.edge.kind)).member("at", place_of(context, row.edge.at));
    json.end_object();
  }
  json.end_array().end_object();
  context.out += "\n";
}

std::vector<ComponentId> starting_points(const DepsOptions& options, Context& context) {
  std::vector<ComponentId> starts;
  if (options.all) {
    for (const ComponentId id : context.results.catalog.components.ids()) starts.push_back(id);
  }
  for (const std::string& name : options.names) {
    const ComponentId id = find_named(context, name);
    if (id.valid()) starts.push_back(id);
  }
  return starts;
}

ExitStatus list_edges(const DepsOptions& options, Context& context) {
  if (options.names.empty() && !options.all) {
    const char* command = options.reverse ? "rdeps" : "deps";
    return usage_error(context, cat("'", command, "' needs the name of a component, or --all"),
                       cat("modbuild help ", command));
  }
  const std::vector<EdgeKind> kinds = wanted_kinds(options.types, all_edge_kinds(), context);
  if (kinds.empty()) return ExitStatus::Usage;
  if (!reach(context, Stage::Load)) return ExitStatus::Done;
  const std::vector<ComponentId> starts = starting_points(options, context);
  if (context.diagnostics.has_errors()) return ExitStatus::Done;
  const Graph graph = build_graph(context.results.catalog);
  const std::vector<DepsRow> rows = collect(graph, options, kinds, starts);
  if (context.options.format == Format::Json) {
    print_json(context, options, starts, rows);
  } else if (context.options.format == Format::Names) {
    for (const std::string& name : names_of(context.results.catalog, reached(rows))) {
      append(context.out, name, "\n");
    }
  } else {
    print_text(context, options, rows);
    if (rows.empty()) say(context, options.reverse ? "nothing needs it" : "it needs nothing");
  }
  return ExitStatus::Done;
}

Run declare_edges(CLI::App& app, bool reverse) {
  const auto options = std::make_shared<DepsOptions>();
  options->reverse = reverse;
  add_arguments(app, "COMPONENT", "modules, programs or libraries", options->names);
  add_switch(app, {"-t,--transitive", "", "go on from what is found"}, options->transitive);
  add_switch(app, {"--all", "", "every component"}, options->all);
  add_list(app, {"--type", "KIND", "only depends, load, optional, library or tool"},
           options->types);
  return [options](Context& context) { return list_edges(*options, context); };
}

}  // namespace

Run declare_deps(CLI::App& app) {
  return declare_edges(app, false);
}

Run declare_rdeps(CLI::App& app) {
  return declare_edges(app, true);
}

}  // namespace modbuild::tool
