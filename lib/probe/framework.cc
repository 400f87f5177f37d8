// A framework of macOS. No other system has them, so there the answer needs no question.
#include "base/str.h"
#include "probe/kinds.h"

namespace modbuild {

std::string framework_question(const Alternative& alternative) {
  return cat("framework ", alternative.framework.value);
}

void ask_framework(Question& question, const ProbeTools& tools) {
  if (tools.platform.os != "darwin") return not_found(question, "only darwin has frameworks");
  Alternative as_link = *question.alternative;
  as_link.libs = {{cat("-Wl,-framework,", as_link.framework.value), as_link.at}};
  const Alternative* asked = std::exchange(question.alternative, &as_link);
  ask_header(question, tools);
  question.alternative = asked;
}

}  // namespace modbuild
