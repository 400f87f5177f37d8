#include "probe/flags.h"

#include <algorithm>

#include "base/path.h"
#include "base/shell_words.h"
#include "base/str.h"
#include "base/utf8.h"
#include "model/flag_policy.h"
#include "os/nearest_directory.h"

namespace modbuild {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Why words cannot be used: "printed WHY".
std::string fault_of(const std::string& output,
                     const std::optional<std::vector<std::string>>& words,
                     const std::vector<std::string>& allowed) {
  if (invalid_utf8_at(output)) return "text that is not UTF-8";
  if (!words) return "a quote that is not closed";
  for (const std::string& word : *words) {
    if (word.empty()) return "an empty word";
    if (displayable(word) != word) return cat("control characters: '", displayable(word), "'");
    const std::string why = refused_flag(word, allowed);
    if (why.empty()) continue;
    return word.starts_with('-') ? cat("the flag '", word, "', which ", why)
                                 : cat("the word '", word, "', which ", why);
  }
  return {};
}

void report(const std::string& fault, Question& question) {
  AlternativeAnswer& answer = question.answer;
  answer.evidence.answered = cat("printed ", fault);
  answer.warnings.push_back(
      {Code::BadProbeFlag, cat("'", answer.evidence.asked, "' printed ", fault),
       "the library counts as missing; [tree] allow-flags can permit a flag by name"});
}

}  // namespace

WordKind word_kind(std::string_view word) {
  if (word.size() <= 2) return WordKind::Either;
  if (word.starts_with("-I") || word.starts_with("-D") || word.starts_with("-U")) {
    return WordKind::Compile;
  }
  if (word.starts_with("-l") || word.starts_with("-L") || word.starts_with("-Wl,")) {
    return WordKind::Link;
  }
  return WordKind::Either;
}

std::optional<std::vector<std::string>> take_flags(const std::string& printed,
                                                   const ProbeTools& tools, Question& question) {
  std::optional<std::vector<std::string>> words = shell_words(printed);
  const std::string fault = fault_of(printed, words, tools.allowed_flags);
  if (fault.empty()) return words;
  report(fault, question);
  return std::nullopt;
}

bool is_permitted(const std::string& flag, const ProbeTools& tools, Question& question) {
  const std::string why = refused_flag(flag, tools.allowed_flags);
  if (why.empty()) return true;
  report(cat("a value that makes the flag '", flag, "', which ", why), question);
  return false;
}

std::string version_in(std::string_view text) {
  std::string whole_line;
  for (const std::string& line : split(text, "\r\n")) {
    for (std::string_view word : split(line, " \t(),;:\"'")) {
      if (word.size() > 1 && (word[0] == 'v' || word[0] == 'V')) word.remove_prefix(1);
      const std::string_view number = word.substr(0, word.find_first_not_of("0123456789."));
      const bool dotted = number.find('.') != std::string_view::npos && is_digit(number.back()) &&
                          is_digit(number.front());
      if (dotted) return std::string(number);
      if (whole_line.empty() && number == line) whole_line = number;
    }
  }
  return whole_line;
}

bool has_needed_version(const std::string& version, Question& question) {
  const VersionedName& needs = question.alternative->needs;
  if (needs.comparison.empty()) return true;
  if (version.empty()) {
    not_found(question,
              cat("does not say its version, needs ", needs.comparison, " ", needs.version));
    return false;
  }
  if (version_satisfies(version, needs.comparison, needs.version)) return true;
  question.answer.evidence.too_old = true;
  not_found(question, cat("version ", version, ", needs ", needs.comparison, " ", needs.version));
  return false;
}

std::vector<std::string> with_arguments(std::vector<std::string> argv,
                                        const std::vector<Text>& arguments) {
  for (const Text& argument : arguments) argv.push_back(argument.value);
  return argv;
}

std::optional<std::string> ask_text(std::vector<std::string> argv, const ProbeTools& tools,
                                    Question& question) {
  const std::optional<ProcessAnswer> printed = run_probe(tools, std::move(argv), question);
  if (!printed) return std::nullopt;
  if (printed->exit_status != 0) {
    // What it lacks only the program knows, so nothing tells when it would succeed: ask again.
    question.answer.passing = true;
    const std::vector<std::string> lines = split(printed->errors, "\r\n");
    not_found(question,
              cat("failed with exit status ", std::to_string(printed->exit_status),
                  lines.empty() ? "" : ": ", lines.empty() ? "" : displayable(lines.front())));
    return std::nullopt;
  }
  return printed->output;
}

std::optional<std::vector<std::string>> ask_flags(std::vector<std::string> argv,
                                                  const ProbeTools& tools, Question& question) {
  const std::optional<std::string> printed = ask_text(std::move(argv), tools, question);
  if (!printed) return std::nullopt;
  return take_flags(*printed, tools, question);
}

bool ask_both_lists(const std::vector<std::string>& argv, const ProbeTools& tools,
                    Question& question) {
  const Alternative& alternative = *question.alternative;
  AlternativeAnswer& answer = question.answer;
  if (alternative.cflags.empty() && alternative.libs.empty()) {
    if (!alternative.variables.empty()) return true;
    const auto words = ask_flags(argv, tools, question);
    if (!words) return false;
    if (words->empty()) {
      not_found(question, "prints nothing");
      return false;
    }
    for (const std::string& word : *words) {
      const WordKind kind = word_kind(word);
      if (kind != WordKind::Link) answer.cflags.push_back(word);
      if (kind != WordKind::Compile) answer.libs.push_back(word);
    }
    return true;
  }
  if (!alternative.cflags.empty()) {
    auto words = ask_flags(with_arguments(argv, alternative.cflags), tools, question);
    if (!words) return false;
    answer.cflags = *std::move(words);
  }
  if (!alternative.libs.empty()) {
    auto words = ask_flags(with_arguments(argv, alternative.libs), tools, question);
    if (!words) return false;
    answer.libs = *std::move(words);
  }
  return true;
}

void watch_directories(Question& question) {
  AlternativeAnswer& answer = question.answer;
  for (const auto* list : {&answer.cflags, &answer.libs}) {
    for (const std::string_view word : *list) {
      if (!word.starts_with("-I/") && !word.starts_with("-L/")) continue;
      answer.inputs.push_back(nearest_directory(normalise(word.substr(2))));
    }
  }
}

}  // namespace modbuild
