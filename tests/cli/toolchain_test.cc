// --toolchain, and the toolchain of a profile, as their user sees them.
#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "support/schema_check.h"
#include "trees.h"

namespace modbuild::test {
namespace {

// harbour with a program that runs during the build, and toolchains that are this machine's own
// compiler under another name.
TestTree two_machines() {
  std::map<std::string, std::string> files = harbour();
  files["modbuild.toml"] +=
      "[toolchains.small]\ncc = [\"gcc\", \"-Os\"]\n"
      "[toolchains.quick]\ncc = \"gcc\"\ncflags = [\"-O3\"]\n"
      "[profiles.shipped]\ngroups = [\"basic\"]\ntoolchain = \"small\"\n";
  files["host/maketab.module.toml"] =
      "schema = 1\n[program]\nname = \"maketab\"\n[build]\nsources = [\"main.c\"]\n"
      "[features.fancy]\nlibs = [\"json\"]\n";
  files["modules/log/module.toml"] =
      "schema = 1\n[module]\n[depends]\nmodules = [\"core_io\"]\ntools = [\"maketab\"]\n";
  return TestTree(files);
}

std::string build_file(const TestTree& tree) {
  return tree.read("build/build.ninja");
}

TEST(LauncherOption, GoesIntoTheBuildFilesAndIsKept) {
  const TestTree tree = two_machines();
  Cli("gen -q --launcher 'env -' -g basic").in(tree).exits(0);
  EXPECT_TRUE(holds(build_file(tree), "\nlauncher_c = env -\nlauncher_cxx = env -\n"));
  EXPECT_TRUE(holds(build_file(tree), "\n  command = PWD=/proc/self/cwd $launcher_c $cc $here "));
  EXPECT_EQ("env\n", tree.read("build/.modbuild/launcher"));
  EXPECT_FALSE(holds(tree.read("build/compile_commands.json"), "env"));
  EXPECT_EQ("", schema_faults("request", tree.read("build/.modbuild/request.json")));
  Cli("gen")
      .in(tree)
      .expect_stderr(
          "keeping the request of the last gen: -g basic; --fresh forgets it\n"
          "keeping --launcher 'env -' of the last gen; --fresh forgets it\n"
          "harbour: 2 of 7 modules on, 5 not wanted\n")
      .exits(0);
  EXPECT_TRUE(holds(build_file(tree), "\nlauncher_c = env -\n"));
  Cli("gen -q --launcher none").in(tree).exits(0);
  EXPECT_FALSE(holds(build_file(tree), "launcher"));
  EXPECT_FALSE(tree.exists("build/.modbuild/launcher"));
}

TEST(LauncherOption, NoneGoesBeforeTheTrees) {
  std::map<std::string, std::string> files = harbour();
  files["modbuild.toml"] += "[toolchain]\nlauncher = \"no-such-launcher\"\n";
  const TestTree tree(files);
  Cli("gen -q --launcher none").in(tree).exits(0);
  Cli("gen -q --fresh").in(tree).exits(4);
}

TEST(LauncherOption, IsNoProgramOfTheTree) {
  std::map<std::string, std::string> files = harbour();
  files["wrap"] = "#!/bin/sh\nexec \"$@\"\n";
  const TestTree tree(files);
  const Outcome refused = Cli("gen --launcher ./wrap").in(tree).run();
  EXPECT_EQ(4, refused.status);
  EXPECT_TRUE(holds(refused.err, "lies in the tree, and nothing of it is run"));
}

TEST(ToolchainOption, GoesIntoTheBuildFilesAndIsKept) {
  const TestTree tree = two_machines();
  Cli("gen -q --toolchain small").in(tree).with("CFLAGS", "-g1").with("CC", "clang").exits(0);
  EXPECT_TRUE(holds(build_file(tree), "\ncc = gcc -Os\ncxx = g++ -Os\nar = ar\ncflags = -g1\n"));
  EXPECT_TRUE(holds(build_file(tree), "\ncc_for_build = cc\n"));
  EXPECT_EQ("", schema_faults("request", tree.read("build/.modbuild/request.json")));
  Cli("gen -g basic")
      .in(tree)
      .expect_stderr(
          "keeping --toolchain small of the last gen; --fresh forgets it\n"
          "keeping CC=clang of the last gen; --fresh forgets it\n"
          "keeping CFLAGS=-g1 of the last gen; --fresh forgets it\n"
          "harbour: 2 of 7 modules on, 5 not wanted\n")
      .exits(0);
  Cli("gen")
      .in(tree)
      .expect_stderr(
          "keeping the request of the last gen: -g basic; --fresh forgets it\n"
          "keeping --toolchain small of the last gen; --fresh forgets it\n"
          "keeping CC=clang of the last gen; --fresh forgets it\n"
          "keeping CFLAGS=-g1 of the last gen; --fresh forgets it\n"
          "harbour: 2 of 7 modules on, 5 not wanted\n")
      .exits(0);
  EXPECT_TRUE(holds(build_file(tree), "\ncc = gcc -Os\n"));
}

TEST(ToolchainOption, ChangesTheToolchainAndKeepsTheRequest) {
  const TestTree tree = two_machines();
  Cli("gen -q -g basic --toolchain small").in(tree).exits(0);
  Cli("gen --toolchain quick")
      .in(tree)
      .expect_stderr(
          "keeping the request of the last gen: -g basic; --fresh forgets it\n"
          "harbour: 2 of 7 modules on, 5 not wanted\n")
      .exits(0);
  EXPECT_TRUE(holds(build_file(tree), "\ncc = gcc\ncxx = g++\nar = ar\ncflags = -O3\n"));
  Cli("gen -q --fresh").in(tree).exits(0);
  EXPECT_TRUE(holds(build_file(tree), "\ncc = cc\n"));
  EXPECT_FALSE(holds(build_file(tree), "for_build"));
}

TEST(ToolchainOption, IsRepeatedByARegeneration) {
  const TestTree tree = two_machines();
  Cli("gen -q --toolchain small").in(tree).exits(0);
  const std::string before = build_file(tree);
  Cli("gen --regenerate").in(tree).with("CC", "clang").exits(0);
  EXPECT_EQ(before, build_file(tree));
}

TEST(ToolchainOption, MakesBuildGenerateAnew) {
  const TestTree tree = two_machines();
  Cli("gen -q").in(tree).exits(0);
  Cli("build -q --toolchain quick core_io maketab").in(tree).exits(0);
  EXPECT_TRUE(tree.exists("build/modules/core_io.so"));
  EXPECT_TRUE(tree.exists("build/for-build/bin/maketab"));
}

TEST(ToolchainOption, WinsOverTheProfiles) {
  const TestTree tree = two_machines();
  Cli("gen -q --profile shipped").in(tree).exits(0);
  EXPECT_TRUE(holds(build_file(tree), "\ncc = gcc -Os\n"));
  Cli("gen -q --profile shipped --toolchain quick").in(tree).exits(0);
  EXPECT_TRUE(holds(build_file(tree), "\ncflags = -O3\n"));
}

TEST(ToolchainOption, AProfileWithoutOneBuildsWithTheEnvironments) {
  std::map<std::string, std::string> files = harbour();
  files["modbuild.toml"] +=
      "[toolchains.quick]\ncc = \"gcc\"\n"
      "[profiles.quick]\ntoolchain = \"quick\"\n";
  const TestTree tree(files);
  for (const char* options : {"", " --no-probe"}) {
    Cli(std::string("gen --profile small") + options)
        .in(tree)
        .with("CC", "nocc")
        .expect_stdout("")
        .expect_stderr(
            "error[MB090]: there is no compiler 'nocc'\n"
            "help: install one, for example with 'apt-get install gcc g++', or name yours in CC "
            "and CXX\n")
        .exits(4);
  }
  EXPECT_FALSE(tree.exists("build"));
  Cli("gen -q --profile quick --no-probe").in(tree).with("CC", "nocc").exits(0);
}

TEST(ToolchainOption, TheBuildMachineHasVariablesOfItsOwn) {
  const TestTree tree = two_machines();
  Cli("gen -q --toolchain small")
      .in(tree)
      .with("CFLAGS", "-g1")
      .with("CC_FOR_BUILD", "gcc -pipe")
      .with("CFLAGS_FOR_BUILD", "-O0")
      .with("LDFLAGS_FOR_BUILD", "-s")
      .exits(0);
  EXPECT_TRUE(holds(build_file(tree),
                    "\ncc_for_build = gcc -pipe\ncxx_for_build = c++\nar_for_build = ar\n"
                    "cflags_for_build = -O0\ncxxflags_for_build =\nldflags_for_build = -s\n"));
  const std::string stored = tree.read("build/.modbuild/request.json");
  EXPECT_TRUE(holds(stored, "\"CC_FOR_BUILD\": \"gcc -pipe\"")) << stored;
}

TEST(ToolchainOption, AnUnknownNameIsAUsageError) {
  const TestTree tree = two_machines();
  Cli("gen --toolchain=smal")
      .in(tree)
      .expect_stderr(
          "command line:1:17: error[MB070]: there is no toolchain 'smal'\n"
          "  1 | gen --toolchain=smal\n"
          "    |                 ^^^^\n"
          "help: did you mean 'small'? toolchains are: quick, small\n")
      .exits(2);
  EXPECT_FALSE(tree.exists("build/build.ninja"));
}

TEST(ToolchainOption, SelectSaysWhatRunsDuringTheBuild) {
  const TestTree tree = two_machines();
  const Outcome text = Cli("select --toolchain quick").in(tree).run();
  EXPECT_TRUE(holds(text.out, "base: default, group default; toolchain quick for ")) << text.out;
  EXPECT_TRUE(
      holds(text.out, "\nPrograms\n  harbourd\n\nPrograms that run during the build\n  maketab\n"))
      << text.out;
  const Outcome document = Cli("select --toolchain quick --format json").in(tree).run();
  EXPECT_EQ("", schema_faults("selection", document.out));
  EXPECT_TRUE(holds(document.out, "\"toolchain\": \"quick\""));
  EXPECT_TRUE(holds(document.out, "{\"name\": \"maketab\", \"machine\": \"build\", "));
}

TEST(ToolchainOption, WhyTellsWhatTheMachineOfTheToolAnswered) {
  std::map<std::string, std::string> files = harbour();
  files["modbuild.toml"] += "[toolchains.quick]\ncc = \"gcc\"\n";
  files["host/maketab.module.toml"] =
      "schema = 1\n[program]\nname = \"maketab\"\n[build]\nsources = [\"main.c\"]\n"
      "[depends]\nlibs = [\"json\"]\n";
  files["modules/log/module.toml"] = "schema = 1\n[module]\n[depends]\ntools = [\"maketab\"]\n";
  const TestTree tree(files);
  tree.add_library("harbour-json", "2.1");  // for the target
  Cli("why log --toolchain quick")
      .in(tree)
      .with("PKG_CONFIG_LIBDIR_FOR_BUILD", "/nowhere")
      .expect_stdout(
          R"(module log is off, although wanted: base default
  log: needs tool maketab, which is off              modules/log/module.toml:4
    maketab (for the build): library json not found  host/maketab.module.toml:7
      tried pkg-config harbour-json  not found
      json comes with                alpine json-dev, debian json-dev, fedora json-dev
fix: install json-dev
)")
      .exits(1);
  Cli("unlock --packages --toolchain quick --format names")
      .in(tree)
      .with("PKG_CONFIG_LIBDIR_FOR_BUILD", "/nowhere")
      .expect_stdout("json-dev\nssl-dev\n")
      .exits(0);
  const Outcome libs = Cli("libs json --toolchain quick")
                           .in(tree)
                           .with("PKG_CONFIG_LIBDIR_FOR_BUILD", "/nowhere")
                           .run();
  EXPECT_TRUE(libs.out.starts_with("json: not found for the build\n")) << libs.out;
  const Outcome document = Cli("libs --toolchain quick --format json")
                               .in(tree)
                               .with("PKG_CONFIG_LIBDIR_FOR_BUILD", "/nowhere")
                               .run();
  EXPECT_EQ("", schema_faults("libs", document.out));
  EXPECT_TRUE(holds(document.out, "\"machine\": \"build\"")) << document.out;
  Cli("why log --toolchain quick")
      .in(tree)
      .with("PKG_CONFIG_LIBDIR_FOR_BUILD", tree.libraries())
      .exits(0);
}

TEST(ToolchainOption, ShowNamesTheMachine) {
  const TestTree tree = two_machines();
  const Outcome tool = Cli("show maketab --toolchain quick").in(tree).run();
  EXPECT_TRUE(holds(tool.out, "\n  output    {build}/for-build/bin/maketab\n")) << tool.out;
  EXPECT_TRUE(holds(tool.out, "\n  machine   this one, ")) << tool.out;
  const Outcome module = Cli("show log --toolchain quick").in(tree).run();
  EXPECT_TRUE(holds(module.out, "\n  machine   toolchain quick, ")) << module.out;
  const Outcome document = Cli("show maketab --toolchain quick --format json").in(tree).run();
  EXPECT_EQ("", schema_faults("show", document.out));
  EXPECT_TRUE(holds(document.out, "\"machine\": \"build\"")) << document.out;
}

TEST(ToolchainOption, ShowTellsBothSidesOfWhatIsThereTwice) {
  std::map<std::string, std::string> files = harbour();
  files["modbuild.toml"] += "[toolchains.small]\ncc = [\"gcc\", \"-Os\"]\n";
  files["modules/log/module.toml"] = "schema = 1\n[module]\n[depends]\ntools = [\"harbourd\"]\n";
  const TestTree tree(files);
  const Outcome text = Cli("show harbourd --toolchain small").in(tree).run();
  EXPECT_TRUE(holds(text.out, "{build}/bin/harbourd\n")) << text.out;
  EXPECT_TRUE(holds(text.out, "{build}/for-build/bin/harbourd\n")) << text.out;
  const Outcome document = Cli("show harbourd --toolchain small --format json").in(tree).run();
  EXPECT_EQ("", schema_faults("show", document.out));
  EXPECT_TRUE(holds(document.out, "\"for-build\": {")) << document.out;
}

}  // namespace
}  // namespace modbuild::test
