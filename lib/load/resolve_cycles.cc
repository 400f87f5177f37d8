// Circles: what cannot be ordered cannot be built.
#include <algorithm>
#include <utility>

#include "base/str.h"
#include "load/resolve.h"
#include "model/graph.h"

namespace modbuild {
namespace {

// The manifest entry by which `from` needs `to`.
SourceRange place_of_need(const Catalog& catalog, ComponentId from, ComponentId to) {
  for (const Dependency& need : catalog.components[from].depends) {
    const std::vector<ComponentId>& providers = need.providers;
    if (std::find(providers.begin(), providers.end(), to) != providers.end()) return need.name.at;
  }
  return catalog.components[from].name.at;
}

// `cycle` begins and ends with the same component; `at(i)` is where its i-th need stands.
template <class PlaceOf>
void report_cycle(const Catalog& catalog, const std::vector<ComponentId>& cycle,
                  std::string_view what, std::string help, const PlaceOf& at,
                  Diagnostics& diagnostics) {
  const auto name = [&](std::size_t i) { return catalog.components[cycle[i]].name.value; };
  std::string circle = name(0);
  Diagnostic diagnostic{Code::DependencyCycle, at(0), {}, std::move(help), {}};
  for (std::size_t i = 1; i < cycle.size(); ++i) {
    append(circle, " -> ", name(i));
    if (i == 1) continue;
    diagnostic.notes.push_back({at(i - 1), cat("'", name(i - 1), "' needs '", name(i), "'")});
  }
  diagnostic.message = cat(what, ": ", circle);
  diagnostics.add(std::move(diagnostic));
}

// The libraries and tools of one component.
std::vector<Edge> build_needs(const Component& component) {
  if (component.libraries.empty() && component.tools.empty() && component.generates.empty()) {
    return {};
  }
  std::vector<Edge> edges = needs_of(component);
  std::erase_if(edges, [](const Edge& edge) {
    return edge.kind != EdgeKind::Library && edge.kind != EdgeKind::Tool;
  });
  return edges;
}

// Depth-first search for circles of libraries and tools. Iterative: chains may be long.
class BuildCycleFinder {
 public:
  BuildCycleFinder(const Catalog& catalog, Diagnostics& diagnostics)
      : catalog_(catalog),
        diagnostics_(diagnostics),
        state_(catalog.components.size(), State::New) {}

  void run() {
    for (const ComponentId id : catalog_.components.ids()) {
      if (state_[id] == State::New) walk(id);
    }
  }

 private:
  enum class State : std::uint8_t { New, Open, Done };
  struct Frame {
    ComponentId id;
    std::vector<Edge> edges;
    std::size_t next = 0;  // edge to follow
  };

  void walk(ComponentId start) {
    std::vector<Frame> path;
    enter(start, path);
    while (!path.empty()) {
      Frame& frame = path.back();
      if (frame.next == frame.edges.size()) {
        state_[frame.id] = State::Done;
        path.pop_back();
        continue;
      }
      const ComponentId to = frame.edges[frame.next++].to;
      if (state_[to] == State::Open) report(path, to);
      if (state_[to] == State::New) enter(to, path);
    }
  }

  void enter(ComponentId id, std::vector<Frame>& path) {
    std::vector<Edge> edges = build_needs(catalog_.components[id]);
    state_[id] = edges.empty() ? State::Done : State::Open;
    if (!edges.empty()) path.push_back({id, std::move(edges), 0});
  }

  // Each frame's latest edge leads to the next frame; the last one's back to `to`.
  void report(const std::vector<Frame>& path, ComponentId to) {
    std::size_t first = path.size() - 1;
    while (path[first].id != to) --first;
    std::vector<ComponentId> cycle;
    for (std::size_t i = first; i < path.size(); ++i) cycle.push_back(path[i].id);
    cycle.push_back(to);
    const auto at = [&](std::size_t i) {
      const Frame& frame = path[first + i];
      return frame.edges[frame.next - 1].at;
    };
    report_cycle(catalog_, cycle, "libraries and tools need each other in a circle",
                 "move what both need into a library of its own", at, diagnostics_);
  }

  const Catalog& catalog_;
  Diagnostics& diagnostics_;
  IdVector<ComponentId, State> state_;
};

}  // namespace

void check_cycles(const Catalog& catalog, Diagnostics& diagnostics) {
  for (const std::vector<ComponentId>& cycle : hard_cycles(catalog)) {
    const auto at = [&](std::size_t i) { return place_of_need(catalog, cycle[i], cycle[i + 1]); };
    report_cycle(catalog, cycle, "modules depend on each other in a circle",
                 "turn one of these into `optional` or `load`", at, diagnostics);
  }
  BuildCycleFinder(catalog, diagnostics).run();
}

}  // namespace modbuild
