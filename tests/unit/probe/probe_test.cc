#include "probe/probe.h"

#include <gtest/gtest.h>

#include "unit/probe/probe_case.h"

namespace modbuild {
namespace {

using Words = std::vector<std::string>;

constexpr const char* kGccBanner =
    "Using built-in specs.\nTarget: x86_64-linux-gnu\ngcc version 12.2.0 (Debian 12.2.0-14)\n";

TEST(Probe, TriesAlternativesInOrderUntilOneIsFound) {
  ProbeCase machine;
  const LibId id = machine.add_lib(
      "mysql", {by_pkg_config({versioned("libmariadb")}), by_pkg_config({versioned("mysqlclient")}),
                by_pkg_config({versioned("never-asked")})});
  machine.add_failure("libmariadb", "No package 'libmariadb' found\n");
  machine.add_package("mysqlclient", "-lmysqlclient\n");
  const LibAnswer answer = machine.run().libs[id];
  EXPECT_TRUE(answer.found);
  EXPECT_EQ(answer.libs, (Words{"-lmysqlclient"}));
  EXPECT_EQ(evidence_of(answer),
            "pkg-config libmariadb: not found\n"
            "pkg-config mysqlclient: found\n");
  for (const std::string& command : machine.processes.log) {
    EXPECT_EQ(command.find("never-asked"), std::string::npos) << command;
  }
}

TEST(Probe, AsksEqualQuestionsOnce) {
  ProbeCase machine;
  machine.add_lib("a", {by_pkg_config({versioned("gone")}), by_pkg_config({versioned("z")})});
  machine.add_lib("b", {by_pkg_config({versioned("z")})});
  machine.add_lib("c", {by_pkg_config({versioned("gone")})});
  machine.add_failure("gone", "No package 'gone' found\n");
  machine.add_package("z", "-lz\n");
  const ProbeReport report = machine.run();
  EXPECT_TRUE(report.libs[machine.input.libs[0]].found);
  EXPECT_TRUE(report.libs[machine.input.libs[1]].found);
  EXPECT_FALSE(report.libs[machine.input.libs[2]].found);
  EXPECT_EQ(machine.processes.log,
            (Words{"/x/pc --print-errors --short-errors --cflags --libs -- gone",
                   "/x/pc --print-errors --short-errors --cflags --libs -- z",
                   "/x/pc --modversion -- z", "/x/pc --variable=pcfiledir -- z"}));
}

TEST(Probe, LeavesOtherLibsAlone) {
  ProbeCase machine;
  const LibId asked = machine.add_lib("a", {by_pkg_config({versioned("a")})});
  const LibId not_asked = machine.add_lib("b", {by_pkg_config({versioned("b")})});
  machine.input.libs = {asked};
  machine.add_package("a", "-la\n");
  const ProbeReport report = machine.run();
  EXPECT_TRUE(report.libs[asked].probed);
  EXPECT_FALSE(report.libs[not_asked].probed);
}

TEST(Probe, AsksTheCompilerOnce) {
  ProbeCase machine;
  machine.input.platform = true;
  machine.processes.answers["/x/cc -v"] = fails(kGccBanner, 0);
  const Platform platform = machine.run().platform;
  EXPECT_EQ(platform.triple, "x86_64-linux-gnu");
  EXPECT_EQ(platform.os, "linux");
  EXPECT_EQ(platform.arch, "x86_64");
  EXPECT_EQ(platform.libc, "glibc");
  EXPECT_EQ(platform.cc, "gcc");
  EXPECT_EQ(platform.cc_version, "12.2.0");
  EXPECT_EQ(machine.processes.log, (Words{"/x/cc -v"}));
}

TEST(Probe, PassesOverAlternativesForOtherPlatforms) {
  ProbeCase machine;
  machine.input.platform = true;
  machine.processes.answers["/x/cc -v"] = fails(kGccBanner, 0);
  Alternative for_darwin = by_pkg_config({versioned("mac")});
  for_darwin.when = parse_when({"darwin", {}}, machine.diagnostics);
  Alternative for_linux = by_pkg_config({versioned("lin")});
  for_linux.when = parse_when({"linux & cc(gcc >= 12)", {}}, machine.diagnostics);
  const LibId id = machine.add_lib("x", {for_darwin, for_linux});
  machine.add_package("lin", "-llin\n");
  const LibAnswer answer = machine.run().libs[id];
  EXPECT_TRUE(answer.found);
  EXPECT_EQ(evidence_of(answer),
            "pkg-config mac: counts only when darwin\n"
            "pkg-config lin: found\n");
}

TEST(Probe, WithoutACompilerIsAnError) {
  ProbeCase machine;
  machine.input.platform = true;
  machine.run();
  EXPECT_EQ(machine.said(),
            "MB090 the compiler '/x/cc' cannot be used: cannot run '/x/cc': "
            "No such file or directory\n");
}

TEST(Probe, NeverLooksForACompilerInsideTheTree) {
  ProbeCase machine;
  machine.input.platform = true;
  machine.input.toolchain.cc = {"cc"};
  machine.input.tree_root = "/usr";
  machine.environment.variables["PATH"] = "/usr/bin:bin:.";
  machine.run();
  EXPECT_EQ(machine.said(), "MB090 the compiler 'cc' cannot be used: it is not on PATH\n");
  EXPECT_EQ(machine.processes.log, Words{});
}

TEST(Probe, CanBeToldToStartNothing) {
  ProbeCase machine;
  machine.input.platform = true;
  machine.input.no_probe = true;
  const LibId id = machine.add_lib("z", {by_pkg_config({versioned("zlib")})});
  const ProbeReport report = machine.run();
  EXPECT_FALSE(report.libs[id].probed);
  EXPECT_FALSE(report.libs[id].found);
  EXPECT_EQ(evidence_of(report.libs[id]), "pkg-config zlib: not probed (--no-probe)\n");
  EXPECT_EQ(report.inputs, Words{});
  EXPECT_EQ(machine.processes.log, Words{});
  EXPECT_EQ(machine.said(), "");
}

TEST(Probe, GivesTheSameAnswersWithManyThreads) {
  ProbeCase machine;
  for (int i = 0; i < 40; ++i) {
    const std::string name = "l" + std::to_string(i);
    machine.add_lib(name, {by_pkg_config({versioned("gone" + std::to_string(i % 7))}),
                           by_pkg_config({versioned(name)})});
    machine.add_package(name, "-l" + name + "\n");
  }
  machine.input.threads = 8;
  const ProbeReport report = machine.run();
  for (std::size_t i = 0; i < 40; ++i) {
    const LibAnswer& answer = report.libs[machine.input.libs[i]];
    EXPECT_EQ(answer.libs, (Words{"-ll" + std::to_string(i)}));
  }
}

TEST(Probe, PassesOnOnlyWhatAnswersMayDependOn) {
  class Recorder : public ProcessRunner {
   public:
    std::map<std::string, std::string> environment;
    Expected<ProcessAnswer> run(const ProcessRequest& request) override {
      environment = request.environment;
      return ProcessAnswer{};
    }
    std::uint64_t started() const override { return 0; }
  };
  ProbeCase machine;
  machine.environment.variables = {{"PKG_CONFIG", "/x/pc"}, {"PATH", "/bin"},
                                   {"HOME", "/home/me"},    {"CPATH", "/evil"},
                                   {"LC_ALL", "de_DE"},     {"PKG_CONFIG_LIBDIR", "/p"}};
  machine.add_lib("z", {by_pkg_config({versioned("zlib")})});
  Recorder recorder;
  probe(machine.input, recorder, machine.environment, machine.diagnostics);
  EXPECT_EQ(recorder.environment,
            (std::map<std::string, std::string>{
                {"LC_ALL", "C"}, {"PATH", "/bin"}, {"PKG_CONFIG_LIBDIR", "/p"}, {"TZ", "UTC"}}));
}

}  // namespace
}  // namespace modbuild
