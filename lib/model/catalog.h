// The whole tree, resolved: every component, group, lib, profile and package, each under an id in
// name order. Made by load; never changed afterwards.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/component.h"
#include "model/external_lib.h"
#include "model/request.h"

namespace modbuild {

struct Group {
  Text name;
  Text description;
  std::vector<ComponentId> members;  // modules, nested groups included; sorted, no duplicates
  // Which entry put each member in, parallel to members: a pattern of the tree file, a nested
  // group, or the module's own `groups`.
  std::vector<SourceRange> member_at;
};

struct Profile {
  Text name;
  Text description;
  Text toolchain;  // the one it is built with; may be empty
  Text variant;    // likewise
  Request request;
};

// What a toolchain puts in front of compilers: ccache, distcc and their like, outermost first.
struct DeclaredLauncher {
  std::vector<Text> common;  // empty = not said; "none" = nothing
  std::vector<Text> c, cxx;  // of one language, instead of `common`
};

// [toolchains.NAME]: programs and flags that build for another machine. Programs are names, never
// paths; directories are absolute.
struct DeclaredToolchain {
  Text name;
  Text description;
  std::vector<Text> cc, cxx, ar;  // argv each; empty = what goes with `cc`
  Text sysroot;                   // may be empty
  Text pkg_config;                // a program; may be empty
  std::vector<Text> pkg_config_path, pkg_config_libdir;
  std::vector<Text> cflags, cxxflags, ldflags;
  DeclaredLauncher launcher;
};

// [variants.NAME]: flags for everything that the target's toolchain builds, behind the tree's own.
struct DeclaredVariant {
  Text name;
  Text description;
  std::vector<Text> defines, cflags, cxxflags, ldflags;
};

struct Package {
  Text name;
  Text description;
};

// What a changed file touches that belongs to no component.
enum class UnknownFiles : std::uint8_t { None, All, Error };

struct AffectedFiles {
  std::vector<Text> match;  // globs of paths relative to the root of the sources
  UnknownFiles affects = UnknownFiles::None;
};

// [affected]: the first rule of `files` that matches counts, else `unknown`.
struct AffectedRules {
  UnknownFiles unknown = UnknownFiles::None;
  std::vector<AffectedFiles> files;
};

// [defaults] and its refinements; paths relative to the tree's root.
struct Defaults {
  Settings common;
  Settings module, program, library;
  Settings for_static;  // added for modules that are linked in
};

struct Tree {
  Text name;
  Text version;
  Text default_group;                    // may be empty
  Text default_package;                  // of components that name none; may be empty
  std::vector<Text> special_modes;       // components whose files may have any mode
  std::vector<std::string> allow_flags;  // flags permitted beyond the allowlist
  FileId file;
};

struct Catalog {
  Tree tree;
  Defaults defaults;
  IdVector<ComponentId, Component> components;  // by name, then `copies` more, by name too
  std::uint32_t copies = 0;                     // the build machine's (model/machines.h)
  IdVector<GroupId, Group> groups;              // by name
  IdVector<LibId, ExternalLib> libs;            // by name
  std::vector<Profile> profiles;                // by name
  std::vector<Package> packages;                // by name
  std::vector<DeclaredToolchain> toolchains;    // by name
  std::vector<DeclaredVariant> variants;        // by name
  DeclaredLauncher launcher;                    // of toolchains that declare none
  AffectedRules affected;
  // capability -> modules that provide it, in name order
  std::map<std::string, std::vector<ComponentId>> capabilities;

  // Exact look-ups; no id when there is none.
  ComponentId find_component(std::string_view name) const;
  GroupId find_group(std::string_view name) const;
  LibId find_lib(std::string_view name) const;
  const Profile* find_profile(std::string_view name) const;
  const Package* find_package(std::string_view name) const;
  const DeclaredToolchain* find_toolchain(std::string_view name) const;
  const DeclaredVariant* find_variant(std::string_view name) const;
  // The build machine's copy of `id`; none where there is no need of one.
  ComponentId find_copy(ComponentId id) const;

  // Copies are in none of these lists.
  std::vector<ComponentId> modules() const;
  std::vector<ComponentId> programs() const;
  std::vector<ComponentId> libraries() const;
  // Programs that load modules: those with a [host] table, and those that a module names or gets by
  // default.
  std::vector<ComponentId> hosts() const;
  // Names, for suggestions.
  std::vector<std::string> module_names() const;
  std::vector<std::string> group_names() const;
  std::vector<std::string> toolchain_names() const;
  std::vector<std::string> variant_names() const;
};

// The names of what has one, in the same order.
template <class Items>
std::vector<std::string> names_in(const Items& items) {
  std::vector<std::string> names;
  for (const auto& item : items) names.push_back(item.name.value);
  return names;
}

}  // namespace modbuild
