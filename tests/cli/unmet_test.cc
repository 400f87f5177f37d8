// What was asked for and cannot be built: the whole table, one error, and nothing written.
#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

// What `modbuild WORDS` exits with, and the line of its error.
std::string outcome_of(const TestTree& tree, const std::string& words) {
  const Outcome outcome = Cli(words).in(tree).run();
  const std::size_t begin = outcome.err.find("error[MB071]");
  const std::string line = begin == std::string::npos
                               ? ""
                               : outcome.err.substr(begin, outcome.err.find('\n', begin) - begin);
  return std::to_string(outcome.status) + " " + line;
}

TEST(Unmet, OneErrorListsThemAll) {
  const TestTree tree(harbour());
  Cli("select -g basic -i auth,tls --only dropped")
      .in(tree)
      .expect_stdout(R"(harbour: 2 of 7 modules on, 2 dropped, 3 not wanted
base: none, groups basic

Dropped, although wanted
  auth  needs tls, which is off  fix: install ssl-dev
  tls   library ssl not found    fix: install ssl-dev
)")
      .expect_stderr(R"(command line:1:20: error[MB071]: 2 modules cannot be built: 'auth', 'tls'
  1 | select -g basic -i auth,tls --only dropped
    |                    ^^^^
modules/auth/module.toml:4:12: note: 'auth' is off: needs tls, which is off
  4 | modules = ["tls"]
    |            ^^^^^
modules/tls/module.toml:4:9: note: 'tls' is off: library ssl not found
  4 | libs = ["ssl"]
    |         ^^^^^
help: install ssl-dev
)")
      .exits(1);
}

TEST(Unmet, IsWhatWasNamedInAnyWay) {
  const TestTree tree(harbour());
  tree.write("modbuild.toml", tree.read("modbuild.toml") +
                                  "[profiles.strict]\ngroups = [\"security\"]\n"
                                  "missing = \"error\"\n"
                                  "[profiles.named]\ninclude = [\"tls\"]\n");
  const std::string tls = "error[MB071]: module 'tls' cannot be built: library ssl not found";
  const std::string both = "error[MB071]: 2 modules cannot be built: 'auth', 'tls'";
  for (const char* command : {"select", "gen", "build"}) {
    const auto outcome = [&](const std::string& words) {
      return outcome_of(tree, std::string(command) + " " + words);
    };
    EXPECT_EQ(outcome("-i tls"), "1 " + tls);
    EXPECT_EQ(outcome("-s tls"), "1 " + tls);
    EXPECT_EQ(outcome("--require tls"), "1 " + tls);
    EXPECT_EQ(outcome("--require tls --missing skip"), "1 " + tls);
    EXPECT_EQ(outcome("--profile named"), "1 " + tls);
    EXPECT_EQ(outcome("--profile strict"), "1 " + both);
    EXPECT_EQ(outcome("-g security --missing error"), "1 " + both);
    EXPECT_EQ(outcome("--missing error"), "1 " + both);
  }
  EXPECT_EQ(outcome_of(tree, "select -i tls --missing skip"), "0 ");
  EXPECT_EQ(outcome_of(tree, "select --profile strict --missing skip"), "0 ");
  EXPECT_EQ(outcome_of(tree, "select -g security"), "0 ");
  EXPECT_EQ(outcome_of(tree, "select -i 't*'"), "0 ");
}

TEST(Unmet, GenShowsTheTableAndWritesNothing) {
  const TestTree tree(harbour());
  Cli("gen -g basic -i tls")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(R"(harbour: 2 of 7 modules on, 1 dropped, 4 not wanted
base: none, groups basic

Dropped, although wanted
  tls  library ssl not found  fix: install ssl-dev

On
  group basic (2)
    core_io, log

Off, not wanted
  not requested (4)
    auth, db_json, db_text, spare

Programs
  harbourd

command line:1:17: error[MB071]: module 'tls' cannot be built: library ssl not found
  1 | gen -g basic -i tls
    |                 ^^^
modules/tls/module.toml:4:9: note: 'tls' is off: library ssl not found
  4 | libs = ["ssl"]
    |         ^^^^^
help: install ssl-dev
)")
      .exits(1);
  EXPECT_FALSE(tree.exists("build"));
  Cli("-q build -g basic -i tls")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          R"(command line:1:22: error[MB071]: module 'tls' cannot be built: library ssl not found
  1 | -q build -g basic -i tls
    |                      ^^^
modules/tls/module.toml:4:9: note: 'tls' is off: library ssl not found
  4 | libs = ["ssl"]
    |         ^^^^^
help: install ssl-dev
)")
      .exits(1);
  EXPECT_FALSE(tree.exists("build"));
}

TEST(Unmet, LeavesTheLastGenerationAsItIs) {
  const TestTree tree(harbour());
  Cli("gen -g basic").in(tree).exits(0);
  const std::vector<std::string> files = tree.files("build");
  const std::string build_file = tree.read("build/build.ninja");
  const std::string request = tree.read("build/.modbuild/request.json");
  Cli("gen -g basic -i tls").in(tree).exits(1);
  EXPECT_EQ(tree.files("build"), files);
  EXPECT_EQ(tree.read("build/build.ninja"), build_file);
  EXPECT_EQ(tree.read("build/.modbuild/request.json"), request);
}

TEST(Unmet, IsOneDiagnosticForMachines) {
  const TestTree tree(harbour());
  Cli("gen -i auth,tls --diagnostics github")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          R"(::error file=command line,line=1,col=8,title=MB071::2 modules cannot be built: 'auth', 'tls'%0Anote: 'auth' is off: needs tls, which is off (modules/auth/module.toml:4)%0Anote: 'tls' is off: library ssl not found (modules/tls/module.toml:4)%0Ahelp: install ssl-dev
)")
      .exits(1);
  Cli("gen -i auth,tls --diagnostics json")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(R"({
  "schema": "modbuild.diagnostics/1",
  "diagnostics": [
    {
      "code": "MB071",
      "severity": "error",
      "file": "command line",
      "line": 1,
      "column": 8,
      "end_line": 1,
      "end_column": 12,
      "message": "2 modules cannot be built: 'auth', 'tls'",
      "help": "install ssl-dev",
      "notes": [
        {"file": "modules/auth/module.toml", "line": 4, "column": 12, "end_line": 4, "end_column": 17, "message": "'auth' is off: needs tls, which is off"},
        {"file": "modules/tls/module.toml", "line": 4, "column": 9, "end_line": 4, "end_column": 14, "message": "'tls' is off: library ssl not found"}
      ]
    }
  ]
}
)")
      .exits(1);
}

}  // namespace
}  // namespace modbuild::test
