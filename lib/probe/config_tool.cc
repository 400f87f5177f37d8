// A program that comes with a library and prints its flags: mysql_config, pcre2-config.
#include "base/str.h"
#include "probe/flags.h"
#include "probe/kinds.h"
#include "probe/printed.h"

namespace modbuild {
namespace {

// The version that the tool prints when asked; "" when it is not asked.
std::string ask_version(const std::string& tool, const ProbeTools& tools, Question& question) {
  std::vector<std::string> argv = {tool};
  for (const Text& argument : question.alternative->version) argv.push_back(argument.value);
  if (argv.size() == 1) return {};
  const std::optional<ProcessAnswer> printed = run_probe(tools, std::move(argv), question);
  return printed && printed->exit_status == 0 ? version_in(printed->output) : std::string();
}

}  // namespace

std::string config_tool_question(const Alternative& alternative) {
  const VersionedName& needs = alternative.needs;
  std::string text = cat("config-tool ", alternative.config_tool.value);
  if (!needs.comparison.empty()) append(text, " ", needs.comparison, " ", needs.version);
  return text;
}

// A tool on PATH describes the machine that builds. For another one, that machine's tool is asked,
// which by convention stands on PATH behind its triple.
void ask_config_tool(Question& question, const ProbeTools& tools) {
  std::string name = question.alternative->config_tool.value;
  if (tools.is_cross()) name = cat(tools.platform.triple, "-", name);
  const std::string tool = find_on_path(tools, name, question);
  if (tool.empty()) return not_found(question, cat("there is no '", name, "' on PATH"));
  if (!ask_both_lists({tool}, tools, question)) return;
  if (!ask_variables({tool}, tools, question)) return;
  const std::string version = ask_version(tool, tools, question);
  if (question.answer.passing || !has_needed_version(version, question)) return;
  conclude(question, version, tools);
  watch_directories(question);
  prove(question, tools);
}

}  // namespace modbuild
