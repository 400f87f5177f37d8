// Each machine is asked in its own way; a program that answers with its environment shows how.
#include <gtest/gtest.h>

#include "base/str.h"
#include "toolchain/toolchain.h"

namespace modbuild {
namespace {

// Compilers of two machines, and a pkg-config whose every library links what it was told.
class Machines : public ProcessRunner {
 public:
  Expected<ProcessAnswer> run(const ProcessRequest& request) override {
    ++started_;
    ProcessAnswer answer;
    if (request.argv.front() == "/x/target-cc") answer.errors = target;
    if (request.argv.front() == "/x/build-cc") answer.errors = "Target: m68k-linux-gnu\n";
    if (request.argv.front().ends_with("/pkg-config")) answer.output = told(request.environment);
    return answer;
  }
  std::uint64_t started() const override { return started_; }

  std::string target = "Target: vax-unknown-linux-gnu\ngcc version 12.2.0 \n";

 private:
  static std::string told(const std::map<std::string, std::string>& environment) {
    std::string words;
    for (const char* name : {"PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR", "PKG_CONFIG_SYSROOT_DIR"}) {
      const auto found = environment.find(name);
      if (found != environment.end()) append(words, "'-D", name, "=", found->second, "' ");
    }
    return words;
  }
  std::uint64_t started_ = 0;
};

class MachineProbesTest : public testing::Test {
 protected:
  MachineProbesTest() {
    ExternalLib lib;
    lib.name.value = "zip";
    Alternative alternative;
    alternative.pkg_config = {{{"zip", {}}, {}, {}}};
    lib.any = {alternative};
    const LibId id = catalog_.libs.push_back(lib);
    input_.target.catalog = &catalog_;
    input_.target.libs = {id};
    input_.target.threads = 1;
    input_.build_libs = {id};
    input_.build = true;
    toolchains_.target.name = "vax";
    toolchains_.target.cc = {"/x/target-cc"};
    toolchains_.build.emplace().cc = {"/x/build-cc"};
    environment_.variables["PKG_CONFIG"] = "/x/pkg-config";
    environment_.variables["PKG_CONFIG_FOR_BUILD"] = "/x/pkg-config";
  }

  void run() {
    report_ = probe_machines(input_, toolchains_, machines_, environment_, diagnostics_);
    EXPECT_FALSE(diagnostics_.has_errors());
  }
  std::string told(Machine machine) { return join(report_.of(machine).libs[LibId{0}].cflags, " "); }

  Catalog catalog_;
  MachineProbes input_;
  Toolchains toolchains_;
  Machines machines_;
  Environment environment_;
  Diagnostics diagnostics_;
  ProbeReport report_;
};

TEST_F(MachineProbesTest, EachCompilerSaysWhatItsMachineIs) {
  run();
  EXPECT_EQ(report_.platform.arch, "vax");
  EXPECT_EQ(report_.of(Machine::Target).platform.arch, "vax");
  EXPECT_EQ(report_.of(Machine::Build).platform.arch, "m68k");
}

TEST_F(MachineProbesTest, OneMachineIsAskedWhereThereIsNoToolchain) {
  toolchains_.build.reset();
  run();
  EXPECT_TRUE(report_.for_build.empty());
  EXPECT_EQ(report_.of(Machine::Build).platform.arch, "vax");
}

TEST_F(MachineProbesTest, TheBuildMachineIsNotAskedWhereNothingRunsOnIt) {
  input_.build = false;
  run();
  EXPECT_TRUE(report_.for_build.empty());
}

TEST_F(MachineProbesTest, PkgConfigIsToldTheToolchainsDirectories) {
  toolchains_.target.sysroot = "/opt/vax";
  toolchains_.target.pkg_config_path = {"/a", "/b"};
  toolchains_.target.pkg_config_libdir = {"/c"};
  environment_.variables["PKG_CONFIG_LIBDIR"] = "/of/the/user";
  environment_.variables["PKG_CONFIG_PATH_FOR_BUILD"] = "/of/the/build";
  run();
  EXPECT_EQ(told(Machine::Target),
            "-DPKG_CONFIG_PATH=/a:/b -DPKG_CONFIG_LIBDIR=/c -DPKG_CONFIG_SYSROOT_DIR=/opt/vax");
  EXPECT_EQ(told(Machine::Build), "-DPKG_CONFIG_PATH=/of/the/build");
}

TEST_F(MachineProbesTest, WhereNobodyNamesDirectoriesTheTargetHasItsUsualOnes) {
  environment_.variables = {{"PATH", "/usr/bin"}};  // with this machine's pkg-config
  run();
  EXPECT_EQ(told(Machine::Target),
            "-DPKG_CONFIG_LIBDIR=/usr/local/lib/vax-linux-gnu/pkgconfig:"
            "/usr/lib/vax-linux-gnu/pkgconfig:/usr/share/pkgconfig");
  EXPECT_EQ(told(Machine::Build), "");
  toolchains_.target.sysroot = "/opt/vax";
  run();
  EXPECT_EQ(told(Machine::Target),
            "-DPKG_CONFIG_LIBDIR=/opt/vax/usr/local/lib/vax-linux-gnu/pkgconfig:"
            "/opt/vax/usr/lib/vax-linux-gnu/pkgconfig:/opt/vax/usr/lib/pkgconfig:/opt/vax/usr/"
            "share/pkgconfig "
            "-DPKG_CONFIG_SYSROOT_DIR=/opt/vax");
}

TEST_F(MachineProbesTest, APkgConfigOfTheTargetKnowsItsDirectories) {
  environment_.variables = {{"PATH", "/usr/bin"}};
  toolchains_.target.pkg_config = {"pkg-config"};
  run();
  EXPECT_EQ(told(Machine::Target), "");
}

}  // namespace
}  // namespace modbuild
