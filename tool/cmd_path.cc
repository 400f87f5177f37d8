#include <algorithm>
#include <memory>

#include "base/json_writer.h"
#include "base/str.h"
#include "command.h"
#include "model/graph.h"
#include "words.h"

namespace modbuild::tool {
namespace {

// The edge that joins two neighbours of a path.
const Edge& edge_between(const Graph& graph, ComponentId from, ComponentId to) {
  const std::vector<Edge>& edges = graph.needs[from];
  const auto found =
      std::find_if(edges.begin(), edges.end(), [&](const Edge& edge) { return edge.to == to; });
  MB_CHECK(found != edges.end());
  return *found;
}

void print_text(Context& context, const Graph& graph, const std::vector<ComponentId>& path) {
  const Catalog& catalog = context.results.catalog;
  Table table;
  for (std::size_t i = 1; i < path.size(); ++i) {
    const Edge& edge = edge_between(graph, path[i - 1], path[i]);
    table.row({{catalog.components[path[i - 1]].name.value},
               {std::string(edge_word(edge.kind)), Style::Dim},
               {catalog.components[path[i]].name.value},
               {place_of(context, edge.at), Style::Dim}});
  }
  context.out = table.text(context.layout());
}

void print_json(Context& context, const Graph& graph, const std::vector<ComponentId>& path) {
  const Catalog& catalog = context.results.catalog;
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.path/1");
  json.member("tree", catalog.tree.name.value).member("path", names_of(catalog, path));
  json.key("edges").begin_array();
  for (std::size_t i = 1; i < path.size(); ++i) {
    const Edge& edge = edge_between(graph, path[i - 1], path[i]);
    json.begin_object(true).member("from", catalog.components[path[i - 1]].name.value);
    json.member("to", catalog.components[path[i]].name.value);
    json.member("type", edge_word(edge.kind)).member("at", place_of(context, edge.at));
    json.end_object();
  }
  json.end_array().end_object();
  context.out += "\n";
}

ExitStatus find_path(const std::vector<std::string>& names, Context& context) {
  if (names.size() != 2) {
    return usage_error(context, "'path' needs two names: from which component to which",
                       "modbuild help path");
  }
  if (!reach(context, Stage::Load)) return ExitStatus::Done;
  const ComponentId from = find_named(context, names[0]);
  const ComponentId to = find_named(context, names[1]);
  if (!from.valid() || !to.valid()) return ExitStatus::Done;
  const Graph graph = build_graph(context.results.catalog);
  const std::vector<ComponentId> path = shortest_path(graph, from, to);
  if (context.options.format == Format::Json) {
    print_json(context, graph, path);
  } else if (context.options.format == Format::Names) {
    for (const std::string& name : names_of(context.results.catalog, path)) {
      append(context.out, name, "\n");
    }
  } else {
    print_text(context, graph, path);
  }
  if (!path.empty()) return ExitStatus::Done;
  say(context, cat("'", names[0], "' does not need '", names[1], "', not even through others"));
  return ExitStatus::GoalNotMet;
}

}  // namespace

Run declare_path(CLI::App& app) {
  const auto names = std::make_shared<std::vector<std::string>>();
  add_arguments(app, "COMPONENT", "two: the one that needs, the one that is needed", *names);
  return [names](Context& context) { return find_path(*names, context); };
}

}  // namespace modbuild::tool
