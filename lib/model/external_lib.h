// An external library as the tree declares it: ordered alternatives of how to find it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "diag/source_range.h"
#include "model/when.h"

namespace modbuild {

struct LibTag {};
using LibId = Id<LibTag>;

// "libssl >= 1.1": a pkg-config name with an optional version predicate.
struct VersionedName {
  Text name;
  std::string comparison;  // "", "=", "!=", "<", "<=", ">", ">="
  std::string version;
};

enum class ProbeKind : std::uint8_t { PkgConfig, ConfigTool, Header, Program, Query };

// One way to find a lib. Only the fields of its kind are set.
struct Alternative {
  ProbeKind kind = ProbeKind::PkgConfig;
  SourceRange at;
  std::vector<VersionedName> pkg_config;    // PkgConfig: all must be found
  Text config_tool;                         // ConfigTool: program ...
  std::vector<Text> cflags, libs, version;  // ... and the arguments that make it print each
  Text header;                              // Header: compile and link test
  std::vector<Text> link;
  Text symbol;
  Text program;                   // Program: found on PATH ...
  VersionedName program_version;  // ... with this version
  std::vector<Text> query;        // Query: argv whose output is flags
  When when;
};

struct ExternalLib {
  Text name;
  Text description;
  std::vector<Alternative> any;          // in order; the first found wins
  std::map<std::string, Text> packages;  // distribution -> package that brings it
};

}  // namespace modbuild
