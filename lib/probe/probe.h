// Asks the machine: which compiler, which external libraries. Starts only the compiler, pkg-config,
// and tools found on PATH outside the tree; nothing a manifest names is ever run by path.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/parallel.h"
#include "diag/diagnostics.h"
#include "model/catalog.h"
#include "model/install_dirs.h"
#include "model/toolchain.h"
#include "os/environment.h"
#include "os/process_runner.h"
#include "probe/cache.h"
#include "probe/package_search.h"

namespace modbuild {

// One thing done for an answer, and what came of it.
struct ProcessRecord {
  std::string command;         // "$ " and what one would type, or "read FILE .."
  std::string ended;           // "exit status 1", "did not end within 10 seconds"
  std::string output, errors;  // the first 4 KiB of each
};

// One alternative tried: what was asked and what came back.
struct Evidence {
  std::string asked;  // "pkg-config libssl >= 1.1"
  bool found = false;
  std::string answered;  // "3.0.15", or why not: "not found", "version 1.0.2, needs >= 1.1"
  bool too_old = false;  // it is there in a version that will not do
  bool kept = false;     // the answer is an earlier run's
  std::vector<ProcessRecord> log;
};

struct LibAnswer {
  bool probed = false;
  bool found = false;
  std::size_t alternative = 0;  // which was found, by its place in the lib's list
  std::string version;
  std::vector<std::string> cflags;  // words, checked against the flag allowlist
  std::vector<std::string> libs;
  std::map<std::string, std::string> variables;
  std::vector<Evidence> evidence;  // in the order tried
};

struct ProbeReport {
  Platform platform;
  IdVector<LibId, LibAnswer> libs;
  // Absolute paths of files and directories the answers depend on (files found and read; for what
  // is absent the directories searched), sorted: regeneration watches them.
  std::vector<std::string> inputs;
  std::string distribution;  // "debian", "fedora", ...; "" when unknown
  LibraryDirectories library_directories;
  PackageSearch package_search;  // empty unless somebody asked
  // The answers for the machine that the build runs on, where they are others: one, or none.
  std::vector<ProbeReport> for_build;

  const ProbeReport& of(Machine machine) const {
    return machine == Machine::Build && !for_build.empty() ? for_build.front() : *this;
  }
};

struct ProbeInput {
  const Catalog* catalog = nullptr;
  std::vector<LibId> libs;  // which to probe; others stay unprobed
  bool platform = true;     // whether the compiler must be asked
  Toolchain toolchain;      // of the machine that is built for
  std::string tree_root;    // absolute; programs below it are never run
  Threads threads;
  bool no_probe = false;   // start no process at all: every lib is "not probed"
  bool untrusted = false;  // the tree names no program that is looked for or run
  bool frozen = false;     // only what the cache knows; anything else is an error (MB094)
  std::chrono::milliseconds time_limit{10'000};  // of each program that is run
  bool refresh = false;                          // ask everything anew
  ProbeCache* cache = nullptr;                   // read and added to; may be null
  // This program, which reads .pc files when started with kReaderWord; "" = pkg-config is asked.
  std::string self;
};

// Whether a variable of the environment may change what probes answer: all PKG_CONFIG_* but those
// that only write logs, or change what errors look like.
bool is_probe_variable(std::string_view name);

// Each distinct question is asked once, up to `threads` at a time, unless the cache knows the
// answer. Programs get a fixed environment: PATH, TMPDIR and the probe variables of `environment`.
ProbeReport probe(const ProbeInput& input, ProcessRunner& processes, const Environment& environment,
                  Diagnostics& diagnostics);

// The first argument of a process that reads .pc files for another modbuild, and what it does:
// answers the questions in its further arguments from the files and environment it sees. Gives what
// it must print; nothing for arguments that are none of ours.
inline constexpr std::string_view kReaderWord = "read-pc-files";
std::optional<std::string> read_packages(const std::vector<std::string>& arguments);

}  // namespace modbuild
