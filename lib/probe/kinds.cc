#include "probe/kinds.h"

#include <array>

#include "base/check.h"
#include "base/packed.h"
#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::array<ProbeKindRow, 6> kKinds = {{
    {ProbeKind::PkgConfig, "pkg-config", pkg_config_question, ask_pkg_config, ask_all_pkg_config},
    {ProbeKind::ConfigTool, "config-tool", config_tool_question, ask_config_tool, nullptr},
    {ProbeKind::Header, "header", header_question, ask_header, nullptr},
    {ProbeKind::Program, "program", program_question, ask_program, nullptr},
    {ProbeKind::Query, "query", query_question, ask_query, nullptr},
    {ProbeKind::Framework, "framework", framework_question, ask_framework, nullptr},
}};

void pack(const std::vector<Text>& texts, PackWriter& writer) {
  writer.number(texts.size());
  for (const Text& text : texts) writer.text(text.value);
}

void pack(const VersionedName& name, PackWriter& writer) {
  writer.text(name.name.value);
  writer.text(name.comparison);
  writer.text(name.version);
}

}  // namespace

std::span<const ProbeKindRow> probe_kinds() {
  return kKinds;
}

const ProbeKindRow& probe_kind(ProbeKind kind) {
  const ProbeKindRow& row = kKinds[static_cast<std::size_t>(kind)];
  MB_CHECK(row.kind == kind);
  return row;
}

std::string question_words(const Alternative& alternative) {
  const std::string words = probe_kind(alternative.kind).question(alternative);
  return has_proof(alternative) ? cat(words, ", ", header_question(alternative)) : words;
}

std::string question_key(const Alternative& alternative) {
  PackWriter writer;
  writer.number(static_cast<std::uint64_t>(alternative.kind));
  writer.number(alternative.pkg_config.size());
  for (const VersionedName& name : alternative.pkg_config) pack(name, writer);
  writer.flag(alternative.is_static);
  writer.text(alternative.config_tool.value);
  pack(alternative.query, writer);
  writer.text(alternative.header.value);
  pack(alternative.link, writer);
  writer.text(alternative.symbol.value);
  writer.number(static_cast<std::uint64_t>(alternative.language));
  writer.text(alternative.program.value);
  writer.text(alternative.framework.value);
  pack(alternative.cflags, writer);
  pack(alternative.libs, writer);
  pack(alternative.add_cflags, writer);
  pack(alternative.add_libs, writer);
  writer.number(alternative.variables.size());
  for (const LibVariable& variable : alternative.variables) {
    writer.text(variable.name.value);
    pack(variable.arguments, writer);
  }
  pack(alternative.version, writer);
  pack(alternative.needs, writer);
  return writer.bytes();
}

void not_found(Question& question, std::string why) {
  question.answer.evidence.found = false;
  question.answer.evidence.answered = std::move(why);
}

}  // namespace modbuild
