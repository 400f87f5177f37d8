// The kinds of probes: one file and one row each. A kind asks its question for one alternative of a
// lib, and says what the answer depended on.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "probe/probe.h"
#include "probe/tools.h"

namespace modbuild {

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
  std::map<std::string, std::string> variables;
  std::vector<ProbeWarning> warnings;
  // Absolute paths of files and directories, all existing, that the answer depends on; what was
  // looked for and is absent stands there as its nearest existing directory.
  std::vector<std::string> inputs;
  // Another try may well answer differently (it hung, it crashed): not to be kept.
  bool passing = false;
};

// One distinct question, asked once however many libs have it.
struct Question {
  const Alternative* alternative = nullptr;
  std::string key;  // everything that distinguishes it from other questions
  bool answered = false;
  AlternativeAnswer answer;
};

struct ProbeKindRow {
  ProbeKind kind;
  std::string_view name;
  // The question in words.
  std::string (*question)(const Alternative& alternative);
  // Fills in question.answer. Runs in parallel with other questions.
  void (*ask)(Question& question, const ProbeTools& tools);
  // For kinds that answer many questions at the price of one: asks them all. May be null.
  void (*ask_all)(const std::vector<Question*>& questions, const ProbeTools& tools);
};

// Every kind, in the order of ProbeKind.
std::span<const ProbeKindRow> probe_kinds();
const ProbeKindRow& probe_kind(ProbeKind kind);

// The question of any alternative in words, with the proof that it asks for.
std::string question_words(const Alternative& alternative);

// The key of an alternative's question: equal for equal questions.
std::string question_key(const Alternative& alternative);

// What a question says of itself when it is not found.
void not_found(Question& question, std::string why);

// pkg_config.cc
std::string pkg_config_question(const Alternative& alternative);
void ask_pkg_config(Question& question, const ProbeTools& tools);
void ask_all_pkg_config(const std::vector<Question*>& questions, const ProbeTools& tools);
// config_tool.cc
std::string config_tool_question(const Alternative& alternative);
void ask_config_tool(Question& question, const ProbeTools& tools);
// header.cc
std::string header_question(const Alternative& alternative);
void ask_header(Question& question, const ProbeTools& tools);
// Tests the flags that were found, where the alternative wants it: the answer is no longer found
// when they do not work.
void prove(Question& question, const ProbeTools& tools);
// program.cc
std::string program_question(const Alternative& alternative);
void ask_program(Question& question, const ProbeTools& tools);
// query.cc
std::string query_question(const Alternative& alternative);
void ask_query(Question& question, const ProbeTools& tools);
// framework.cc
std::string framework_question(const Alternative& alternative);
void ask_framework(Question& question, const ProbeTools& tools);

}  // namespace modbuild
