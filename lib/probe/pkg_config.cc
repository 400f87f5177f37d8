// Asks pkg-config: all questions in one process where its own library can read the .pc files
// (pkg_config_reader.h), else each in processes of its own.
#include "probe/pkg_config.h"

#include <algorithm>
#include <optional>

#include "base/glob.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/shell_words.h"
#include "base/str.h"
#include "base/utf8.h"
#include "os/nearest_directory.h"
#include "probe/compiler.h"
#include "probe/flags.h"
#include "probe/kinds.h"
#include "probe/pkg_config_reader.h"
#include "probe/printed.h"

namespace modbuild {
namespace {

using Words = std::vector<std::string>;

std::string predicate(const VersionedName& name) {
  if (name.comparison.empty()) return name.name.value;
  return cat(name.name.value, " ", name.comparison, " ", name.version);
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
std::string refusal(const std::string& errors, const Words& names) {
  const Words lines = split(errors, "\r\n");
  for (const std::string& line : lines) {
    const std::string version = version_refusal(line);
    if (!version.empty()) return displayable(version);
  }
  for (const std::string& line : lines) {
    const std::string name = missing_name(line);
    if (name.empty()) continue;
    const bool itself =
        names.size() == 1 && (names.front() == name || names.front().starts_with(cat(name, " ")));
    return itself ? "not found" : displayable(cat("'", name, "' not found"));
  }
  return lines.empty() ? "not found" : displayable(lines.front());
}

void refuse(Question& question, const std::string& errors, const Words& names) {
  std::string why = refusal(errors, names);
  question.answer.evidence.too_old = why.starts_with("version ");
  not_found(question, std::move(why));
}

// --- one question in processes of its own ---

// Runs pkg-config. Names stand behind `--`, and each with its version in one argument, so that none
// is an option.
std::optional<ProcessAnswer> run(const ProbeTools& tools, Question& question, const Words& options,
                                 const Words& names) {
  Words argv = tools.pkg_config;
  argv.insert(argv.end(), options.begin(), options.end());
  if (question.alternative->is_static) argv.emplace_back("--static");
  argv.emplace_back("--");
  argv.insert(argv.end(), names.begin(), names.end());
  return run_probe(tools, std::move(argv), question);
}

// The words that pkg-config prints for `options`; nothing, and the answer says why, when it does
// not find the packages or prints what may not be used.
std::optional<Words> ask_words(const Words& options, const Words& names, const ProbeTools& tools,
                               Question& question) {
  Words all = {"--print-errors", "--short-errors"};
  all.insert(all.end(), options.begin(), options.end());
  const std::optional<ProcessAnswer> printed = run(tools, question, all, names);
  if (!printed) return std::nullopt;
  if (printed->exit_status == 0) return take_flags(printed->output, tools, question);
  refuse(question, printed->errors, names);
  return std::nullopt;
}

// One process tells both lists apart where each word's form does; else each list is asked for.
bool ask_lists(const Words& names, const ProbeTools& tools, Question& question) {
  AlternativeAnswer& answer = question.answer;
  const auto both = ask_words({"--cflags", "--libs"}, names, tools, question);
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
  auto cflags = ask_words({"--cflags"}, names, tools, question);
  if (!cflags) return false;
  auto libs = ask_words({"--libs"}, names, tools, question);
  if (!libs) return false;
  answer.cflags = *std::move(cflags);
  answer.libs = *std::move(libs);
  return true;
}

// The first line printed for one name; details alone make no library missing.
std::string ask_detail(const char* option, const std::string& name, const ProbeTools& tools,
                       Question& question) {
  Question detail = question;
  detail.answer.warnings.clear();
  const std::optional<ProcessAnswer> printed = run(tools, detail, {option}, {name});
  question.answer.evidence.log = std::move(detail.answer.evidence.log);
  question.answer.passing |= detail.answer.passing;
  if (!printed || printed->exit_status != 0) return {};
  const Words lines = split(printed->output, "\r\n");
  return lines.empty() ? std::string() : lines.front();
}

// The variables of the package `name`.
bool ask_values(const std::string& name, const ProbeTools& tools, Question& question) {
  for (const LibVariable& variable : question.alternative->variables) {
    const std::string option = cat("--variable=", variable.arguments.front().value);
    const std::optional<ProcessAnswer> printed = run(tools, question, {option}, {name});
    if (!printed || !take_value(variable.name.value, printed->output, question)) return false;
  }
  return true;
}

// The packages there are, by name.
Words ask_names(const ProbeTools& tools, Question& question) {
  Words argv = tools.pkg_config;
  argv.emplace_back("--list-all");
  const std::optional<ProcessAnswer> printed = run_probe(tools, std::move(argv), question);
  Words names;
  if (!printed || printed->exit_status != 0) return names;
  for (const std::string& line : split(printed->output, "\r\n")) {
    names.push_back(line.substr(0, line.find_first_of(" \t")));
  }
  return names;
}

// Nothing when the reading process did not come to a good end.
std::optional<std::vector<PackageAnswer>> read_all(const std::vector<std::string>& reader,
                                                   const std::vector<PackageQuestion>& asked,
                                                   const ProbeTools& tools) {
  ProcessRequest request;
  request.argv = reader;
  for (const PackageQuestion& question : asked) request.argv.push_back(packed(question));
  request.environment = tools.environment;
  request.time_limit = tools.time_limit;
  request.output_limit = std::uint64_t{64} << 20U;
  const Expected<ProcessAnswer> printed = tools.processes->run(request);
  const bool good =
      printed && !printed->timed_out && !printed->output_cut && printed->exit_status == 0;
  if (!good) return std::nullopt;
  return unpacked_answers(printed->output, asked.size());
}

// The files that a package requires. pkg-config does not say where it read them, so our own reader
// looks: first where the package itself was found, then where pkg-config is known to search.
void watch_closure(const ProbeTools& tools, const Words& names,
                   std::vector<std::string> directories, Question& question) {
  if (tools.self.empty()) return;
  directories.insert(directories.end(), tools.search_path.begin(), tools.search_path.end());
  std::vector<std::string> reader = reader_arguments({std::move(directories), {}, {}});
  reader.insert(reader.begin(), tools.self);
  const auto answers = read_all(reader, {PackageQuestion{names, true, {}}}, tools);
  if (!answers) return;
  const std::vector<std::string>& files = answers->front().files;
  question.answer.inputs.insert(question.answer.inputs.end(), files.begin(), files.end());
}

// A .pc file that was found, and where it would be found first.
void watch(const ProbeTools& tools, const Words& names, Question& question) {
  std::vector<std::string>& inputs = question.answer.inputs;
  for (const std::string& directory : tools.search_path) {
    inputs.push_back(nearest_directory(directory));
  }
  std::vector<std::string> directories;
  for (const std::string& name : names) {
    const std::string bare = name.substr(0, name.find(' '));
    const std::string directory = question.answer.evidence.found
                                      ? ask_detail("--variable=pcfiledir", bare, tools, question)
                                      : std::string();
    if (directory.starts_with('/')) {
      inputs.push_back(nearest_directory(cat(normalise(directory), "/", bare, ".pc")));
      directories.push_back(normalise(directory));
    }
    for (const std::string& searched : tools.search_path) {
      const std::string file = cat(searched, "/", bare, ".pc");
      if (nearest_directory(file) == file) inputs.push_back(file);
    }
  }
  watch_closure(tools, names, std::move(directories), question);
}

void ask_alone(const ProbeTools& tools, Question& question) {
  Words names;
  Words there;
  for (const VersionedName& name : question.alternative->pkg_config) {
    VersionedName exact = name;
    if (has_glob(name.name.value)) {
      if (there.empty()) there = ask_names(tools, question);
      const Words fitting = newest_first(name.name.value, there);
      const auto good = std::find_if(fitting.begin(), fitting.end(), [&](const std::string& one) {
        if (name.comparison.empty()) return true;
        const std::string version = ask_detail("--modversion", one, tools, question);
        return !version.empty() && version_satisfies(version, name.comparison, name.version);
      });
      if (good != fitting.end()) exact.name.value = *good;
    }
    names.push_back(predicate(exact));
  }
  if (question.answer.passing) return;
  const std::string first = names.front().substr(0, names.front().find(' '));
  if (ask_lists(names, tools, question) && ask_values(first, tools, question)) {
    conclude(question, ask_detail("--modversion", first, tools, question), tools);
  }
  watch(tools, names, question);
  prove(question, tools);
}

// --- many questions in one process ---

PackageQuestion package_question(const Alternative& alternative) {
  PackageQuestion asked;
  asked.is_static = alternative.is_static;
  for (const VersionedName& name : alternative.pkg_config) asked.names.push_back(predicate(name));
  for (const LibVariable& variable : alternative.variables) {
    asked.variables.push_back(variable.arguments.front().value);
  }
  return asked;
}

// What the reader did, as `probe --log` shows it.
ProcessRecord record_of(const PackageAnswer& read, const PackageQuestion& asked) {
  ProcessRecord record;
  record.command = cat("read ", read.files.empty() ? "no file" : join(read.files, " "));
  record.ended = read.found ? "found" : "not found";
  record.errors = read.errors;
  if (!read.found) return record;
  record.output = cat(read.cflags, "\n", read.libs, "\n");
  for (std::size_t i = 0; i < asked.variables.size(); ++i) {
    append(record.output, asked.variables[i], "=", read.values[i], "\n");
  }
  return record;
}

void take(const PackageAnswer& read, const PackageQuestion& asked, const ProbeTools& tools,
          Question& question) {
  AlternativeAnswer& answer = question.answer;
  for (const std::string& directory : tools.search_path) {
    answer.inputs.push_back(nearest_directory(directory));
  }
  answer.inputs.insert(answer.inputs.end(), read.files.begin(), read.files.end());
  answer.evidence.log.push_back(record_of(read, asked));
  if (!read.found) return refuse(question, read.errors, asked.names);
  auto cflags = take_flags(read.cflags, tools, question);
  if (!cflags) return;
  auto libs = take_flags(read.libs, tools, question);
  if (!libs) return;
  answer.cflags = *std::move(cflags);
  answer.libs = *std::move(libs);
  const std::vector<LibVariable>& variables = question.alternative->variables;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    if (!take_value(variables[i].name.value, read.values[i], question)) return;
  }
  conclude(question, read.version, tools);
}

}  // namespace

std::vector<std::string> newest_first(const std::string& pattern, std::vector<std::string> names) {
  std::erase_if(names,
                [&](const std::string& name) { return !glob_match_component(pattern, name); });
  std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    const int order = compare_versions(a, b);
    return order != 0 ? order > 0 : a > b;
  });
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string pkg_config_question(const Alternative& alternative) {
  std::vector<std::string> names;
  for (const VersionedName& name : alternative.pkg_config) names.push_back(predicate(name));
  return cat("pkg-config ", alternative.is_static ? "--static " : "", join(names, ", "));
}

void ask_pkg_config(Question& question, const ProbeTools& tools) {
  if (!tools.pkg_config.empty()) return ask_alone(tools, question);
  not_found(question, "pkg-config is not installed");
  question.answer.warnings.push_back(
      {Code::NoPkgConfig, "there is no pkg-config on PATH", "install it: apt-get install pkgconf"});
  question.answer.inputs = tools.pkg_config_inputs;  // it may appear, and then answer
}

void ask_all_pkg_config(const std::vector<Question*>& questions, const ProbeTools& tools) {
  std::optional<std::vector<PackageAnswer>> answers;
  std::vector<PackageQuestion> asked;
  if (!tools.reader.empty()) {
    for (const Question* question : questions) {
      asked.push_back(package_question(*question->alternative));
    }
    answers = read_all(tools.reader, asked, tools);
  }
  if (!answers) {
    // A .pc file that the library cannot bear must not cost more than the libs that need it.
    return for_each_index(questions.size(), tools.threads,
                          [&](std::size_t i) { ask_pkg_config(*questions[i], tools); });
  }
  for (std::size_t i = 0; i < questions.size(); ++i) {
    take((*answers)[i], asked[i], tools, *questions[i]);
  }
  for_each_index(questions.size(), tools.threads,
                 [&](std::size_t i) { prove(*questions[i], tools); });
}

}  // namespace modbuild
