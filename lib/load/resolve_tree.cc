// What modbuild.toml says about others: libs, profiles, defaults.
#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/glob.h"
#include "base/path.h"
#include "base/str.h"
#include "load/resolve.h"
#include "load/visit.h"
#include "model/request_choices.h"

namespace modbuild {
namespace {

template <class Items>
void sort_by_name(Items& items) {
  std::sort(items.begin(), items.end(),
            [](const auto& a, const auto& b) { return a.name.value < b.name.value; });
}

Alternative make_alternative(const AlternativeSection& section) {
  Alternative made;
  made.at = section.at;
  made.when = section.when;
  if (!section.pkg_config.items.empty()) {
    made.kind = ProbeKind::PkgConfig;
    for (const Text& name : section.pkg_config.items) {
      made.pkg_config.push_back(parse_versioned_name(name));
    }
  } else if (!section.config_tool.empty()) {
    made.kind = ProbeKind::ConfigTool;
    made.config_tool = section.config_tool;
  } else if (!section.program.empty()) {
    made.kind = ProbeKind::Program;
    made.program = section.program;
  } else if (!section.query.empty()) {
    made.kind = ProbeKind::Query;
    made.query = section.query;
  } else if (!section.framework.empty()) {
    made.kind = ProbeKind::Framework;
    made.framework = section.framework;
  } else {
    made.kind = ProbeKind::Header;
  }
  made.header = section.header;
  made.link = section.link.items;
  made.symbol = section.symbol;
  made.language = section.language;
  made.is_static = section.is_static;
  made.cflags = section.cflags.items;
  made.libs = section.libs.items;
  made.add_cflags = section.add_cflags.items;
  made.add_libs = section.add_libs.items;
  for (const WordsMap::Item& item : section.variables.items) {
    made.variables.push_back({item.name, item.words});
  }
  made.defines = section.defines;
  made.version = section.version.items;
  if (!section.needs.empty()) made.needs = parse_versioned_name(section.needs);
  return made;
}

ExternalLib make_lib(const LibSection& section) {
  ExternalLib lib;
  lib.name = section.name;
  lib.description = section.description;
  lib.packages = section.packages;
  for (const AlternativeSection& alternative : section.any) {
    lib.any.push_back(make_alternative(alternative));
  }
  return lib;
}

// "module/feature=on"; the text was checked when it was read.
FeatureRequest parse_feature(const Text& text) {
  const std::string_view value = text.value;
  const std::size_t slash = value.find('/');
  const std::size_t equals = value.find('=', slash);
  const std::string_view setting = value.substr(equals + 1);
  FeatureRequest request;
  request.module = {std::string(value.substr(0, slash)), text.at};
  request.feature = {std::string(value.substr(slash + 1, equals - slash - 1)), text.at};
  find_word(kSettingWords, setting, request.setting);  // the key table has checked it
  return request;
}

Profile make_profile(const ProfileSection& section) {
  Profile profile;
  profile.name = section.name;
  profile.description = section.description;
  profile.toolchain = section.toolchain;
  profile.variant = section.variant;
  Request& request = profile.request;
  request.include = section.include;
  request.exclude_given = section.exclude.has_value();
  if (section.exclude) request.exclude = *section.exclude;
  request.make_static = section.make_static;
  request.groups = section.groups;
  request.require = section.require;
  for (const Text& text : section.features) request.features.push_back(parse_feature(text));
  request.base = section.base;
  request.missing = section.missing;
  request.static_policy = section.static_policy;
  request.with_deps = section.with_deps;
  request.with_load = section.with_load;
  request.dirs = section.dirs;
  return profile;
}

DeclaredLauncher make_launcher(const LauncherSection& section) {
  return {section.common.items, section.c.items, section.cxx.items};
}

DeclaredToolchain make_toolchain(const ToolchainSection& section) {
  DeclaredToolchain made;
  made.name = section.name;
  made.description = section.description;
  made.cc = section.cc.items;
  made.cxx = section.cxx.items;
  made.ar = section.ar.items;
  made.sysroot = section.sysroot;
  made.sysroot.value = normalise(made.sysroot.value);
  made.pkg_config = section.pkg_config;
  made.pkg_config_path = section.pkg_config_path;
  made.pkg_config_libdir = section.pkg_config_libdir;
  made.cflags = section.cflags;
  made.cxxflags = section.cxxflags;
  made.ldflags = section.ldflags;
  made.launcher = make_launcher(section.launcher);
  return made;
}

class ProfileChecker {
 public:
  ProfileChecker(NameResolver& names, const Catalog& catalog, Diagnostics& diagnostics)
      : names_(names),
        catalog_(catalog),
        diagnostics_(diagnostics),
        groups_(catalog.group_names()) {}

  void check(const Profile& profile) {
    const std::string user = cat("profile '", profile.name.value, "' ");
    const Request& request = profile.request;
    for (const Text& word : request.include) check_word(word, cat(user, "includes"), true);
    for (const Text& word : request.exclude) check_word(word, cat(user, "excludes"), true);
    for (const Text& word : request.make_static) check_word(word, cat(user, "links in"), false);
    for (const Text& word : request.require) check_word(word, cat(user, "requires"), true);
    for (const Text& word : request.groups) check_group(word);
    for (const FeatureRequest& feature : request.features) check_feature(feature, user);
    names_.check_toolchain(profile.toolchain);
    names_.check_variant(profile.variant);
  }

 private:
  void check_word(const Text& word, const std::string& user, bool programs_too) {
    if (word.value.starts_with('@')) {
      check_group({word.value.substr(1), word.at});
    } else if (has_glob(word.value)) {
      const std::vector<std::string>& modules = names_.module_names();
      if (!matches_any(word.value, modules)) report_empty(word, "module");
    } else {
      const ComponentId id = catalog_.find_component(word.value);
      const bool is_program = id.valid() && catalog_.components[id].kind == ComponentKind::Program;
      if (!(is_program && programs_too)) names_.module(word, user);
    }
  }

  void check_group(const Text& word) {
    if (!has_glob(word.value)) {
      names_.group_exists(word, groups_);
    } else if (!matches_any(word.value, groups_)) {
      report_empty(word, "group");
    }
  }

  static bool matches_any(std::string_view glob, const std::vector<std::string>& names) {
    return std::any_of(names.begin(), names.end(), [glob](const std::string& name) {
      return glob_match_component(glob, name);
    });
  }

  void report_empty(const Text& word, std::string_view what) {
    if (!names_.all_read()) return;
    diagnostics_.add(Code::EmptyGlob, word.at, cat("glob '", word.value, "' matches no ", what),
                     "mend it or remove it");
  }

  void check_feature(const FeatureRequest& request, const std::string& user) {
    const std::string& word = request.module.value;
    if (word.starts_with('@') || has_glob(word)) return check_features(request);
    ComponentId id = catalog_.find_component(request.module.value);
    if (!id.valid()) id = names_.module(request.module, cat(user, "sets a feature of"));
    const bool glob = has_glob(request.feature.value);
    if (id.valid() && glob && !has_feature(id, request.feature.value)) {
      report_empty(request.feature, "feature");
    } else if (id.valid() && !glob) {
      names_.check_feature(catalog_.components[id], request.feature);
    }
  }

  // Of several modules, given by a glob or @group, one at least must have the feature.
  void check_features(const FeatureRequest& request) {
    const Text& word = request.module;
    const bool of_group = word.value.starts_with('@');
    if (of_group) check_group({word.value.substr(1), word.at});
    bool matches = false;
    std::set<std::string> known;
    for (const ComponentId id : catalog_.modules()) {
      const bool meant = of_group
                             ? in_group(id, word.value.substr(1))
                             : glob_match_component(word.value, catalog_.components[id].name.value);
      matches |= meant;
      if (!meant) continue;
      if (has_feature(id, request.feature.value)) return;
      for (const Feature& feature : catalog_.components[id].features) {
        known.insert(feature.name.value);
      }
    }
    if (!matches && !of_group) return report_empty(word, "module");
    if (!matches || !names_.all_read()) return;
    diagnostics_.add(
        Code::UnknownFeature, request.feature.at,
        cat("no module of '", word.value, "' has a feature '", request.feature.value, "'"),
        names_.near(request.feature.value, {known.begin(), known.end()}));
  }

  bool in_group(ComponentId id, std::string_view name) const {
    return std::any_of(catalog_.groups.begin(), catalog_.groups.end(), [&](const Group& group) {
      const bool meant = group.name.value == name || glob_match_component(name, group.name.value);
      return meant && std::binary_search(group.members.begin(), group.members.end(), id);
    });
  }

  bool has_feature(ComponentId id, std::string_view name) const {
    const std::vector<Feature>& features = catalog_.components[id].features;
    return std::any_of(features.begin(), features.end(), [name](const Feature& feature) {
      return feature.name.value == name ||
             (has_glob(name) && glob_match_component(name, feature.name.value));
    });
  }

  NameResolver& names_;
  const Catalog& catalog_;
  Diagnostics& diagnostics_;
  std::vector<std::string> groups_;
};

// Conditions in the tree file are seen by every component: none has all features.
void check_tree_when(const When& when, bool libs_allowed, NameResolver& names,
                     Diagnostics& diagnostics) {
  for (const When::Node& node : when.nodes()) {
    if (node.op == When::Op::Feature) {
      diagnostics.add(Code::UnknownFeature, node.at,
                      cat("feature '", node.name, "' cannot be asked for in the tree file"),
                      "features belong to components: move the entry to the manifest of one");
    } else if (node.op == When::Op::Lib && libs_allowed) {
      names.check_lib({node.name, node.at});
    } else if (node.op == When::Op::Lib) {
      diagnostics.add(Code::BadWhen, node.at,
                      "how a library is found cannot depend on another library",
                      "list one more alternative instead");
    }
  }
}

// A component of [tree] allow-special-modes.
void check_component(const Text& name, NameResolver& names, const Catalog& catalog,
                     Diagnostics& diagnostics) {
  if (catalog.find_component(name.value).valid() || names.may_exist(name.value)) return;
  const std::vector<std::string> known = names_in(catalog.components);
  diagnostics.add(Code::UnknownModule, name.at,
                  cat("there is no module, program or library '", name.value, "'"),
                  names.near(name.value, known));
}

}  // namespace

void add_tree(const TreeManifest& manifest, Catalog& catalog) {
  catalog.tree.name = manifest.tree.name;
  catalog.tree.version = manifest.tree.version;
  catalog.tree.default_group = manifest.tree.default_group;
  catalog.tree.default_package = manifest.tree.default_package;
  if (!manifest.rules.untrusted) catalog.tree.special_modes = manifest.tree.special_modes;
  catalog.tree.allow_flags = manifest.rules.allow_flags;
  catalog.tree.file = manifest.file;
  const DefaultsSection& defaults = manifest.defaults;
  catalog.defaults = {defaults.common, defaults.module, defaults.program, defaults.library,
                      defaults.for_static};
  for (const LibSection& section : manifest.libs.items) catalog.libs.push_back(make_lib(section));
  sort_by_name(catalog.libs.raw());
  for (const ToolchainSection& section : manifest.toolchains.items) {
    catalog.toolchains.push_back(make_toolchain(section));
  }
  sort_by_name(catalog.toolchains);
  for (const VariantSection& section : manifest.variants.items) {
    catalog.variants.push_back({section.name, section.description, section.defines, section.cflags,
                                section.cxxflags, section.ldflags});
  }
  sort_by_name(catalog.variants);
  catalog.launcher = make_launcher(manifest.toolchain);
  catalog.affected = manifest.affected;
  if (manifest.packages) catalog.packages = manifest.packages->items;
  sort_by_name(catalog.packages);
}

void resolve_tree(const TreeManifest& manifest, NameResolver& names, const Catalog& catalog,
                  Diagnostics& diagnostics) {
  const Defaults& defaults = catalog.defaults;
  for (const Settings* settings : {&defaults.common, &defaults.module, &defaults.program,
                                   &defaults.library, &defaults.for_static}) {
    visit_settings(*settings,
                   [&](const When& when) { check_tree_when(when, true, names, diagnostics); });
  }
  for (const ExternalLib& lib : catalog.libs) {
    for (const Alternative& alternative : lib.any) {
      check_tree_when(alternative.when, false, names, diagnostics);
      visit_list(alternative.defines,
                 [&](const When& when) { check_tree_when(when, true, names, diagnostics); });
    }
  }
  const Text& group = manifest.tree.default_group;
  if (!group.empty()) names.group_exists(group, catalog.group_names());
  if (manifest.packages) names.check_package(manifest.tree.default_package);
  for (const Text& component : manifest.tree.special_modes)
    check_component(component, names, catalog, diagnostics);
}

void resolve_profiles(const TreeManifest& manifest, NameResolver& names, Catalog& catalog,
                      Diagnostics& diagnostics) {
  for (const ProfileSection& section : manifest.profiles.items) {
    catalog.profiles.push_back(make_profile(section));
  }
  sort_by_name(catalog.profiles);
  ProfileChecker checker(names, catalog, diagnostics);
  for (const Profile& profile : catalog.profiles) checker.check(profile);
}

}  // namespace modbuild
