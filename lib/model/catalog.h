// The whole tree, resolved: every component, group, lib, profile and package, each under an id in
// name order. Made by load; never changed afterwards.
#pragma once

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
  Request request;
};

struct Package {
  Text name;
  Text description;
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
  std::vector<std::string> allow_flags;  // flags permitted beyond the allowlist
  FileId file;
};

struct Catalog {
  Tree tree;
  Defaults defaults;
  IdVector<ComponentId, Component> components;  // by name
  IdVector<GroupId, Group> groups;              // by name
  IdVector<LibId, ExternalLib> libs;            // by name
  std::vector<Profile> profiles;                // by name
  std::vector<Package> packages;                // by name
  // capability -> modules that provide it, in name order
  std::map<std::string, std::vector<ComponentId>> capabilities;

  // Exact look-ups; no id when there is none.
  ComponentId find_component(std::string_view name) const;
  GroupId find_group(std::string_view name) const;
  LibId find_lib(std::string_view name) const;
  const Profile* find_profile(std::string_view name) const;
  const Package* find_package(std::string_view name) const;

  std::vector<ComponentId> modules() const;
  std::vector<ComponentId> programs() const;
  std::vector<ComponentId> libraries() const;
  // Programs that load modules: those with a [host] table, and those that a module names or gets by
  // default.
  std::vector<ComponentId> hosts() const;
  // Names, for suggestions.
  std::vector<std::string> module_names() const;
  std::vector<std::string> group_names() const;
};

}  // namespace modbuild
