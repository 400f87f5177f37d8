#include "query/walk.h"

#include <algorithm>
#include <utility>

namespace modbuild {

GraphWalk::GraphWalk(const Graph& graph, const std::vector<EdgeKind>& kinds) : graph_(graph) {
  for (const EdgeKind kind : kinds) kinds_ |= 1U << static_cast<unsigned>(kind);
}

bool GraphWalk::follows(EdgeKind kind) const {
  return (kinds_ >> static_cast<unsigned>(kind) & 1U) != 0;
}

ComponentSet GraphWalk::needs_of(ComponentSet from, std::uint32_t depth) const {
  return reached(graph_.needs, std::move(from), depth, nullptr);
}

ComponentSet GraphWalk::users_of(ComponentSet from, std::uint32_t depth,
                                 const ComponentSet* within) const {
  if (within != nullptr) from.intersect(*within);
  return reached(graph_.needed_by, std::move(from), depth, within);
}

ComponentSet GraphWalk::reached(const IdVector<ComponentId, std::vector<Edge>>& edges,
                                ComponentSet from, std::uint32_t depth,
                                const ComponentSet* within) const {
  std::vector<ComponentId> frontier = from.ids();
  for (std::uint32_t step = 0; step < depth && !frontier.empty(); ++step) {
    std::vector<ComponentId> next;
    for (const ComponentId id : frontier) {
      for (const Edge& edge : edges[id]) {
        if (!follows(edge.kind) || (within != nullptr && !within->has(edge.to))) continue;
        if (from.add(edge.to)) next.push_back(edge.to);
      }
    }
    frontier.swap(next);
  }
  return from;
}

ComponentSet GraphWalk::shortest(const ComponentSet& from, const ComponentSet& to) const {
  constexpr std::uint32_t kFar = 0xffffffffU;
  // Distances to the goal first; walking down them from the start then meets ties in id order.
  IdVector<ComponentId, std::uint32_t> distance(graph_.needs.size(), kFar);
  std::vector<ComponentId> queue = to.ids();
  for (const ComponentId id : queue) distance[id] = 0;
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const ComponentId id = queue[i];
    for (const Edge& edge : graph_.needed_by[id]) {
      if (!follows(edge.kind) || distance[edge.to] != kFar) continue;
      distance[edge.to] = distance[id] + 1;
      queue.push_back(edge.to);
    }
  }
  ComponentSet way(graph_.needs.size());
  const std::vector<ComponentId> starts = from.ids();
  const auto nearest = std::min_element(
      starts.begin(), starts.end(),
      [&distance](ComponentId a, ComponentId b) { return distance[a] < distance[b]; });
  if (nearest == starts.end() || distance[*nearest] == kFar) return way;
  for (ComponentId at = *nearest;;) {
    way.add(at);
    if (distance[at] == 0) return way;
    ComponentId next;
    for (const Edge& edge : graph_.needs[at]) {
      const bool nearer = follows(edge.kind) && distance[edge.to] + 1 == distance[at];
      if (nearer && edge.to < next) next = edge.to;
    }
    at = next;
  }
}

}  // namespace modbuild
