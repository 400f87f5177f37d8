#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

TEST(Plan, ListsEveryFileBeforeAnythingIsBuilt) {
  const TestTree tree(harbour());
  Cli("plan")
      .in(tree)
      .expect_stdout(
          "kind     destination                                as                      mode  "
          "component  source\n"
          "program  /usr/local/bin/harbourd                    {bindir}/harbourd       0755  "
          "harbourd   bin/harbourd\n"
          "module   /usr/local/lib/harbour/modules/core_io.so  {moduledir}/core_io.so  0755  "
          "core_io    modules/core_io.so\n"
          "module   /usr/local/lib/harbour/modules/log.so      {moduledir}/log.so      0755  "
          "log        modules/log.so\n")
      .expect_stderr("3 files: 2 modules, 1 program\n")
      .exits(0);
  EXPECT_FALSE(tree.exists("build"));
}

TEST(Plan, FollowsTheDirectoriesThatAreAskedFor) {
  const TestTree tree(harbour());
  Cli("plan -q --format names --dir prefix=/opt/h --dir 'moduledir={libdir}/mods'")
      .in(tree)
      .expect_stdout("/opt/h/bin/harbourd\n/opt/h/lib/mods/core_io.so\n/opt/h/lib/mods/log.so\n")
      .exits(0);
}

TEST(Plan, IsThatOfTheBuildDirectoryUnlessAnotherRequestIsMade) {
  const TestTree tree(harbour());
  Cli("gen -q -g db -x db_json --dir prefix=/opt/h").in(tree).exits(0);
  Cli("plan --format names")
      .in(tree)
      .expect_stdout("/opt/h/bin/harbourd\n/opt/h/lib/harbour/modules/db_text.so\n")
      .expect_stderr(
          "keeping the request of the last gen: -g db -x db_json --dir prefix=/opt/h; --fresh "
          "forgets it\n")
      .exits(0);
  Cli("plan --fresh --format names")
      .in(tree)
      .expect_stdout(
          "/usr/local/bin/harbourd\n/usr/local/lib/harbour/modules/core_io.so\n"
          "/usr/local/lib/harbour/modules/log.so\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Plan, NarrowsToPackages) {
  auto files = harbour();
  files["modbuild.toml"] += "[packages.harbour]\n[packages.harbour-log]\n";
  files["modules/log/module.toml"].replace(files["modules/log/module.toml"].find("[module]\n"), 9,
                                           "[module]\npackage = \"harbour-log\"\n");
  const TestTree tree(files);
  Cli("plan -q --format names --component harbour-log")
      .in(tree)
      .expect_stdout("/usr/local/lib/harbour/modules/log.so\n")
      .exits(0);
  Cli("plan --component harbour-lag")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "command line:1:18: error[MB070]: nothing is installed for a package 'harbour-lag'\n"
          "  1 | plan --component harbour-lag\n"
          "    |                  ^^^^^^^^^^^\n"
          "help: did you mean 'harbour-log'?\n")
      .exits(2);
}

TEST(Plan, SaysWhatPackagingToolsRead) {
  auto files = harbour();
  files["modbuild.toml"] = std::string(
      "schema = 1\n[tree]\nname = \"harbour\"\nversion = \"1.0\"\n"
      "modules = [\"modules/*\"]\nprograms = [\"host\"]\n"
      "default-package = \"harbour\"\n"
      "[libs.ssl]\nany = [{ pkg-config = \"ssl\" }]\n"
      "[libs.json]\nany = [{ pkg-config = \"json\" }]\n"
      "[packages.harbour]\n[packages.harbour-db]\n");
  const TestTree tree(files);
  for (const char* format : {"deb", "rpm", "cpack"}) {
    const Outcome outcome =
        Cli(std::string("plan -i log --with-deps --base none --format ") + format).in(tree).run();
    EXPECT_EQ(0, outcome.status) << outcome.err;
    EXPECT_NE(std::string::npos, outcome.out.find("log.so")) << outcome.out;
  }
  Cli("plan --format deb --component harbour").in(tree).exits(2);
}

}  // namespace
}  // namespace modbuild::test
