#include "probe/answer_pack.h"

#include "base/packed.h"

namespace modbuild {
namespace {

constexpr auto kWarnings = {Code::ProbeFailed, Code::NoPkgConfig, Code::BadProbeFlag};

// Warnings are few and their codes may be renumbered: the one among those that probes give.
std::uint64_t number_of(Code code) {
  std::uint64_t number = 0;
  for (const Code known : kWarnings) {
    if (known == code) return number;
    ++number;
  }
  return 0;
}

Code code_of(std::uint64_t number) {
  return number < kWarnings.size() ? *(kWarnings.begin() + number) : Code::ProbeFailed;
}

}  // namespace

std::string packed(const AlternativeAnswer& answer) {
  PackWriter writer;
  const Evidence& evidence = answer.evidence;
  writer.flag(evidence.found);
  writer.flag(evidence.too_old);
  writer.text(evidence.answered);
  writer.number(evidence.log.size());
  for (const ProcessRecord& record : evidence.log) {
    for (const auto* text : {&record.command, &record.ended, &record.output, &record.errors}) {
      writer.text(*text);
    }
  }
  writer.text(answer.version);
  writer.texts(answer.cflags);
  writer.texts(answer.libs);
  writer.number(answer.variables.size());
  for (const auto& [name, value] : answer.variables) {
    writer.text(name);
    writer.text(value);
  }
  writer.number(answer.warnings.size());
  for (const ProbeWarning& warning : answer.warnings) {
    writer.number(number_of(warning.code));
    writer.text(warning.message);
    writer.text(warning.help);
  }
  return writer.bytes();
}

std::optional<AlternativeAnswer> unpacked_answer(std::string_view bytes) {
  PackReader reader(bytes);
  AlternativeAnswer answer;
  answer.evidence.kept = true;
  answer.evidence.found = reader.flag();
  answer.evidence.too_old = reader.flag();
  answer.evidence.answered = reader.text();
  answer.evidence.log.resize(reader.count());
  for (ProcessRecord& record : answer.evidence.log) {
    for (auto* text : {&record.command, &record.ended, &record.output, &record.errors}) {
      *text = reader.text();
    }
  }
  answer.version = reader.text();
  answer.cflags = reader.texts();
  answer.libs = reader.texts();
  for (std::size_t count = reader.count(); count > 0; --count) {
    std::string name(reader.text());
    answer.variables[std::move(name)] = reader.text();
  }
  answer.warnings.resize(reader.count());
  for (ProbeWarning& warning : answer.warnings) {
    warning.code = code_of(reader.number());
    warning.message = reader.text();
    warning.help = reader.text();
  }
  if (!reader.at_end()) return std::nullopt;
  return answer;
}

std::string packed(const Platform& platform) {
  PackWriter writer;
  for (const auto* text : {&platform.os, &platform.arch, &platform.libc, &platform.cc,
                           &platform.cc_version, &platform.triple}) {
    writer.text(*text);
  }
  return writer.bytes();
}

std::optional<Platform> unpacked_platform(std::string_view bytes) {
  PackReader reader(bytes);
  Platform platform;
  for (auto* text : {&platform.os, &platform.arch, &platform.libc, &platform.cc,
                     &platform.cc_version, &platform.triple}) {
    *text = reader.text();
  }
  if (!reader.at_end()) return std::nullopt;
  return platform;
}

}  // namespace modbuild
