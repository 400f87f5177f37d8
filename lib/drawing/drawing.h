// Pictures of the graph of needs: which components are drawn, in which cluster, joined by which
// arrows; and the text of it for Graphviz and for Mermaid. Lays nothing out itself.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/catalog.h"
#include "model/graph.h"
#include "select/select.h"

namespace modbuild {

enum class DrawnState : std::uint8_t { Undecided, On, Static, Off, Dropped };

// A component, or several that look alike.
struct DrawnNode {
  static constexpr std::size_t kNoCluster = static_cast<std::size_t>(-1);
  std::string name;   // unique: of the component; of several "NAME +3"
  std::string label;  // what stands in the picture
  std::string tip;    // the description, or the names of several; may be empty
  ComponentKind kind = ComponentKind::Module;
  DrawnState state = DrawnState::Undecided;
  std::size_t cluster = kNoCluster;

  friend bool operator==(const DrawnNode&, const DrawnNode&) = default;
};

struct DrawnEdge {
  std::size_t from = 0, to = 0;  // indices of nodes
  EdgeKind kind = EdgeKind::Hard;

  friend bool operator==(const DrawnEdge&, const DrawnEdge&) = default;
  friend auto operator<=>(const DrawnEdge&, const DrawnEdge&) = default;
};

struct DrawnCluster {
  std::string name;
  std::string description;
};

struct Drawing {
  std::string title;
  std::vector<DrawnCluster> clusters;  // groups, by name
  std::vector<DrawnNode> nodes;        // by name of the first component
  std::vector<DrawnEdge> edges;        // sorted
};

struct DrawingOptions {
  std::vector<EdgeKind> kinds;  // of the arrows
  // Draws as one what nobody needs and what has at most one need, the same for all of them.
  bool collapse = false;
};

// Draws `shown` (by id, no copies) and the needs among them. A module stands in the smallest of its
// groups. `selection` may be null: then nothing is said of verdicts.
Drawing draw(const Catalog& catalog, const Graph& graph, const std::vector<ComponentId>& shown,
             const Selection* selection, const DrawingOptions& options);

// What Graphviz' `dot` reads. Components without arrows stand in rows.
std::string dot_text(const Drawing& drawing);

// A flowchart as Mermaid reads it.
std::string mermaid_text(const Drawing& drawing);

// "on", "static", "off" or "dropped"; "" where nothing was decided.
std::string_view state_word(DrawnState state);

}  // namespace modbuild
