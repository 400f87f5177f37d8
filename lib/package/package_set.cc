#include <algorithm>
#include <map>
#include <set>

#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "package/package.h"

namespace modbuild {
namespace {

bool is_binary(const InstallItem& item) {
  return item.source.root == Root::Build &&
         (item.kind == InstallKind::Module || item.kind == InstallKind::Program ||
          item.kind == InstallKind::Library);
}

class PackageSorter {
 public:
  explicit PackageSorter(const PackageInput& input)
      : input_(input), catalog_(*input.catalog), homes_(catalog_.components.size()) {}

  PackageSet run() {
    describe_tree();
    declare_packages();
    sort_files();
    for (const ComponentId id : catalog_.components.ids()) {
      if (!homes_[id].empty()) add_needs(id);
    }
    add_needs_of_headers();
    add_abi_needs();
    for (auto& [name, package] : packages_) {
      settle(package.needs);
      settle(package.wishes);
      drop_needed(package);
      set_.packages.push_back(std::move(package));
    }
    add_build_needs();
    return std::move(set_);
  }

 private:
  void describe_tree() {
    const InstallPlan plan = install_plan(*input_.plan, catalog_);
    set_.tree = plan.tree;
    set_.version = plan.version;
    set_.dirs = plan.dirs;
    set_.installed_manifest = plan.installed_manifest;
    set_.triple = input_.probes->platform.triple;
    set_.backend = input_.backend;
    const Package* own = catalog_.find_package(plan.tree);
    set_.summary = own != nullptr && !own->description.empty()
                       ? own->description.value
                       : cat(plan.tree, ": programs and modules");
    set_.uses_cxx =
        std::any_of(input_.plan->compiles.begin(), input_.plan->compiles.end(),
                    [](const CompileStep& step) { return step.language == Language::Cxx; });
    items_ = plan.items;
  }

  void declare_packages() {
    for (const Package& declared : catalog_.packages) {
      BinaryPackage& package = packages_[declared.name.value];
      package.name = declared.name.value;
      package.at = declared.name.at;
      package.description =
          declared.description.empty() ? set_.summary : declared.description.value;
    }
    name(catalog_.tree.default_package.value);
    for (const Component& component : catalog_.components) {
      name(component.package.value);
      for (const Install& install : component.installs) name(install.package.value);
    }
  }

  void name(const std::string& package) {
    const auto found = packages_.find(package);
    if (found != packages_.end()) found->second.named = true;
  }

  BinaryPackage& package_of(const std::string& name) {
    BinaryPackage& package = packages_[name];
    if (!package.name.empty()) return package;
    package.name = name;
    package.description = set_.summary;
    package.named = true;
    return package;
  }

  // The plan's entries and the items made of them are parallel.
  void sort_files() {
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const InstallEntry& entry = input_.plan->install[i];
      const InstallItem& item = items_[i];
      if (item.package.empty()) {
        set_.in_none.push_back({item, entry.at});
        continue;
      }
      BinaryPackage& package = package_of(item.package);
      package.files.push_back({item, entry.at});
      package.machine_dependent |= is_binary(item) || is_below_own_libdir(item.destination);
      if (!is_binary(item)) continue;
      std::vector<std::string>& homes = homes_[entry.component];
      if (std::find(homes.begin(), homes.end(), item.package) == homes.end()) {
        homes.push_back(item.package);
      }
    }
  }

  // Whether the file lies in a directory that other architectures call otherwise: lib64,
  // lib/x86_64-linux-gnu.
  bool is_below_own_libdir(const std::string& destination) const {
    const auto libdir = set_.dirs.find("libdir");
    return libdir != set_.dirs.end() && base_name(libdir->second) != "lib" &&
           is_below(destination, libdir->second);
  }

  void add_needs(ComponentId id) {
    for (ComponentNeed& need : component_needs(catalog_, *input_.selection, *input_.probes, id)) {
      std::set<std::string> any;
      for (const ComponentId needed : need.any)
        any.insert(homes_[needed].begin(), homes_[needed].end());
      for (const std::string& home : homes_[id]) {
        if (any.empty() || any.count(home) != 0) continue;
        BinaryPackage& package = packages_[home];
        (need.kind == NeedKind::Load ? package.wishes : package.needs)
            .push_back({{any.begin(), any.end()}, need.because});
      }
    }
  }

  // Headers say how to use binaries of the same build.
  void add_needs_of_headers() {
    for (const InstallEntry& entry : input_.plan->install) {
      const std::vector<std::string>& homes = homes_[entry.component];
      if (entry.kind != InstallKind::Header || entry.package.empty() || homes.empty() ||
          std::find(homes.begin(), homes.end(), entry.package) != homes.end()) {
        continue;
      }
      packages_[entry.package].needs.push_back(
          {homes, cat("headers of ", catalog_.components[entry.component].name.value)});
    }
  }

  void add_abi_needs() {
    std::map<std::string, std::set<std::string>> homes;  // of the programs that have an ABI
    for (auto& [name, package] : packages_) {
      for (const PackagedFile& file : package.files) {
        if (file.item.kind != InstallKind::Program) continue;
        package.abi.insert(package.abi.end(), file.item.abi.begin(), file.item.abi.end());
        for (const std::string& abi : file.item.abi) homes[abi].insert(name);
      }
      sort_once(package.abi);
    }
    for (auto& [name, package] : packages_) {
      std::set<AbiNeed> needs;
      for (const PackagedFile& file : package.files) {
        if (file.item.kind != InstallKind::Module) continue;
        for (const std::string& abi : file.item.abi) {
          const std::set<std::string>& any = homes[abi];
          if (!any.empty() && any.count(name) == 0) needs.insert({abi, {any.begin(), any.end()}});
        }
      }
      package.abi_needs.assign(needs.begin(), needs.end());
    }
  }

  // One of each kind, and none that another one brings along.
  static void settle(std::vector<PackageNeed>& needs) {
    std::stable_sort(needs.begin(), needs.end(), [](const PackageNeed& a, const PackageNeed& b) {
      return std::pair(a.any.size(), a.any) < std::pair(b.any.size(), b.any);
    });
    std::vector<PackageNeed> kept;
    for (PackageNeed& need : needs) {
      if (!is_met(need, kept)) kept.push_back(std::move(need));
    }
    std::sort(kept.begin(), kept.end(),
              [](const PackageNeed& a, const PackageNeed& b) { return a.any < b.any; });
    needs = std::move(kept);
  }

  static bool is_met(const PackageNeed& need, const std::vector<PackageNeed>& by) {
    return std::any_of(by.begin(), by.end(), [&](const PackageNeed& other) {
      return std::includes(need.any.begin(), need.any.end(), other.any.begin(), other.any.end());
    });
  }

  static void drop_needed(BinaryPackage& package) {
    std::erase_if(package.wishes,
                  [&](const PackageNeed& wish) { return is_met(wish, package.needs); });
  }

  void add_build_needs() {
    std::set<LibId> used;
    for (const ComponentId id : catalog_.components.ids()) {
      if (!input_.selection->verdicts[id].on) continue;
      for (const LibId lib : libs_in_use(catalog_, *input_.selection, *input_.probes, id))
        used.insert(lib);
    }
    for (const LibId id : used) {
      const ExternalLib& lib = catalog_.libs[id];
      BuildNeed need;
      need.lib = lib.name.value;
      for (const auto& [distribution, package] : lib.packages) {
        need.packages[distribution] = package.value;
      }
      const LibAnswer& answer = input_.probes->libs[id];
      if (answer.found && answer.alternative < lib.any.size()) {
        for (const VersionedName& name : lib.any[answer.alternative].pkg_config) {
          need.pkg_config.push_back(
              name.comparison.empty()
                  ? name.name.value
                  : cat(name.name.value, " ", name.comparison, " ", name.version));
        }
      }
      set_.uses_pkg_config |= !need.pkg_config.empty();
      set_.build_needs.push_back(std::move(need));
    }
  }

  const PackageInput& input_;
  const Catalog& catalog_;
  PackageSet set_;
  std::vector<InstallItem> items_;
  std::map<std::string, BinaryPackage> packages_;
  IdVector<ComponentId, std::vector<std::string>> homes_;  // packages of each one's binaries
};

}  // namespace

PackageSet package_set(const PackageInput& input) {
  return PackageSorter(input).run();
}

std::vector<std::string> libs_without_package(const PackageSet& set,
                                              std::string_view distribution) {
  std::vector<std::string> libs;
  for (const BuildNeed& need : set.build_needs) {
    if (need.packages.count(std::string(distribution)) == 0) libs.push_back(need.lib);
  }
  return libs;
}

}  // namespace modbuild
