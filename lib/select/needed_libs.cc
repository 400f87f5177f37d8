// Which libs a selection may ask about, so that no others need be probed.
#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "select/select.h"

namespace modbuild {
namespace {

class LibCollector {
 public:
  LibCollector(const Catalog& catalog, const Wanted& wanted)
      : catalog_(catalog), wanted_(wanted), needed_(catalog.libs.size(), false) {}

  void component(ComponentId id) {
    const Component& c = catalog_.components[id];
    when(c.when);
    for (const SourceFile& source : c.sources) when(source.when);
    conditions(c.excluded);
    settings(c.settings);
    for (const PerFile& entry : c.per_file) {
      when(entry.when);
      conditions(entry.cflags);
      conditions(entry.defines);
    }
    for (const auto* list : {&c.depends, &c.load, &c.optional, &c.conflicts}) dependencies(*list);
    uses(c.libraries);
    uses(c.tools);
    libs(c.libs);
    for (const std::vector<LibUse>& group : c.any_lib) libs(group);
    features(id, c);
    for (const Generate& generate : c.generates) {
      when(generate.when);
      uses(generate.tools);
    }
    for (const Install& install : c.installs) when(install.when);
    conditions(c.public_includes);
  }

  void settings(const Settings& settings) {
    for (const TextList* list : {&settings.includes, &settings.defines, &settings.cflags,
                                 &settings.cxxflags, &settings.ldflags}) {
      conditions(*list);
    }
  }

  std::vector<LibId> take() const {
    std::vector<LibId> ids;
    for (const LibId id : catalog_.libs.ids()) {
      if (needed_[id.value]) ids.push_back(id);
    }
    return ids;
  }

 private:
  void add(LibId id) {
    if (!id.valid() || needed_[id.value]) return;
    needed_[id.value] = true;
    for (const Alternative& way : catalog_.libs[id].any) conditions(way.defines);
  }

  void when(const When& expression) {
    for (const When::Node& node : expression.nodes()) {
      if (node.op == When::Op::Lib) add(catalog_.find_lib(node.name));
    }
  }

  template <class List>
  void conditions(const List& list) {
    for (const auto& item : list) when(item.when);
  }

  void libs(const std::vector<LibUse>& list) {
    for (const LibUse& use : list) {
      add(use.lib);
      when(use.when);
    }
  }

  void uses(const std::vector<ComponentUse>& list) { conditions(list); }

  void dependencies(const std::vector<Dependency>& list) {
    for (const Dependency& dependency : list) {
      when(dependency.when);
      conditions(dependency.defines);
    }
  }

  void features(ComponentId id, const Component& c) {
    for (std::uint32_t i = 0; i < c.features.size(); ++i) {
      const Feature& feature = c.features[i];
      if (is_off(id, i, feature)) continue;
      when(feature.when);
      libs(feature.libs);
      for (const std::vector<LibUse>& group : feature.any_lib) libs(group);
      dependencies(feature.modules);
      for (const SourceFile& source : feature.sources) when(source.when);
      settings(feature.settings);
    }
  }

  bool is_off(ComponentId id, std::uint32_t index, const Feature& feature) const {
    const std::vector<FeatureChoice>& choices = wanted_.features;
    const auto choice = std::lower_bound(choices.begin(), choices.end(), std::pair(id, index),
                                         [](const FeatureChoice& one, const auto& key) {
                                           return std::pair(one.component, one.feature) < key;
                                         });
    const bool asked =
        choice != choices.end() && choice->component == id && choice->feature == index;
    return asked ? choice->setting == FeatureSetting::Off
                 : feature.by_default == FeatureDefault::Off;
  }

  const Catalog& catalog_;
  const Wanted& wanted_;
  std::vector<bool> needed_;
};

// What is wanted, and with `--with-deps` and `--with-load` everything that might be pulled in for
// it: every provider of every such dependency, because which ones it will be depends on the probes
// themselves.
std::vector<ComponentId> possible_components(const Catalog& catalog, const Wanted& wanted) {
  std::vector<ComponentId> found;
  std::vector<bool> seen(catalog.components.size(), false);
  const auto reach = [&](ComponentId id) {
    if (seen[id.value]) return;
    seen[id.value] = true;
    found.push_back(id);
  };
  for (const ComponentId id : catalog.components.ids()) {
    if (wanted.verdicts[id].on) reach(id);
  }
  if (!wanted.with_deps && !wanted.with_load) return found;
  std::unordered_set<std::string_view> capabilities;  // each has its providers reached once
  const auto reach_providers = [&](const std::vector<Dependency>& dependencies) {
    for (const Dependency& dependency : dependencies) {
      const bool several = dependency.providers.size() > 1;
      if (several && !capabilities.insert(dependency.name.value).second) continue;
      for (const ComponentId provider : dependency.providers) {
        if (wanted.verdicts[provider].because.kind != ReasonKind::Excluded) reach(provider);
      }
    }
  };
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Component& component = catalog.components[found[i]];
    if (wanted.with_load) reach_providers(component.load);
    if (!wanted.with_deps) continue;
    reach_providers(component.depends);
    for (const Feature& feature : component.features) reach_providers(feature.modules);
  }
  return found;
}

}  // namespace

std::vector<LibId> needed_libs(const Catalog& catalog, const Wanted& wanted, Machine machine) {
  LibCollector collector(catalog, wanted);
  for (const ComponentId id : possible_components(catalog, wanted)) {
    if (catalog.components[id].machine == machine) collector.component(id);
  }
  const Defaults& defaults = catalog.defaults;
  for (const Settings* settings : {&defaults.common, &defaults.module, &defaults.program,
                                   &defaults.library, &defaults.for_static}) {
    collector.settings(*settings);
  }
  return collector.take();
}

std::vector<LibId> libs_of(const Catalog& catalog, const Wanted& wanted, ComponentId id) {
  LibCollector collector(catalog, wanted);
  collector.component(id);
  return collector.take();
}

}  // namespace modbuild
