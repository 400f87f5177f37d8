// A command whose output is flags, for libraries that an interpreter describes: perl's
// ExtUtils::Embed, python3-config, erl.
#include "base/str.h"
#include "probe/flags.h"
#include "probe/kinds.h"
#include "probe/printed.h"

namespace modbuild {

std::string query_question(const Alternative& alternative) {
  std::string text = "query";
  for (const Text& word : alternative.query) append(text, " ", word.value);
  return text;
}

void ask_query(Question& question, const ProbeTools& tools) {
  std::vector<std::string> argv = values_of(question.alternative->query);
  if (tools.is_cross()) argv.front() = cat(tools.platform.triple, "-", argv.front());
  const std::string program = find_on_path(tools, argv.front(), question);
  if (program.empty()) return not_found(question, cat("there is no '", argv.front(), "' on PATH"));
  argv.front() = program;
  if (!ask_both_lists(argv, tools, question)) return;
  if (!ask_variables(argv, tools, question)) return;
  conclude(question, {}, tools);
  watch_directories(question);
  prove(question, tools);
}

}  // namespace modbuild
