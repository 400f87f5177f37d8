// --variant, and the variant of a profile, as their user sees them.
#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "support/schema_check.h"
#include "trees.h"

namespace modbuild::test {
namespace {

TestTree two_variants() {
  std::map<std::string, std::string> files = harbour();
  files["modbuild.toml"] +=
      "[variants.debug]\ncflags = [\"-O0\"]\n"
      "[variants.lean]\ndefines = [\"LEAN\"]\ncflags = [\"-Os\"]\nldflags = [\"-Wl,-O1\"]\n"
      "[profiles.pocket]\ngroups = [\"basic\"]\nvariant = \"lean\"\n"
      "[toolchains.own]\ncc = \"gcc\"\ncflags = [\"-g1\"]\n";
  return TestTree(files);
}

TEST(VariantOption, HasABuildDirectoryOfItsOwn) {
  const TestTree tree = two_variants();
  Cli("gen -q --variant debug").in(tree).exits(0);
  Cli("gen -q").in(tree).exits(0);
  EXPECT_TRUE(holds(tree.read("build-debug/build.ninja"), "\ncflags = -O0\n"));
  EXPECT_TRUE(holds(tree.read("build/build.ninja"), "\ncflags =\n"));
}

TEST(VariantOption, StandsBehindTheToolchainAndBeforeTheEnvironment) {
  const TestTree tree = two_variants();
  Cli("gen -q --variant lean --toolchain own").in(tree).with("CFLAGS", "-O1").exits(0);
  const std::string text = tree.read("build-lean/build.ninja");
  EXPECT_TRUE(holds(text, "\ncflags = -g1 -DLEAN -Os -O1\n"));
  EXPECT_TRUE(holds(text, "\nldflags = -Wl,-O1\n"));
}

TEST(VariantOption, IsTheProfilesUnlessSaid) {
  const TestTree tree = two_variants();
  Cli("gen -q --profile pocket").in(tree).exits(0);
  EXPECT_TRUE(holds(tree.read("build-lean/build.ninja"), "\ncflags = -DLEAN -Os\n"));
  EXPECT_TRUE(holds(tree.read("build-lean/selection.json"), "\"variant\": \"lean\""));
  EXPECT_EQ("", schema_faults("selection", tree.read("build-lean/selection.json")));
  Cli("gen -q --profile pocket --variant debug").in(tree).exits(0);
  EXPECT_TRUE(holds(tree.read("build-debug/build.ninja"), "\ncflags = -O0\n"));
}

TEST(VariantOption, IsKeptInItsBuildDirectory) {
  const TestTree tree = two_variants();
  Cli("gen -q --variant lean").in(tree).exits(0);
  EXPECT_EQ("", schema_faults("request", tree.read("build-lean/.modbuild/request.json")));
  Cli("gen -B build-lean")
      .in(tree)
      .expect_stderr(
          "keeping --variant lean of the last gen; --fresh forgets it\n"
          "harbour: 2 of 7 modules on, 2 dropped, 3 not wanted\n")
      .exits(0);
  Cli("gen -q -B build-lean --regenerate").in(tree).exits(0);
  EXPECT_TRUE(holds(tree.read("build-lean/build.ninja"), "\ncflags = -DLEAN -Os\n"));
}

TEST(VariantOption, IsNotMixedWithAnotherUnlessFresh) {
  const TestTree tree = two_variants();
  Cli("gen -q -B out").in(tree).exits(0);
  EXPECT_TRUE(holds(Cli("gen -B out --variant lean").in(tree).run().err,
                    "'out' holds a build without a variant, not 'lean'"));
  EXPECT_EQ(5, Cli("gen -B out --profile pocket").in(tree).run().status);
  Cli("gen -q -B out --variant lean --fresh").in(tree).exits(0);
  EXPECT_TRUE(holds(tree.read("out/build.ninja"), "\ncflags = -DLEAN -Os\n"));
}

TEST(VariantOption, IsToldBySelect) {
  const TestTree tree = two_variants();
  EXPECT_TRUE(holds(Cli("select --variant debug").in(tree).run().out, "; variant debug\n"));
}

}  // namespace
}  // namespace modbuild::test
