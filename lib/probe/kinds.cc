#include "probe/kinds.h"

#include <array>

#include "base/check.h"
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
  AlternativeAnswer answer;
  answer.evidence.answered =
      cat("probe kind '", probe_kind(alternative.kind).name, "' is not available in this version");
  return answer;
}

constexpr std::array<ProbeKindRow, 5> kKinds = {{
    {ProbeKind::PkgConfig, "pkg-config", pkg_config_question, ask_pkg_config, finish_pkg_config},
    {ProbeKind::ConfigTool, "config-tool", config_tool_question, not_available, nullptr},
    {ProbeKind::Header, "header", header_question, not_available, nullptr},
    {ProbeKind::Program, "program", program_question, not_available, nullptr},
    {ProbeKind::Query, "query", query_question, not_available, nullptr},
}};

}  // namespace

std::span<const ProbeKindRow> probe_kinds() {
  return kKinds;
}

const ProbeKindRow& probe_kind(ProbeKind kind) {
  const ProbeKindRow& row = kKinds[static_cast<std::size_t>(kind)];
  MB_CHECK(row.kind == kind);
  return row;
}

std::optional<ProcessAnswer> run_probe(const ProbeTools& tools, std::vector<std::string> argv,
                                       AlternativeAnswer& answer) {
  ProcessRequest request;
  request.argv = std::move(argv);
  request.environment = tools.environment;
  Expected<ProcessAnswer> result = tools.processes->run(request);
  std::string fault;
  if (!result) {
    fault = cat("did not start: ", result.error().message());
  } else if (result->timed_out) {
    fault =
        cat("did not end within ", std::to_string(request.time_limit.count() / 1000), " seconds");
  } else if (result->output_cut) {
    fault = cat("printed more than ", std::to_string(request.output_limit >> 20U), " MiB");
  } else if (result->exit_status > 128) {
    fault = cat("was ended by signal ", std::to_string(result->exit_status - 128));
  }
  if (fault.empty()) return *std::move(result);
  answer.evidence.answered = fault;
  answer.warnings.push_back({Code::ProbeFailed, cat("'", answer.evidence.asked, "' ", fault),
                             "the library counts as missing"});
  return std::nullopt;
}

}  // namespace modbuild
