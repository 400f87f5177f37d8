#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

TEST(Show, GivesEachFlagTheLineItCameFrom) {
  const TestTree tree(harbour());
  tree.add_library("harbour-json", "2.1");
  Cli("show db_json -g db")
      .in(tree)
      .expect_stdout(
          R"(module db_json, on (group db)
  manifest  modules/db_json/module.toml
  output    {build}/modules/db_json.so
  linkage   shared
  hosts     harbourd
  groups    db
  support   core
  package   harbour-db

sources
  modules/db_json/db_json.c  C  modules/db_json/module.toml:2

compile C
  -fPIC                 modules/db_json/module.toml:2
  -Iinclude             modbuild.toml:10
  '-DMODULE="db_json"'  modules/db_json/module.toml:6
  -DWITH_PRETTY         modules/db_json/module.toml:9
  -Wall                 modbuild.toml:11
  -DFROM_PKG_CONFIG     modbuild.toml:17

link
  -lm  modbuild.toml:17

external libraries
  json  found 2.1  feature pretty  modules/db_json/module.toml:8

features
  pretty  on  auto  modules/db_json/module.toml:7

installed
  module  {moduledir}/db_json.so  0755  harbour-db  modules/db_json/module.toml:2
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Show, SaysThatNothingIsPlannedForWhatIsOff) {
  const TestTree tree(harbour());
  Cli("show tls")
      .in(tree)
      .expect_stdout(
          R"(module tls, off (library ssl not found)
  manifest  modules/tls/module.toml
  hosts     harbourd
  groups    default, security
  support   core

external libraries
  ssl  not found  modules/tls/module.toml:4
)")
      .expect_stderr("it is off, so nothing is planned for it; see modbuild why tls\n")
      .exits(0);
}

TEST(Show, ShowsProgramsToo) {
  const TestTree tree(harbour());
  Cli("show harbourd")
      .in(tree)
      .expect_stdout(R"(program harbourd, on (program)
  manifest  host/module.toml
  output    {build}/bin/harbourd

sources
  host/main.c  C  host/module.toml:3

compile C
  -Iinclude  modbuild.toml:10
  -Wall      modbuild.toml:11

link
  -rdynamic  host/module.toml:3

installed
  program  {bindir}/harbourd  0755  host/module.toml:3
)")
      .expect_stderr("")
      .exits(0);
}

}  // namespace
}  // namespace modbuild::test
