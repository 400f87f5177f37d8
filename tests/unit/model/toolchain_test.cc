#include "model/toolchain.h"

#include <gtest/gtest.h>

#include "base/str.h"
#include "model/catalog.h"

namespace modbuild {
namespace {

std::vector<Text> texts(const std::vector<std::string>& words) {
  std::vector<Text> list;
  for (const std::string& word : words) list.push_back({word, {}});
  return list;
}

DeclaredToolchain with_cc(const std::vector<std::string>& words) {
  DeclaredToolchain declared;
  declared.name.value = "other";
  declared.cc = texts(words);
  return declared;
}

// "CXX, AR" for a C compiler.
std::string beside(const std::vector<std::string>& cc) {
  const Toolchain made = combine(with_cc(cc), {});
  return cat(join(made.cxx, " "), ", ", join(made.ar, " "));
}

TEST(Toolchain, NamesTheProgramsThatGoWithTheCompiler) {
  EXPECT_EQ(beside({"aarch64-linux-gnu-gcc"}), "aarch64-linux-gnu-g++, aarch64-linux-gnu-ar");
  EXPECT_EQ(beside({"arm-none-eabi-gcc-12", "-mthumb"}),
            "arm-none-eabi-g++-12 -mthumb, arm-none-eabi-ar");
  EXPECT_EQ(beside({"clang-14", "--target=riscv64-linux-gnu"}),
            "clang++-14 --target=riscv64-linux-gnu, ar");
  EXPECT_EQ(beside({"ccache", "gcc"}), "ccache g++, ar");
  EXPECT_EQ(beside({"zig", "cc"}), "zig c++, ar");
  EXPECT_EQ(beside({"tcc"}), "tcc, ar");
}

TEST(Toolchain, ReplacesTheProgramsOfTheEnvironmentAndKeepsItsFlagsBehind) {
  DeclaredToolchain declared = with_cc({"agcc"});
  declared.cxx = texts({"ag++"});
  declared.ar = texts({"aar"});
  declared.sysroot.value = "/opt/a";
  declared.cflags = texts({"-march=a"});
  declared.cxxflags = texts({"-fno-rtti"});
  declared.ldflags = texts({"-Wl,-z,now"});
  Toolchain environment;
  environment.cc = {"clang"};
  environment.cxx = {"clang++"};
  environment.ar = {"llvm-ar"};
  environment.cflags = {"-O1"};
  environment.cxxflags = {"-O2"};
  environment.ldflags = {"-s"};
  const Toolchain made = combine(declared, environment);
  EXPECT_EQ(made.name, "other");
  EXPECT_EQ(join(made.cc, " "), "agcc");
  EXPECT_EQ(join(made.cxx, " "), "ag++");
  EXPECT_EQ(join(made.ar, " "), "aar");
  EXPECT_EQ(join(made.cflags, " "), "--sysroot=/opt/a -march=a -O1");
  EXPECT_EQ(join(made.cxxflags, " "), "--sysroot=/opt/a -march=a -fno-rtti -O2");
  EXPECT_EQ(join(made.ldflags, " "), "--sysroot=/opt/a -Wl,-z,now -s");
}

}  // namespace
}  // namespace modbuild
