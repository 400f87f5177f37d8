#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

// harbour, with a module that needs a driver when it runs, and two that are one.
std::map<std::string, std::string> with_drivers() {
  auto files = harbour();
  files["modules/spare/module.toml"] = "schema = 1\n[module]\n[depends]\nload = [\"driver\"]\n";
  files["modules/db_text/module.toml"] += "[depends]\nprovides = [\"driver\"]\n";
  const std::string db_json = files["modules/db_json/module.toml"];
  files["modules/db_json/module.toml"] = db_json + "[depends]\nprovides = [\"driver\"]\n";
  return files;
}

TEST(FromConfig, SelectsWhatTheConfigurationLoadsWithItsNeeds) {
  const TestTree tree(with_drivers());
  tree.write("harbour.conf",
             "# load tls\n"
             "load log\n"
             "  load /usr/lib/harbour/spare.so  # with a directory\n"
             "load log\n");
  Cli("select -q --from-config harbour.conf --format names")
      .in(tree)
      .expect_stdout("core_io\ndb_json\nlog\nspare\n")
      .exits(0);
  // A driver that the configuration loads itself will do.
  tree.write("more.conf", "load db_text\n");
  Cli("select -q --from-config harbour.conf --from-config more.conf --format names")
      .in(tree)
      .expect_stdout("core_io\ndb_text\nlog\nspare\n")
      .exits(0);
  Cli("select -q --from-config harbour.conf -x db_json --format names")
      .in(tree)
      .expect_stdout("core_io\ndb_text\nlog\nspare\n")
      .exits(0);
}

TEST(FromConfig, PointsAtTheLineThatNamesWhatCannotBeBuilt) {
  const TestTree tree(harbour());
  tree.write("harbour.conf", "load log\nload tls\n");
  Cli("select -q --from-config harbour.conf --format names")
      .in(tree)
      .expect_stdout("core_io\nlog\n")
      .expect_stderr(
          "harbour.conf:2:6: error[MB071]: module 'tls' cannot be built: library ssl not found\n"
          "  2 | load tls\n"
          "    |      ^^^\n"
          "modules/tls/module.toml:4:9: note: 'tls' is off: library ssl not found\n"
          "  4 | libs = [\"ssl\"]\n"
          "    |         ^^^^^\n"
          "help: install ssl-dev\n")
      .exits(1);
}

TEST(FromConfig, RefusesModulesThatNobodyKnows) {
  const TestTree tree(harbour());
  tree.write("harbour.conf", "load  core_oi\n");
  Cli("select -q --from-config harbour.conf")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "harbour.conf:1:7: error[MB070]: there is no module 'core_oi'\n"
          "  1 | load  core_oi\n"
          "    |       ^^^^^^^\n"
          "help: did you mean 'core_io'?\n")
      .exits(2);
}

TEST(FromConfig, IsSavedWithTheNeedsAtRunTime) {
  const TestTree tree(with_drivers());
  tree.write("harbour.conf", "load spare\n");
  Cli("select -q --from-config harbour.conf --save saved.json").in(tree).exits(0);
  Cli("select -q --selection saved.json --format names")
      .in(tree)
      .expect_stdout("db_json\nspare\n")
      .exits(0);
  Cli("gen -q --selection saved.json").in(tree).exits(0);
  Cli("select -q -i spare --base none --with-load --format names")
      .in(tree)
      .expect_stdout("db_json\nspare\n")
      .exits(0);
}

TEST(FromConfig, RefusesFilesThatAreNoneAndTreesWithoutPatterns) {
  auto files = harbour();
  files["host/module.toml"] = "schema = 1\n[program]\nname = \"harbourd\"\n[host]\n";
  const TestTree tree(files);
  tree.write("harbour.conf", "load log\n");
  Cli("select -q --from-config harbour.conf")
      .in(tree)
      .expect_stderr(
          "harbour.conf: error[MB194]: no program of the tree says how its configuration loads "
          "modules\n"
          "help: say so in its manifest: [host] config-load = ['^\\s*load\\s+(\\S+)']\n")
      .exits(2);
  Cli("check-config nothing.conf")
      .in(tree)
      .expect_stderr("error[MB194]: cannot read 'nothing.conf': No such file or directory\n")
      .exits(2);
  Cli("check-config").in(tree).exits(2);
  tree.write("large.conf", std::string((16U << 20U) + 1, '\n'));
  Cli("check-config large.conf")
      .in(tree)
      .expect_stderr("error[MB194]: cannot read 'large.conf': is larger than 16777216 bytes\n")
      .exits(2);
}

TEST(CheckConfig, TellsWhatTheRequestDoesNotBuild) {
  const TestTree tree(with_drivers());
  tree.write("harbour.conf", "load log\nload spare\n");
  Cli("check-config harbour.conf")
      .in(tree)
      .expect_stdout(
          "log      on   base default   harbour.conf:1\n"
          "spare    off  not requested  harbour.conf:2\n"
          "db_json  off  not requested  modules/spare/module.toml:4\n")
      .exits(1);
  Cli("check-config harbour.conf -i spare,db_text --base default")
      .in(tree)
      .expect_stdout(
          "log    on  base default  harbour.conf:1\n"
          "spare  on  include       harbour.conf:2\n")
      .expect_stderr("'harbour.conf' needs 2 modules, all of them built\n")
      .exits(0);
}

TEST(CheckConfig, GivesCauseAndFix) {
  const TestTree tree(harbour());
  tree.write("harbour.conf", "load auth\n");
  Cli("check-config -q harbour.conf --format names")
      .in(tree)
      .expect_stdout("auth\ntls\n")
      .expect_stderr(
          "harbour.conf:1:6: error[MB193]: the configuration loads 'auth', which is not built: "
          "needs "
          "tls, which is off; tls: library ssl not found\n"
          "  1 | load auth\n"
          "    |      ^^^^\n"
          "help: install ssl-dev\n"
          "modules/auth/module.toml:4:12: error[MB193]: 'auth' needs 'tls', which is not built: "
          "library ssl not found\n"
          "  4 | modules = [\"tls\"]\n"
          "    |            ^^^^^\n"
          "help: install ssl-dev\n")
      .exits(1);
}

}  // namespace
}  // namespace modbuild::test
