#include "unlock/influence.h"

#include <algorithm>

#include "base/sort_once.h"

namespace modbuild {
namespace {

class Reader {
 public:
  Reader(Influence& influence, ComponentId id) : influence_(influence), id_(id) {}

  void read(const Component& component) {
    for (const ComponentId host : component.hosts) add(host);
    dependencies(component.depends);
    uses(component.libraries);
    uses(component.tools);
    for (const Generate& generate : component.generates) uses(generate.tools);
    for (const Feature& feature : component.features) dependencies(feature.modules);
    for (const Dependency& conflict : component.conflicts) {
      for (const ComponentId other : conflict.providers) {
        if (other == id_) continue;
        influence_.rivals[id_].push_back(other);
        influence_.rivals[other].push_back(id_);
      }
    }
  }

 private:
  void add(ComponentId other) {
    if (other.valid() && other != id_) influence_.reads[id_].push_back(other);
  }
  void dependencies(const std::vector<Dependency>& list) {
    for (const Dependency& dependency : list) {
      for (const ComponentId provider : dependency.providers) add(provider);
    }
  }
  void uses(const std::vector<ComponentUse>& list) {
    for (const ComponentUse& use : list) add(use.component);
  }

  Influence& influence_;
  ComponentId id_;
};

bool asks(const When& when) {
  return std::any_of(when.nodes().begin(), when.nodes().end(), [](const When::Node& node) {
    return node.op == When::Op::Lib || node.op == When::Op::Feature;
  });
}

bool negates(const When& when) {
  return std::any_of(when.nodes().begin(), when.nodes().end(),
                     [](const When::Node& node) { return node.op == When::Op::Not; });
}

// A need that counts only where a lib is found can turn its component off.
template <class List>
bool any_asks(const List& list) {
  return std::any_of(list.begin(), list.end(), [](const auto& item) { return asks(item.when); });
}

}  // namespace

Influence influence_of(const Catalog& catalog, const Wanted& wanted) {
  Influence influence;
  const std::size_t size = catalog.components.size();
  influence.libs = IdVector<ComponentId, std::vector<LibId>>(size);
  influence.reads = IdVector<ComponentId, std::vector<ComponentId>>(size);
  influence.rivals = influence.reads;
  for (const ComponentId id : catalog.components.ids()) {
    influence.libs[id] = libs_of(catalog, wanted, id);
    Reader(influence, id).read(catalog.components[id]);
  }
  return influence;
}

std::vector<LibId> libs_behind(const Influence& influence, ComponentId id,
                               const std::vector<LibId>& missing) {
  std::vector<ComponentId> reached = {id};
  std::vector<bool> seen(influence.reads.size(), false);
  seen[id.value] = true;
  std::vector<LibId> libs;
  for (std::size_t i = 0; i < reached.size(); ++i) {
    for (const LibId lib : influence.libs[reached[i]]) {
      if (std::binary_search(missing.begin(), missing.end(), lib)) libs.push_back(lib);
    }
    for (const ComponentId next : influence.reads[reached[i]]) {
      if (seen[next.value]) continue;
      seen[next.value] = true;
      reached.push_back(next);
    }
  }
  sort_once(libs);
  return libs;
}

bool only_gains(const Component& component, bool with_deps) {
  if (asks(component.when) && negates(component.when)) return false;
  if (any_asks(component.libs) || any_asks(component.depends)) return false;
  if (any_asks(component.libraries) || any_asks(component.tools)) return false;
  if (any_asks(component.generates)) return false;
  for (const std::vector<LibUse>& group : component.any_lib) {
    if (any_asks(group)) return false;
  }
  for (const Generate& generate : component.generates) {
    if (any_asks(generate.tools)) return false;
  }
  for (const Feature& feature : component.features) {
    if (asks(feature.when) && negates(feature.when)) return false;
    if (any_asks(feature.libs) || any_asks(feature.modules)) return false;
    for (const std::vector<LibUse>& group : feature.any_lib) {
      if (any_asks(group)) return false;
    }
    // Which modules are pulled in then depends on whether the feature can be had.
    if (with_deps && !feature.modules.empty()) return false;
  }
  return true;
}

}  // namespace modbuild
