// With the machine's own compiler and pkg-config, and .pc files of our own.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/temp_directory.h"
#include "unit/probe/probe_case.h"

namespace modbuild {
namespace {

using Words = std::vector<std::string>;

class RealPkgConfig : public testing::Test {
 protected:
  RealPkgConfig() {
    input_.catalog = &catalog_;
    input_.platform = false;
    input_.threads = 2;
    environment_ = real_environment();
    environment_.variables["PKG_CONFIG_LIBDIR"] = directory_ / "pc" + ":" + directory_ / "gone/pc";
    for (const char* name : {"PKG_CONFIG", "PKG_CONFIG_PATH", "PKG_CONFIG_SYSROOT_DIR"}) {
      environment_.variables.erase(name);
    }
    directory_.add_directory("pc");
  }

  void add_pc(const std::string& name, const std::string& version, const std::string& fields) {
    directory_.add_file(
        "pc/" + name + ".pc",
        "Name: " + name + "\nDescription: for tests\nVersion: " + version + "\n" + fields);
  }

  std::string program() const { return find_program("pkg-config", environment_.get("PATH"), {}); }

  LibAnswer ask(std::vector<VersionedName> names) {
    catalog_.libs = {};
    ExternalLib lib;
    lib.any = {by_pkg_config(std::move(names))};
    input_.libs = {catalog_.libs.push_back(lib)};
    report_ = probe(input_, processes_, environment_, diagnostics_);
    return report_.libs[input_.libs[0]];
  }

  TempDirectory directory_;
  Catalog catalog_;
  ProbeInput input_;
  RealProcessRunner processes_;
  Environment environment_;
  Diagnostics diagnostics_;
  ProbeReport report_;
};

TEST_F(RealPkgConfig, FindsAPackageWithItsRequirements) {
  add_pc("outer", "2.1",
         "Requires: inner\nCflags: -I/opt/outer -DA='\"x y\"'\nLibs: -L/opt/l -louter\n");
  add_pc("inner", "1.0", "Cflags: -I/opt/inner\nLibs: -linner\n");
  const LibAnswer answer = ask({versioned("outer", ">=", "2")});
  EXPECT_TRUE(answer.found);
  EXPECT_EQ(answer.version, "2.1");
  EXPECT_EQ(answer.cflags, (Words{"-I/opt/outer", "-DA=\"x y\"", "-I/opt/inner"}));
  EXPECT_EQ(answer.libs, (Words{"-L/opt/l", "-louter", "-linner"}));
  EXPECT_EQ(processes_.started(), 3U);
}

TEST_F(RealPkgConfig, TellsThreadFlagsOfCompilerAndLinkerApart) {
  add_pc("t", "1", "Cflags: -I/opt/t -pthread\nLibs: -lt\n");
  const LibAnswer answer = ask({versioned("t")});
  EXPECT_EQ(answer.cflags, (Words{"-I/opt/t", "-pthread"}));
  EXPECT_EQ(answer.libs, (Words{"-lt"}));
}

TEST_F(RealPkgConfig, SaysWhyAPackageIsNotGoodEnough) {
  add_pc("old", "1.2", "Libs: -lold\n");
  add_pc("needy", "1", "Requires: absent\n");
  EXPECT_EQ(evidence_of(ask({versioned("old", ">=", "2")})),
            "pkg-config old >= 2: version 1.2, needs >= 2\n");
  EXPECT_EQ(evidence_of(ask({versioned("missing")})), "pkg-config missing: not found\n");
  EXPECT_EQ(evidence_of(ask({versioned("old"), versioned("missing")})),
            "pkg-config old, missing: 'missing' not found\n");
  EXPECT_EQ(evidence_of(ask({versioned("needy")})), "pkg-config needy: 'absent' not found\n");
}

// A path that does not exist would make Ninja run modbuild again and again.
TEST_F(RealPkgConfig, WatchesFilesFoundAndDirectoriesThatExist) {
  add_pc("a", "1", "Libs: -la\n");
  add_pc("b", "1", "Provides: virtual = 1\nLibs: -lb\n");
  ask({versioned("a"), versioned("virtual")});
  EXPECT_EQ(report_.inputs,
            (Words{directory_.path(), directory_ / "pc", directory_ / "pc/a.pc", program()}));
  for (const std::string& path : report_.inputs) EXPECT_EQ(access(path.c_str(), F_OK), 0) << path;
}

TEST_F(RealPkgConfig, NeverRunsAProgramOfTheTree) {
  directory_.add_file("bin/pkg-config", "#!/bin/sh\ntouch " + directory_ / "ran" + "\n");
  ASSERT_EQ(chmod((directory_ / "bin/pkg-config").c_str(), 0755), 0);
  environment_.variables["PATH"] = directory_ / "bin";
  input_.tree_root = directory_.path();
  EXPECT_FALSE(ask({versioned("a")}).found);
  EXPECT_FALSE(directory_.exists("ran"));
}

TEST_F(RealPkgConfig, ExecutesNothingThatAPcFileSays) {
  const std::string marker = directory_ / "ran";
  add_pc("evil", "1", "Cflags: -DA=$(touch " + marker + ") -DB=`touch " + marker + "`\n");
  ask({versioned("evil")});
  EXPECT_FALSE(directory_.exists("ran"));
}

TEST_F(RealPkgConfig, TakesANameForAPackageAndNeverForAPathOrOption) {
  directory_.add_file("x.pc", "Name: x\nDescription: x\nVersion: 1\n");
  EXPECT_FALSE(ask({versioned("--version")}).found);
}

TEST_F(RealPkgConfig, TheMachinesCompilerTellsItsPlatform) {
  input_.platform = true;
  input_.toolchain.cc = {"cc"};
  ask({versioned("missing")});
  EXPECT_NE(report_.platform.os, "");
  EXPECT_NE(report_.platform.arch, "");
  EXPECT_TRUE(report_.platform.cc == "gcc" || report_.platform.cc == "clang");
  EXPECT_NE(report_.platform.cc_version, "");
}

}  // namespace
}  // namespace modbuild
