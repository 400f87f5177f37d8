// What probes share: the programs they may start, with which environment, and how they look things
// up. Knows no kind of probe.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "model/platform.h"
#include "model/toolchain.h"
#include "os/environment.h"
#include "os/process_runner.h"
#include "probe/compiler_directories.h"

namespace modbuild {

struct Question;

struct ProbeTools {
  ProcessRunner* processes = nullptr;
  std::map<std::string, std::string> environment;  // that the programs are started with
  Toolchain toolchain;
  Platform platform;                    // of the target; empty while nobody needs it
  std::vector<std::string> pkg_config;  // argv; empty when there is none
  std::string self;                     // this program; "" = it is not to be started
  std::vector<std::string> reader;      // argv that reads .pc files for many at once; may be empty
  std::vector<std::string> pkg_config_inputs;  // what decides that it is this one
  std::vector<std::string> search_path;        // directories in which this pkg-config looks
  std::vector<std::string> allowed_flags;      // by the tree file, beyond the allowlist
  std::string tree_root;                       // programs below it are never run
  Threads threads;
  std::chrono::milliseconds time_limit{10'000};
  CompilerDirectories* compiler_directories = nullptr;

  const std::string& variable(const std::string& name) const;
  // Whether programs that describe the machine that builds would describe the wrong one.
  bool is_cross() const;
};

// What programs may see of our environment: what their answers are known to depend on, in a fixed
// locale (HAZARDS H42).
std::map<std::string, std::string> tool_environment(const Environment& environment);

// Runs `argv` and keeps what it said. A program that hangs, is killed, or prints too much gives a
// warning (MB091) and no answer.
std::optional<ProcessAnswer> run_probe(const ProbeTools& tools, std::vector<std::string> argv,
                                       Question& question);

// The absolute path of a program on the PATH `path` outside the tree, "" when there is none. It,
// and every directory in which another might come to be found first, is added to `inputs`.
std::string watch_program(const std::string& program, const std::string& path,
                          const std::string& tree_root, std::vector<std::string>& inputs);

// The same for a program that the question asks.
std::string find_on_path(const ProbeTools& tools, const std::string& program, Question& question);

}  // namespace modbuild
