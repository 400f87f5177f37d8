// Ways through the graph of needs, from sets to sets, along chosen kinds of edges.
#pragma once

#include <cstdint>
#include <vector>

#include "model/graph.h"
#include "query/component_set.h"

namespace modbuild {

class GraphWalk {
 public:
  // Refers to the arguments, which must outlive it.
  GraphWalk(const Graph& graph, const std::vector<EdgeKind>& kinds);

  // `from` and what it needs, so many steps far.
  ComponentSet needs_of(ComponentSet from, std::uint32_t depth) const;
  // `from` and what needs it; `within`, if given, leaves out everything else, `from` included.
  ComponentSet users_of(ComponentSet from, std::uint32_t depth,
                        const ComponentSet* within = nullptr) const;
  // A shortest way from a member of `from` to one of `to`, both ends included; of several the one
  // that begins with, and then goes on through, the smallest ids. Empty when there is none.
  ComponentSet shortest(const ComponentSet& from, const ComponentSet& to) const;

 private:
  bool follows(EdgeKind kind) const;
  ComponentSet reached(const IdVector<ComponentId, std::vector<Edge>>& edges, ComponentSet from,
                       std::uint32_t depth, const ComponentSet* within) const;

  const Graph& graph_;
  std::uint32_t kinds_ = 0;  // a bit each
};

}  // namespace modbuild
