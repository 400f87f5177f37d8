#include "probe/kinds.h"

#include <array>

#include "base/str.h"

namespace modbuild {
namespace {

std::string words(std::string_view first, const std::vector<Text>& rest) {
  std::string out(first);
  for (const Text& text : rest) append(out, out.empty() ? "" : " ", text.value);
  return out;
}

std::string config_tool_question(const Alternative& alternative) {
  return words(alternative.config_tool.value, alternative.cflags);
}

std::string header_question(const Alternative& alternative) {
  return words(cat("header ", alternative.header.value), alternative.link);
}

std::string program_question(const Alternative& alternative) {
  return cat("program ", alternative.program.value);
}

std::string query_question(const Alternative& alternative) {
  return words("", alternative.query);
}

// Kinds that are declared, read and shown, but not yet asked: they count as not found and say so.
AlternativeAnswer not_available(const Alternative& alternative, const ProbeTools&) {
  const ProbeKindRow& row = probe_kinds()[static_cast<std::size_t>(alternative.kind)];
  AlternativeAnswer answer;
  answer.evidence.answered =
      cat("not asked: probes of kind '", row.name, "' are not part of this version");
  return answer;
}

constexpr std::array<ProbeKindRow, 5> kKinds = {{
    {ProbeKind::PkgConfig, "pkg-config", pkg_config_question, ask_pkg_config},
    {ProbeKind::ConfigTool, "config-tool", config_tool_question, not_available},
    {ProbeKind::Header, "header", header_question, not_available},
    {ProbeKind::Program, "program", program_question, not_available},
    {ProbeKind::Query, "query", query_question, not_available},
}};

}  // namespace

std::span<const ProbeKindRow> probe_kinds() {
  return kKinds;
}

}  // namespace modbuild
