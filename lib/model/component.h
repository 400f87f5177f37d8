// One component: what its manifest says, with every name resolved and every path relative to the
// tree's root. Flags of [defaults] are not copied in here; the plan puts them in front.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/boxed.h"
#include "base/id.h"
#include "diag/source_range.h"
#include "model/external_lib.h"
#include "model/platform.h"
#include "model/when.h"

namespace modbuild {

struct ComponentTag {};
using ComponentId = Id<ComponentTag>;
struct GroupTag {};
using GroupId = Id<GroupTag>;

enum class ComponentKind : std::uint8_t { Module, Program, Library };
enum class Support : std::uint8_t { Core, Extended, Experimental, Deprecated, Dev };
enum class FeatureDefault : std::uint8_t { On, Off, Auto };
enum class Language : std::uint8_t { C, Cxx, Asm };
enum class InstallKind : std::uint8_t {
  Module,
  Program,
  Library,
  Header,
  Config,
  Data,
  Doc,
  Man,
  Script
};

// Flags as written; paths in `includes` are already relative to the tree's root.
struct Settings {
  TextList includes;
  TextList defines;
  TextList cflags;    // C, C++ and assembler
  TextList cxxflags;  // C++ only
  TextList ldflags;
};

struct SourceFile {
  std::string path;  // relative to the tree's root
  Language language = Language::C;
  SourceRange at;  // the list entry that named it
  When when;
};

struct PerFile {
  std::vector<std::string> files;      // paths relative to the tree's root
  std::vector<std::string> generated;  // outputs of the component's own steps
  TextList cflags;
  TextList defines;
  When when;
  SourceRange at;
};

// A need for another module, or for a capability that modules provide.
struct Dependency {
  Text name;
  std::vector<ComponentId> providers;  // one for a module's name; in name order for a capability
  TextList defines;                    // optional dependencies: added when it is on
  When when;
};

struct LibUse {
  Text name;
  LibId lib;
  When when;
};

struct ComponentUse {  // an internal library or a tool
  Text name;
  ComponentId component;
  When when;
};

struct Feature {
  Text name;
  Text description;
  FeatureDefault by_default = FeatureDefault::Auto;
  std::vector<LibUse> libs;
  std::vector<std::vector<LibUse>> any_lib;
  std::vector<Dependency> modules;
  std::vector<SourceFile> sources;
  Settings settings;
  When when;
};

// What the globs of an aggregate found in one module's directory.
struct Collected {
  ComponentId module;
  std::vector<std::string> files;  // relative to the tree's root, sorted
};

// A step that makes sources. Outputs lie in the component's own generated directory.
struct Generate {
  std::vector<std::string> inputs;   // relative to the tree's root, globs expanded
  std::vector<Text> outputs;         // relative to the generated directory
  std::vector<Text> command;         // argv with {placeholders}
  std::vector<ComponentUse> tools;   // programs of this tree named as {tool:NAME}
  std::vector<Text> collect;         // aggregate: globs looked up in every module's directory ...
  std::vector<Collected> collected;  // ... and what they found, in module order
  Text depfile;                      // relative to the generated directory, may be empty
  bool to_output = false;            // what the command prints is its only output
  When when;
  SourceRange at;
};

// Text of an installed file and what stands in its place, with {confdir}-style placeholders. At
// each place of the file the longest text that fits is replaced, and the result is left alone.
struct Substitution {
  std::string text;
  Text replacement;
};

struct Install {
  InstallKind kind = InstallKind::Data;
  std::vector<std::string> from;  // relative to the tree's root
  std::vector<SourceRange> from_at;
  std::vector<std::string> below;   // with keep-tree: where in `to` each goes; else empty
  std::vector<Substitution> subst;  // by text
  Text to;                          // directory, with {confdir}-style placeholders; may be empty
  Text rename;                      // file name, when one file is installed under another name
  Text mode;                        // "0644"; empty = by kind
  Text package;
  When when;
  SourceRange at;
};

// What a host's ABI depends on (DESIGN.md 7). Empty: its modules are not checked.
struct AbiInputs {
  std::vector<std::string> files;  // by content; relative to the tree's root, sorted, each once
  std::vector<Text> texts;         // with {tree.name} and {tree.version}
  bool defines = false;            // what the host is compiled with: -D and -U
  bool cflags = false;             // likewise all other flags but directories of headers
  bool compiler = false;           // which it is, and its major version

  bool empty() const { return files.empty() && texts.empty() && !defines && !cflags && !compiler; }
};

// What a program that loads modules says.
struct HostInfo {
  std::vector<Text> entry_symbols;
  bool shim = false;              // static = "shim"
  std::vector<Text> config_load;  // patterns of the lines by which its configuration loads modules
  AbiInputs abi;
  SourceRange at;
};

struct Component {
  Text name;
  ComponentKind kind = ComponentKind::Module;
  Machine machine = Machine::Target;
  // For the build machine's copy of a component that both machines need: the other one.
  ComponentId copy_of;
  std::string dir;       // relative to the tree's root, "" = the root
  std::string manifest;  // path of its manifest
  FileId file;
  Text description;
  Text install_to;  // Program: a directory, with {placeholders}; empty = {bindir}
  Text package;
  When when;
  // modules
  std::vector<Text> host_names;  // as written
  std::vector<ComponentId>
      hosts;  // in id order; empty together with any_host = no host in the tree
  bool any_host = false;
  Text file_name;  // "{host}_{name}.so"; default "{name}.so"
  std::vector<Text> groups;
  Support support = Support::Core;
  bool by_default = true;
  bool static_allowed = true;
  // build
  std::vector<SourceFile> sources;                 // sorted by path, without duplicates
  std::vector<Conditional<std::string>> excluded;  // paths that `exclude` takes out
  Settings settings;
  std::vector<PerFile> per_file;
  // needs
  std::vector<Dependency> depends;  // hard
  std::vector<Dependency> load;     // at run time only
  std::vector<Dependency> optional;
  std::vector<Dependency> conflicts;
  std::vector<Text> provides;
  std::vector<ComponentUse> libraries;
  std::vector<ComponentUse> tools;
  std::vector<LibUse> libs;
  std::vector<std::vector<LibUse>> any_lib;
  std::vector<Feature> features;  // sorted by name
  std::vector<Generate> generates;
  std::vector<Install> installs;
  // libraries
  Linkage library_linkage = Linkage::Shared;
  bool whole = false;        // link every object of a static library, referenced or not
  TextList public_includes;  // what the library and its users compile with
  // programs
  Boxed<HostInfo> host;
};

}  // namespace modbuild
