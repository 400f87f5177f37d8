#include "probe/printed.h"

#include "base/expand_text.h"
#include "base/str.h"
#include "base/utf8.h"
#include "probe/flags.h"

namespace modbuild {
namespace {

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

// Why `lines` are no value: "is empty". A path may hold blanks, a word has none; what begins like
// an option could become one wherever it is filled in.
std::string fault_of(const std::vector<std::string>& lines) {
  if (lines.empty()) return "is empty";
  if (lines.size() > 1) return cat("has ", std::to_string(lines.size()), " lines, expected one");
  const std::string& value = lines.front();
  if (displayable(value) != value) return "holds control characters";
  if (value.front() == '-' || value.front() == '@')
    return cat("looks like an option: '", value, "'");
  const bool words = value.find(' ') != std::string::npos;
  if (words && value.front() != '/') return cat("is neither a path nor one word: '", value, "'");
  return {};
}

// The alternative's own flags, filled in. What they become must be permitted as well.
bool add_flags(const std::vector<Text>& own, std::vector<std::string>& flags,
               const ProbeTools& tools, Question& question) {
  for (const Text& text : own) {
    std::string unknown;
    std::string flag = expand_text(text.value, lookup_in(question.answer.variables), unknown);
    if (flag != text.value && !is_permitted(flag, tools, question)) return false;
    flags.push_back(std::move(flag));
  }
  return true;
}

}  // namespace

bool take_value(const std::string& name, const std::string& printed, Question& question) {
  std::vector<std::string> lines;
  for (const std::string& line : split(printed, "\r\n")) {
    const std::string_view text = trimmed(line);
    if (!text.empty()) lines.emplace_back(text);
  }
  const std::string fault =
      invalid_utf8_at(printed) ? std::string("is not UTF-8") : fault_of(lines);
  if (fault.empty()) {
    question.answer.variables[name] = lines.front();
    return true;
  }
  not_found(question, cat("the value of '", name, "' ", fault));
  return false;
}

bool ask_variables(const std::vector<std::string>& argv, const ProbeTools& tools,
                   Question& question) {
  for (const LibVariable& variable : question.alternative->variables) {
    const std::optional<std::string> printed =
        ask_text(with_arguments(argv, variable.arguments), tools, question);
    if (!printed || !take_value(variable.name.value, *printed, question)) return false;
  }
  return true;
}

void conclude(Question& question, const std::string& version, const ProbeTools& tools) {
  AlternativeAnswer& answer = question.answer;
  const Alternative& alternative = *question.alternative;
  if (!add_flags(alternative.add_cflags, answer.cflags, tools, question)) return;
  if (!add_flags(alternative.add_libs, answer.libs, tools, question)) return;
  answer.version = displayable(version);
  answer.evidence.found = true;
  answer.evidence.answered = answer.version.empty() ? "found" : answer.version;
}

}  // namespace modbuild
