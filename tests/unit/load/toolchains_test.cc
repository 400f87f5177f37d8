// [toolchains.NAME] of the tree file.
#include "unit/load/test_tree.h"

namespace modbuild {
namespace {

// The toolchains as text, when nothing is wrong; otherwise what is.
std::string toolchains_of(const std::string& text) {
  TestTree tree;
  const TreeLoad result = tree.tree(text).load();
  return result.messages.empty() ? text_of_toolchains(result.catalog) : result.messages;
}

TEST(Toolchains, StandInNameOrderWithAllTheirKeys) {
  EXPECT_EQ(
      "toolchain b\n"
      "  cc gcc\n"
      "toolchain z\n"
      "  description for another machine\n"
      "  cc zgcc -mz\n"
      "  cxx ccache zg++\n"
      "  ar zar\n"
      "  sysroot /opt/z\n"
      "  pkg-config z-pkg-config\n"
      "  pkg-config-path /a /b\n"
      "  pkg-config-libdir /c\n"
      "  cflags -mz=1 -I/opt/z/include\n"
      "  cxxflags -fno-rtti\n"
      "  ldflags -L=/usr/lib/z -Wl,-z,now\n",
      toolchains_of(R"(
[toolchains.z]
description = "for another machine"
cc = ["zgcc", "-mz"]
cxx = ["ccache", "zg++"]
ar = "zar"
sysroot = "/opt//z/"
pkg-config = "z-pkg-config"
pkg-config-path = ["/a", "/b"]
pkg-config-libdir = ["/c"]
cflags = ["-mz=1", "-I/opt/z/include"]
cxxflags = ["-fno-rtti"]
ldflags = ["-L=/usr/lib/z", "-Wl,-z,now"]
[toolchains.b]
cc = "gcc"
)"));
}

TEST(Toolchains, MayNameTheTargetOfACompilerForMany) {
  EXPECT_EQ(
      "toolchain c\n  cc clang --target=riscv64-unknown-linux-gnu\n",
      toolchains_of("[toolchains.c]\ncc = [\"clang\", \"--target=riscv64-unknown-linux-gnu\"]\n"));
}

TEST(Launchers, OfTheTreeAndOfAToolchain) {
  TestTree tree;
  const TreeLoad result =
      tree.tree(
              "[toolchain]\nlauncher = [\"ccache\", \"distcc\"]\nlauncher-cxx = \"icecc\"\n"
              "[toolchains.c]\ncc = \"gcc\"\nlauncher-c = \"none\"\n")
          .load();
  EXPECT_EQ(result.messages, "");
  const DeclaredLauncher& all = result.catalog.launcher;
  ASSERT_EQ(all.common.size(), 2U);
  EXPECT_EQ(all.common[1].value, "distcc");
  ASSERT_EQ(all.cxx.size(), 1U);
  EXPECT_EQ(all.cxx[0].value, "icecc");
  ASSERT_EQ(result.catalog.find_toolchain("c")->launcher.c.size(), 1U);
}

TEST(Toolchains, AreNamedByProfiles) {
  TestTree tree;
  const TreeLoad result =
      tree.tree("[toolchains.c]\ncc = \"gcc\"\n[profiles.p]\ntoolchain = \"c\"\n").load();
  EXPECT_EQ(result.messages, "");
  EXPECT_EQ(result.catalog.find_profile("p")->toolchain.value, "c");
}

}  // namespace
}  // namespace modbuild
