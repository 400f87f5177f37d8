#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

TEST(Deps, ListsWhatAComponentNeedsWithItsPlace) {
  const TestTree tree(harbour());
  Cli("deps auth")
      .in(tree)
      .expect_stdout("auth  depends  tls  modules/auth/module.toml:4\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Deps, SaysWhenNothingIsNeeded) {
  const TestTree tree(harbour());
  Cli("deps tls").in(tree).expect_stdout("").expect_stderr("it needs nothing\n").exits(0);
}

TEST(Deps, GoesOnFromWhatIsFoundWhenTransitive) {
  const TestTree tree(harbour());
  tree.write("modules/tls/module.toml", "schema = 1\n[module]\n[depends]\nload = [\"log\"]\n");
  Cli("deps -t auth --format names").in(tree).expect_stdout("core_io\nlog\ntls\n").exits(0);
  Cli("deps -t auth --type depends --format names").in(tree).expect_stdout("tls\n").exits(0);
}

TEST(Deps, AllListsEveryEdge) {
  const TestTree tree(harbour());
  Cli("deps --all")
      .in(tree)
      .expect_stdout(
          "auth  depends  tls      modules/auth/module.toml:4\n"
          "log   depends  core_io  modules/log/module.toml:4\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Deps, NeedsANameAndAKnownType) {
  const TestTree tree(harbour());
  Cli("deps")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: 'deps' needs the name of a component, or --all\n"
          "help: modbuild help deps\n")
      .exits(2);
  Cli("deps log --type hard")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: --type takes depends, load, optional, library, tool; found 'hard'\n")
      .exits(2);
}

TEST(Rdeps, ListsWhatNeedsAComponent) {
  const TestTree tree(harbour());
  Cli("rdeps tls")
      .in(tree)
      .expect_stdout("auth  depends  tls  modules/auth/module.toml:4\n")
      .expect_stderr("")
      .exits(0);
  Cli("rdeps spare").in(tree).expect_stdout("").expect_stderr("nothing needs it\n").exits(0);
}

TEST(PathCommand, ShowsTheWayFromOneToAnother) {
  const TestTree tree(harbour());
  Cli("path auth tls")
      .in(tree)
      .expect_stdout("auth  depends  tls  modules/auth/module.toml:4\n")
      .expect_stderr("")
      .exits(0);
  Cli("path auth tls --format names").in(tree).expect_stdout("auth\ntls\n").exits(0);
}

TEST(PathCommand, ExitsOneWhenThereIsNoWay) {
  const TestTree tree(harbour());
  Cli("path tls auth")
      .in(tree)
      .expect_stdout("")
      .expect_stderr("'tls' does not need 'auth', not even through others\n")
      .exits(1);
}

TEST(PathCommand, NeedsTwoNames) {
  const TestTree tree(harbour());
  Cli("path tls")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: 'path' needs two names: from which component to which\n"
          "help: modbuild help path\n")
      .exits(2);
}

}  // namespace
}  // namespace modbuild::test
