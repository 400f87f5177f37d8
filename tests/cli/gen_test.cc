#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "support/cli_test.h"
#include "support/schema_check.h"
#include "trees.h"

namespace modbuild::test {
namespace {

constexpr const char* kSame =
    "same  build/.modbuild/request.json\n"
    "same  build/compile_commands.json\n"
    "same  build/selection.json\n"
    "same  build/install-plan.json\n"
    "same  build/.modbuild/regenerate.d\n"
    "same  build/build.ninja\n";

// Components are planned over threads, and each keeps its own lists.
TEST(Gen, GivesEachOfManyModulesItsOwnFlagsAndHeaders) {
  auto files = harbour();
  constexpr int kModules = 400;
  for (int i = 0; i < kModules; ++i) {
    const std::string name = "many" + std::to_string(i);
    const std::string dir = "modules/" + name + "/";
    files[dir + "module.toml"] =
        "schema = 1\n[module]\ngroups = [\"many\"]\n[build]\ndefines = [\"ONLY_" + name + "\"]\n" +
        (i % 7 != 0 ? ""
                    : "[[generate]]\noutputs = [\"a.h\", \"b.h\"]\n"
                      "command = [\"touch\", \"{outputs}\"]\n");
    files[dir + "a.c"] = "int start(void) { return 0; }\n";
  }
  files["modbuild.toml"] += "[groups.many]\n";
  const TestTree tree(files);
  Cli("gen -q -g many -j1").in(tree).exits(0);
  const std::string one = tree.read("build/build.ninja");
  for (int i = 0; i < kModules; ++i) {
    const std::string name = "many" + std::to_string(i);
    const std::size_t flags = one.find("\nc_" + name + " =");
    ASSERT_NE(std::string::npos, flags) << name;
    const std::string list = one.substr(flags + 1, one.find('\n', flags + 1) - flags - 1) + " ";
    EXPECT_NE(std::string::npos, list.find(" -DONLY_" + name + " ")) << list;
    EXPECT_NE(std::string::npos,
              one.find("build obj/" + name + "/a.c.o: cc ../modules/" + name + "/a.c"))
        << name;
    const std::size_t step = one.find("build obj/" + name + "/a.c.o: ");
    const std::string edge = one.substr(step, one.find("build ", step + 1) - step);
    EXPECT_NE(std::string::npos, edge.find("$c_" + name + "\n")) << edge;
    EXPECT_EQ(i % 7 == 0, edge.find(" || _headers") != std::string::npos) << edge;
  }
  Cli("gen -q -g many -j4 -B other").in(tree).exits(0);
  EXPECT_EQ(one, tree.read("other/build.ninja"));
}

TEST(Gen, CreatesTheBuildFilesAndChangesNothingTheSecondTime) {
  const TestTree tree(harbour());
  Cli("gen")
      .in(tree)
      .expect_stdout(
          "created  build/.modbuild/request.json\n"
          "created  build/compile_commands.json\n"
          "created  build/selection.json\n"
          "created  build/install-plan.json\n"
          "created  build/.modbuild/regenerate.d\n"
          "created  build/build.ninja\n")
      .expect_stderr("harbour: 2 of 7 modules on, 2 dropped, 3 not wanted\n")
      .exits(0);
  Cli("gen")
      .in(tree)
      .expect_stdout(kSame)
      .expect_stderr("harbour: 2 of 7 modules on, 2 dropped, 3 not wanted\n")
      .exits(0);
}

TEST(Gen, DryRunWritesNothing) {
  const TestTree tree(harbour());
  Cli("gen -n -q")
      .in(tree)
      .expect_stdout(
          "created  build/.modbuild/request.json\n"
          "created  build/compile_commands.json\n"
          "created  build/selection.json\n"
          "created  build/install-plan.json\n"
          "created  build/.modbuild/regenerate.d\n"
          "created  build/build.ninja\n")
      .expect_stderr("")
      .exits(0);
  EXPECT_FALSE(tree.exists("build"));
}

TEST(Gen, KeepsTheRequestOfTheLastTimeAndSaysSo) {
  const TestTree tree(harbour());
  Cli("gen -q -g db -x db_text").in(tree).exits(0);
  Cli("gen")
      .in(tree)
      .expect_stdout(kSame)
      .expect_stderr(
          "keeping the request of the last gen: -g db -x db_text; --fresh forgets it\n"
          "harbour: 1 of 7 modules on, 6 not wanted\n")
      .exits(0);
  Cli("gen --fresh")
      .in(tree)
      .expect_stderr("harbour: 2 of 7 modules on, 2 dropped, 3 not wanted\n")
      .exits(0);
}

TEST(Gen, ANewRequestReplacesTheOldOne) {
  const TestTree tree(harbour());
  Cli("gen -q -g db").in(tree).exits(0);
  Cli("gen -g basic").in(tree).expect_stderr("harbour: 2 of 7 modules on, 5 not wanted\n").exits(0);
}

TEST(Gen, SaysWhichDirectoriesANewRequestDrops) {
  const TestTree tree(harbour());
  Cli("gen -q -g db --dir prefix=/usr --dir sysconfdir=/etc").in(tree).exits(0);
  Cli("plan -q -x db_json --dir prefix=/usr").in(tree).exits(0);
  Cli("plan --format names -g db -x db_json --dir sysconfdir=/etc")
      .in(tree)
      .expect_stdout("/usr/local/bin/harbourd\n/usr/local/lib/harbour/modules/db_text.so\n")
      .expect_stderr(
          "no longer as the last gen was asked: --dir prefix=/usr; say it again to keep it\n")
      .exits(0);
}

TEST(Gen, KeepsTheBackendOfTheLastTimeAndSaysSo) {
  const TestTree tree(harbour());
  Cli("gen -q --backend make").in(tree).exits(0);
  Cli("plan --format names")
      .in(tree)
      .expect_stderr("keeping --backend make of the last gen; --fresh forgets it\n")
      .exits(0);
}

TEST(Gen, KeepsTheCompilerOfTheLastTimeAndSaysSo) {
  const TestTree tree(harbour());
  Cli("gen -q").in(tree).with("CC", "gcc -std=c11").exits(0);
  Cli("gen")
      .in(tree)
      .expect_stdout(kSame)
      .expect_stderr(
          "keeping CC='gcc -std=c11' of the last gen; --fresh forgets it\n"
          "harbour: 2 of 7 modules on, 2 dropped, 3 not wanted\n")
      .exits(0);
  EXPECT_NE(std::string::npos, tree.read("build/build.ninja").find("cc = gcc -std=c11\n"));
}

TEST(Gen, KeepsEveryVariableThatProbesSee) {
  const TestTree tree(harbour());
  Cli("gen -q")
      .in(tree)
      .with("PKG_CONFIG_ALLOW_SYSTEM_LIBS", "1")
      .with("PKG_CONFIG_SYSROOT_DIR_FOR_BUILD", "/opt/here")
      .with("PKG_CONFIG_LOG", "/nowhere/log")
      .exits(0);
  const std::string stored = tree.read("build/.modbuild/request.json");
  EXPECT_NE(std::string::npos, stored.find("\"PKG_CONFIG_ALLOW_SYSTEM_LIBS\": \"1\"")) << stored;
  EXPECT_EQ(std::string::npos, stored.find("PKG_CONFIG_LOG")) << stored;
  // Ninja's own gen keeps them, and takes no others.
  Cli("gen --regenerate").in(tree).with("PKG_CONFIG_ALLOW_SYSTEM_CFLAGS", "1").exits(0);
  EXPECT_EQ(stored, tree.read("build/.modbuild/request.json"));
  const Outcome again = Cli("gen").in(tree).run();
  for (const char* line :
       {"keeping PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 of the last gen; --fresh forgets it\n",
        "keeping PKG_CONFIG_SYSROOT_DIR_FOR_BUILD=/opt/here of the last gen; --fresh forgets "
        "it\n"}) {
    EXPECT_NE(std::string::npos, again.err.find(line)) << again.err;
  }
}

TEST(Gen, KeepsThatNothingNewIsAsked) {
  const TestTree tree(harbour());
  const auto is_frozen = [&] {
    const std::string stored = tree.read("build/.modbuild/request.json");
    EXPECT_EQ("", schema_faults("request", stored));
    return stored.find("\"frozen\": true") != std::string::npos;
  };
  // Answers about what changed just now are not kept.
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  Cli("gen -q").in(tree).exits(0);
  EXPECT_FALSE(is_frozen());
  Cli("gen -q --frozen").in(tree).exits(0);
  EXPECT_TRUE(is_frozen());
  // Ninja's own gen does not ask the machine either.
  tree.remove("build/.modbuild/probes");
  const Outcome again = Cli("gen --regenerate").in(tree).run();
  EXPECT_EQ(4, again.status);
  EXPECT_NE(std::string::npos, again.err.find("MB094")) << again.err;
  Cli("gen -q").in(tree).exits(0);
  EXPECT_FALSE(is_frozen());
}

TEST(Gen, TakesDirectoriesOfAnyNameOnPath) {
  std::map<std::string, std::string> files = harbour();
  files["modbuild.toml"] += "[libs.maker]\nany = [{ program = \"no-such-maker\" }]\n";
  files["modules/log/module.toml"] = "schema = 1\n[module]\n[depends]\nlibs = [\"maker\"]\n";
  const TestTree tree(files);
  const TestTree tools({});  // nothing of the tree itself is looked for on PATH
  for (const char* name : {"a&b", "it's", "a;b", "a\nb"}) {
    tools.write(std::string(name) + "/x/file", "");
    Cli("gen -q")
        .in(tree)
        .with("PATH", tools.path() + "/" + name + "/x:/usr/bin:/bin")
        .expect_stderr("")
        .exits(0);
  }
  const std::string watched = tree.read("build/.modbuild/regenerate.d");
  EXPECT_NE(std::string::npos, watched.find("\n" + tools.path() + " \\\n")) << watched;
}

TEST(Probe, MakesNoBuildDirectoryWhenFrozen) {
  const TestTree tree(harbour());
  Cli("probe -q --frozen").in(tree).exits(4);
  EXPECT_FALSE(tree.exists("build"));
}

TEST(Probe, TwoRunsGiveOneDocument) {
  const TestTree tree(harbour());
  const Outcome first = Cli("probe -q --format json").in(tree).run();
  const Outcome second = Cli("probe -q --format json").in(tree).run();
  EXPECT_EQ("", schema_faults("probe", first.out));
  EXPECT_EQ(first.out, second.out);
  EXPECT_EQ(std::string::npos, first.out.find("\"kept\"")) << first.out;
  const Outcome log = Cli("probe -q --log --format json").in(tree).run();
  EXPECT_EQ("", schema_faults("probe", log.out));
  EXPECT_NE(std::string::npos, log.out.find("\"log\": [")) << log.out;
}

TEST(Gen, StoresTheRequestAsTyped) {
  const TestTree tree(harbour());
  Cli("gen -q -g db -x 'db_t*' --feature db_json/pretty=off --profile small")
      .in(tree)
      .with("CFLAGS", "-Og")
      .exits(0);
  const std::string stored = tree.read("build/.modbuild/request.json");
  EXPECT_EQ("", schema_faults("request", stored));
  for (const char* part :
       {"\"profile\": \"small\"", "\"groups\": [\"db\"]", "\"exclude\": [\"db_t*\"]",
        "\"features\": [\"db_json/pretty=off\"]", "\"CFLAGS\": \"-Og\""}) {
    EXPECT_NE(std::string::npos, stored.find(part)) << part << "\n" << stored;
  }
}

TEST(Gen, BuildFilesHoldNoAbsolutePathOfTheTree) {
  const TestTree tree(harbour());
  Cli("gen -q").in(tree).exits(0);
  for (const char* file :
       {"build.ninja", "selection.json", "install-plan.json", ".modbuild/outputs"}) {
    const std::string text = tree.read(std::string("build/") + file);
    EXPECT_NE("", text) << file;
    EXPECT_EQ(std::string::npos, text.find(tree.path())) << file;
  }
}

TEST(Gen, BuildDirectoryIsRelativeToTheWorkingDirectory) {
  const TestTree tree(harbour());
  Cli("gen -q -B out -C ..").in(tree).from("modules").exits(0);
  EXPECT_TRUE(tree.exists("modules/out/build.ninja"));
  EXPECT_FALSE(tree.exists("out"));
}

TEST(Gen, ASelectionFileIsReadAgainWhenItChanges) {
  const TestTree tree(harbour());
  Cli("select -q -g db --save sel.json").in(tree).exits(0);
  Cli("gen -q --selection sel.json").in(tree).exits(0);
  Cli("build -q").in(tree).exits(0);
  EXPECT_TRUE(tree.exists("build/modules/db_text.so"));
  Cli("select -q -g basic --save sel.json").in(tree).exits(0);
  Cli("build -q").in(tree).exits(0);
  EXPECT_FALSE(tree.exists("build/modules/db_text.so"));
  EXPECT_TRUE(tree.exists("build/modules/log.so"));
}

TEST(Gen, AModulesLstIsReadAgainWhenItChanges) {
  const TestTree tree(harbour());
  tree.write("modules.lst", "exclude_modules= auth tls db_% spare\n");
  Cli("gen -q --modules-lst modules.lst").in(tree).exits(0);
  Cli("build -q").in(tree).exits(0);
  EXPECT_TRUE(tree.exists("build/modules/log.so"));
  tree.write("modules.lst", "exclude_modules= auth tls log spare\n");
  Cli("build -q").in(tree).exits(0);
  EXPECT_FALSE(tree.exists("build/modules/log.so"));
  EXPECT_TRUE(tree.exists("build/modules/db_text.so"));
}

TEST(Build, GeneratesWhatIsMissingAndBuilds) {
  const TestTree tree(harbour());
  Cli("build -q").in(tree).expect_stderr("").exits(0);
  EXPECT_TRUE(tree.exists("build/bin/harbourd"));
  EXPECT_TRUE(tree.exists("build/modules/log.so"));
  EXPECT_FALSE(tree.exists("build/modules/tls.so"));
}

TEST(Build, BuildsOnlyWhatIsNamed) {
  const TestTree tree(harbour());
  Cli("build -q core_io").in(tree).exits(0);
  EXPECT_TRUE(tree.exists("build/modules/core_io.so"));
  EXPECT_FALSE(tree.exists("build/modules/log.so"));
  Cli("build -q @basic").in(tree).exits(0);
  EXPECT_TRUE(tree.exists("build/modules/log.so"));
}

TEST(Build, UnknownTargetsAreErrorsWithASuggestion) {
  const TestTree tree(harbour());
  Cli("build -q core").in(tree).expect_stdout("").exits(2);
  Cli("build -q @basik")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          R"(command line:1:10: error[MB070]: there is nothing named '@basik' to build
  1 | build -q @basik
    |          ^^^^^^
help: did you mean '@basic'?
)")
      .exits(2);
}

TEST(Build, SaysThatATargetIsOff) {
  const TestTree tree(harbour());
  Cli("gen -q").in(tree).exits(0);
  const Outcome outcome = Cli("build tls").in(tree).run();
  EXPECT_EQ(1, outcome.status);
  EXPECT_NE(std::string::npos,
            outcome.err.find("'tls' is off in this build directory; see modbuild why tls\n"))
      << outcome.err;
}

TEST(Build, ExitsOneWhenTheCompilerFails) {
  const TestTree tree(harbour());
  tree.write("modules/log/log.c", "#error no\n");
  Cli("build -q").in(tree).exits(1);
}

TEST(Build, RepeatsTheRequestAfterAManifestChanged) {
  const TestTree tree(harbour());
  Cli("build -q -g db").in(tree).exits(0);
  EXPECT_FALSE(tree.exists("build/modules/spare.so"));
  tree.write("modules/spare/module.toml", "schema = 1\n[module]\ngroups = [\"db\"]\n");
  Cli("build -q").in(tree).exits(0);
  EXPECT_TRUE(tree.exists("build/modules/spare.so"));
  EXPECT_FALSE(tree.exists("build/modules/log.so"));
}

TEST(Clean, RemovesOnlyWhatTheBuildMade) {
  const TestTree tree(harbour());
  Cli("build -q -g basic").in(tree).exits(0);
  tree.write("build/modules/mine.txt", "keep\n");
  Cli("clean -n")
      .in(tree)
      .expect_stdout(
          "build/bin/harbourd\n"
          "build/modules/core_io.so\n"
          "build/modules/log.so\n"
          "build/obj/core_io/core_io.c.o\n"
          "build/obj/harbourd/main.c.o\n"
          "build/obj/log/log.c.o\n")
      .expect_stderr("would remove 6 files\n")
      .exits(0);
  Cli("clean").in(tree).expect_stdout("").expect_stderr("removed 6 files\n").exits(0);
  EXPECT_FALSE(tree.exists("build/bin"));
  EXPECT_FALSE(tree.exists("build/obj"));
  EXPECT_EQ("keep\n", tree.read("build/modules/mine.txt"));
  EXPECT_TRUE(tree.exists("build/build.ninja"));
  Cli("clean").in(tree).expect_stdout("").expect_stderr("removed 0 files\n").exits(0);
}

TEST(Clean, DoesNothingWithoutABuildDirectory) {
  const TestTree tree(harbour());
  Cli("clean").in(tree).expect_stdout("").expect_stderr("removed 0 files\n").exits(0);
  EXPECT_FALSE(tree.exists("build"));
}

}  // namespace
}  // namespace modbuild::test
