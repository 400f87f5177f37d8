#include "unit/select/random_case.h"

#include <utility>

namespace modbuild::test {
namespace {

const Names kModules = {"auth", "dialog", "jansson", "pgsql", "presence", "radius",
                        "rr",   "sl",     "tls",     "tm",    "uac",      "usrloc"};
const Names kPrograms = {"ctl", "gentable", "switchd"};
const Names kLibraries = {"libcore", "libdb"};
const Names kLibs = {"curl", "hiredis", "openssl", "wolfssl"};
const Names kCapabilities = {"crypto-api", "db-api"};
const Names kGroups = {"basic", "db", "extra"};
const Names kFeatures = {"fast", "loud"};

class CaseMaker {
 public:
  CaseMaker(std::vector<std::uint8_t> bytes, CaseKind kind)
      : dice_(std::move(bytes)), plain_(kind == CaseKind::Plain) {}

  RandomCase make() {
    modules_ = {
        kModules.begin(),
        kModules.begin() + 2 + static_cast<std::ptrdiff_t>(dice_.below(kModules.size() - 1))};
    CatalogBuilder builder;
    for (const std::string& name : kLibs) builder.lib(name);
    for (const std::string& name : kGroups) {
      builder.group(name, {dice_.of(modules_), dice_.of(modules_)});
    }
    for (const std::string& name : kPrograms) program(builder.host(name));
    for (const std::string& name : kLibraries) library(builder.library(name), name);
    for (const std::string& name : modules_) module(builder.module(name));
    if (!dice_.one_in(3)) builder.default_group("basic");
    RandomCase made;
    made.catalog = builder.build();
    made.probes = probes_finding(made.catalog, some(kLibs));
    request(made.request);
    return made;
  }

 private:
  Names some(const Names& names) {
    Names found;
    for (const std::string& name : names) {
      if (!dice_.one_in(4)) found.push_back(name);
    }
    return found;
  }

  // Mostly nothing; `own` features may be asked about.
  std::string when(const Names& own = {}) {
    switch (dice_.below(plain_ ? 16 : 24)) {
      case 14:
        return "freebsd";
      case 15:
        return "linux";
      case 16:
        return "!lib(" + dice_.of(kLibs) + ")";
      case 17:
        return "lib(" + dice_.of(kLibs) + ") | static";
      case 18:
        return "shared";
      case 19:
        return own.empty() ? "" : "!feature(" + dice_.of(own) + ")";
      case 20:
      case 21:
        return own.empty() ? "" : "feature(" + dice_.of(own) + ")";
      default:
        return "";
    }
  }

  void program(ComponentBuilder& program) {
    program.when(when());
    if (dice_.one_in(8)) program.lib(dice_.of(kLibs));
    if (dice_.one_in(8)) program.links(dice_.of(kLibraries));
  }

  void library(ComponentBuilder& library, const std::string& name) {
    library.when(when());
    if (dice_.one_in(4)) library.lib(dice_.of(kLibs));
    if (dice_.one_in(4) && name != "libcore") library.links("libcore");
    if (dice_.one_in(2)) library.archive();
  }

  Names features(ComponentBuilder& module) {
    Names made;
    if (plain_) return made;
    for (const std::string& name : kFeatures) {
      if (!dice_.one_in(3)) continue;
      FeatureNeeds needs;
      if (dice_.one_in(2)) needs.libs = {dice_.of(kLibs)};
      if (dice_.one_in(3)) needs.modules = {dice_.of(modules_)};
      if (dice_.one_in(8)) needs.modules.push_back(dice_.of(kCapabilities));
      if (dice_.one_in(5)) needs.when = "linux & lib(" + dice_.of(kLibs) + ")";
      if (dice_.one_in(5)) needs.when = "feature(" + dice_.of(kFeatures) + ")";
      if (dice_.one_in(4)) needs.any_lib = {dice_.of(kLibs), dice_.of(kLibs)};
      const FeatureDefault defaults[] = {FeatureDefault::Auto, FeatureDefault::On,
                                         FeatureDefault::Off};
      module.feature(name, defaults[dice_.below(3)], needs);
      made.push_back(name);
    }
    return made;
  }

  void module(ComponentBuilder& module) {
    const Names own = features(module);
    module.when(when(own));
    if (dice_.one_in(3)) module.in({dice_.of(kGroups)});
    if (dice_.one_in(3)) module.host(dice_.of(kPrograms));
    if (dice_.one_in(8)) module.host(dice_.of(kPrograms));
    if (dice_.one_in(12)) module.any_host();
    if (dice_.one_in(8)) module.no_default();
    if (dice_.one_in(8)) module.never_static();
    if (dice_.one_in(6)) module.provides(dice_.of(kCapabilities));
    if (dice_.one_in(3)) module.needs(dice_.of(modules_), when(own));
    if (dice_.one_in(6)) module.needs(dice_.of(modules_), when(own));
    if (dice_.one_in(6)) module.needs(dice_.of(kCapabilities), when(own));
    if (dice_.one_in(8)) module.load(dice_.of(modules_));
    if (dice_.one_in(4)) module.lib(dice_.of(kLibs), when(own));
    if (dice_.one_in(8)) module.lib(dice_.of(kLibs), when(own));
    if (dice_.one_in(8)) module.any_lib({dice_.of(kLibs), dice_.of(kLibs)});
    if (dice_.one_in(6)) module.links(dice_.of(kLibraries), when(own));
    if (dice_.one_in(12)) module.tool(dice_.of(kPrograms), when(own));
    if (dice_.one_in(12)) module.generator(dice_.of(kPrograms), when(own));
    if (plain_) return;
    if (dice_.one_in(6)) module.conflicts(dice_.of(modules_), when(own));
    if (dice_.one_in(8)) module.conflicts(dice_.of(kCapabilities), when(own));
  }

  std::vector<Text> list(std::size_t most, bool programs) {
    std::vector<Text> words;
    for (std::size_t count = dice_.below(most + 1); count > 0; --count) {
      switch (dice_.below(programs ? 8 : 7)) {
        case 5:
          words.push_back({"@" + dice_.of(kGroups), {}});
          break;
        case 6:
          words.push_back({dice_.of(modules_).substr(0, 1) + "*", {}});
          break;
        case 7:
          words.push_back({dice_.of(kPrograms), {}});
          break;
        default:
          words.push_back({dice_.of(modules_), {}});
      }
    }
    return words;
  }

  void request(Request& request) {
    request.include = list(3, true);
    request.exclude = list(2, true);
    request.exclude_given = !request.exclude.empty() || dice_.one_in(6);
    if (dice_.one_in(4)) request.make_static = list(3, false);
    if (dice_.one_in(3)) request.groups.push_back({dice_.of(kGroups), {}});
    if (dice_.one_in(8)) request.groups.push_back({"*", {}});
    if (dice_.one_in(6)) request.require = list(2, true);
    const Base bases[] = {Base::Unset, Base::Default, Base::All, Base::None};
    if (dice_.one_in(3)) request.base = bases[dice_.below(4)];
    const MissingPolicy policies[] = {MissingPolicy::Unset, MissingPolicy::Skip,
                                      MissingPolicy::Error};
    request.missing = policies[dice_.below(3)];
    if (!plain_) request.with_deps = dice_.one_in(3);
  }

  Dice dice_;
  bool plain_;
  Names modules_;
};

}  // namespace

RandomCase make_case(std::vector<std::uint8_t> bytes, CaseKind kind) {
  RandomCase made = CaseMaker(bytes, kind).make();
  // Every second feature of the tree is asked for, in a way of its own.
  Dice dice({bytes.rbegin(), bytes.rend()});
  const FeatureSetting settings[] = {FeatureSetting::On, FeatureSetting::Off, FeatureSetting::Auto};
  for (const Component& component : made.catalog.components) {
    for (const Feature& feature : component.features) {
      if (!dice.one_in(2)) continue;
      made.request.features.push_back(
          feature_request(component.name.value, feature.name.value, settings[dice.below(3)]));
    }
  }
  return made;
}

}  // namespace modbuild::test
