#include <algorithm>
#include <optional>

#include "base/str.h"
#include "base/utf8.h"
#include "model/flag_policy.h"
#include "probe/kinds.h"
#include "probe/words.h"

namespace modbuild {
namespace {

std::string predicate(const VersionedName& name) {
  if (name.comparison.empty()) return name.name.value;
  return cat(name.name.value, " ", name.comparison, " ", name.version);
}

// Names stand behind `--`, and each with its version in one argument, so that none is an option.
std::vector<std::string> command(const ProbeTools& tools, const std::vector<std::string>& options,
                                 const Alternative& alternative) {
  std::vector<std::string> argv = tools.pkg_config;
  argv.insert(argv.end(), options.begin(), options.end());
  argv.emplace_back("--");
  for (const VersionedName& name : alternative.pkg_config) argv.push_back(predicate(name));
  return argv;
}

// What stands between the first two quotes at or after `at`.
std::string quoted(std::string_view line, std::size_t at) {
  const std::size_t open = line.find('\'', at);
  if (open == std::string_view::npos) return {};
  return std::string(line.substr(open + 1, line.find('\'', open + 1) - open - 1));
}

// "Package 'fmt' has version '9.1.0', required version is '>= 99'" (pkgconf),
// "Requested 'fmt >= 99' but version of fmt is 9.1.0" (pkg-config).
std::string version_refusal(std::string_view line) {
  const std::size_t has = line.find("has version '");
  const std::size_t needs = line.find("required version is '");
  if (has != std::string_view::npos && needs != std::string_view::npos) {
    return cat("version ", quoted(line, has), ", needs ", quoted(line, needs));
  }
  constexpr std::string_view kVersionOf = "' but version of ";
  const std::size_t but = line.find(kVersionOf);
  if (!line.starts_with("Requested '") || but == std::string_view::npos) return {};
  const std::string wanted = quoted(line, 0);
  return cat("version ", line.substr(line.rfind(' ') + 1), ", needs ",
             wanted.substr(std::min(wanted.size(), wanted.find(' ') + 1)));
}

// "Package 'x', required by 'y', not found" (pkgconf), "No package 'x' found" (pkg-config).
std::string missing_name(std::string_view line) {
  const bool pkgconf = line.starts_with("Package '") && line.ends_with("not found");
  const bool pkg_config = line.starts_with("No package '") && line.ends_with("found");
  return pkgconf || pkg_config ? quoted(line, 0) : std::string();
}

// pkg-config's own words, as short as they can be said.
std::string refusal(const ProcessAnswer& answer, const Alternative& alternative) {
  const std::vector<std::string> lines = split(answer.errors, "\r\n");
  for (const std::string& line : lines) {
    const std::string version = version_refusal(line);
    if (!version.empty()) return displayable(version);
  }
  for (const std::string& line : lines) {
    const std::string name = missing_name(line);
    if (name.empty()) continue;
    const bool itself =
        alternative.pkg_config.size() == 1 && alternative.pkg_config.front().name.value == name;
    return itself ? "not found" : displayable(cat("'", name, "' not found"));
  }
  return lines.empty() ? "not found" : displayable(lines.front());
}

enum class WordKind : std::uint8_t { Compile, Link, Either };

// What a word is for, where its form alone says so. Options whose operand is a word of its own are
// Either, and so are those that compiler and linker both take.
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

std::string fault_of(const std::string& output,
                     const std::optional<std::vector<std::string>>& words,
                     const std::vector<std::string>& allowed) {
  if (invalid_utf8_at(output)) return "text that is not UTF-8";
  if (!words) return "a quote that is not closed";
  for (const std::string& word : *words) {
    if (word.empty()) return "an empty word";
    if (displayable(word) != word) return cat("control characters: '", displayable(word), "'");
    const std::string why = refused_flag(word, allowed);
    if (!why.empty()) return cat("the flag '", word, "', which ", why);
  }
  return {};
}

// The words that pkg-config prints for `options`; nothing, and the answer says why, when it does
// not find the packages or prints what may not be used.
std::optional<std::vector<std::string>> ask_words(const std::vector<std::string>& options,
                                                  const Alternative& alternative,
                                                  const ProbeTools& tools,
                                                  AlternativeAnswer& answer) {
  const std::optional<ProcessAnswer> printed =
      run_probe(tools, command(tools, options, alternative), answer);
  if (!printed) return std::nullopt;
  if (printed->exit_status != 0) {
    answer.evidence.answered = refusal(*printed, alternative);
    return std::nullopt;
  }
  std::optional<std::vector<std::string>> words = shell_words(printed->output);
  const std::string fault = fault_of(printed->output, words, tools.allowed_flags);
  if (fault.empty()) return words;
  answer.evidence.answered = cat("printed ", fault);
  answer.warnings.push_back(
      {Code::BadProbeFlag, cat("'", answer.evidence.asked, "' printed ", fault),
       "the library counts as missing; [tree] allow-flags can permit a flag by name"});
  return std::nullopt;
}

// One process tells both lists apart where each word's form does; else each list is asked for.
bool ask_flags(const Alternative& alternative, const ProbeTools& tools, AlternativeAnswer& answer) {
  constexpr const char* kErrors = "--print-errors";
  constexpr const char* kShort = "--short-errors";
  const auto both = ask_words({kErrors, kShort, "--cflags", "--libs"}, alternative, tools, answer);
  if (!both) return false;
  const bool clear = std::none_of(both->begin(), both->end(), [](const std::string& word) {
    return word_kind(word) == WordKind::Either;
  });
  if (clear) {
    for (const std::string& word : *both) {
      (word_kind(word) == WordKind::Link ? answer.libs : answer.cflags).push_back(word);
    }
    return true;
  }
  auto cflags = ask_words({kErrors, kShort, "--cflags"}, alternative, tools, answer);
  if (!cflags) return false;
  auto libs = ask_words({kErrors, kShort, "--libs"}, alternative, tools, answer);
  if (!libs) return false;
  answer.cflags = *std::move(cflags);
  answer.libs = *std::move(libs);
  return true;
}

}  // namespace

std::vector<std::string> find_pkg_config(const Environment& environment,
                                         const std::string& tree_root) {
  std::optional<std::vector<std::string>> argv =
      shell_words(environment.get("PKG_CONFIG", "pkg-config"));
  if (!argv) return {};
  if (argv->empty()) argv->emplace_back("pkg-config");
  std::string& program = argv->front();
  if (program.find('/') == std::string::npos) {
    program = find_program(program, environment.get("PATH"), tree_root);
  }
  if (program.empty()) argv->clear();
  return *std::move(argv);
}

std::string pkg_config_question(const Alternative& alternative) {
  std::vector<std::string> names;
  for (const VersionedName& name : alternative.pkg_config) names.push_back(predicate(name));
  return cat("pkg-config ", join(names, ", "));
}

AlternativeAnswer ask_pkg_config(const Alternative& alternative, const ProbeTools& tools) {
  AlternativeAnswer answer;
  answer.evidence.asked = pkg_config_question(alternative);
  if (tools.pkg_config.empty()) {
    answer.evidence.answered = "pkg-config is not installed";
    answer.warnings.push_back({Code::NoPkgConfig, "there is no pkg-config on PATH",
                               "install it: apt-get install pkgconf"});
    return answer;
  }
  if (!ask_flags(alternative, tools, answer)) return answer;
  answer.evidence.found = true;
  answer.evidence.answered = "found";
  return answer;
}

}  // namespace modbuild
