// What `query` and `graph` share: an expression, the stages that its answer needs, the answer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/graph.h"
#include "request_options.h"
#include "select/select.h"

namespace modbuild::tool {

struct Context;

struct Question {
  std::string expression;
  std::vector<std::string> types;  // as typed behind --type
  RequestOptions request;
  bool verdicts = false;  // are wanted, whatever the expression needs
};

struct Answer {
  std::vector<ComponentId> components;   // by id
  Graph graph;                           // without copies; empty unless it was asked for
  std::vector<EdgeKind> kinds;           // of --type
  const Selection* selection = nullptr;  // null where nothing asked for verdicts
};

void declare_question(CLI::App& app, Question& question);

// Runs the stages that the expression needs: selecting, which may start probes, only for one that
// asks for verdicts, for `verdicts`, and where a request was given. `kinds` are those without
// --type. Nothing after a mistake or error.
std::optional<Answer> ask(const Question& question, const std::vector<EdgeKind>& kinds,
                          bool want_graph, Context& context);

}  // namespace modbuild::tool
