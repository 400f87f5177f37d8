// modbuild.toml as read: names not looked up, globs of groups not expanded.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "load/key_reader.h"
#include "load/load.h"

namespace modbuild {

struct TreeSection {
  Text name;
  Text version;
  Text description;
  Text sources;                                    // where they are; "" = in this tree
  std::vector<Text> modules, programs, libraries;  // globs of directories
  Text default_group;
  Text default_package;
  std::vector<Text> allow_flags;
  std::vector<Text> special_modes;  // components
};

struct DefaultsSection {
  Settings common;
  Settings module, program, library, for_static;
};

struct AlternativeSection {
  OneOrMore pkg_config;
  Text config_tool;
  OneOrMore cflags, libs;  // arguments of the config tool or query; flags of a header
  OneOrMore add_cflags, add_libs;
  WordsMap variables;
  TextList defines;
  OneOrMore version;  // arguments
  Text needs;
  bool is_static = false;
  Text header;
  OneOrMore link;
  Text symbol;
  ProbeLanguage language = ProbeLanguage::Unset;
  Text program;
  std::vector<Text> query;
  Text framework;
  When when;
  SourceRange at;
};

struct LibSection {
  Text name;
  Text description;
  std::vector<AlternativeSection> any;
  std::map<std::string, Text> packages;
};

struct GroupSection {
  Text name;
  std::vector<Text> modules;  // names and globs
  std::vector<Text> groups;
  Text description;
};
inline std::vector<Text>& list_form(GroupSection& group) {
  return group.modules;
}

struct ProfileSection {
  Text name;
  Text description;
  Text toolchain;
  Text variant;
  std::vector<Text> include, make_static, groups, require;
  std::optional<std::vector<Text>> exclude;
  std::vector<Text> features;  // "module/feature=on"
  Base base = Base::Unset;
  MissingPolicy missing = MissingPolicy::Unset;
  StaticPolicy static_policy = StaticPolicy::Unset;
  bool with_deps = false;
  bool with_load = false;
  std::map<std::string, Text> dirs;
};

struct VariantSection {
  Text name;
  Text description;
  std::vector<Text> defines, cflags, cxxflags, ldflags;
};

struct LauncherSection {
  OneOrMore common, c, cxx;
};

struct ToolchainSection {
  Text name;
  Text description;
  OneOrMore cc, cxx, ar;
  Text sysroot;
  Text pkg_config;
  std::vector<Text> pkg_config_path, pkg_config_libdir;
  std::vector<Text> cflags, cxxflags, ldflags;
  LauncherSection launcher;
};

struct TreeManifest {
  FileId file;
  TextRules rules;
  TreeSection tree;
  DefaultsSection defaults;
  ByName<LibSection> libs;
  ByName<GroupSection> groups;
  ByName<ProfileSection> profiles;
  ByName<ToolchainSection> toolchains;
  ByName<VariantSection> variants;
  LauncherSection toolchain;  // what holds for every toolchain
  std::optional<ByName<Package>> packages;
  AffectedRules affected;
};

// Reads the document of modbuild.toml.
void read_tree(const Value& root, TreeManifest& manifest, Diagnostics& diagnostics);

}  // namespace modbuild
