#include <algorithm>
#include <optional>

#include "base/path.h"
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
std::vector<std::string> command(const ProbeTools& tools, std::vector<std::string> options,
                                 const std::vector<VersionedName>& names) {
  std::vector<std::string> argv = {tools.pkg_config};
  argv.insert(argv.end(), options.begin(), options.end());
  argv.emplace_back("--");
  for (const VersionedName& name : names) argv.push_back(predicate(name));
  return argv;
}

std::string first_line(std::string_view text) {
  return displayable(text.substr(0, text.find('\n')));
}

// pkg-config's own words, as short as they can be said.
std::string refusal(const ProcessAnswer& answer) {
  std::vector<std::string> lines = split(answer.errors, "\n");
  for (const std::string& line : lines) {
    const std::size_t version = line.find("has version '");
    const std::size_t needs = line.find("required version is '");
    if (version == std::string::npos || needs == std::string::npos) continue;
    const auto quoted = [&](std::size_t at) {
      const std::size_t open = line.find('\'', at);
      return line.substr(open + 1, line.find('\'', open + 1) - open - 1);
    };
    return displayable(cat("version ", quoted(version), ", needs ", quoted(needs)));
  }
  for (const std::string& line : lines) {
    const std::size_t package = line.find("Package '");
    if (package == std::string::npos || !line.ends_with("not found")) continue;
    const std::size_t end = line.find('\'', package + 9);
    return displayable(cat(line.substr(package + 9, end - package - 9), " not found"));
  }
  return lines.empty() ? "not found" : first_line(lines.front());
}

// The answer of one run, or nothing with a warning when the program did not behave.
std::optional<ProcessAnswer> run(const ProbeTools& tools, std::vector<std::string> argv,
                                 AlternativeAnswer& answer) {
  ProcessRequest request;
  request.argv = std::move(argv);
  request.environment = tools.environment;
  const Expected<ProcessAnswer> result = tools.processes->run(request);
  std::string fault;
  if (!result) {
    fault = result.error().message();
  } else if (result->timed_out) {
    fault = "did not end in time";
  } else if (result->output_cut) {
    fault = "printed more than 1 MiB";
  } else if (result->exit_status >= 128) {
    fault = cat("was ended by signal ", std::to_string(result->exit_status - 128));
  }
  if (fault.empty()) return *result;
  answer.evidence.answered = fault;
  answer.warnings.push_back({Code::ProbeFailed, cat("'", answer.evidence.asked, "' ", fault),
                             "the library counts as missing"});
  return std::nullopt;
}

// One output serves both lists: what a linker takes is told by its form.
bool is_link_word(std::string_view word) {
  return word.starts_with("-l") || word.starts_with("-L") || word.starts_with("-Wl,") ||
         word.ends_with(".a") || word.ends_with(".so");
}

bool take_flags(const std::string& output, const ProbeTools& tools, AlternativeAnswer& answer) {
  const auto words = shell_words(output);
  std::string fault;
  if (invalid_utf8_at(output)) fault = "text that is not UTF-8";
  if (!words) fault = "an unclosed quote";
  if (fault.empty()) {
    for (const std::string& word : *words) {
      const std::string why = refused_flag(word, tools.allowed_flags);
      if (!why.empty()) fault = cat("the flag '", displayable(word), "', which ", why);
      const bool link = is_link_word(word);
      if (link || word == "-pthread") answer.libs.push_back(word);
      if (!link) answer.cflags.push_back(word);
    }
  }
  if (fault.empty()) return true;
  answer.cflags.clear();
  answer.libs.clear();
  answer.evidence.answered = cat("printed ", fault);
  answer.warnings.push_back(
      {Code::BadProbeFlag, cat("'", answer.evidence.asked, "' printed ", fault),
       "the library counts as missing; [tree] allow-flags can permit a flag by name"});
  return false;
}

// Versions of all names, and the .pc files behind them: what the answer depends on.
void take_details(const Alternative& alternative, const ProbeTools& tools,
                  AlternativeAnswer& answer) {
  for (const VersionedName& name : alternative.pkg_config) {
    const auto details =
        run(tools, command(tools, {"--modversion", "--variable=pcfiledir"}, {{name.name, "", ""}}),
            answer);
    if (!details) return;
    const std::vector<std::string> lines = split(details->output, "\n");
    if (lines.empty()) continue;
    if (answer.version.empty()) answer.version = displayable(lines.front());
    if (lines.size() > 1 && lines.back().starts_with('/')) {
      answer.inputs.push_back(cat(normalise(lines.back()), "/", name.name.value, ".pc"));
    }
  }
}

}  // namespace

std::string pkg_config_question(const Alternative& alternative) {
  std::vector<std::string> names;
  for (const VersionedName& name : alternative.pkg_config) names.push_back(predicate(name));
  return cat("pkg-config ", join(names, ", "));
}

AlternativeAnswer ask_pkg_config(const Alternative& alternative, const ProbeTools& tools) {
  AlternativeAnswer answer;
  answer.evidence.asked = pkg_config_question(alternative);
  // Whatever the answer, a .pc file that appears in or vanishes from one of these may change it.
  answer.inputs = tools.pkg_config_path;
  if (tools.pkg_config.empty()) {
    answer.evidence.answered = "pkg-config is not installed";
    answer.warnings.push_back({Code::NoPkgConfig, "there is no pkg-config on PATH",
                               "install it: apt-get install pkgconf"});
    return answer;
  }
  const auto flags = run(tools,
                         command(tools, {"--print-errors", "--short-errors", "--cflags", "--libs"},
                                 alternative.pkg_config),
                         answer);
  if (!flags) return answer;
  if (flags->exit_status != 0) {
    answer.evidence.answered = refusal(*flags);
    return answer;
  }
  if (!take_flags(flags->output, tools, answer)) return answer;
  answer.evidence.found = true;
  take_details(alternative, tools, answer);
  answer.evidence.answered = answer.version.empty() ? "found" : answer.version;
  return answer;
}

std::vector<std::string> pkg_config_directories(const ProbeTools& tools) {
  std::vector<std::string> directories;
  const auto add = [&](const std::string& path) {
    for (const std::string& directory : split(path, ":\n")) {
      if (directory.starts_with('/')) directories.push_back(normalise(directory));
    }
  };
  const auto variable = [&](const char* name) {
    const auto found = tools.environment.find(name);
    return found == tools.environment.end() ? std::string() : found->second;
  };
  add(variable("PKG_CONFIG_PATH"));
  if (!variable("PKG_CONFIG_LIBDIR").empty()) {
    add(variable("PKG_CONFIG_LIBDIR"));
  } else if (!tools.pkg_config.empty()) {
    ProcessRequest request;
    request.argv = {tools.pkg_config, "--variable", "pc_path", "pkg-config"};
    request.environment = tools.environment;
    const Expected<ProcessAnswer> answer = tools.processes->run(request);
    if (answer && answer->exit_status == 0) add(answer->output);
  }
  return directories;
}

}  // namespace modbuild
