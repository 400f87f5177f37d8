// The language: https://graphviz.org/doc/info/lang.html; in quotes only '"' ends a text, and in
// labels and tips '\' begins an escape and '&' an entity.
#include <algorithm>

#include "base/str.h"
#include "base/utf8.h"
#include "drawing/look.h"

namespace modbuild {
namespace {

std::string dot_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : displayable(text)) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out += c == '&' ? "&amp;" : std::string(1, c);
  }
  out.push_back('"');
  return out;
}

std::string_view shape_of(ComponentKind kind) {
  switch (kind) {
    case ComponentKind::Module:
      return "";
    case ComponentKind::Program:
      return "shape=box3d";
    case ComponentKind::Library:
      return "shape=cylinder";
  }
  return "";
}

std::string_view line_of(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::Hard:
      return "";
    case EdgeKind::Load:
      return "style=dashed";
    case EdgeKind::Optional:
      return "style=dotted";
    case EdgeKind::Library:
      return "color=\"#8d6e63\"";
    case EdgeKind::Tool:
      return "color=\"#7b1fa2\", style=bold";
  }
  return "";
}

class DotWriter {
 public:
  explicit DotWriter(const Drawing& drawing) : drawing_(drawing), joined_(drawing.nodes.size()) {
    for (const DrawnEdge& edge : drawing.edges) joined_[edge.from] = joined_[edge.to] = true;
  }

  std::string write() {
    append(out_, "digraph ", dot_quoted(drawing_.title), " {\n");
    append(out_, "  graph [rankdir=LR, label=", dot_quoted(legend()),
           ", fontname=\"sans-serif\", fontsize=11, nodesep=0.12, ranksep=0.4, pack=16,"
           " packmode=\"graph\"]\n");
    out_ +=
        "  node [shape=box, style=\"rounded,filled\", fillcolor=white, color=\"#757575\","
        " fontname=\"sans-serif\", fontsize=10, height=0.28, margin=\"0.1,0.03\"]\n"
        "  edge [color=\"#616161\", arrowsize=0.6]\n";
    for (std::size_t i = 0; i < drawing_.clusters.size(); ++i) write_cluster(i);
    write_nodes(DrawnNode::kNoCluster, "  ");
    for (const DrawnEdge& edge : drawing_.edges) write_edge(edge);
    out_ += "}\n";
    return std::move(out_);
  }

 private:
  // What arrows and colours mean, as far as they occur.
  std::string legend() const {
    std::vector<std::string> colors;
    for (const StateLook& look : kStateLooks) {
      const bool occurs =
          std::any_of(drawing_.nodes.begin(), drawing_.nodes.end(),
                      [&look](const DrawnNode& node) { return node.state == look.state; });
      if (occurs) colors.push_back(cat(look.color_word, " ", state_word(look.state)));
    }
    std::string text = drawing_.title;
    if (!drawing_.edges.empty()) text += ": arrows lead to what is needed";
    if (!colors.empty()) append(text, "; ", join(colors, ", "));
    return text;
  }

  void write_cluster(std::size_t index) {
    const DrawnCluster& cluster = drawing_.clusters[index];
    append(out_, "  subgraph ", dot_quoted(cat("cluster_", cluster.name)),
           " {\n    label=", dot_quoted(cluster.name), "\n    tooltip=",
           dot_quoted(cluster.description.empty() ? cluster.name : cluster.description),
           "\n    style=rounded\n    color=\"#bdbdbd\"\n");
    write_nodes(index, "    ");
    out_ += "  }\n";
  }

  void write_nodes(std::size_t cluster, std::string_view indent) {
    std::vector<std::size_t> alone;
    for (std::size_t i = 0; i < drawing_.nodes.size(); ++i) {
      if (drawing_.nodes[i].cluster != cluster) continue;
      write_node(drawing_.nodes[i], indent);
      if (!joined_[i]) alone.push_back(i);
    }
    write_rows(alone, indent);
  }

  void write_node(const DrawnNode& node, std::string_view indent) {
    std::vector<std::string> looks;
    if (node.label != node.name) looks.push_back(cat("label=", dot_quoted(node.label)));
    if (!shape_of(node.kind).empty()) {
      looks.push_back(cat(shape_of(node.kind), ", style=filled"));
    }
    for (const StateLook& look : kStateLooks) {
      if (look.state != node.state) continue;
      looks.push_back(cat("fillcolor=\"", look.fill, "\", color=\"", look.line, "\""));
    }
    looks.push_back(cat("tooltip=", dot_quoted(tip_of(node))));
    append(out_, indent, dot_quoted(node.name), " [", join(looks, ", "), "]\n");
  }

  static std::string tip_of(const DrawnNode& node) {
    const std::string text = node.tip.empty() ? node.label : node.tip;
    const std::string_view state = state_word(node.state);
    return state.empty() ? text : cat(text, " (", state, ")");
  }

  // Side by side rather than one below the other, twice as many rows as columns.
  void write_rows(const std::vector<std::size_t>& alone, std::string_view indent) {
    std::size_t columns = 1;
    while (columns * columns * 2 < alone.size()) ++columns;
    for (std::size_t i = 0; i < alone.size(); i += columns) {
      const std::size_t end = std::min(i + columns, alone.size());
      if (end - i < 2) continue;
      std::vector<std::string> names;
      for (std::size_t at = i; at < end; ++at) {
        names.push_back(dot_quoted(drawing_.nodes[alone[at]].name));
      }
      append(out_, indent, join(names, " -> "), " [style=invis]\n");
    }
  }

  void write_edge(const DrawnEdge& edge) {
    const std::string& from = drawing_.nodes[edge.from].name;
    const std::string& to = drawing_.nodes[edge.to].name;
    const std::string tip = edge_tip(edge);
    append(out_, "  ", dot_quoted(from), " -> ", dot_quoted(to), " [");
    if (!line_of(edge.kind).empty()) append(out_, line_of(edge.kind), ", ");
    append(out_, "tooltip=", dot_quoted(tip), "]\n");
  }

  std::string edge_tip(const DrawnEdge& edge) const {
    return cat(drawing_.nodes[edge.from].label, " -> ", drawing_.nodes[edge.to].label, " (",
               edge_word(edge.kind), ")");
  }

  const Drawing& drawing_;
  std::vector<bool> joined_;  // whether an arrow begins or ends there
  std::string out_;
};

}  // namespace

std::string dot_text(const Drawing& drawing) {
  return DotWriter(drawing).write();
}

}  // namespace modbuild
