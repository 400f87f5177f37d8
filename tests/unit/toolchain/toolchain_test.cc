#include "toolchain/toolchain.h"

#include <gtest/gtest.h>

#include "base/str.h"

namespace modbuild {
namespace {

Catalog two_toolchains() {
  Catalog catalog;
  for (const char* name : {"arm64", "riscv"}) {
    DeclaredToolchain toolchain;
    toolchain.name.value = name;
    toolchain.cc = {{cat(name, "-gcc"), {}}};
    catalog.toolchains.push_back(toolchain);
  }
  return catalog;
}

ToolchainChoice from_environment() {
  ToolchainChoice choice;
  choice.environment.cc = {"clang"};
  choice.for_build.cc = {"gcc"};
  return choice;
}

// "CC, CC of the build machine".
std::string chosen(const ToolchainChoice& choice) {
  Diagnostics diagnostics;
  const Toolchains made = choose_toolchains(two_toolchains(), choice, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors());
  return cat(join(made.target.cc, " "), made.build ? cat(", ", join(made.build->cc, " ")) : "");
}

TEST(ChooseToolchains, WithoutOneTheEnvironmentBuildsEverything) {
  EXPECT_EQ(chosen(from_environment()), "clang");
}

TEST(ChooseToolchains, TheUsersWordGoesBeforeTheProfiles) {
  Profile profile;
  profile.toolchain.value = "riscv";
  ToolchainChoice choice = from_environment();
  choice.profile = &profile;
  EXPECT_EQ(chosen(choice), "riscv-gcc, gcc");
  choice.wanted.value = "arm64";
  EXPECT_EQ(chosen(choice), "arm64-gcc, gcc");
}

TEST(ChooseToolchains, ThoseOfATreeThatIsNotTrustedAreRefused) {
  ToolchainChoice choice = from_environment();
  choice.untrusted = true;
  EXPECT_EQ(chosen(choice), "clang");
  choice.wanted.value = "arm64";
  Diagnostics diagnostics;
  static_cast<void>(choose_toolchains(two_toolchains(), choice, diagnostics));
  const std::vector<Diagnostic> said = diagnostics.take_sorted();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said.front().code, Code::NotTrusted);
}

TEST(ChooseToolchains, AnUnknownNameIsAnErrorThatListsTheKnown) {
  ToolchainChoice choice = from_environment();
  choice.wanted.value = "arm46";
  Diagnostics diagnostics;
  static_cast<void>(choose_toolchains(two_toolchains(), choice, diagnostics));
  const std::vector<Diagnostic> said = diagnostics.take_sorted();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said.front().code, Code::UnknownInRequest);
  EXPECT_EQ(said.front().help, "did you mean 'arm64'? toolchains are: arm64, riscv");
}

}  // namespace
}  // namespace modbuild
