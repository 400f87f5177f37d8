#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

TEST(Why, FollowsTheChainDownToTheLibraryAndThePackage) {
  const TestTree tree(harbour());
  Cli("why auth")
      .in(tree)
      .expect_stdout(
          R"(module auth is off, although wanted: base default
  auth: needs tls, which is off  modules/auth/module.toml:4
    tls: library ssl not found   modules/tls/module.toml:4
      tried pkg-config harbour-ssl >= 1.1  not found
      ssl comes with                       alpine ssl-dev, debian ssl-dev, fedora ssl-dev
fix: install ssl-dev
)")
      .expect_stderr("")
      .exits(1);
}

TEST(Why, SaysWhichVersionWasFoundInstead) {
  const TestTree tree(harbour());
  tree.add_library("harbour-ssl", "1.0.2");
  Cli("why tls")
      .in(tree)
      .expect_stdout(
          R"(module tls is off, although wanted: base default
  tls: library ssl not found  modules/tls/module.toml:4
    tried pkg-config harbour-ssl >= 1.1  version 1.0.2, needs >= 1.1
    ssl comes with                       alpine ssl-dev, debian ssl-dev, fedora ssl-dev
fix: install a newer ssl-dev
)")
      .expect_stderr("")
      .exits(1);
}

TEST(Why, NamesTheGroupOfAModuleThatIsOnAndItsFeatures) {
  const TestTree tree(harbour());
  Cli("why db_json -g db")
      .in(tree)
      .expect_stdout(
          R"(module db_json is on
  db_json: group db  modules/db_json/module.toml:3
features
  pretty  off  library json not found
    tried pkg-config harbour-json  not found
    json comes with                alpine json-dev, debian json-dev, fedora json-dev
    fix: install json-dev
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Why, OffersTheOptionThatWouldTurnAModuleOn) {
  const TestTree tree(harbour());
  Cli("why spare")
      .in(tree)
      .expect_stdout(
          R"(module spare is off
  spare: not requested
fix: -i spare
)")
      .expect_stderr("")
      .exits(1);
}

TEST(Why, TakesSeveralModules) {
  const TestTree tree(harbour());
  Cli("why log core_io")
      .in(tree)
      .expect_stdout(
          R"(module log is on
  log: base default  modbuild.toml:24

module core_io is on
  core_io: base default  modbuild.toml:24
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Why, UnknownNamesAreErrorsWithASuggestion) {
  const TestTree tree(harbour());
  Cli("why log tsl")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          R"(command line:1:9: error[MB070]: there is no module, program or library 'tsl'
  1 | why log tsl
    |         ^^^
help: did you mean 'tls'?
)")
      .exits(2);
  Cli("why security")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          R"(command line:1:5: error[MB070]: there is no module, program or library 'security'
  1 | why security
    |     ^^^^^^^^
help: 'security' is a group: modbuild groups security
)")
      .exits(2);
  Cli("why @security")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          R"(command line:1:5: error[MB070]: there is no module, program or library '@security'
  1 | why @security
    |     ^^^^^^^^^
help: '@security' is a group: modbuild groups security
)")
      .exits(2);
}

TEST(Why, NeedsAName) {
  const TestTree tree(harbour());
  Cli("why")
      .in(tree)
      .expect_stdout("")
      .expect_stderr("modbuild: error: 'why' needs the name of a module\nhelp: modbuild help why\n")
      .exits(2);
}

}  // namespace
}  // namespace modbuild::test
