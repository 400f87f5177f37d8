#include "model/graph.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/sort_once.h"

namespace modbuild {
namespace {

// Collects the edges of one component; of several with one target and kind the first stays.
class EdgeList {
 public:
  void add(const std::vector<Dependency>& dependencies, EdgeKind kind) {
    for (const Dependency& dependency : dependencies) {
      for (const ComponentId provider : dependency.providers) {
        add(provider, kind, dependency.name.at);
      }
    }
  }
  void add(const std::vector<ComponentUse>& uses, EdgeKind kind) {
    for (const ComponentUse& use : uses) add(use.component, kind, use.name.at);
  }
  std::vector<Edge> take() { return std::move(edges_); }

 private:
  void add(ComponentId to, EdgeKind kind, const SourceRange& at) {
    if (to.valid() && known_.emplace(to, kind).second) edges_.push_back({to, kind, at});
  }

  std::vector<Edge> edges_;
  std::set<std::pair<ComponentId, EdgeKind>> known_;
};

constexpr std::uint32_t kUnreached = 0xffffffffU;
using Links = IdVector<ComponentId, std::vector<ComponentId>>;

// Hard dependencies by module name, which alone can make a cycle that nobody can get out of: a
// capability may have another provider.
Links hard_links(const Catalog& catalog) {
  Links links(catalog.components.size());
  for (const ComponentId id : catalog.components.ids()) {
    std::vector<ComponentId>& to = links[id];
    for (const Dependency& dependency : catalog.components[id].depends) {
      if (dependency.providers.size() != 1) continue;
      const ComponentId provider = dependency.providers.front();
      if (catalog.components[provider].name.value == dependency.name.value) to.push_back(provider);
    }
    sort_once(to);
  }
  return links;
}

// Tarjan's strongly connected components with an explicit stack: a chain of 100 000 modules must
// not use up ours.
class ComponentFinder {
 public:
  explicit ComponentFinder(const Links& links)
      : links_(links),
        order_(links.size(), kUnreached),
        low_(links.size(), 0),
        set_(links.size(), kUnreached) {
    for (const ComponentId id : links.ids()) {
      if (order_[id] == kUnreached) visit(id);
    }
  }

  // Members of each set, sorted; the sets in order of their first member.
  std::vector<std::vector<ComponentId>> take() {
    for (auto& members : sets_) std::sort(members.begin(), members.end());
    std::sort(sets_.begin(), sets_.end());
    return std::move(sets_);
  }

 private:
  struct Frame {
    ComponentId id;
    std::size_t next = 0;
  };

  void enter(ComponentId id) {
    order_[id] = low_[id] = counter_++;
    open_.push_back(id);
    frames_.push_back({id, 0});
  }

  void visit(ComponentId root) {
    enter(root);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      const ComponentId id = frame.id;
      if (frame.next < links_[id].size()) {
        const ComponentId to = links_[id][frame.next++];
        if (order_[to] == kUnreached) {
          enter(to);
        } else if (set_[to] == kUnreached) {
          low_[id] = std::min(low_[id], order_[to]);
        }
        continue;
      }
      frames_.pop_back();
      if (!frames_.empty()) {
        std::uint32_t& below = low_[frames_.back().id];
        below = std::min(below, low_[id]);
      }
      if (low_[id] == order_[id]) close_set(id);
    }
  }

  void close_set(ComponentId first) {
    sets_.emplace_back();
    ComponentId member;
    do {
      member = open_.back();
      open_.pop_back();
      set_[member] = static_cast<std::uint32_t>(sets_.size() - 1);
      sets_.back().push_back(member);
    } while (member != first);
  }

  const Links& links_;
  IdVector<ComponentId, std::uint32_t> order_;
  IdVector<ComponentId, std::uint32_t> low_;
  IdVector<ComponentId, std::uint32_t> set_;
  std::uint32_t counter_ = 0;
  std::vector<ComponentId> open_;
  std::vector<Frame> frames_;
  std::vector<std::vector<ComponentId>> sets_;
};

// Finds shortest cycles within one set at a time.
class CycleFinder {
 public:
  explicit CycleFinder(const Links& links)
      : links_(links),
        round_(links.size(), 0),
        before_(links.size()),
        inside_(links.size(), false) {}

  // The shortest cycle among `members`, begun at its smallest id and closed; the first in id order
  // of several. Empty when there is none, which takes a set of one.
  std::vector<ComponentId> shortest(const std::vector<ComponentId>& members) {
    std::size_t edges = 0;
    for (const ComponentId id : members) inside_[id] = true;
    for (const ComponentId id : members) edges += count_inside(id);
    std::vector<ComponentId> best;
    for (const ComponentId id : members) {
      std::vector<ComponentId> cycle =
          through(id, best.empty() ? members.size() + 1 : best.size() - 1);
      if (!cycle.empty()) best = std::move(cycle);
      const bool single_ring = edges == members.size();
      if (best.size() == 2 || (single_ring && !best.empty())) break;
    }
    for (const ComponentId id : members) inside_[id] = false;
    return best;
  }

 private:
  std::size_t count_inside(ComponentId id) const {
    std::size_t count = 0;
    for (const ComponentId to : links_[id]) count += inside_[to] ? 1U : 0U;
    return count;
  }

  // The shortest way from `start` back to itself, if it takes at most `limit` ids, both ends
  // counted.
  std::vector<ComponentId> through(ComponentId start, std::size_t limit) {
    ++current_round_;
    std::vector<ComponentId> frontier = {start};
    for (std::size_t length = 2; length <= limit && !frontier.empty(); ++length) {
      std::vector<ComponentId> next;
      for (const ComponentId id : frontier) {
        for (const ComponentId to : links_[id]) {
          if (to == start) return trace(start, id);
          if (!inside_[to] || round_[to] == current_round_) continue;
          round_[to] = current_round_;
          before_[to] = id;
          next.push_back(to);
        }
      }
      frontier.swap(next);
    }
    return {};
  }

  std::vector<ComponentId> trace(ComponentId start, ComponentId last) const {
    std::vector<ComponentId> cycle = {start};
    for (ComponentId id = last; id != start; id = before_[id]) cycle.push_back(id);
    cycle.push_back(start);
    std::reverse(cycle.begin(), cycle.end());
    return cycle;
  }

  const Links& links_;
  IdVector<ComponentId, std::uint32_t> round_;  // in which search a component was reached last
  IdVector<ComponentId, ComponentId> before_;   // and from where
  IdVector<ComponentId, char> inside_;
  std::uint32_t current_round_ = 0;
};

}  // namespace

std::string_view edge_word(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::Hard:
      return "depends";
    case EdgeKind::Load:
      return "load";
    case EdgeKind::Optional:
      return "optional";
    case EdgeKind::Library:
      return "library";
    case EdgeKind::Tool:
      return "tool";
  }
  return "depends";
}

// Modules of features count as optional: a feature that is `auto` goes off rather than take its
// component with it.
std::vector<Edge> needs_of(const Component& component) {
  EdgeList edges;
  edges.add(component.depends, EdgeKind::Hard);
  edges.add(component.load, EdgeKind::Load);
  edges.add(component.optional, EdgeKind::Optional);
  for (const Feature& feature : component.features) edges.add(feature.modules, EdgeKind::Optional);
  edges.add(component.libraries, EdgeKind::Library);
  edges.add(component.tools, EdgeKind::Tool);
  for (const Generate& generate : component.generates) edges.add(generate.tools, EdgeKind::Tool);
  return edges.take();
}

Graph build_graph(const Catalog& catalog) {
  Graph graph;
  graph.needs = IdVector<ComponentId, std::vector<Edge>>(catalog.components.size());
  graph.needed_by = graph.needs;
  for (const ComponentId id : catalog.components.ids()) {
    graph.needs[id] = needs_of(catalog.components[id]);
    for (const Edge& edge : graph.needs[id]) {
      graph.needed_by[edge.to].push_back({id, edge.kind, edge.at});
    }
  }
  return graph;
}

Graph without_copies(const Catalog& catalog, Graph graph) {
  if (catalog.copies == 0) return graph;
  const std::size_t originals = catalog.components.size() - catalog.copies;
  for (const ComponentId id : graph.needed_by.ids()) graph.needed_by[id].clear();
  for (const ComponentId id : graph.needs.ids()) {
    // What a copy needs, the other one needs, too.
    if (id.value >= originals) graph.needs[id].clear();
    for (Edge& edge : graph.needs[id]) {
      const ComponentId original = catalog.components[edge.to].copy_of;
      if (original.valid()) edge.to = original;
      graph.needed_by[edge.to].push_back({id, edge.kind, edge.at});
    }
  }
  return graph;
}

std::vector<ComponentId> shortest_path(const Graph& graph, ComponentId from, ComponentId to) {
  // Distances to the goal first; walking down them from the start then meets ties in id order.
  IdVector<ComponentId, std::uint32_t> distance(graph.needs.size(), kUnreached);
  std::vector<ComponentId> queue = {to};
  distance[to] = 0;
  for (std::size_t i = 0; i < queue.size() && distance[from] == kUnreached; ++i) {
    for (const Edge& edge : graph.needed_by[queue[i]]) {
      if (distance[edge.to] != kUnreached) continue;
      distance[edge.to] = distance[queue[i]] + 1;
      queue.push_back(edge.to);
    }
  }
  if (distance[from] == kUnreached) return {};
  std::vector<ComponentId> path = {from};
  while (path.back() != to) {
    const std::uint32_t here = distance[path.back()];
    ComponentId next;
    for (const Edge& edge : graph.needs[path.back()]) {
      const bool nearer = distance[edge.to] != kUnreached && distance[edge.to] + 1 == here;
      if (nearer && edge.to < next) next = edge.to;
    }
    path.push_back(next);
  }
  return path;
}

std::vector<std::vector<ComponentId>> hard_cycles(const Catalog& catalog) {
  const Links links = hard_links(catalog);
  CycleFinder finder(links);
  std::vector<std::vector<ComponentId>> cycles;
  for (const std::vector<ComponentId>& members : ComponentFinder(links).take()) {
    std::vector<ComponentId> cycle = finder.shortest(members);
    if (!cycle.empty()) cycles.push_back(std::move(cycle));
  }
  return cycles;
}

}  // namespace modbuild
