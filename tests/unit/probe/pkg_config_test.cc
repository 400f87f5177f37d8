#include <gtest/gtest.h>

#include "unit/probe/probe_case.h"

namespace modbuild {
namespace {

using Words = std::vector<std::string>;

TEST(PkgConfig, TellsCompilerAndLinkerWordsApartInOneProcess) {
  ProbeCase machine;
  const LibId id = machine.add_lib("ssl", {by_pkg_config({versioned("libssl", ">=", "1.1")})});
  machine.add_package("libssl >= 1.1",
                      "-I/opt/ssl/include -DSSL=1 -L/opt/ssl/lib -lssl -Wl,-z,now\n");
  machine.processes.answers["/x/pc --modversion -- libssl"] = prints("3.0.15\n");
  const LibAnswer answer = machine.run().libs[id];
  EXPECT_TRUE(answer.found);
  EXPECT_EQ(answer.version, "3.0.15");
  EXPECT_EQ(answer.cflags, (Words{"-I/opt/ssl/include", "-DSSL=1"}));
  EXPECT_EQ(answer.libs, (Words{"-L/opt/ssl/lib", "-lssl", "-Wl,-z,now"}));
  EXPECT_EQ(evidence_of(answer), "pkg-config libssl >= 1.1: 3.0.15\n");
  EXPECT_EQ(machine.said(), "");
}

TEST(PkgConfig, AsksForEachListWhereAWordCouldBelongToBoth) {
  ProbeCase machine;
  const LibId id = machine.add_lib("glib", {by_pkg_config({versioned("glib-2.0")})});
  machine.add_package("glib-2.0", "-I/g -pthread -lglib-2.0 -pthread\n");
  machine.processes.answers["/x/pc --print-errors --short-errors --cflags -- glib-2.0"] =
      prints("-I/g -pthread\n");
  machine.processes.answers["/x/pc --print-errors --short-errors --libs -- glib-2.0"] =
      prints("-lglib-2.0 -pthread\n");
  const LibAnswer answer = machine.run().libs[id];
  EXPECT_EQ(answer.cflags, (Words{"-I/g", "-pthread"}));
  EXPECT_EQ(answer.libs, (Words{"-lglib-2.0", "-pthread"}));
}

TEST(PkgConfig, GivesTheVariablesOfItsFirstPackage) {
  ProbeCase machine;
  Alternative alternative = by_pkg_config({versioned("libpq", ">=", "9"), versioned("zlib")});
  alternative.variables = {{{"dir", {}}, {{"pgdir", {}}}}};
  alternative.add_libs = {{"-L{dir}/extra", {}}};
  const LibId id = machine.add_lib("pg", {alternative});
  machine.add_package("libpq >= 9 zlib", "-lpq -lz\n");
  machine.processes.answers["/x/pc --variable=pgdir -- libpq"] = prints("/opt/pg\n");
  const LibAnswer answer = machine.run().libs[id];
  EXPECT_EQ(answer.libs, (Words{"-lpq", "-lz", "-L/opt/pg/extra"}));
  EXPECT_EQ(answer.variables.at("dir"), "/opt/pg");
}

TEST(PkgConfig, WithoutAVariableIsMissing) {
  ProbeCase machine;
  Alternative alternative = by_pkg_config({versioned("libpq")});
  alternative.variables = {{{"dir", {}}, {{"pgdir", {}}}}};
  const LibId id = machine.add_lib("pg", {alternative});
  machine.add_package("libpq", "-lpq\n");
  machine.processes.answers["/x/pc --variable=pgdir -- libpq"] = prints("\n");
  EXPECT_EQ(evidence_of(machine.run().libs[id]), "pkg-config libpq: the value of 'dir' is empty\n");
}

TEST(PkgConfig, WithoutFlagsIsFoundAllTheSame) {
  ProbeCase machine;
  const LibId id = machine.add_lib("z", {by_pkg_config({versioned("zlib")})});
  machine.add_package("zlib", "\n");
  const LibAnswer answer = machine.run().libs[id];
  EXPECT_TRUE(answer.found);
  EXPECT_EQ(answer.cflags, Words{});
  EXPECT_EQ(answer.libs, Words{});
  EXPECT_EQ(evidence_of(answer), "pkg-config zlib: found\n");
}

struct Refusal {
  const char* errors;
  const char* answered;
};

class PkgConfigRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(PkgConfigRefusal, IsSaidInAFewWords) {
  ProbeCase machine;
  const LibId id = machine.add_lib("x", {by_pkg_config({versioned("x", ">=", "2")})});
  machine.add_failure("x >= 2", GetParam().errors);
  const LibAnswer answer = machine.run().libs[id];
  EXPECT_FALSE(answer.found);
  EXPECT_TRUE(answer.probed);
  EXPECT_EQ(evidence_of(answer), std::string("pkg-config x >= 2: ") + GetParam().answered + "\n");
  EXPECT_EQ(machine.said(), "");
}

INSTANTIATE_TEST_SUITE_P(
    OfPkgconfAndPkgConfig, PkgConfigRefusal,
    testing::Values(Refusal{"Package 'x', required by 'virtual:world', not found\n", "not found"},
                    Refusal{"No package 'x' found\n", "not found"},
                    Refusal{"Package dependency requirement 'x >= 2' could not be satisfied.\n"
                            "Package 'x' has version '1.9', required version is '>= 2'\n",
                            "version 1.9, needs >= 2"},
                    Refusal{"Requested 'x >= 2' but version of x is 1.9\n",
                            "version 1.9, needs >= 2"},
                    Refusal{"Package 'y', required by 'x', not found\n", "'y' not found"},
                    Refusal{"something \x1B[31melse\n", "something \\x1B[31melse"},
                    Refusal{"", "not found"}));

TEST(PkgConfig, RefusesFlagsThatRunCode) {
  ProbeCase machine;
  const LibId id = machine.add_lib("x", {by_pkg_config({versioned("x")})});
  machine.add_package("x", "-I/a -fplugin=/tmp/evil.so\n");
  const LibAnswer answer = machine.run().libs[id];
  EXPECT_FALSE(answer.found);
  EXPECT_EQ(answer.cflags, Words{});
  EXPECT_EQ(machine.said().substr(0, 71),
            "MB093 'pkg-config x' printed the flag '-fplugin=/tmp/evil.so', which lo");
}

TEST(PkgConfig, UsesAFlagThatTheTreePermitsByName) {
  ProbeCase machine;
  machine.catalog.tree.allow_flags = {"-fplugin=/opt/good.so"};
  const LibId id = machine.add_lib("x", {by_pkg_config({versioned("x")})});
  machine.add_package("x", "-fplugin=/opt/good.so\n");
  machine.processes.answers["/x/pc --print-errors --short-errors --cflags -- x"] =
      prints("-fplugin=/opt/good.so\n");
  machine.processes.answers["/x/pc --print-errors --short-errors --libs -- x"] = prints("\n");
  EXPECT_EQ(machine.run().libs[id].cflags, (Words{"-fplugin=/opt/good.so"}));
}

class PkgConfigGarbage : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(PkgConfigGarbage, CountsAsMissing) {
  ProbeCase machine;
  const LibId id = machine.add_lib("x", {by_pkg_config({versioned("x")})});
  machine.add_package("x", GetParam().first);
  EXPECT_FALSE(machine.run().libs[id].found);
  EXPECT_EQ(machine.said(),
            std::string("MB093 'pkg-config x' printed ") + GetParam().second + "\n");
}

INSTANTIATE_TEST_SUITE_P(OfEachSort, PkgConfigGarbage,
                         testing::Values(std::pair{"-I/a\xFF\n", "text that is not UTF-8"},
                                         std::pair{"-I'/a\n", "a quote that is not closed"},
                                         std::pair{"-I/a ''\n", "an empty word"},
                                         std::pair{"-DX=\x1B[0m\n",
                                                   "control characters: '-DX=\\x1B[0m'"}));

TEST(PkgConfig, ThatHangsCrashesOrFloodsIsReported) {
  ProbeCase machine;
  for (const char* name : {"hangs", "crashes", "floods"}) {
    machine.add_lib(name, {by_pkg_config({versioned(name)})});
  }
  ProcessAnswer hangs;
  hangs.timed_out = true;
  ProcessAnswer floods;
  floods.output_cut = true;
  const std::string command = "/x/pc --print-errors --short-errors --cflags --libs -- ";
  machine.processes.answers[command + "hangs"] = hangs;
  ProcessAnswer crashes;
  crashes.signal = 11;
  machine.processes.answers[command + "crashes"] = crashes;
  machine.processes.answers[command + "floods"] = floods;
  const ProbeReport report = machine.run();
  for (const LibId id : machine.input.libs) EXPECT_FALSE(report.libs[id].found);
  EXPECT_EQ(machine.said(),
            "MB091 'pkg-config crashes' was ended by signal 11\n"
            "MB091 'pkg-config floods' printed more than 1 MiB\n"
            "MB091 'pkg-config hangs' did not end within 10 seconds\n");
}

TEST(PkgConfig, ThatIsNotInstalledIsSaidOnce) {
  ProbeCase machine;
  machine.environment.variables = {{"PATH", "/nowhere"}};
  const LibId first = machine.add_lib("a", {by_pkg_config({versioned("a")})});
  machine.add_lib("b", {by_pkg_config({versioned("b")})});
  const ProbeReport report = machine.run();
  EXPECT_EQ(evidence_of(report.libs[first]), "pkg-config a: pkg-config is not installed\n");
  EXPECT_EQ(machine.said(), "MB092 there is no pkg-config on PATH\n");
  EXPECT_EQ(machine.processes.log, Words{});
}

TEST(PkgConfig, MayHaveOptionsInTheVariable) {
  ProbeCase machine;
  machine.environment.variables["PKG_CONFIG"] = "/x/pc --static";
  const LibId id = machine.add_lib("z", {by_pkg_config({versioned("zlib")})});
  machine.processes
      .answers["/x/pc --static --print-errors --short-errors --cflags --libs -- zlib"] =
      prints("-lz\n");
  EXPECT_TRUE(machine.run().libs[id].found);
}

TEST(PkgConfig, TakesTheNewestOfAPattern) {
  ProbeCase machine;
  const LibId id = machine.add_lib("ruby", {by_pkg_config({versioned("ruby-*")})});
  machine.processes.answers["/x/pc --list-all"] =
      prints("ruby-2.7   Ruby - a language\nzlib  zlib - z\nruby-3.10 Ruby - \nruby-3.9 Ruby - \n");
  machine.add_package("ruby-3.10", "-lruby-3.10\n");
  machine.processes.answers["/x/pc --modversion -- ruby-3.10"] = prints("3.10.1\n");
  const LibAnswer answer = machine.run().libs[id];
  EXPECT_EQ(answer.libs, (Words{"-lruby-3.10"}));
  EXPECT_EQ(evidence_of(answer), "pkg-config ruby-*: 3.10.1\n");
}

TEST(PkgConfig, TakesTheNewestOfAPatternThatIsGoodEnough) {
  ProbeCase machine;
  const LibId id = machine.add_lib("lua", {by_pkg_config({versioned("lua*", "<", "5.4")})});
  machine.processes.answers["/x/pc --list-all"] = prints("lua5.4 Lua\nlua5.3 Lua\nlua5.2 Lua\n");
  machine.processes.answers["/x/pc --modversion -- lua5.4"] = prints("5.4.4\n");
  machine.processes.answers["/x/pc --modversion -- lua5.3"] = prints("5.3.6\n");
  machine.add_package("lua5.3 < 5.4", "-llua5.3\n");
  EXPECT_EQ(machine.run().libs[id].libs, (Words{"-llua5.3"}));
}

TEST(PkgConfig, CanBeAskedForWhatArchivesTake) {
  ProbeCase machine;
  Alternative archives = by_pkg_config({versioned("ssl")});
  archives.is_static = true;
  const LibId id = machine.add_lib("ssl", {archives});
  machine.processes.answers["/x/pc --print-errors --short-errors --cflags --libs --static -- ssl"] =
      prints("-lssl -lz\n");
  const LibAnswer answer = machine.run().libs[id];
  EXPECT_EQ(answer.libs, (Words{"-lssl", "-lz"}));
  EXPECT_EQ(evidence_of(answer), "pkg-config --static ssl: found\n");
}

TEST(PkgConfig, KeepsWhatItSaid) {
  ProbeCase machine;
  const LibId id = machine.add_lib("x", {by_pkg_config({versioned("x")})});
  machine.add_failure("x", "No package 'x' found\n");
  const LibAnswer answer = machine.run().libs[id];
  const std::vector<ProcessRecord>& log = answer.evidence.front().log;
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0].command, "$ /x/pc --print-errors --short-errors --cflags --libs -- x");
  EXPECT_EQ(log[0].ended, "exit status 1");
  EXPECT_EQ(log[0].errors, "No package 'x' found\n");
}

}  // namespace
}  // namespace modbuild
