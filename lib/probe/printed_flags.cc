// What an alternative adds to the flags that were printed for it.
#include "base/utf8.h"
#include "probe/kinds.h"

namespace modbuild {
namespace {

void add_flags(const std::vector<Text>& own, std::vector<std::string>& flags) {
  for (const Text& flag : own) flags.push_back(flag.value);
}

}  // namespace

void conclude(Question& question, const std::string& version) {
  AlternativeAnswer& answer = question.answer;
  add_flags(question.alternative->add_cflags, answer.cflags);
  add_flags(question.alternative->add_libs, answer.libs);
  answer.version = displayable(version);
  answer.evidence.found = true;
  answer.evidence.answered = answer.version.empty() ? "found" : answer.version;
}

}  // namespace modbuild
