#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

using Json = nlohmann::json;

Json document(const TestTree& tree, const std::string& command) {
  const Outcome outcome = Cli(command).in(tree).run();
  EXPECT_EQ(0, outcome.status) << outcome.err;
  return Json::parse(outcome.out, nullptr, false);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// The components that are on, with what decides how they are built.
std::map<std::string, std::string> selected(const TestTree& tree, const std::string& options) {
  std::map<std::string, std::string> found;
  const Json selection = document(tree, "select -q --format json " + options);
  for (const char* kind : {"modules", "programs"}) {
    for (const Json& one : selection[kind]) {
      if (one["verdict"] != "on") continue;
      std::string how = one.value("linkage", "");
      for (const Json& feature : one.value("features", Json::array())) {
        how += feature["on"] == true ? " +" : " -";
        how += feature["name"].get<std::string>();
      }
      found[one["name"].get<std::string>()] = how;
    }
  }
  return found;
}

std::string options_of(const Json& part) {
  std::string options;
  for (const Json& word : part["arguments"]) options += " '" + word.get<std::string>() + "'";
  return options;
}

// A part builds what it says, each component as the whole does; together they have everything once.
void expect_parts_make_the_whole(const TestTree& tree, const std::string& request, int parts) {
  const std::map<std::string, std::string> whole = selected(tree, request);
  std::set<std::string> seen;
  const Json matrix = document(
      tree, "ci matrix -q --shards " + std::to_string(parts) + " --format json " + request);
  ASSERT_EQ(static_cast<std::size_t>(parts), matrix["shards"].size());
  for (const Json& part : matrix["shards"]) {
    const std::map<std::string, std::string> built = selected(tree, options_of(part));
    std::set<std::string> names;
    for (const auto& [name, how] : built) {
      EXPECT_EQ(whole.at(name), how) << name << " of" << options_of(part);
      names.insert(name);
    }
    EXPECT_EQ(part["builds"].get<std::set<std::string>>(), names) << options_of(part);
    for (const Json& one : part["components"]) {
      EXPECT_TRUE(seen.insert(one["name"].get<std::string>()).second) << one;
      EXPECT_EQ(1U, names.count(one["name"].get<std::string>())) << one;
    }
    // The compilers are told the same in every part.
    std::string side;
    for (const Json& word : part["arguments"]) side += " " + word.get<std::string>();
    const Json difference =
        document(tree, "diff -q ' " + request + "' '" + side + "' --format json");
    EXPECT_EQ(Json::array(), difference["flags"]) << side;
  }
  EXPECT_EQ(whole.size(), seen.size());
}

TEST(CiShard, PrintsTheModulesOfAPart) {
  const TestTree tree(harbour());
  Cli("ci shard 1/1 -g db --format names")
      .in(tree)
      .expect_stdout("db_json\ndb_text\nharbourd\n")
      .exits(0);
  std::set<std::string> all;
  for (const char* part : {"1/3", "2/3", "3/3"}) {
    const Outcome outcome =
        Cli(std::string("ci shard ") + part + " --base all --format names").in(tree).run();
    EXPECT_EQ(0, outcome.status) << outcome.err;
    for (const std::string& name : lines_of(outcome.out)) EXPECT_TRUE(all.insert(name).second);
  }
  EXPECT_EQ((std::set<std::string>{"core_io", "db_json", "db_text", "harbourd", "log", "spare"}),
            all);
}

TEST(CiShard, SaysWhereItsCostsComeFrom) {
  const TestTree tree(harbour());
  const Outcome guessed = Cli("ci shard 1/1 -g db").in(tree).run();
  EXPECT_NE(std::string::npos, guessed.err.find("estimated from the sizes of sources"))
      << guessed.err;
  Cli("build -q -g db").in(tree).exits(0);
  const Outcome measured = Cli("ci shard 1/1 -g db").in(tree).run();
  EXPECT_NE(std::string::npos, measured.err.find("; from the log of 'build'\n")) << measured.err;
}

TEST(CiShard, FollowsTheLogOfTheBuildDirectory) {
  const TestTree tree(harbour());
  Cli("gen -q --base all").in(tree).exits(0);
  std::string log = "# ninja log v5\n";
  // One module takes longer than all others together, so it has a part to itself.
  for (const char* name : {"core_io", "db_json", "db_text", "spare", "log"}) {
    const std::string ms = std::string(name) == "spare" ? "90000" : "1000";
    log += "0\t" + ms + "\t0\tmodules/" + name + ".so\tx\n";
  }
  tree.write("build/.ninja_log", log);
  std::string with_spare;
  for (const char* part : {"1/3", "2/3", "3/3"}) {
    const Outcome outcome = Cli(std::string("ci shard ") + part + " --format names").in(tree).run();
    if (outcome.out.find("spare\n") != std::string::npos) with_spare = outcome.out;
  }
  EXPECT_EQ("spare\n", with_spare);
}

TEST(CiShard, RefusesWhatIsNoPart) {
  const TestTree tree(harbour());
  for (const char* part : {"", "3", "0/3", "4/3", "1/0", "a/b", "1/3/2", "-1/3"}) {
    EXPECT_EQ(2, Cli(std::vector<std::string>{"ci", "shard", part}).in(tree).run().status) << part;
  }
  Cli("ci sharp 1/2")
      .in(tree)
      .expect_stderr("modbuild: error: 'ci' knows no 'sharp'\nhelp: did you mean 'shard'?\n")
      .exits(2);
  Cli("ci shard 1/2 --format github")
      .in(tree)
      .expect_stderr(
          "modbuild: error: 'ci shard' has no format 'github'\nhelp: it has text, names, json\n")
      .exits(2);
  Cli("ci").in(tree).exits(2);
  Cli("ci matrix").in(tree).exits(2);
  Cli("ci cover --shards 2").in(tree).exits(2);
}

TEST(CiMatrix, DividesTheWhole) {
  const TestTree tree(harbour());
  tree.add_library("harbour-json", "2.1");
  tree.add_library("harbour-ssl", "3.0");
  for (const int parts : {1, 2, 3, 9}) {
    expect_parts_make_the_whole(tree, "--base all", parts);
    expect_parts_make_the_whole(tree, "-g db -s db_text --feature db_json/pretty=off", parts);
  }
}

TEST(CiMatrix, DividesTheSampleTree) {
  const SampleTree tree;
  expect_parts_make_the_whole(tree, "", 4);
  expect_parts_make_the_whole(tree, "--base all -s tally,cli", 3);
}

TEST(CiMatrix, PartsBuildByTheirOptionsAlone) {
  const TestTree tree(harbour());
  std::set<std::string> made;
  const Json matrix = document(tree, "ci matrix -q --base all --shards 2 --format json");
  for (const Json& part : matrix["shards"]) {
    const std::string directory = "part" + std::to_string(part["part"].get<int>());
    Cli("build -q -B " + directory + options_of(part)).in(tree).exits(0);
    for (const std::string& file : tree.files(directory)) {
      if (file.ends_with(".so")) made.insert(file.substr(file.rfind('/') + 1));
    }
  }
  EXPECT_EQ((std::set<std::string>{"core_io.so", "db_json.so", "db_text.so", "log.so", "spare.so"}),
            made);
}

TEST(CiMatrix, WritesWhatCiSystemsTake) {
  const TestTree tree(harbour());
  Cli("ci matrix -q -g db --shards 1 --format github")
      .in(tree)
      .expect_stdout(
          "{\"include\": [{\"name\": \"1/1\", \"options\": \"-i db_json,db_text --base "
          "none\", \"modules\": \"db_json db_text harbourd\"}]}\n")
      .exits(0);
  const Json gitlab = document(tree, "ci matrix -q -g db --shards 2 --format gitlab");
  for (const Json& row : gitlab["parallel"]["matrix"]) {
    for (const auto& [key, value] : row.items()) EXPECT_TRUE(value.is_string()) << key;
    EXPECT_EQ(1U, row.count("MODBUILD_OPTIONS"));
  }
}

TEST(CiCover, BuildsEverythingOnAndOff) {
  const TestTree tree(harbour());
  tree.add_library("harbour-json", "2.1");
  tree.add_library("harbour-ssl", "3.0");
  const Json cover = document(tree, "ci cover -q --format json");
  EXPECT_EQ(Json::array(), cover["unreached"]);
  std::set<std::string> seen;
  for (const Json& row : cover["requests"]) {
    const std::map<std::string, std::string> built = selected(tree, options_of(row));
    for (const char* name : {"auth", "core_io", "db_json", "db_text", "log", "spare", "tls"}) {
      const auto found = built.find(name);
      seen.insert(std::string(name) + (found == built.end() ? " off" : " on"));
      if (std::string(name) == "db_json" && found != built.end()) seen.insert(found->second);
    }
  }
  EXPECT_EQ((std::set<std::string>{"auth on", "auth off", "core_io on", "core_io off", "db_json on",
                                   "db_json off", "db_text on", "db_text off", "log on", "log off",
                                   "spare on", "spare off", "tls on", "tls off", "shared +pretty",
                                   "shared -pretty"}),
            seen);
  EXPECT_EQ(3U, cover["requests"].size());
}

TEST(CiCover, ListsWhatCannotBeHad) {
  const TestTree tree(harbour());
  const Outcome outcome = Cli("ci cover -q").in(tree).run();
  EXPECT_EQ(0, outcome.status) << outcome.err;
  const std::string list =
      "cannot be had here\n"
      "  auth on            tls: library ssl not found\n"
      "  db_json/pretty on  library json not found\n"
      "  tls on             library ssl not found\n";
  EXPECT_NE(std::string::npos, outcome.out.find(list)) << outcome.out;
  Cli("ci cover -g db").in(tree).exits(2);
}

}  // namespace
}  // namespace modbuild::test
