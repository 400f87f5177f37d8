// The graph of needs between components: who needs whom, paths and cycles.
#pragma once

#include <string_view>
#include <vector>

#include "model/catalog.h"

namespace modbuild {

enum class EdgeKind : std::uint8_t { Hard, Load, Optional, Library, Tool };

struct Edge {
  ComponentId to;
  EdgeKind kind = EdgeKind::Hard;
  SourceRange at;
};

// "depends", "load", "optional", "library", "tool".
std::string_view edge_word(EdgeKind kind);

struct Graph {
  IdVector<ComponentId, std::vector<Edge>> needs;      // in manifest order
  IdVector<ComponentId, std::vector<Edge>> needed_by;  // `to` is the one that needs; by id
};

// The needs of one component, in manifest order; of several with one target and kind the first.
std::vector<Edge> needs_of(const Component& component);

// Every edge of the catalog. A dependency on a capability gives an edge to each provider.
Graph build_graph(const Catalog& catalog);

// `graph` with the build machine's copies taken for what they are copies of: nothing leads to one.
Graph without_copies(const Catalog& catalog, Graph graph);

// Shortest way from `from` to `to` along `needs`, both included; empty when there is none. Ties go
// to the smaller id.
std::vector<ComponentId> shortest_path(const Graph& graph, ComponentId from, ComponentId to);

// For each strongly connected set of hard module-name dependencies one shortest cycle, first
// component repeated at the end; iterative (Tarjan), in id order.
std::vector<std::vector<ComponentId>> hard_cycles(const Catalog& catalog);

}  // namespace modbuild
