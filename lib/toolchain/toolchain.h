// Which programs build, for which machine: the environment's, or those of a [toolchains.NAME] with
// the environment's *_FOR_BUILD for what runs during the build; and what each machine has.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "model/catalog.h"
#include "model/toolchain.h"
#include "os/environment.h"
#include "os/process_runner.h"
#include "probe/probe.h"

namespace modbuild {

struct Toolchains {
  Toolchain target;
  std::string variant;  // of the tree, whose flags `target` has; may be empty
  // Of the build machine, where a toolchain was chosen.
  std::optional<Toolchain> build;
  // The programs that stand in front of compilers, each once.
  std::vector<Text> launchers;
};

// What there is to choose from.
struct ToolchainChoice {
  Text wanted;                       // by the user; may be empty
  Text variant;                      // likewise
  const Profile* profile = nullptr;  // may name one, too; may be null
  Toolchain environment;             // CC, CXX, AR, CFLAGS, ..
  Toolchain for_build;               // CC_FOR_BUILD, ..
  std::vector<Text> launcher;        // the user's, as words; empty = not said
  bool untrusted = false;            // toolchains and launchers of the tree are refused
};

// MB070: the tree declares no toolchain or variant ("variant") of that name; `known` are the
// others.
void report_undeclared(std::string_view kind, const Text& name,
                       const std::vector<std::string>& known, Diagnostics& diagnostics);

// The user's choice, else the profile's, else the environment. An unknown name is MB070, one
// that may not be used MB046. Launchers are the user's, else the toolchain's, else [toolchain]'s. A
// variant's flags stand before those of the environment; the build machine has no variants.
Toolchains choose_toolchains(const Catalog& catalog, const ToolchainChoice& choice,
                             Diagnostics& diagnostics);

// One program of a toolchain.
enum class ToolRole : std::uint8_t { Cc, Cxx, Ar };

// Where programs are looked for.
struct ProgramSearch {
  std::string path;       // PATH
  std::string tree_root;  // absolute; nothing below it is run
};

// MB090 when the program is not there; knows which toolchain it belongs to, and where that is
// declared. Only for toolchains of the tree and what goes with them.
void require_tool(const Catalog& catalog, const Toolchains& toolchains, Machine machine,
                  ToolRole role, const ProgramSearch& search, Diagnostics& diagnostics);

// MB090 when the C compiler that the environment names is not there.
void require_compiler(const Toolchain& environment, const ProgramSearch& search,
                      Diagnostics& diagnostics);

// MB090 when a launcher is not there, or lies in the tree.
void require_launchers(const Toolchains& toolchains, const ProgramSearch& search,
                       Diagnostics& diagnostics);

// MB090 when the directory of the target's headers and libraries is not there: every probe would
// fail, and every compilation.
void require_sysroot(const Catalog& catalog, const Toolchain& toolchain, Diagnostics& diagnostics);

struct MachineProbes {
  ProbeInput target;              // its toolchain is that of `toolchains`
  std::vector<LibId> build_libs;  // of components that run during the build
  bool build = false;             // whether there are any
};

// Probes each machine, with its own toolchain and its own variables for pkg-config.
ProbeReport probe_machines(const MachineProbes& input, const Toolchains& toolchains,
                           ProcessRunner& processes, const Environment& environment,
                           Diagnostics& diagnostics);

}  // namespace modbuild
