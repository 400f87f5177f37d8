// What `show` tells of one component, gathered from catalog, selection and plan; not yet text.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "context.h"

namespace modbuild::tool {

struct ShownFlag {
  std::string flag;  // "-Iinclude"; paths in the build directory as "{build}/gen/x"
  std::string from;  // "modbuild.toml:21"; "" when it is modbuild's own
};

// A set of flags and where it is used: "C", "C++", "link".
struct ShownFlags {
  std::string title;
  std::vector<ShownFlag> flags;
};

struct ShownSource {
  std::string path;
  std::string language;
  std::string from;
  std::vector<ShownFlag> extra;  // flags of this file alone
};

struct ShownGenerate {
  std::vector<std::string> inputs, outputs, command;
  bool to_output = false;
};

struct ShownInstall {
  std::string kind, source, to, destination, mode, package, from;
  std::vector<InstallSubstitution> subst;
};

struct ComponentFacts {
  std::string output;  // "{build}/modules/tm.so"; "" when it is off
  std::vector<ShownSource> sources;
  std::vector<ShownFlags> flags;
  std::vector<std::string> libraries;  // internal ones that are linked
  std::vector<ShownGenerate> generates;
  std::vector<ShownInstall> installs;
};

ComponentFacts gather_facts(const Context& context, ComponentId id);

}  // namespace modbuild::tool
