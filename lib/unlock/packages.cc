// The smallest list of packages. What libs cannot change connects nothing; the rest falls into
// parts that share no lib, package or need, and each part is solved alone.
#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "base/str.h"
#include "unlock/influence.h"
#include "unlock/preference.h"
#include "unlock/smallest_set.h"
#include "unlock/unlock.h"
#include "unlock/what_if.h"

namespace modbuild {
namespace {

// A package and the libs that wait for it.
struct Item {
  std::string name;
  LibRank rank;  // of its best lib
  bool by_search = true;
  std::vector<LibId> libs;
};

class Partition {
 public:
  explicit Partition(std::size_t size) : parent_(size) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
  }
  std::size_t find(std::size_t at) {
    while (parent_[at] != at) at = parent_[at] = parent_[parent_[at]];
    return at;
  }
  void join(std::size_t a, std::size_t b) { parent_[find(a)] = find(b); }

 private:
  std::vector<std::size_t> parent_;
};

struct Part {
  std::vector<std::size_t> items;  // the better first
  ThingSet target;
  bool growing = true;
};

class Lister {
 public:
  explicit Lister(const UnlockInput& input)
      : input_(input),
        catalog_(*input.catalog),
        things_(catalog_),
        what_if_(input, things_),
        missing_(missing_libs(input)) {}

  PackageList run() {
    find_items();
    PackageList list;
    ItemSet chosen(items_.size(), false);
    if (!items_.empty()) chosen = choose(list);
    const ThingSet before = things_.on(*input_.selection);
    const ThingSet after = on(chosen);
    list.gain = things_.gain(before, after);
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (chosen[i]) list.packages.push_back(reasons(i, chosen, after));
    }
    std::sort(list.packages.begin(), list.packages.end(),
              [](const NeededPackage& a, const NeededPackage& b) { return a.name < b.name; });
    find_unknown(list);
    return list;
  }

 private:
  // One item for each package, the better first, and for each lib the items it takes.
  void find_items() {
    const IdVector<LibId, LibRank> ranks = lib_ranks(catalog_, *input_.probes);
    std::map<std::string, Item> by_name;
    needs_ = IdVector<LibId, std::vector<std::size_t>>(catalog_.libs.size());
    for (const LibId id : missing_) {
      const LibPackage package = package_here(catalog_, *input_.probes, id);
      for (const std::string& name : split(package.name, " ")) {
        Item& item = by_name[name];
        if (item.name.empty() || ranks[id] < item.rank) item.rank = ranks[id];
        item.name = name;
        item.by_search &= package.source == PackageSource::Search;
        if (item.libs.empty() || item.libs.back() != id) item.libs.push_back(id);
      }
    }
    for (auto& [name, item] : by_name) items_.push_back(std::move(item));
    std::sort(items_.begin(), items_.end(), [](const Item& a, const Item& b) {
      return std::tie(a.rank.source, a.rank.place, a.name) <
             std::tie(b.rank.source, b.rank.place, b.name);
    });
    for (std::size_t i = 0; i < items_.size(); ++i) {
      for (const LibId id : items_[i].libs) needs_[id].push_back(i);
    }
  }

  // The missing libs that these packages bring.
  std::vector<LibId> brought(const ItemSet& chosen) const {
    std::vector<LibId> libs;
    for (const LibId id : missing_) {
      const std::vector<std::size_t>& needs = needs_[id];
      const bool all =
          std::all_of(needs.begin(), needs.end(), [&](std::size_t i) { return chosen[i]; });
      if (!needs.empty() && all) libs.push_back(id);
    }
    return libs;
  }

  ThingSet on(const ItemSet& chosen) { return what_if_.with(brought(chosen)); }

  ItemSet choose(PackageList& list) {
    const ItemSet everything(items_.size(), true);
    const ThingSet target = on(everything);
    ItemSet chosen(items_.size(), false);
    const ThingSet nothing = on(chosen);
    for (const Part& part : parts(target)) {
      if (includes(nothing, part.target)) continue;
      if (part.items.size() == 1) {
        chosen[part.items.front()] = true;
        continue;
      }
      ItemSet rest = everything;
      const SmallestSet found =
          find_smallest_set(part.items.size(), part.growing, [&](const ItemSet& subset) {
            for (std::size_t i = 0; i < subset.size(); ++i) rest[part.items[i]] = subset[i];
            return includes(on(rest), part.target);
          });
      list.smallest &= found.smallest;
      for (std::size_t i = 0; i < found.items.size(); ++i) chosen[part.items[i]] = found.items[i];
    }
    return chosen;
  }

  // Which verdicts may change with the libs that packages bring.
  std::vector<bool> variable(const Influence& influence) const {
    const std::size_t size = catalog_.components.size();
    IdVector<ComponentId, std::vector<ComponentId>> readers(size);
    for (const ComponentId id : catalog_.components.ids()) {
      for (const ComponentId other : influence.reads[id]) {
        readers[other].push_back(id);
        // What is pulled in depends on who pulls.
        if (input_.wanted->with_deps) readers[id].push_back(other);
      }
      for (const ComponentId other : influence.rivals[id]) readers[other].push_back(id);
    }
    std::vector<bool> changes(size, false);
    std::vector<ComponentId> open;
    const auto reach = [&](ComponentId id) {
      if (changes[id.value]) return;
      changes[id.value] = true;
      open.push_back(id);
    };
    for (const ComponentId id : catalog_.components.ids()) {
      for (const LibId lib : influence.libs[id]) {
        if (!needs_[lib].empty()) reach(id);
      }
    }
    while (!open.empty()) {
      const ComponentId id = open.back();
      open.pop_back();
      for (const ComponentId reader : readers[id]) reach(reader);
    }
    return changes;
  }

  // What must be solved together. Numbers of the partition: components, then items.
  Partition connected(const Influence& influence, const std::vector<bool>& changes) const {
    const std::size_t first_item = catalog_.components.size();
    Partition partition(first_item + items_.size());
    for (const LibId id : missing_) {
      for (const std::size_t item : needs_[id]) {
        partition.join(first_item + item, first_item + needs_[id].front());
      }
    }
    for (const ComponentId id : catalog_.components.ids()) {
      if (!changes[id.value]) continue;
      for (const LibId lib : influence.libs[id]) {
        if (!needs_[lib].empty()) partition.join(id.value, first_item + needs_[lib].front());
      }
      for (const auto* others : {&influence.reads[id], &influence.rivals[id]}) {
        for (const ComponentId other : *others) {
          if (changes[other.value]) partition.join(id.value, other.value);
        }
      }
    }
    return partition;
  }

  std::vector<Part> parts(const ThingSet& target) const {
    const Influence influence = influence_of(catalog_, *input_.wanted);
    const std::vector<bool> changes = variable(influence);
    Partition partition = connected(influence, changes);
    const std::size_t first_item = catalog_.components.size();
    std::map<std::size_t, Part> by_root;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      Part& part = by_root[partition.find(first_item + i)];
      part.items.push_back(i);
      part.target.resize(things_.size(), false);
    }
    for (const ComponentId id : catalog_.components.ids()) {
      if (!changes[id.value]) continue;
      const auto found = by_root.find(partition.find(id.value));
      if (found == by_root.end()) continue;
      Part& part = found->second;
      const std::size_t own = things_.number(id);
      const std::size_t end = own + 1 + catalog_.components[id].features.size();
      for (std::size_t i = own; i < end; ++i) part.target[i] = target[i];
      part.growing &= influence.rivals[id].empty() &&
                      only_gains(catalog_.components[id], input_.wanted->with_deps);
    }
    std::vector<Part> parts;
    for (auto& [root, part] : by_root) parts.push_back(std::move(part));
    return parts;
  }

  NeededPackage reasons(std::size_t i, const ItemSet& chosen, const ThingSet& after) {
    ItemSet fewer = chosen;
    fewer[i] = false;
    const Gain lost = things_.gain(on(fewer), after);
    NeededPackage package{items_[i].name, items_[i].by_search, {}, lost.on, lost.features};
    const std::vector<LibId> all = brought(chosen);
    std::copy_if(items_[i].libs.begin(), items_[i].libs.end(), std::back_inserter(package.libs),
                 [&](LibId id) { return std::binary_search(all.begin(), all.end(), id); });
    return package;
  }

  void find_unknown(PackageList& list) const {
    std::vector<LibId> libs;
    for (const LibId id : missing_) {
      if (needs_[id].empty()) libs.push_back(id);
    }
    if (libs.empty()) return;
    for (LibUnlock& unlock : modbuild::unlock(input_, libs)) {
      if (unlock.alone.adds() || !unlock.together.empty()) {
        list.unknown.push_back(std::move(unlock));
      }
    }
  }

  const UnlockInput& input_;
  const Catalog& catalog_;
  Things things_;
  WhatIf what_if_;
  std::vector<LibId> missing_;
  std::vector<Item> items_;
  IdVector<LibId, std::vector<std::size_t>> needs_;  // items, by lib; none: no package is known
};

}  // namespace

PackageList smallest_packages(const UnlockInput& input) {
  return Lister(input).run();
}

}  // namespace modbuild
