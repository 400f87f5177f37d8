// Asks the machine: which compiler, which external libraries. Starts only a fixed argv of the
// compiler and of pkg-config; nothing a manifest names is ever run by path.
#pragma once

#include <string>
#include <vector>

#include "diag/diagnostics.h"
#include "model/catalog.h"
#include "model/toolchain.h"
#include "os/environment.h"
#include "os/process_runner.h"
#include "probe/package_search.h"

namespace modbuild {

// One alternative tried: what was asked and what came back.
struct Evidence {
  std::string asked;  // "pkg-config libssl >= 1.1"
  bool found = false;
  std::string answered;  // "3.0.15", or why not: "not found", "version 1.0.2, needs >= 1.1"
};

struct LibAnswer {
  bool probed = false;
  bool found = false;
  std::string version;
  std::vector<std::string> cflags;  // words, checked against the flag allowlist
  std::vector<std::string> libs;
  std::vector<Evidence> evidence;  // in the order tried
};

struct ProbeReport {
  Platform platform;
  IdVector<LibId, LibAnswer> libs;
  // Absolute paths of files and directories the answers depend on (.pc files found; for absent
  // ones the directories searched), sorted: regeneration watches them.
  std::vector<std::string> inputs;
  std::string distribution;      // "debian", "fedora", ...; "" when unknown
  PackageSearch package_search;  // empty unless somebody asked
};

struct ProbeInput {
  const Catalog* catalog = nullptr;
  std::vector<LibId> libs;  // which to probe; others stay unprobed
  bool platform = true;     // whether the compiler must be asked
  Toolchain toolchain;      // of the machine that is built for
  std::string tree_root;    // absolute; programs below it are never run
  unsigned threads = 0;
  bool no_probe = false;  // start no process at all: every lib is "not probed"
};

// Each distinct question is asked once, up to `threads` at a time.
ProbeReport probe(const ProbeInput& input, ProcessRunner& processes, const Environment& environment,
                  Diagnostics& diagnostics);

}  // namespace modbuild
