#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/str.h"
#include "model/words.h"
#include "sbom/formats.h"
#include "sbom/sbom.h"

namespace modbuild {
namespace {

constexpr auto kFormats = std::to_array<BillFormat>({
    {"spdx-2.3", write_spdx},
    {"cyclonedx-1.5", write_cyclonedx},
});

std::string key_of(const Component& component) {
  return cat(kind_word(component.kind), "/", component.name.value);
}

std::string key_of(const ExternalLib& lib) {
  return cat("lib/", lib.name.value);
}

BillRelationKind relation_kind(NeedKind kind) {
  switch (kind) {
    case NeedKind::Link:
      return BillRelationKind::LinksShared;
    case NeedKind::Load:
      return BillRelationKind::Loads;
    case NeedKind::Host:
    case NeedKind::Depend:
      break;
  }
  return BillRelationKind::DependsOn;
}

class BillMaker {
 public:
  explicit BillMaker(const BillInput& input)
      : input_(input), catalog_(*input.catalog), verdicts_(input.selection->verdicts) {}

  BillOfMaterials run() {
    BillOfMaterials bill;
    bill.tree = input_.plan->tree;
    bill.version = input_.plan->version;
    bill.tool_version = input_.tool_version;
    bill.created = input_.created;
    sort_files();
    find_delivered();
    for (const ComponentId id : delivered_) bill.parts.push_back(part_of(id));
    for (const LibId id : libs_) bill.parts.push_back(part_of(id));
    std::sort(bill.parts.begin(), bill.parts.end(),
              [](const BillPart& a, const BillPart& b) { return a.key < b.key; });
    return bill;
  }

 private:
  void sort_files() {
    for (std::size_t i = 0; i < input_.plan->items.size(); ++i) {
      const InstallItem& item = input_.plan->items[i];
      files_[cat(kind_word(item.owner_kind), "/", item.owner)].push_back(
          {item.destination, item.kind, item.mode, input_.digests[i]});
    }
  }

  // Modules, hosts and what has files of its own; then the archives in them.
  void find_delivered() {
    const std::vector<ComponentId> hosts = catalog_.hosts();
    for (const ComponentId id : catalog_.components.ids()) {
      const Component& component = catalog_.components[id];
      if (!verdicts_[id].on || component.machine != Machine::Target) continue;
      if (component.kind == ComponentKind::Module || files_.count(key_of(component)) != 0 ||
          std::find(hosts.begin(), hosts.end(), id) != hosts.end()) {
        deliver(id);
      }
    }
  }

  void deliver(ComponentId id) {
    if (!delivered_.insert(id).second) return;
    for (const ComponentId inside : parts_in_use(catalog_, *input_.selection, *input_.probes, id)) {
      deliver(inside);
    }
  }

  BillPart part_of(ComponentId id) {
    const Component& component = catalog_.components[id];
    BillPart part;
    part.key = key_of(component);
    part.name = component.name.value;
    part.kind = kind_word(component.kind);
    part.version = input_.plan->version;
    part.description = component.description.value;
    part.made_static =
        component.kind == ComponentKind::Module && verdicts_[id].linkage == Linkage::Static;
    const auto files = files_.find(part.key);
    if (files != files_.end()) {
      part.files = files->second;
      part.package =
          component.package.empty() ? catalog_.tree.default_package.value : component.package.value;
    }
    add_relations(id, part);
    return part;
  }

  void add_relations(ComponentId id, BillPart& part) {
    std::map<std::pair<BillRelationKind, std::string>, std::string> relations;
    for (const ComponentNeed& need :
         component_needs(catalog_, *input_.selection, *input_.probes, id)) {
      for (const ComponentId other : need.any) {
        if (delivered_.count(other) == 0) continue;
        relations.insert(
            {{relation_kind(need.kind), key_of(catalog_.components[other])},
             need.any.size() > 1 ? cat(need.because, " (any of them)") : need.because});
      }
    }
    for (const ComponentId inside : parts_in_use(catalog_, *input_.selection, *input_.probes, id)) {
      relations.insert({{BillRelationKind::Contains, key_of(catalog_.components[inside])}, {}});
    }
    for (const LibId lib : libs_in_use(catalog_, *input_.selection, *input_.probes, id)) {
      libs_.insert(lib);
      relations.insert({{BillRelationKind::DependsOn, key_of(catalog_.libs[lib])}, {}});
    }
    for (auto& [relation, because] : relations) {
      part.relations.push_back({relation.first, relation.second, because});
    }
  }

  BillPart part_of(LibId id) const {
    const ExternalLib& lib = catalog_.libs[id];
    BillPart part;
    part.key = key_of(lib);
    part.name = lib.name.value;
    part.kind = "lib";
    part.version = input_.probes->libs[id].version;
    part.description = lib.description.value;
    const auto package = lib.packages.find(input_.probes->distribution);
    if (package != lib.packages.end()) part.package = package->second.value;
    return part;
  }

  const BillInput& input_;
  const Catalog& catalog_;
  const IdVector<ComponentId, Verdict>& verdicts_;
  std::map<std::string, std::vector<BillFile>> files_;  // by key of their owner
  std::set<ComponentId> delivered_;
  std::set<LibId> libs_;
};

}  // namespace

BillOfMaterials bill_of_materials(const BillInput& input) {
  return BillMaker(input).run();
}

std::span<const BillFormat> bill_formats() {
  return kFormats;
}

const BillFormat* find_bill_format(std::string_view name) {
  const auto* found = std::find_if(kFormats.begin(), kFormats.end(),
                                   [&](const BillFormat& format) { return format.name == name; });
  return found == kFormats.end() ? nullptr : found;
}

}  // namespace modbuild
