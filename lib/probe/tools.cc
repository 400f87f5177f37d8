#include "probe/tools.h"

#include <algorithm>
#include <array>

#include "base/path.h"
#include "base/shell_words.h"
#include "base/str.h"
#include "base/utf8.h"
#include "os/nearest_directory.h"
#include "probe/kinds.h"
#include "probe/platform_probe.h"

namespace modbuild {
namespace {

// Of what a program printed this much is kept: enough to see what went wrong.
constexpr std::size_t kKept = 4096;

std::string kept(const std::string& text) {
  if (text.size() <= kKept) return text;
  return cat(std::string_view(text).substr(0, kKept), "\n[", std::to_string(text.size() - kKept),
             " more bytes]\n");
}

std::string command_of(const std::vector<std::string>& argv) {
  std::vector<std::string> words;
  for (const std::string& word : argv) words.push_back(displayable(shell_quoted(word)));
  return join(words, " ");
}

// Why what came back cannot be used; "" when it can.
std::string fault_of(const ProcessRequest& request, const Expected<ProcessAnswer>& result) {
  if (!result) return cat("did not start: ", result.error().message());
  if (result->timed_out) {
    return cat("did not end within ", std::to_string(request.time_limit.count() / 1000),
               " seconds");
  }
  if (result->output_cut) {
    return cat("printed more than ", std::to_string(request.output_limit >> 20U), " MiB");
  }
  if (result->signal != 0) return cat("was ended by signal ", std::to_string(result->signal));
  return {};
}

ProcessRecord record_of(const ProcessRequest& request, const Expected<ProcessAnswer>& result,
                        const std::string& fault) {
  ProcessRecord record;
  record.command = cat("$ ", command_of(request.argv));
  record.ended = fault;
  if (!result) return record;
  if (fault.empty()) record.ended = cat("exit status ", std::to_string(result->exit_status));
  record.output = kept(result->output);
  record.errors = kept(result->errors);
  return record;
}

}  // namespace

const std::string& ProbeTools::variable(const std::string& name) const {
  static const std::string kUnset;
  const auto found = environment.find(name);
  return found == environment.end() ? kUnset : found->second;
}

bool ProbeTools::is_cross() const {
  const Platform here = own_platform();
  return !toolchain.name.empty() &&
         (platform.arch != here.arch || platform.os != here.os || platform.libc != here.libc);
}

bool is_probe_variable(std::string_view name) {
  constexpr auto kTalk = std::to_array<std::string_view>(
      {"PKG_CONFIG_DEBUG_SPEW", "PKG_CONFIG_EARLY_TRACE", "PKG_CONFIG_LOG"});
  return name.starts_with("PKG_CONFIG_") &&
         std::find(kTalk.begin(), kTalk.end(), name) == kTalk.end();
}

std::map<std::string, std::string> tool_environment(const Environment& environment) {
  std::map<std::string, std::string> kept;
  for (const auto& [name, value] : environment.variables) {
    if (is_probe_variable(name) || name == "PATH" || name == "TMPDIR") kept[name] = value;
  }
  kept["LC_ALL"] = "C";
  kept["TZ"] = "UTC";
  return kept;
}

std::optional<ProcessAnswer> run_probe(const ProbeTools& tools, std::vector<std::string> argv,
                                       Question& question) {
  ProcessRequest request;
  request.argv = std::move(argv);
  request.environment = tools.environment;
  request.time_limit = tools.time_limit;
  Expected<ProcessAnswer> result = tools.processes->run(request);
  const std::string fault = fault_of(request, result);
  AlternativeAnswer& answer = question.answer;
  answer.evidence.log.push_back(record_of(request, result, fault));
  if (fault.empty()) return *std::move(result);
  answer.evidence.answered = fault;
  answer.passing = true;
  answer.warnings.push_back({Code::ProbeFailed, cat("'", answer.evidence.asked, "' ", fault),
                             "the library counts as missing; 'modbuild probe --log' shows what "
                             "it said"});
  return std::nullopt;
}

std::string watch_program(const std::string& program, const std::string& path,
                          const std::string& tree_root, std::vector<std::string>& inputs) {
  const std::string found = find_program(program, path, tree_root);
  for (const std::string& entry : split(path, ":")) {
    if (!entry.starts_with('/')) continue;
    const std::string directory = normalise(entry);
    inputs.push_back(nearest_directory(directory));
    if (directory == directory_of(found)) break;
  }
  if (!found.empty()) inputs.push_back(found);
  return found;
}

std::string find_on_path(const ProbeTools& tools, const std::string& program, Question& question) {
  return watch_program(program, tools.variable("PATH"), tools.tree_root, question.answer.inputs);
}

}  // namespace modbuild
