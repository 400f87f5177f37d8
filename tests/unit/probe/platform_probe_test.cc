#include "probe/platform_probe.h"

#include <gtest/gtest.h>

#include "unit/probe/probe_case.h"

namespace modbuild {
namespace {

Platform ask(ProcessRunner& processes, Diagnostics& diagnostics,
             const std::vector<std::string>& cc = {"/x/cc"}) {
  Toolchain toolchain;
  toolchain.cc = cc;
  std::vector<std::string> inputs;
  const Platform platform = ask_compiler(toolchain, "", {}, processes, inputs, diagnostics);
  EXPECT_FALSE(inputs.empty());
  return platform;
}

std::string shown(const Platform& platform) {
  return platform.os + " " + platform.arch + " " + platform.libc;
}

TEST(Triple, NamesSystemArchitectureAndLibrary) {
  EXPECT_EQ(shown(platform_of_triple("x86_64-linux-gnu")), "linux x86_64 glibc");
  EXPECT_EQ(shown(platform_of_triple("x86_64-pc-linux-gnu")), "linux x86_64 glibc");
  EXPECT_EQ(shown(platform_of_triple("aarch64-alpine-linux-musl")), "linux aarch64 musl");
  EXPECT_EQ(shown(platform_of_triple("i686-linux-gnu")), "linux i386 glibc");
  EXPECT_EQ(shown(platform_of_triple("arm-linux-gnueabihf")), "linux arm glibc");
  EXPECT_EQ(shown(platform_of_triple("armv7-unknown-linux-musleabihf")), "linux arm musl");
  EXPECT_EQ(shown(platform_of_triple("powerpc64le-linux-gnu")), "linux ppc64le glibc");
  EXPECT_EQ(shown(platform_of_triple("riscv64-linux-gnu")), "linux riscv64 glibc");
  EXPECT_EQ(shown(platform_of_triple("s390x-linux-gnu")), "linux s390x glibc");
  EXPECT_EQ(shown(platform_of_triple("amd64-unknown-freebsd14.0")), "freebsd x86_64 ");
  EXPECT_EQ(shown(platform_of_triple("arm64-apple-darwin23.1.0")), "darwin aarch64 ");
  EXPECT_EQ(shown(platform_of_triple("x86_64-pc-solaris2.11")), "solaris x86_64 ");
  EXPECT_EQ(shown(platform_of_triple("")), "  ");
}

// The platform that a compiler with this banner gives.
Platform asked(const std::string& banner) {
  FakeProcessRunner processes;
  processes.answers["/x/cc -v"] = fails(banner, 0);
  Diagnostics diagnostics;
  return ask(processes, diagnostics);
}

TEST(Compiler, TellsItsFamilyAndVersion) {
  const Platform clang =
      asked("Debian clang version 14.0.6\nTarget: x86_64-pc-linux-gnu\nThread model: posix\n");
  EXPECT_EQ(clang.cc, "clang");
  EXPECT_EQ(clang.cc_version, "14.0.6");
  EXPECT_EQ(clang.triple, "x86_64-pc-linux-gnu");
  const Platform cross =
      asked("Target: aarch64-linux-gnu\ngcc version 13.2.0 (crosstool-NG 1.26.0)\n");
  EXPECT_EQ(cross.cc, "gcc");
  EXPECT_EQ(cross.cc_version, "13.2.0");
  EXPECT_EQ(cross.arch, "aarch64");
}

TEST(Compiler, OfAnotherFamilyIsAskedForItsTargetAlone) {
  FakeProcessRunner processes;
  processes.answers["/x/tcc -m64 -v"] = prints("tcc version 0.9.27 (x86_64 Linux)\n");
  processes.answers["/x/tcc -m64 -dumpmachine"] = prints("x86_64-linux-gnu\n");
  Diagnostics diagnostics;
  const Platform platform = ask(processes, diagnostics, {"/x/tcc", "-m64"});
  EXPECT_EQ(shown(platform), "linux x86_64 glibc");
  EXPECT_EQ(platform.cc, "");
}

TEST(Compiler, ThatDoesNotSayItsTargetIsAnError) {
  FakeProcessRunner processes;
  processes.answers["/x/cc -v"] = prints("");
  processes.answers["/x/cc -dumpmachine"] = fails("unknown option", 2);
  Diagnostics diagnostics;
  ask(processes, diagnostics);
  const std::vector<Diagnostic> said = diagnostics.take_sorted();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].message, "the compiler '/x/cc' cannot be used: it does not say its target");
}

TEST(OwnPlatform, IsKnownWithoutAskingAnybody) {
  EXPECT_NE(own_platform().os, "");
  EXPECT_NE(own_platform().arch, "");
  EXPECT_EQ(own_platform().cc, "");
}

Environment on(const std::string& os_release, bool has_lib64) {
  Environment environment;
  environment.os_release = os_release;
  environment.has_lib64 = has_lib64;
  return environment;
}

TEST(LibraryDirectories, OfDebianAndItsKinAreOnePerMachineBelowUsr) {
  const Environment debian = on("ID=debian\n", true);
  const auto here = library_directories_of(debian, platform_of_triple("x86_64-linux-gnu"));
  EXPECT_EQ(here.below_usr, "lib/x86_64-linux-gnu");
  EXPECT_EQ(here.elsewhere, "lib");
  const auto below_usr = [](const char* os_release, const char* triple) {
    return library_directories_of(on(os_release, false), platform_of_triple(triple)).below_usr;
  };
  EXPECT_EQ(below_usr("ID=ubuntu\nID_LIKE=debian\n", "i686-linux-gnu"), "lib/i386-linux-gnu");
  EXPECT_EQ(below_usr("ID=debian\n", "arm-linux-gnueabi"), "lib/arm-linux-gnueabi");
  EXPECT_EQ(below_usr("ID=debian\n", "powerpc64le-linux-gnu"), "lib/powerpc64le-linux-gnu");
}

TEST(LibraryDirectories, AreLib64WhereThatIsADirectoryOfItsOwn) {
  const Platform x86_64 = platform_of_triple("x86_64-redhat-linux-gnu");
  EXPECT_EQ(library_directories_of(on("ID=fedora\n", true), x86_64).below_usr, "lib64");
  EXPECT_EQ(library_directories_of(on("ID=fedora\n", true), x86_64).elsewhere, "lib64");
  EXPECT_EQ(library_directories_of(on("ID=arch\n", false), x86_64).below_usr, "lib");
  const Platform i686 = platform_of_triple("i686-redhat-linux-gnu");
  EXPECT_EQ(library_directories_of(on("ID=fedora\n", true), i686).below_usr, "lib");
}

Catalog catalog_with_packages(const std::vector<std::string>& distributions) {
  Catalog catalog;
  ExternalLib lib;
  for (const std::string& name : distributions) lib.packages[name] = {"x", {}};
  catalog.libs.push_back(lib);
  return catalog;
}

TEST(Distribution, IsTheIdOfOsRelease) {
  const Catalog catalog = catalog_with_packages({"debian"});
  EXPECT_EQ(distribution_of("NAME=\"Debian\"\nID=debian\nVERSION_ID=\"12\"\n", catalog), "debian");
  EXPECT_EQ(distribution_of("ID=\"fedora\"\n", catalog), "fedora");
  EXPECT_EQ(distribution_of("", catalog), "");
}

TEST(Distribution, IsARelativeThatTheTreeKnowsPackagesFor) {
  EXPECT_EQ(distribution_of("ID=mint\nID_LIKE=\"ubuntu debian\"\n",
                            catalog_with_packages({"debian", "fedora"})),
            "debian");
  EXPECT_EQ(distribution_of("ID=mint\nID_LIKE='ubuntu debian'\n", catalog_with_packages({})),
            "mint");
}

}  // namespace
}  // namespace modbuild
