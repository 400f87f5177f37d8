#include "ci/shard.h"

#include <algorithm>
#include <map>
#include <string>

#include "ci/divide.h"

namespace modbuild {
namespace {

class ShardMaker {
 public:
  explicit ShardMaker(const ShardInput& input)
      : input_(input), catalog_(*input.catalog), selection_(*input.selection) {}

  std::vector<Shard> run(std::size_t parts) {
    sum_costs();
    std::vector<DivisionUnit> units;
    for (const ComponentId id : catalog_.components.ids()) {
      units.push_back({component_name(catalog_, id), costs_[id].seconds});
    }
    std::vector<ComponentId> ids;
    std::vector<DivisionItem> items;
    for (const ComponentId id : catalog_.components.ids()) {
      if (!is_item(id)) continue;
      DivisionItem item{id.value, {}};
      for (const ComponentId other : closure(id)) {
        if (other != id) item.shared.push_back(other.value);
      }
      ids.push_back(id);
      items.push_back(std::move(item));
    }
    std::vector<Shard> shards(parts);
    const std::vector<std::size_t> part_of = divide(units, items, parts);
    for (std::size_t i = 0; i < ids.size(); ++i) shards[part_of[i]].items.push_back(ids[i]);
    for (Shard& shard : shards) complete(shard);
    return shards;
  }

 private:
  bool is_on(ComponentId id) const { return id.valid() && selection_.verdicts[id].on; }

  bool is_item(ComponentId id) const {
    const Component& component = catalog_.components[id];
    return is_on(id) && !component.copy_of.valid() && component.kind != ComponentKind::Library;
  }

  void sum_costs() {
    std::map<std::string, ComponentId> ids;
    for (const ComponentId id : catalog_.components.ids()) ids[component_name(catalog_, id)] = id;
    costs_ = IdVector<ComponentId, Cost>(catalog_.components.size());
    for (const PreviewStep& step : input_.preview->steps) {
      costs_[ids.at(step.component)] += input_.costs->of(step);
    }
  }

  // What the build of `id` needs of other components, directly.
  std::vector<ComponentId> needs_of(ComponentId id) const {
    std::vector<ComponentId> needs;
    const auto add = [&](ComponentId other) {
      if (is_on(other)) needs.push_back(other);
    };
    for (const ComponentNeed& need : component_needs(catalog_, selection_, *input_.probes, id)) {
      if (need.kind == NeedKind::Load) continue;
      for (const ComponentId other : need.any) add(other);
    }
    const Component& component = catalog_.components[id];
    // Of a host these are its static modules, too: in each part it is what it is in the whole.
    for (const ComponentId part : parts_in_use(catalog_, selection_, *input_.probes, id)) add(part);
    // Those decide which defines it gets.
    for (const Dependency& optional : component.optional) {
      for (const ComponentId provider : optional.providers) add(provider);
    }
    const auto add_tools = [&](const std::vector<ComponentUse>& tools) {
      for (const ComponentUse& tool : tools) {
        if (!tool.component.valid()) continue;
        const ComponentId copy = catalog_.find_copy(tool.component);
        add(copy.valid() ? copy : tool.component);
      }
    };
    add_tools(component.tools);
    for (const Generate& generate : component.generates) add_tools(generate.tools);
    return needs;
  }

  // `id` and all that its build needs.
  std::vector<ComponentId> closure(ComponentId id) {
    if (needs_.empty()) needs_ = IdVector<ComponentId, Needs>(catalog_.components.size());
    std::vector<ComponentId> found = {id};
    std::vector<ComponentId> open = {id};
    seen_.assign(catalog_.components.size(), false);
    seen_[id.value] = true;
    while (!open.empty()) {
      const ComponentId next = open.back();
      open.pop_back();
      Needs& needs = needs_[next];
      if (!needs.known) needs = {true, needs_of(next)};
      for (const ComponentId other : needs.ids) {
        if (seen_[other.value]) continue;
        seen_[other.value] = true;
        found.push_back(other);
        open.push_back(other);
      }
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  void complete(Shard& shard) {
    std::vector<bool> in(catalog_.components.size(), false);
    for (const ComponentId id : shard.items) {
      for (const ComponentId other : closure(id)) in[other.value] = true;
    }
    for (const ComponentId id : catalog_.components.ids()) {
      if (!in[id.value]) continue;
      shard.cost += costs_[id];
      if (is_item(id)) shard.built.push_back(id);
    }
  }

  struct Needs {
    bool known = false;
    std::vector<ComponentId> ids;
  };

  const ShardInput& input_;
  const Catalog& catalog_;
  const Selection& selection_;
  IdVector<ComponentId, Cost> costs_;
  IdVector<ComponentId, Needs> needs_;
  std::vector<bool> seen_;
};

}  // namespace

std::vector<Shard> make_shards(const ShardInput& input, std::size_t parts) {
  return ShardMaker(input).run(parts);
}

Request shard_request(const Catalog& catalog, const Selection& selection, const Shard& shard) {
  Request request;
  request.base = Base::None;
  request.dirs = selection.request.dirs;
  const auto is_built = [&shard](ComponentId id) {
    return std::binary_search(shard.built.begin(), shard.built.end(), id);
  };
  for (const ComponentId id : catalog.components.ids()) {
    const Component& component = catalog.components[id];
    const Verdict& verdict = selection.verdicts[id];
    if (component.copy_of.valid()) continue;
    const bool built = is_built(id);
    if (component.kind == ComponentKind::Module && built) {
      std::vector<Text>& list =
          verdict.linkage == Linkage::Static ? request.make_static : request.include;
      list.push_back(component.name);
    }
    const bool is_excluded = verdict.on || verdict.because.kind == ReasonKind::Excluded;
    if (component.kind == ComponentKind::Program && !built && is_excluded) {
      request.exclude.push_back(component.name);
      request.exclude_given = true;
    }
    if (!built && component.kind != ComponentKind::Library) continue;
    for (const FeatureVerdict& feature : verdict.features) {
      if (!feature.requested) continue;
      request.features.push_back({component.name,
                                  {feature.name, {}},
                                  feature.on ? FeatureSetting::On : FeatureSetting::Off});
    }
  }
  return request;
}

}  // namespace modbuild
