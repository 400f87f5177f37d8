// --stats and --trace, on every command.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "command_table.h"
#include "git_tree.h"
#include "support/cli_test.h"
#include "support/schema_check.h"
#include "trees.h"

namespace modbuild::test {
namespace {

using nlohmann::json;

constexpr const char* kTrace = "trace.json";

// The lines of a stream that are documents modbuild.stats/1.
std::vector<std::string> stats_lines(const std::string& err) {
  std::vector<std::string> found;
  std::istringstream lines(err);
  std::string line;
  while (std::getline(lines, line)) {
    if (line.starts_with(R"({"schema": "modbuild.stats/1")")) found.push_back(line);
  }
  return found;
}

json read_json(const TestTree& tree, const std::string& file) {
  return json::parse(tree.read(file));
}

// The events of a kind: "run", "stage", "loop", "program".
std::vector<json> events_of(const json& trace, const std::string& category) {
  std::vector<json> found;
  for (const json& event : trace["traceEvents"]) {
    if (event.value("cat", "") == category) found.push_back(event);
  }
  return found;
}

std::uint64_t end_of(const json& event) {
  return event["ts"].get<std::uint64_t>() + event["dur"].get<std::uint64_t>();
}

// By what is rounded, an event ends up to so many microseconds behind the one around it.
constexpr std::uint64_t kRounding = 1;

// Commands that only print what is compiled in have no stages: all they do is in the total.
bool has_stages(const std::string& command) {
  const std::set<std::string> without = {"explain", "help", "schema"};
  return without.count(command) == 0;
}

void expect_stats(const std::string& line, const std::string& command, const std::string& err) {
  const std::vector<std::string> documents = stats_lines(err);
  ASSERT_EQ(1U, documents.size()) << line << "\n" << err;
  EXPECT_EQ("", schema_faults("stats", documents[0])) << line << "\n" << documents[0];
  const json stats = json::parse(documents[0]);
  EXPECT_EQ(1U, stats["microseconds"].count("total")) << line;
  EXPECT_EQ(has_stages(command), stats["microseconds"].size() > 1) << line << "\n" << documents[0];
  EXPECT_EQ(1U, stats["counters"].count("processes")) << line;
}

void expect_trace(const std::string& line, const std::string& command, const TestTree& tree) {
  ASSERT_TRUE(tree.exists(kTrace)) << line;
  EXPECT_EQ("", schema_faults("trace", tree.read(kTrace))) << line;
  const json trace = read_json(tree, kTrace);
  const std::vector<json> runs = events_of(trace, "run");
  ASSERT_EQ(1U, runs.size()) << line;
  EXPECT_EQ("modbuild " + command, runs[0]["name"]) << line;
  const std::vector<json> stages = events_of(trace, "stage");
  EXPECT_EQ(has_stages(command), !stages.empty()) << line;
  for (const json& event : trace["traceEvents"]) {
    if (event["ph"] != "X") continue;
    EXPECT_LE(end_of(event), end_of(runs[0]) + kRounding) << line << event;
  }
}

TEST(Statistics, EveryCommandTellsItsStagesAndWritesATrace) {
  const SampleTree tree;
  keep_history(tree);
  for (const std::string& command : listed_commands()) {
    if (command == "install") Cli("build --fresh -q").in(tree).exits(0);
    const std::string line = examples_of(command).front();
    if (tree.exists(kTrace)) tree.remove(kTrace);
    const Outcome outcome = Cli(line + " --stats=json --trace " + kTrace).in(tree).run();
    EXPECT_LE(outcome.status, 1) << line << "\n" << outcome.err;
    expect_stats(line, command, outcome.err);
    expect_trace(line, command, tree);
  }
}

TEST(Statistics, ATableEndsWithTheWholeTimeAndTheCounters) {
  const TestTree tree(harbour());
  const std::string err = Cli("scan -q --stats").in(tree).run().err;
  const std::size_t tree_stage = err.find("tree ");
  const std::size_t load = err.find("load ");
  const std::size_t total = err.find("total ");
  const std::size_t counter = err.find("directories listed ");
  EXPECT_TRUE(tree_stage < load && load < total && total < counter) << err;
  EXPECT_NE(std::string::npos, counter) << err;
}

TEST(Statistics, AStageThatIsRunTwiceIsOneMember) {
  const TestTree tree(harbour());
  // Planned once for the options, and once more to know the targets.
  const std::string err = Cli("build log -q --stats=json").in(tree).run().err;
  const std::vector<std::string> documents = stats_lines(err);
  ASSERT_EQ(1U, documents.size()) << err;
  const std::string& text = documents[0];
  EXPECT_NE(std::string::npos, text.find("\"ninja\": ")) << text;
  EXPECT_EQ(text.find("\"load\": "), text.rfind("\"load\": ")) << text;
}

TEST(Trace, ShowsStagesLoopsAndProgramsOnTheirThreads) {
  const TestTree tree(harbour());
  Cli("gen -q -g db -j 2 --trace trace.json").in(tree).exits(0);
  const json trace = read_json(tree, kTrace);
  std::vector<std::string> stages;
  for (const json& stage : events_of(trace, "stage")) {
    stages.push_back(stage["name"]);
    EXPECT_EQ(1, stage["tid"]);
  }
  const std::vector<std::string> expected = {"tree",    "cache", "scan",   "load",
                                             "request", "probe", "select", "abi",
                                             "plan",    "emit",  "write",  "record"};
  EXPECT_EQ(expected, stages);
  std::set<int> rows;
  std::size_t loaded = 0;
  for (const json& loop : events_of(trace, "loop")) {
    rows.insert(loop["tid"].get<int>());
    if (loop["name"] == "load loop") loaded += loop["args"]["calls"].get<std::size_t>();
  }
  EXPECT_TRUE(rows.count(1) == 1 && rows.count(2) == 1) << trace.dump(1);
  EXPECT_EQ(8U + 8U, loaded);  // manifests read, components resolved
  const std::vector<json> programs = events_of(trace, "program");
  const auto asked = std::find_if(programs.begin(), programs.end(), [](const json& program) {
    return program["args"]["command"].get<std::string>().ends_with("cc -v");
  });
  ASSERT_NE(programs.end(), asked) << trace.dump(1);
  EXPECT_EQ("cc", (*asked)["name"]);
}

TEST(Trace, NamesEveryRowAndHoldsTheCounters) {
  const TestTree tree(harbour());
  Cli("scan -q -j 2 --trace trace.json").in(tree).run();
  const json trace = read_json(tree, kTrace);
  std::set<int> used;
  std::set<int> named;
  std::set<std::string> counters;
  for (const json& event : trace["traceEvents"]) {
    if (event["ph"] == "X") used.insert(event["tid"].get<int>());
    if (event["name"] == "thread_name") named.insert(event["tid"].get<int>());
    if (event["ph"] == "C") counters.insert(event["name"]);
  }
  EXPECT_EQ(named, used);
  EXPECT_EQ(1U, counters.count("files read"));
  EXPECT_EQ(1U, counters.count("processes"));
}

TEST(Trace, IsWrittenWhenTheCommandFails) {
  const TestTree tree(harbour());
  tree.write("modules/log/module.toml", "schema = 1\n[modul]\n");
  EXPECT_EQ(3, Cli("gen --trace trace.json").in(tree).run().status);
  EXPECT_EQ("", schema_faults("trace", tree.read(kTrace)));
  EXPECT_EQ("load", events_of(read_json(tree, kTrace), "stage").back()["name"]);
}

TEST(Trace, AFileThatCannotBeWrittenIsAnError) {
  const TestTree tree(harbour());
  Cli("scan --format names --trace missing/trace.json")
      .in(tree)
      .expect_stderr(
          "modbuild: error: cannot write 'missing/trace.json': No such file or "
          "directory\nhelp: --trace takes a file, in a directory that exists\n")
      .exits(5);
  // What a device or a link leads to is not replaced by a file.
  Cli("scan --format names --trace /dev/stdout")
      .in(tree)
      .expect_stderr(
          "modbuild: error: cannot write '/dev/stdout': it is there, and is no regular "
          "file\nhelp: --trace takes a file, in a directory that exists\n")
      .exits(5);
  Cli("scan --trace")
      .in(tree)
      .expect_stdout("")
      .expect_stderr("modbuild: error: --trace needs a value\n")
      .exits(2);
}

TEST(Trace, ReplacesTheFileAsAWhole) {
  const TestTree tree(harbour());
  tree.write(kTrace, std::string(100'000, 'x'));
  Cli("scan -q --trace trace.json").in(tree).run();
  EXPECT_EQ("", schema_faults("trace", tree.read(kTrace)));
  for (const std::string& file : tree.files("")) {
    EXPECT_EQ(std::string::npos, file.find(".tmp")) << file;
  }
}

}  // namespace
}  // namespace modbuild::test
