// The backend-neutral build graph and install list. Argv stay vectors, paths stay typed; a backend
// quotes once. Pure data plus the function that makes it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/parallel.h"
#include "base/path.h"
#include "diag/diagnostics.h"
#include "model/catalog.h"
#include "model/install_plan.h"
#include "model/toolchain.h"
#include "probe/probe.h"
#include "select/select.h"

namespace modbuild {

struct AbiReport;

// One word of a command: literal text, then optionally a path ("-I" + include directory). A path
// is rendered relative to the build directory.
struct Arg {
  std::string text;
  std::optional<Path> path;

  friend bool operator==(const Arg&, const Arg&) = default;
};

// An argument and the manifest line it came from (`show` prints both).
struct Flag {
  Arg arg;
  SourceRange from;
};

struct FlagsTag {};
using FlagsId = Id<FlagsTag>;

// A list of flags shared by many steps; emitted once.
struct FlagList {
  std::string name;  // unique, [A-Za-z0-9_.+-]: "c_tm", "ld_switchd"
  std::vector<Flag> flags;
};

struct OrderOnlyTag {};
using OrderOnlyId = Id<OrderOnlyTag>;

struct CompileStep {
  Machine machine = Machine::Target;  // whose toolchain compiles it
  ComponentId component;
  Path source;
  Path object;
  Language language = Language::C;
  FlagsId flags;
  OrderOnlyId order_only;   // generated headers that must exist first; may be none
  std::vector<Flag> extra;  // flags of this one file
};

enum class LinkKind : std::uint8_t { Module, Program, SharedLibrary, Archive };

struct LinkStep {
  Machine machine = Machine::Target;
  LinkKind kind = LinkKind::Module;
  ComponentId component;
  Path output;
  std::vector<Path> objects;    // in order
  std::vector<Path> libraries;  // internal libraries of this tree, in link order
  FlagsId flags;                // ldflags, rpath, external libs: behind the objects
  bool cxx = false;             // link with the C++ compiler
  std::string install_rpath;    // what the installed file's RUNPATH must be; "" = none
};

struct GenerateStep {
  ComponentId component;
  std::vector<Path> inputs;
  std::vector<Path> implicit;  // tools of this tree
  std::vector<Path> outputs;
  std::vector<Arg> command;  // run in the build directory
  bool to_output = false;    // what it prints is its only output
  std::optional<Path> depfile;
};

// A module that becomes part of its hosts, as one object (static_object_path).
struct StaticModule {
  ComponentId module;
  std::vector<ComponentId> users;    // modules that are on and may refer to its symbols
  std::vector<std::string> entries;  // what its hosts look up
};

// A file that `gen` writes and the build reads.
struct PlannedText {
  Path path;
  std::string text;
};

// A name that stands for outputs: a module, "@group", "all".
struct Alias {
  std::string name;
  std::vector<std::string> aliases;  // other aliases it stands for
  std::vector<Path> outputs;
};

struct InstallEntry {
  InstallKind kind = InstallKind::Data;
  Path source;
  std::string to;           // "{moduledir}/tm.so"
  std::string destination;  // resolved: "/usr/local/lib/switchyard/modules/tm.so"
  std::string mode;         // "0755"
  std::string package;
  ComponentId component;
  std::string rpath;                       // binaries: the RUNPATH to install with
  std::vector<std::string> hosts;          // modules: the programs that load this file
  std::vector<std::string> entries;        // modules: what those look up
  std::vector<InstallSubstitution> subst;  // by text
  SourceRange at;
};

struct Plan {
  Toolchain toolchain;
  std::optional<Toolchain> build_toolchain;  // for steps of Machine::Build, where there are any
  IdVector<FlagsId, FlagList> flags;
  IdVector<OrderOnlyId, std::vector<Path>> order_only;
  std::vector<CompileStep> compiles;         // by component, then source
  std::vector<LinkStep> links;               // by component
  std::vector<GenerateStep> generates;       // by component
  std::vector<PlannedText> texts;            // by path
  std::vector<StaticModule> static_modules;  // by module
  std::vector<Alias> aliases;                // by name; "all" is the default
  std::vector<InstallEntry> install;         // by destination
  std::map<std::string, std::string> dirs;   // prefix, bindir, ..., resolved
  // The names of ABIs: of a host that lists what its ABI depends on all that it defines, its own
  // first; of a module the one that it refers to, if any.
  IdVector<ComponentId, std::vector<std::string>> abi;
};

struct PlanInput {
  const Catalog* catalog = nullptr;
  const Selection* selection = nullptr;
  const ProbeReport* probes = nullptr;
  const AbiReport* abi = nullptr;  // null: no file was read, and none counts
  Toolchain toolchain;
  std::optional<Toolchain> build_toolchain = std::nullopt;
  std::string tool = "modbuild";  // how steps run this program
  Threads threads = 1;
};

// The toolchain of the steps for `machine`.
const Toolchain& toolchain_for(const Plan& plan, Machine machine);

// Plans everything that is on. Two outputs or two installed files at one place, a placeholder
// nobody knows, and a component without sources are errors (MB10x).
Plan plan(const PlanInput& input, Diagnostics& diagnostics);

// All outputs of the plan, sorted: objects, generated files, binaries. They point into it.
std::vector<std::string_view> plan_outputs(const Plan& plan);

// The program of the binutils that goes with the toolchain's archiver: aarch64-linux-gnu-strip with
// aarch64-linux-gnu-gcc-ar, llvm-strip-14 with llvm-ar-14.
std::string binutils_program(const Toolchain& toolchain, std::string_view name);

// The object that a module becomes which is linked into its host.
Path static_object_path(const Component& module);

// What the plan installs, on its own: names instead of ids.
InstallPlan install_plan(const Plan& plan, const Catalog& catalog);

// Without its items, and one of them.
InstallPlan install_plan_head(const Plan& plan, const Catalog& catalog);
InstallItem install_item(const Plan& plan, const Catalog& catalog, const InstallEntry& entry);

}  // namespace modbuild
