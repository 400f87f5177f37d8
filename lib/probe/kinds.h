// The kinds of probes: one row each. A kind asks its question for one alternative of a lib.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "os/process_runner.h"
#include "probe/probe.h"

namespace modbuild {

// What a probe may use.
struct ProbeTools {
  ProcessRunner* processes = nullptr;
  std::map<std::string, std::string> environment;  // that the programs are started with
  std::vector<std::string> pkg_config;             // argv; empty when there is none
  std::vector<std::string> allowed_flags;          // by the tree file, beyond the allowlist
  unsigned threads = 0;
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
  std::vector<ProbeWarning> warnings;
};

// One distinct question, asked once however many libs have it.
struct Question {
  const Alternative* alternative = nullptr;
  unsigned round = 0;  // in which it was asked; 0 = not yet
  AlternativeAnswer answer;
};

struct ProbeKindRow {
  ProbeKind kind;
  std::string_view name;
  // The question in words, also the key under which equal questions are asked once.
  std::string (*question)(const Alternative& alternative);
  // Runs in parallel with other questions.
  AlternativeAnswer (*ask)(const Alternative& alternative, const ProbeTools& tools);
  // Once all questions of this kind are answered: what can be asked for all of them in one go.
  // Adds the absolute paths that the answers depend on to `inputs`. May be null.
  void (*finish)(const std::vector<Question*>& asked, const ProbeTools& tools,
                 std::vector<std::string>& inputs);
};

// Every kind, in the order of ProbeKind.
std::span<const ProbeKindRow> probe_kinds();
const ProbeKindRow& probe_kind(ProbeKind kind);

// Runs `argv` with the environment of `tools`. A program that hangs, is killed, or prints too much
// gives a warning (MB091) and no answer.
std::optional<ProcessAnswer> run_probe(const ProbeTools& tools, std::vector<std::string> argv,
                                       AlternativeAnswer& answer);

// --- pkg_config.cc ---
// The argv of pkg-config: $PKG_CONFIG or pkg-config, found on PATH outside the tree.
std::vector<std::string> find_pkg_config(const Environment& environment,
                                         const std::string& tree_root);
std::string pkg_config_question(const Alternative& alternative);
AlternativeAnswer ask_pkg_config(const Alternative& alternative, const ProbeTools& tools);

// --- pkg_config_files.cc ---
// Versions and .pc files of what was found, and the directories searched.
void finish_pkg_config(const std::vector<Question*>& asked, const ProbeTools& tools,
                       std::vector<std::string>& inputs);

}  // namespace modbuild
