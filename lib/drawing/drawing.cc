#include "drawing/drawing.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::size_t kNamesInLabel = 2;

DrawnState state_of(const Component& component, const Verdict& verdict) {
  if (!verdict.on) return verdict.wanted ? DrawnState::Dropped : DrawnState::Off;
  const bool is_static =
      component.kind == ComponentKind::Module && verdict.linkage == Linkage::Static;
  return is_static ? DrawnState::Static : DrawnState::On;
}

class Drawer {
 public:
  Drawer(const Catalog& catalog, const Graph& graph, const std::vector<ComponentId>& shown)
      : catalog_(catalog), graph_(graph), shown_(shown), node_of_(catalog.components.size(), 0) {}

  Drawing draw(const Selection* selection, const DrawingOptions& options) {
    drawing_.title = catalog_.tree.name.value;
    add_nodes(selection);
    add_clusters();
    add_edges(options.kinds);
    if (options.collapse) collapse();
    return std::move(drawing_);
  }

 private:
  // Node 0 is for what is not shown, until the edges are there.
  void add_nodes(const Selection* selection) {
    for (const ComponentId id : shown_) {
      const Component& component = catalog_.components[id];
      DrawnNode node;
      node.name = node.label = component.name.value;
      node.tip = component.description.value;
      node.kind = component.kind;
      if (selection != nullptr) node.state = state_of(component, selection->verdicts[id]);
      drawing_.nodes.push_back(std::move(node));
      node_of_[id] = drawing_.nodes.size();
    }
  }

  void add_clusters() {
    std::vector<GroupId> groups;
    for (const GroupId id : catalog_.groups.ids()) groups.push_back(id);
    std::stable_sort(groups.begin(), groups.end(), [this](GroupId a, GroupId b) {
      return catalog_.groups[a].members.size() < catalog_.groups[b].members.size();
    });
    std::vector<GroupId> group_of(drawing_.nodes.size());
    IdVector<GroupId, char> used(catalog_.groups.size(), 0);
    for (const GroupId group : groups) {
      for (const ComponentId member : catalog_.groups[group].members) {
        const std::size_t node = node_of_[member];
        if (node == 0 || group_of[node - 1].valid()) continue;
        group_of[node - 1] = group;
        used[group] = 1;
      }
    }
    IdVector<GroupId, std::size_t> cluster_of(catalog_.groups.size(), 0);
    for (const GroupId id : catalog_.groups.ids()) {
      if (used[id] == 0) continue;
      cluster_of[id] = drawing_.clusters.size();
      const Group& group = catalog_.groups[id];
      drawing_.clusters.push_back({group.name.value, group.description.value});
    }
    for (std::size_t i = 0; i < group_of.size(); ++i) {
      if (group_of[i].valid()) drawing_.nodes[i].cluster = cluster_of[group_of[i]];
    }
  }

  void add_edges(const std::vector<EdgeKind>& kinds) {
    for (const ComponentId id : shown_) {
      for (const Edge& edge : graph_.needs[id]) {
        const bool drawn = std::find(kinds.begin(), kinds.end(), edge.kind) != kinds.end();
        if (!drawn || node_of_[edge.to] == 0) continue;
        drawing_.edges.push_back({node_of_[id] - 1, node_of_[edge.to] - 1, edge.kind});
      }
    }
    tidy_edges();
  }

  void tidy_edges() {
    std::sort(drawing_.edges.begin(), drawing_.edges.end());
    const auto end = std::unique(drawing_.edges.begin(), drawing_.edges.end());
    drawing_.edges.erase(end, drawing_.edges.end());
  }

  // What must be the same for nodes to be drawn as one. Without a need the target is none.
  using Likeness = std::tuple<std::size_t, std::size_t, EdgeKind, ComponentKind, DrawnState>;

  void collapse() {
    const std::size_t none = drawing_.nodes.size();
    std::vector<std::size_t> users(none, 0);
    std::vector<std::size_t> needs(none, 0);
    std::vector<DrawnEdge> only(none, DrawnEdge{none, none, EdgeKind::Hard});
    for (const DrawnEdge& edge : drawing_.edges) {
      ++users[edge.to];
      ++needs[edge.from];
      only[edge.from] = edge;
    }
    std::map<Likeness, std::vector<std::size_t>> alike;
    for (std::size_t i = 0; i < none; ++i) {
      const DrawnNode& node = drawing_.nodes[i];
      if (users[i] != 0 || needs[i] > 1) continue;
      alike[{node.cluster, only[i].to, only[i].kind, node.kind, node.state}].push_back(i);
    }
    std::vector<std::size_t> stands_for(none);
    for (std::size_t i = 0; i < none; ++i) stands_for[i] = i;
    for (const auto& [likeness, members] : alike) {
      for (const std::size_t member : members) stands_for[member] = members.front();
      if (members.size() > 1) join_nodes(members);
    }
    keep_first(stands_for);
  }

  // Makes the first of them look like all.
  void join_nodes(const std::vector<std::size_t>& members) {
    std::vector<std::string> names;
    names.reserve(members.size());
    for (const std::size_t member : members) names.push_back(drawing_.nodes[member].name);
    DrawnNode& node = drawing_.nodes[members.front()];
    node.tip = modbuild::join(names, ", ");
    node.name = cat(names.front(), " +", std::to_string(names.size() - 1));
    if (names.size() > kNamesInLabel + 1) {
      const std::size_t more = names.size() - kNamesInLabel;
      names.resize(kNamesInLabel);
      node.label = cat(modbuild::join(names, ", "), " and ", std::to_string(more), " more");
    } else {
      node.label = node.tip;
    }
  }

  void keep_first(const std::vector<std::size_t>& stands_for) {
    std::vector<std::size_t> moved(stands_for.size(), 0);
    std::vector<DrawnNode> kept;
    for (std::size_t i = 0; i < stands_for.size(); ++i) {
      if (stands_for[i] != i) continue;
      moved[i] = kept.size();
      kept.push_back(std::move(drawing_.nodes[i]));
    }
    drawing_.nodes = std::move(kept);
    for (DrawnEdge& edge : drawing_.edges) {
      edge.from = moved[stands_for[edge.from]];
      edge.to = moved[stands_for[edge.to]];
    }
    tidy_edges();
  }

  const Catalog& catalog_;
  const Graph& graph_;
  const std::vector<ComponentId>& shown_;
  IdVector<ComponentId, std::size_t> node_of_;  // index + 1; 0 = not shown
  Drawing drawing_;
};

}  // namespace

Drawing draw(const Catalog& catalog, const Graph& graph, const std::vector<ComponentId>& shown,
             const Selection* selection, const DrawingOptions& options) {
  return Drawer(catalog, graph, shown).draw(selection, options);
}

std::string_view state_word(DrawnState state) {
  switch (state) {
    case DrawnState::Undecided:
      return "";
    case DrawnState::On:
      return "on";
    case DrawnState::Static:
      return "static";
    case DrawnState::Off:
      return "off";
    case DrawnState::Dropped:
      return "dropped";
  }
  return "";
}

}  // namespace modbuild
