#include <gtest/gtest.h>

#include "preview/preview.h"

namespace modbuild {
namespace {

PreviewComponent on(const std::string& name) {
  PreviewComponent component;
  component.name = name;
  component.on = true;
  component.reason = "group db";
  component.at = "modbuild.toml:3";
  return component;
}

PreviewComponent off(const std::string& name, const std::string& reason) {
  PreviewComponent component = on(name);
  component.on = false;
  component.reason = reason;
  component.root_cause = "tls: library ssl not found";
  return component;
}

TEST(Compare, FindsNothingInTheSame) {
  Preview preview;
  preview.components = {on("a"), off("b", "excluded")};
  preview.steps = {{StepKind::Compile, "a", {"obj/a.o"}, "a.c", 7}};
  preview.files = {{"/usr/lib/a.so", "{moduledir}/a.so", "0755", "pkg", "a"}};
  preview.libs = {{"ssl", {true, "3.0"}}};
  preview.common = {{"compile C", {"cc", "-O2"}}};
  EXPECT_TRUE(compare(preview, preview).empty());
}

TEST(Compare, TellsWhatIsGainedAndLostWithTheCauseOfTheSecond) {
  Preview before;
  before.components = {on("a"), off("b", "not requested"), on("gone")};
  Preview after;
  after.components = {off("a", "needs tls, which is off"), on("b"), on("fresh")};
  const PreviewDifference difference = compare(before, after);
  ASSERT_EQ(4U, difference.components.size());
  const ComponentChange& a = difference.components[0];
  EXPECT_EQ(Change::Lost, a.change);
  EXPECT_EQ("needs tls, which is off", a.reason);
  EXPECT_EQ("tls: library ssl not found", a.root_cause);
  EXPECT_EQ("modbuild.toml:3", a.at);
  EXPECT_EQ(Change::Gained, difference.components[1].change);
  EXPECT_EQ("group db", difference.components[1].reason);
  EXPECT_EQ("fresh", difference.components[2].name);
  EXPECT_EQ(Change::Gained, difference.components[2].change);
  EXPECT_EQ("gone", difference.components[3].name);
  EXPECT_EQ("no longer in the tree", difference.components[3].reason);
}

TEST(Compare, PassesOverWhatIsOffInBoth) {
  Preview before;
  before.components = {off("a", "excluded")};
  Preview after;
  after.components = {off("a", "not requested")};
  EXPECT_TRUE(compare(before, after).empty());
}

TEST(Compare, TellsOtherLinkageAndFeatures) {
  Preview before;
  before.components = {on("a")};
  before.components[0].features = {"gzip", "json"};
  Preview after;
  after.components = {on("a")};
  after.components[0].features = {"json", "zstd"};
  after.components[0].linkage = Linkage::Static;
  const PreviewDifference difference = compare(before, after);
  ASSERT_EQ(1U, difference.components.size());
  EXPECT_EQ((std::vector<std::string>{"static, was shared", "feature zstd on", "feature gzip off"}),
            difference.components[0].what);
}

TEST(Compare, CountsFlagsThatStandTwice) {
  Preview before;
  before.components = {on("a")};
  before.components[0].flags = {{"compile C", {"-Ia", "-DX", "-DX"}}, {"link", {"-lm", "-lz"}}};
  Preview after;
  after.components = {on("a")};
  after.components[0].flags = {{"compile C", {"-Ia", "-DX", "-O2"}}, {"link", {"-lz", "-lm"}}};
  const PreviewDifference difference = compare(before, after);
  ASSERT_EQ(2U, difference.flags.size());
  EXPECT_EQ(std::vector<std::string>{"-DX"}, difference.flags[0].lost);
  EXPECT_EQ(std::vector<std::string>{"-O2"}, difference.flags[0].gained);
  EXPECT_FALSE(difference.flags[0].reordered);
  EXPECT_TRUE(difference.flags[1].reordered);
}

TEST(Compare, TellsFlagsOfTheToolchainOnce) {
  Preview before;
  before.common = {{"compile C", {"cc"}}};
  before.components = {on("a"), on("b")};
  Preview after = before;
  after.common[0].flags.push_back("-fsanitize=address");
  const PreviewDifference difference = compare(before, after);
  ASSERT_EQ(1U, difference.flags.size());
  EXPECT_EQ("", difference.flags[0].component);
}

TEST(Compare, TellsFilesPackagesAndLibs) {
  Preview before;
  before.files = {{"/a.so", "{moduledir}/a.so", "0755", "base", "a"},
                  {"/b.so", "{moduledir}/b.so", "0755", "old", "b"}};
  before.libs = {{"json", {true, "1.0"}}, {"ssl", {true, "3.0"}}};
  Preview after;
  after.files = {{"/a.so", "{moduledir}/a.so", "0644", "new", "a"}};
  after.libs = {{"ssl", {true, "3.1"}}, {"xml", {false, ""}}};
  const PreviewDifference difference = compare(before, after);
  ASSERT_EQ(2U, difference.files.size());
  EXPECT_EQ((std::vector<std::string>{"mode 0644, was 0755", "package new, was base"}),
            difference.files[0].what);
  EXPECT_EQ(Change::Lost, difference.files[1].change);
  EXPECT_EQ(std::vector<std::string>{"new"}, difference.packages_gained);
  EXPECT_EQ((std::vector<std::string>{"base", "old"}), difference.packages_lost);
  ASSERT_EQ(3U, difference.libs.size());
  EXPECT_EQ(Change::Lost, difference.libs[0].change);
  EXPECT_EQ("found 3.0", difference.libs[1].before);
  EXPECT_EQ("found 3.1", difference.libs[1].after);
  EXPECT_EQ("not found", difference.libs[2].after);
}

TEST(Compare, TellsStepsByTheirCommands) {
  Preview before;
  before.steps = {{StepKind::Compile, "a", {"a.o"}, "a.c", 1},
                  {StepKind::Compile, "a", {"b.o"}, "b.c", 2},
                  {StepKind::Link, "a", {"c.so"}, "", 3}};
  Preview after;
  after.steps = {{StepKind::Compile, "a", {"a.o"}, "a.c", 1},
                 {StepKind::Link, "a", {"c.so"}, "", 4},
                 {StepKind::Compile, "a", {"d.o"}, "d.c", 5}};
  const PreviewDifference difference = compare(before, after);
  ASSERT_EQ(3U, difference.steps.size());
  EXPECT_EQ(Change::Lost, difference.steps[0].change);
  EXPECT_EQ("b.o", difference.steps[0].before->outputs.front());
  EXPECT_EQ(Change::Changed, difference.steps[1].change);
  EXPECT_EQ(Change::Gained, difference.steps[2].change);
}

}  // namespace
}  // namespace modbuild
