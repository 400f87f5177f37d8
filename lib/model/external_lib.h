// An external library as the tree declares it: ordered alternatives of how to find it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
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

enum class ProbeKind : std::uint8_t { PkgConfig, ConfigTool, Header, Program, Query, Framework };

// Of a compile and link test.
enum class ProbeLanguage : std::uint8_t { Unset, C, Cxx };

// One value that the machine knows: {NAME} in the alternative's own flags, {lib.LIB.NAME} in the
// steps of components that use the lib.
struct LibVariable {
  Text name;
  std::vector<Text> arguments;  // what makes the program print it; PkgConfig: the variable's name
};

// One way to find a lib. Only the fields of its kind are set.
struct Alternative {
  ProbeKind kind = ProbeKind::PkgConfig;
  SourceRange at;
  // PkgConfig: all must be found. A name with glob characters stands for the newest that fits.
  std::vector<VersionedName> pkg_config;
  bool is_static = false;   // PkgConfig: what linking its archives takes
  Text config_tool;         // ConfigTool: a program that prints flags
  std::vector<Text> query;  // Query: a command that prints flags
  // Header: compile and link test, of which either may be empty. PkgConfig, ConfigTool and Query:
  // the test that their flags must pass, if any of the three is given.
  Text header;
  std::vector<Text> link;
  Text symbol;
  ProbeLanguage language = ProbeLanguage::Unset;  // of the test: C unless it says otherwise
  Text program;                                   // Program: found on PATH
  Text framework;                                 // Framework: of macOS
  // ConfigTool and Query: arguments that make the program print them; Header: the flags themselves.
  std::vector<Text> cflags, libs;
  // PkgConfig, ConfigTool and Query: flags that stand behind those that were printed.
  std::vector<Text> add_cflags, add_libs;
  std::vector<LibVariable> variables;  // PkgConfig, ConfigTool and Query
  std::vector<Text> version;  // ConfigTool, Program: arguments that make it print its version
  VersionedName needs;        // ConfigTool, Program: the version it must have; no name
  TextList defines;           // for everybody who uses the lib when it was found this way
  When when;
};

// Whether flags that were found must pass a test.
bool has_proof(const Alternative& alternative);

struct ExternalLib {
  Text name;
  Text description;
  std::vector<Alternative> any;          // in order; the first found wins
  std::map<std::string, Text> packages;  // distribution -> package that brings it
};

// What the placeholder {lib.LIB.NAME} asks for.
struct LibValue {
  std::string lib, variable;
};

// `placeholder` without its braces; nothing when it is of another form.
std::optional<LibValue> parse_lib_value(std::string_view placeholder);

}  // namespace modbuild
