#include "build_results.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <nlohmann/json.hpp>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/shell_words.h"
#include "base/str.h"
#include "build_graph/build_graph.h"
#include "emit/emit.h"

namespace modbuild::tool {
namespace {

using Json = nlohmann::json;

constexpr const char* kBuildLog = ".ninja_log";
constexpr std::uint64_t kLargestBuildLog = 1U << 30U;
constexpr std::uint64_t kMostOutput = 1U << 30U;
constexpr std::chrono::minutes kPatience{10};

// Paths may hold any bytes, JSON only UTF-8: both sides of a comparison are told alike.
std::string ascii(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  }
  return text;
}

// The first output of each step by its command, as ninja's compilation database has them.
std::unordered_map<std::string, std::string> outputs_by_command(const std::string& database) {
  std::unordered_map<std::string, std::string> outputs;
  const std::size_t begin = database.find('[');  // behind what -C says
  if (begin == std::string::npos) return outputs;
  const Json edges = Json::parse(database.substr(begin), nullptr, false);
  if (!edges.is_array()) return outputs;
  for (const Json& edge : edges) {
    if (!edge.contains("command") || !edge.contains("output")) continue;
    outputs[edge["command"].get<std::string>()] = edge["output"].get<std::string>();
  }
  return outputs;
}

// The database has no steps without inputs: theirs are generators, whose commands name all outputs.
std::string output_in(const std::string& command, const BuildGraph& graph) {
  for (const BuildStep& step : graph.steps()) {
    if (!step.inputs.empty() || step.outputs.empty()) continue;
    const bool named = std::all_of(step.outputs.begin(), step.outputs.end(),
                                   [&command](const std::string& output) {
                                     return command.find(ascii(output)) != std::string::npos;
                                   });
    if (named && is_generate_command(command)) return step.outputs.front();
  }
  return {};
}

// Which components' failing steps keep a step from running.
class Blame {
 public:
  Blame(const BuildGraph& graph, const std::vector<std::string>& outstanding)
      : graph_(graph), left_(graph.steps().size(), false), roots_(left_.size()) {
    for (const std::string& output : outstanding) {
      const std::size_t maker = graph.maker_of(output);
      if (maker < left_.size()) left_[maker] = true;
    }
  }

  bool is_left(std::size_t step) const { return left_[step]; }

  // With `-k` the tool runs whatever it can: a step that is left though all it needs is there
  // failed.
  bool failed(std::size_t step) const { return left_[step] && blockers_of(step).empty(); }

  // The components whose failing steps `step` waits for.
  const std::set<ComponentId>& roots_of(std::size_t step) {
    std::vector<std::size_t> path = {step};
    while (!path.empty()) {
      const std::size_t here = path.back();
      std::optional<std::set<ComponentId>>& roots = roots_[here];
      if (!roots && failed(here)) roots = {graph_.steps()[here].component};
      if (roots) {
        path.pop_back();
        continue;
      }
      const std::size_t depth = path.size();
      const std::vector<std::size_t> blockers = blockers_of(here);
      for (const std::size_t blocker : blockers) {
        if (!roots_[blocker]) path.push_back(blocker);
      }
      if (path.size() > depth) continue;
      roots.emplace();
      for (const std::size_t blocker : blockers) {
        roots->insert(roots_[blocker]->begin(), roots_[blocker]->end());
      }
    }
    return *roots_[step];
  }

 private:
  std::vector<std::size_t> blockers_of(std::size_t step) const {
    std::vector<std::size_t> blockers;
    for (const std::string& input : graph_.steps()[step].inputs) {
      const std::size_t maker = graph_.maker_of(input);
      if (maker < left_.size() && left_[maker]) blockers.push_back(maker);
    }
    return blockers;
  }

  const BuildGraph& graph_;
  std::vector<bool> left_;
  std::vector<std::optional<std::set<ComponentId>>> roots_;
};

bool ran(const BuildStep& step, const BuildLog& before, const BuildLog& after) {
  return std::any_of(step.outputs.begin(), step.outputs.end(), [&](const std::string& output) {
    const auto now = after.find(output);
    const auto then = before.find(output);
    return now != after.end() && (then == before.end() || then->second != now->second);
  });
}

struct ResultRow {
  BuildResult result;
  std::string_view word;
  Style style;
};
constexpr auto kResults = std::to_array<ResultRow>({
    {BuildResult::Failed, "failed", Style::Bad},
    {BuildResult::NotReached, "not reached", Style::Attention},
    {BuildResult::Built, "built", Style::Good},
    {BuildResult::UpToDate, "up to date", Style::Dim},
});

}  // namespace

namespace {

// A record is written anew by each step that has ended well.
BuildLog read_make_records(const BuildDirectory& build, const Plan& plan) {
  BuildLog log;
  const BuildGraph graph(plan);
  for (const BuildStep& step : graph.steps()) {
    if (step.outputs.empty()) continue;
    const std::string& output = step.outputs.front();
    const Expected<FileStatus> record = build.files->status(cat(output, ".dep"));
    if (!record || record->size == 0) continue;
    log[output] = cat(std::to_string(record->mtime_ns), " ", std::to_string(record->inode));
  }
  return log;
}

// The outputs whose steps make would run: each begins by emptying its record, ": >OUT.dep".
std::optional<std::vector<std::string>> outstanding_in_make(const BuildTool& tool,
                                                            const std::vector<std::string>& targets,
                                                            const BuildDirectory& build,
                                                            Context& context) {
  constexpr std::string_view kBegin = ": >";
  constexpr std::string_view kRecord = ".dep";
  std::vector<std::string> words = {"-n", "-s"};
  words.insert(words.end(), targets.begin(), targets.end());
  const std::optional<std::string> dry_run = ask_build_tool(tool, words, build, context);
  if (!dry_run) return std::nullopt;
  std::vector<std::string> outputs;
  for (const std::string& line : split(*dry_run, "\n")) {
    const std::size_t begin = line.find(kBegin);
    const std::size_t end = line.find(cat(kRecord, " &&"), begin);
    if (begin == std::string::npos || end == std::string::npos) continue;
    const std::size_t name = begin + kBegin.size();
    const std::vector<std::string> word =
        shell_words(std::string_view(line).substr(name, end - name))
            .value_or(std::vector<std::string>());
    if (word.size() == 1) outputs.push_back(word.front());
  }
  return outputs;
}

}  // namespace

std::optional<std::string> ask_build_tool(const BuildTool& tool, std::vector<std::string> words,
                                          const BuildDirectory& build, Context& context) {
  ProcessRequest request;
  request.argv = {tool.program, "-C", build.path};
  request.argv.insert(request.argv.end(), words.begin(), words.end());
  request.environment = context.environment.variables;
  request.environment["NINJA_STATUS"] = "";
  request.time_limit = kPatience;
  request.output_limit = kMostOutput;
  const Expected<ProcessAnswer> answer = context.processes.run(request);
  if (!answer || answer->exit_status != 0 || answer->timed_out || answer->output_cut) {
    return std::nullopt;
  }
  return ascii(answer->output);
}

BuildLog read_build_log(const BuildTool& tool, const BuildDirectory& build, const Plan& plan) {
  if (tool.backend == "make") return read_make_records(build, plan);
  BuildLog log;
  const Expected<std::string> text = build.files->read(kBuildLog, kLargestBuildLog);
  if (!text) return log;
  // start TAB end TAB mtime TAB output TAB hash of the command; the last entry of an output counts.
  for (const std::string& line : split(*text, "\n")) {
    const std::vector<std::string> fields = split(line, "\t");
    if (fields.size() == 5) log[fields[3]] = line;
  }
  return log;
}

std::optional<std::vector<std::string>> outstanding_outputs(const BuildTool& tool,
                                                            const std::vector<std::string>& targets,
                                                            const BuildDirectory& build,
                                                            Context& context) {
  if (tool.backend == "make") return outstanding_in_make(tool, targets, build, context);
  std::vector<std::string> words = {"-n", "-v"};
  words.insert(words.end(), targets.begin(), targets.end());
  const std::optional<std::string> dry_run = ask_build_tool(tool, words, build, context);
  const std::optional<std::string> database =
      ask_build_tool(tool, {"-t", "compdb"}, build, context);
  if (!dry_run || !database) return std::nullopt;
  const std::unordered_map<std::string, std::string> known = outputs_by_command(*database);
  const BuildGraph graph(context.results.plan);
  std::vector<std::string> outputs;
  for (const std::string& line : split(*dry_run, "\n")) {
    const auto found = known.find(line);
    std::string output = found != known.end() ? found->second : output_in(line, graph);
    if (output == kStampFile) return std::nullopt;
    if (!output.empty()) outputs.push_back(std::move(output));
  }
  return outputs;
}

std::vector<ComponentResult> component_results(const Context& context,
                                               const std::vector<std::string>& targets,
                                               const std::vector<std::string>& outstanding,
                                               const BuildLog& before, const BuildLog& after) {
  const BuildGraph graph(context.results.plan);
  const std::vector<bool> needed = graph.needed_by(targets);
  Blame blame(graph, outstanding);
  std::map<ComponentId, ComponentResult> results;
  std::map<ComponentId, std::set<ComponentId>> because_of;
  for (std::size_t i = 0; i < graph.steps().size(); ++i) {
    const BuildStep& step = graph.steps()[i];
    if (!needed[i] || !step.component.valid()) continue;
    ComponentResult& result = results[step.component];
    result.component = step.component;
    if (blame.failed(i)) {
      if (result.result != BuildResult::Failed) {
        result.failing_step = step.title;
        result.failing_output = step.outputs.empty() ? std::string() : step.outputs.front();
      }
      result.result = BuildResult::Failed;
    } else if (blame.is_left(i)) {
      if (result.result != BuildResult::Failed) result.result = BuildResult::NotReached;
      const std::set<ComponentId>& roots = blame.roots_of(i);
      because_of[step.component].insert(roots.begin(), roots.end());
    } else if (result.result == BuildResult::UpToDate && ran(step, before, after)) {
      result.result = BuildResult::Built;
    }
  }
  std::vector<ComponentResult> all;
  for (auto& [id, result] : results) {
    const std::set<ComponentId>& roots = because_of[id];
    if (result.result == BuildResult::NotReached) {
      result.because_of.assign(roots.begin(), roots.end());
    }
    all.push_back(std::move(result));
  }
  return all;
}

std::string results_table(const Context& context, const std::vector<ComponentResult>& results) {
  const Catalog& catalog = context.results.catalog;
  Table table;
  for (const ComponentResult& result : results) {
    const auto row = std::find_if(kResults.begin(), kResults.end(), [&](const ResultRow& known) {
      return known.result == result.result;
    });
    std::vector<std::string> names;
    for (const ComponentId id : result.because_of)
      names.push_back(catalog.components[id].name.value);
    table.row({{catalog.components[result.component].name.value},
               {std::string(row->word), row->style},
               {names.empty() ? result.failing_step : cat("because of ", join(names, ", "))}});
  }
  table.header({"component", "result", "first failing step"});
  return table.text(context.layout());
}

std::string results_line(const std::vector<ComponentResult>& results) {
  std::vector<std::string> counts;
  for (const ResultRow& row : kResults) {
    const auto count = std::count_if(results.begin(), results.end(), [&](const ComponentResult& r) {
      return r.result == row.result;
    });
    if (count != 0) counts.push_back(cat(std::to_string(count), " ", row.word));
  }
  return join(counts, ", ");
}

}  // namespace modbuild::tool
