// The language: https://mermaid.js.org/syntax/flowchart.html; in quotes '#NN;' stands for a
// character.
#include "base/str.h"
#include "base/utf8.h"
#include "drawing/look.h"

namespace modbuild {
namespace {

constexpr std::string_view kPlainSymbols = " _.,:+-/";

std::string mermaid_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : displayable(text)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain =
        is_ascii_alphanumeric(c) || byte >= 0x80 || kPlainSymbols.find(c) != std::string_view::npos;
    if (plain) {
      out.push_back(c);
    } else {
      append(out, "#", std::to_string(byte), ";");
    }
  }
  out.push_back('"');
  return out;
}

// A word that no two names share and that Mermaid takes for nothing else.
std::string word_for(std::string_view prefix, std::string_view name) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string word(prefix);
  for (const char c : name) {
    if (is_ascii_alphanumeric(c)) {
      word.push_back(c);
    } else if (c == '_') {
      word += "__";
    } else {
      const auto byte = static_cast<unsigned char>(c);
      word += {'_', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return word;
}

std::string node_word(const DrawnNode& node) {
  return word_for("n_", node.name);
}

std::string_view arrow_of(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::Hard:
      return "-->";
    case EdgeKind::Load:
      return "-.->|load|";
    case EdgeKind::Optional:
      return "-.->|optional|";
    case EdgeKind::Library:
      return "-->|library|";
    case EdgeKind::Tool:
      return "-->|tool|";
  }
  return "-->";
}

void write_node(const DrawnNode& node, std::string_view indent, std::string& out) {
  std::string_view open = "[";
  std::string_view close = "]";
  if (node.kind == ComponentKind::Program) open = "[[", close = "]]";
  if (node.kind == ComponentKind::Library) open = "[(", close = ")]";
  append(out, indent, node_word(node), open, mermaid_quoted(node.label), close, "\n");
}

void write_nodes(const Drawing& drawing, std::size_t cluster, std::string_view indent,
                 std::string& out) {
  for (const DrawnNode& node : drawing.nodes) {
    if (node.cluster == cluster) write_node(node, indent, out);
  }
}

void write_states(const Drawing& drawing, std::string& out) {
  for (const StateLook& look : kStateLooks) {
    std::vector<std::string> words;
    for (const DrawnNode& node : drawing.nodes) {
      if (node.state == look.state) words.push_back(node_word(node));
    }
    if (words.empty()) continue;
    const std::string_view state = state_word(look.state);
    append(out, "  classDef is_", state, " fill:", look.fill, ",stroke:", look.line, "\n");
    append(out, "  class ", join(words, ","), " is_", state, "\n");
  }
}

}  // namespace

std::string mermaid_text(const Drawing& drawing) {
  std::string out = "flowchart LR\n";
  for (std::size_t i = 0; i < drawing.clusters.size(); ++i) {
    const DrawnCluster& cluster = drawing.clusters[i];
    const std::string title =
        cluster.description.empty() ? cluster.name : cat(cluster.name, ": ", cluster.description);
    append(out, "  subgraph ", word_for("g_", cluster.name), "[", mermaid_quoted(title), "]\n");
    write_nodes(drawing, i, "    ", out);
    out += "  end\n";
  }
  write_nodes(drawing, DrawnNode::kNoCluster, "  ", out);
  for (const DrawnEdge& edge : drawing.edges) {
    append(out, "  ", node_word(drawing.nodes[edge.from]), " ", arrow_of(edge.kind), " ",
           node_word(drawing.nodes[edge.to]), "\n");
  }
  write_states(drawing, out);
  return out;
}

}  // namespace modbuild
