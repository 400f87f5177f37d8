// The kinds of probes: one row each. A kind asks its question for one alternative of a lib.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "os/environment.h"
#include "os/process_runner.h"
#include "probe/probe.h"

namespace modbuild {

// What a probe may use.
struct ProbeTools {
  ProcessRunner* processes = nullptr;
  std::map<std::string, std::string> environment;  // that the programs are started with
  std::string pkg_config;                          // absolute path, "" when there is none
  std::vector<std::string> pkg_config_path;        // where .pc files are looked for, in order
  std::vector<std::string> allowed_flags;          // by the tree file, beyond the allowlist
};

// A warning to be given once, wherever the alternative is used.
struct ProbeWarning {
  Code code = Code::ProbeFailed;
  std::string message;
  std::string help;
};

// What one alternative answered.
struct AlternativeAnswer {
  Evidence evidence;
  std::string version;
  std::vector<std::string> cflags;
  std::vector<std::string> libs;
  std::vector<std::string> inputs;  // absolute paths that the answer depends on
  std::vector<ProbeWarning> warnings;
};

struct ProbeKindRow {
  ProbeKind kind;
  std::string_view name;
  // The question in words, also the key under which equal questions are asked once.
  std::string (*question)(const Alternative& alternative);
  AlternativeAnswer (*ask)(const Alternative& alternative, const ProbeTools& tools);
};

// Every kind, in the order of ProbeKind.
std::span<const ProbeKindRow> probe_kinds();

// --- pkg_config.cc ---
std::string pkg_config_question(const Alternative& alternative);
AlternativeAnswer ask_pkg_config(const Alternative& alternative, const ProbeTools& tools);
// The directories in which this pkg-config looks for .pc files.
std::vector<std::string> pkg_config_directories(const ProbeTools& tools);

}  // namespace modbuild
