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

std::vector<Text> words(const std::vector<std::string>& values) {
  std::vector<Text> texts;
  for (const std::string& value : values) texts.push_back({value, {}});
  return texts;
}

// "C | C++ | C for the build machine"; or the codes of what is wrong.
std::string launchers(const Catalog& catalog, const ToolchainChoice& choice) {
  Diagnostics diagnostics;
  const Toolchains made = choose_toolchains(catalog, choice, diagnostics);
  std::string codes;
  for (const Diagnostic& one : diagnostics.take_sorted()) {
    append(codes, code_info(one.code).id, " ", one.message, "\n");
  }
  if (!codes.empty()) return codes;
  return cat(join(made.target.launcher_c, " "), " | ", join(made.target.launcher_cxx, " "), " | ",
             made.build ? join(made.build->launcher_c, " ") : "");
}

TEST(ChooseLaunchers, TheTreesStandsForEveryToolchain) {
  Catalog catalog = two_toolchains();
  catalog.launcher.common = words({"ccache"});
  ToolchainChoice choice = from_environment();
  EXPECT_EQ(launchers(catalog, choice), "ccache | ccache | ");
  choice.wanted.value = "arm64";
  EXPECT_EQ(launchers(catalog, choice), "ccache | ccache | ccache");
}

TEST(ChooseLaunchers, AToolchainsOwnIsNotTheBuildMachines) {
  Catalog catalog = two_toolchains();
  catalog.launcher.common = words({"ccache"});
  catalog.toolchains[0].launcher.common = words({"none"});
  ToolchainChoice choice = from_environment();
  choice.wanted.value = "arm64";
  EXPECT_EQ(launchers(catalog, choice), " |  | ccache");
}

TEST(ChooseLaunchers, OneOfALanguageGoesBeforeThatOfAll) {
  Catalog catalog;
  catalog.launcher.common = words({"ccache", "distcc"});
  catalog.launcher.cxx = words({"icecc"});
  EXPECT_EQ(launchers(catalog, from_environment()), "env CCACHE_PREFIX=distcc ccache | icecc | ");
}

TEST(ChooseLaunchers, TheUsersIsForAllLanguagesAndMachines) {
  Catalog catalog = two_toolchains();
  catalog.launcher.cxx = words({"icecc"});
  ToolchainChoice choice = from_environment();
  choice.wanted.value = "arm64";
  choice.launcher = words({"sccache"});
  EXPECT_EQ(launchers(catalog, choice), "sccache | sccache | sccache");
  choice.launcher = words({"none"});
  EXPECT_EQ(launchers(catalog, choice), " |  | ");
}

TEST(ChooseLaunchers, ThoseOfATreeThatIsNotTrustedAreRefused) {
  Catalog catalog;
  catalog.launcher.common = words({"ccache"});
  ToolchainChoice choice = from_environment();
  choice.untrusted = true;
  EXPECT_EQ(launchers(catalog, choice),
            "MB046 launcher 'ccache' is a program of the tree's choice, and the tree is not "
            "trusted\n");
  choice.launcher = words({"ccache"});
  EXPECT_EQ(launchers(catalog, choice), "ccache | ccache | ");
}

TEST(ChooseLaunchers, CcacheCannotHandArgumentsOn) {
  ToolchainChoice choice = from_environment();
  choice.launcher = words({"ccache", "rewrapper", "--cfg=x"});
  EXPECT_EQ(launchers(Catalog(), choice),
            "MB070 ccache cannot hand '--cfg=x' to the program behind it\n");
}

TEST(RequireLaunchers, TellsWhatIsNotThereOrLiesInTheTree) {
  Toolchains made;
  made.launchers = words({"no-such-launcher", "/no/such/launcher", "/usr/bin/env"});
  Diagnostics diagnostics;
  require_launchers(made, {"/usr/bin:/bin", "/usr/bin"}, diagnostics);
  std::string said;
  for (const Diagnostic& one : diagnostics.take_sorted()) append(said, one.message, "\n");
  EXPECT_EQ(said,
            "launcher '/no/such/launcher' does not exist\n"
            "launcher '/usr/bin/env' lies in the tree, and nothing of it is run\n"
            "launcher 'no-such-launcher' is not on PATH\n");
}

}  // namespace
}  // namespace modbuild
