// module.toml as read: names not looked up, globs not expanded.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "load/key_reader.h"
#include "model/component.h"

namespace modbuild {

enum class StaticUse : std::uint8_t { Allowed, Never };
enum class StaticLookup : std::uint8_t { Registry, Shim };

// [module], [library] or [program]; each fills what its keys allow.
struct KindSection {
  Text name;
  Text description;
  Text package;
  Text to;
  When when;
  std::vector<Text> hosts;
  Text file;
  std::vector<Text> groups;
  Support support = Support::Core;
  bool by_default = true;
  Linkage linkage = Linkage::Shared;
  bool whole = false;
  TextList includes;
  SourceRange at;
};

struct PerFileSection {
  std::vector<Text> files;
  TextList cflags;
  TextList defines;
  When when;
  SourceRange at;
};

struct BuildSection {
  std::optional<TextList> sources;
  TextList exclude;
  Settings settings;
  std::vector<PerFileSection> per_file;
  StaticUse static_use = StaticUse::Allowed;
};

struct DependsSection {
  std::vector<Dependency> modules, load, conflicts;
  std::vector<Dependency> optional;
  std::vector<Text> provides;
  std::vector<ComponentUse> libraries, tools;
  std::vector<LibUse> libs;
  std::vector<std::vector<LibUse>> any_lib;
};

struct FeatureSection {
  Text name;
  Text description;
  FeatureDefault by_default = FeatureDefault::Auto;
  std::vector<LibUse> libs;
  std::vector<std::vector<LibUse>> any_lib;
  std::vector<Dependency> modules;
  TextList sources;
  Settings settings;
  When when;
};

struct GenerateSection {
  std::vector<Text> inputs;
  std::optional<std::vector<Text>> outputs;
  std::optional<std::vector<Text>> command;
  std::vector<Text> collect;
  Text depfile;
  bool to_output = false;
  When when;
  SourceRange at;
};

struct InstallSection {
  InstallKind kind = InstallKind::Data;
  std::vector<Text> from;
  Text to;
  Text rename;
  Text mode;
  bool keep_tree = false;
  Substitutions subst;
  Text package;
  When when;
  SourceRange at;
};

struct HostSection {
  std::vector<Text> entry_symbols;
  StaticLookup static_lookup = StaticLookup::Registry;
  std::vector<Text> abi;
  std::vector<Text> config_load;
  SourceRange at;
};

struct ComponentManifest {
  std::optional<KindSection> module, library, program;  // exactly one, unless that was reported
  BuildSection build;
  DependsSection depends;
  ByName<FeatureSection> features;
  std::vector<GenerateSection> generate;
  std::vector<InstallSection> install;
  std::optional<HostSection> host;
};

}  // namespace modbuild
