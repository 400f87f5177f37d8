#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

TEST(Query, ShowsKindNameAndDirectory) {
  const TestTree tree(harbour());
  Cli("query 'deps(auth) + harbourd'")
      .in(tree)
      .expect_stdout(
          "module   auth      modules/auth\n"
          "program  harbourd  host\n"
          "module   tls       modules/tls\n")
      .expect_stderr("")
      .exits(0);
  Cli("query 'rdeps(core_io) - core_io' --format names").in(tree).expect_stdout("log\n").exits(0);
}

TEST(Query, FollowsOnlyTheTypesThatAreAskedFor) {
  const TestTree tree(harbour());
  tree.write("modules/tls/module.toml", "schema = 1\n[module]\n[depends]\nload = [\"log\"]\n");
  Cli("query 'deps(auth)' --format names")
      .in(tree)
      .expect_stdout("auth\ncore_io\nlog\ntls\n")
      .exits(0);
  Cli("query 'deps(auth)' --type depends --format names")
      .in(tree)
      .expect_stdout("auth\ntls\n")
      .exits(0);
}

TEST(Query, TellsVerdictsWhereTheExpressionOrARequestAsksForThem) {
  const TestTree tree(harbour());
  Cli("query 'dropped() + (on() & kind(module))'")
      .in(tree)
      .expect_stdout(
          "module  auth     modules/auth     dropped\n"
          "module  core_io  modules/core_io  on\n"
          "module  log      modules/log      on\n"
          "module  tls      modules/tls      dropped\n")
      .expect_stderr("")
      .exits(0);
  Cli("query 'db_* + log' -g db -s db_text")
      .in(tree)
      .expect_stdout(
          "module  db_json  modules/db_json  on\n"
          "module  db_text  modules/db_text  static\n"
          "module  log      modules/log      off\n")
      .expect_stderr("")
      .exits(0);
  Cli("query 'on() & kind(module)' --profile small --format names")
      .in(tree)
      .expect_stdout("core_io\nlog\n")
      .exits(0);
}

TEST(Query, StartsNoProbesForWhatNeedsNone) {
  const TestTree tree(harbour());
  const Outcome plain = Cli("query 'rdeps(lib(ssl))' --format names --stats=json").in(tree).run();
  EXPECT_EQ(plain.out, "auth\ntls\n");
  EXPECT_NE(plain.err.find("\"processes\": 0"), std::string::npos) << plain.err;
  const Outcome asked = Cli("query 'on()' --format names --stats=json").in(tree).run();
  EXPECT_EQ(asked.err.find("\"processes\": 0"), std::string::npos) << asked.err;
}

TEST(Query, AsksForEveryLibOnlyWhereAWhenIsLookedAt) {
  const TestTree tree(harbour());
  tree.add_library("harbour-json", "2.1");
  tree.write("modules/db_text/module.toml", "schema = 1\n[module]\nwhen = \"lib(json)\"\n");
  tree.write("modules/log/module.toml", "schema = 1\n[module]\nwhen = \"lib(ssl) | freebsd\"\n");
  Cli("query 'when-false()' -g basic")
      .in(tree)
      .expect_stdout("module  log  modules/log  dropped\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Query, SaysWhenNothingIsInASet) {
  const TestTree tree(harbour());
  Cli("query 'auth & tls'")
      .in(tree)
      .expect_stdout("")
      .expect_stderr("nothing is in this set\n")
      .exits(0);
}

TEST(Query, PointsIntoTheExpression) {
  const TestTree tree(harbour());
  Cli("query 'deps(\"log\") &\n  deps(lgo)'")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "expression:2:8: error[MB070]: there is no module, program or library 'lgo'\n"
          "  2 |   deps(lgo)\n"
          "    |        ^^^\n"
          "help: did you mean 'log'?\n")
      .exits(2);
  Cli("query 'deps(log) & onn()'")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "expression:1:13: error[MB081]: there is no function 'onn'\n"
          "  1 | deps(log) & onn()\n"
          "    |             ^^^\n"
          "help: did you mean 'on'?\n")
      .exits(2);
}

TEST(Query, NeedsAnExpressionAndAKnownType) {
  const TestTree tree(harbour());
  Cli("query")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: 'query' needs an expression\n"
          "help: modbuild help query\n")
      .exits(2);
  Cli("query log --type hard")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: --type takes depends, load, optional, library, tool; found 'hard'\n")
      .exits(2);
}

TEST(Query, HelpListsTheFunctions) {
  const std::string help = Cli("help query").run().out;
  EXPECT_NE(help.find("\nExpressions\n"), std::string::npos) << help;
  EXPECT_NE(help.find("  allpaths(FROM, TO)  "), std::string::npos) << help;
}

}  // namespace
}  // namespace modbuild::test
