// A program that must be on PATH, for modules whose generators or tests need it: bison >= 3.1.
#include "base/str.h"
#include "probe/flags.h"
#include "probe/kinds.h"

namespace modbuild {

std::string program_question(const Alternative& alternative) {
  const VersionedName& needs = alternative.needs;
  std::string text = cat("program ", alternative.program.value);
  if (!needs.comparison.empty()) append(text, " ", needs.comparison, " ", needs.version);
  return text;
}

// Programs run on the machine that builds, so a toolchain for another one makes no difference.
void ask_program(Question& question, const ProbeTools& tools) {
  const Alternative& alternative = *question.alternative;
  const std::string path = find_on_path(tools, alternative.program.value, question);
  if (path.empty()) {
    return not_found(question, cat("there is no '", alternative.program.value, "' on PATH"));
  }
  std::string version;
  if (!alternative.needs.comparison.empty() || !alternative.version.empty()) {
    std::vector<std::string> argv = {path};
    for (const Text& argument : alternative.version) argv.push_back(argument.value);
    if (argv.size() == 1) argv.emplace_back("--version");
    const std::optional<ProcessAnswer> printed = run_probe(tools, std::move(argv), question);
    if (!printed) return;
    if (printed->exit_status != 0) {
      return not_found(question,
                       cat("failed with exit status ", std::to_string(printed->exit_status),
                           " when asked for its version"));
    }
    version = version_in(printed->output);
    if (version.empty()) version = version_in(printed->errors);
    if (!has_needed_version(version, question)) return;
  }
  question.answer.version = version;
  question.answer.evidence.found = true;
  question.answer.evidence.answered = version.empty() ? "found" : version;
}

}  // namespace modbuild
