#include "plan/layout.h"

#include <gtest/gtest.h>

namespace modbuild {
namespace {

Component component(std::string name, std::string dir) {
  Component c;
  c.name.value = std::move(name);
  c.dir = std::move(dir);
  return c;
}

TEST(EncodeName, KeepsOnlyWhatNoToolMinds) {
  EXPECT_EQ(encode_name("a-b_c.1"), "a-b_c.1");
  EXPECT_EQ(encode_name("a b%c+\xC3\xA4"), "a+20b+25c+2B+C3+A4");
}

TEST(EncodeName, CapsLongNamesAndKeepsThemApart) {
  const std::string long_name(250, 'x');
  const std::string a = encode_name(long_name + "a");
  const std::string b = encode_name(long_name + "b");
  EXPECT_EQ(a.size(), 200U);
  EXPECT_NE(a, b);
}

TEST(ObjectPath, FollowsTheSourceBelowTheComponent) {
  const Component tm = component("tm", "modules/tm");
  EXPECT_EQ(object_path(tm, "modules/tm/proto/a.c").text, "obj/tm/proto/a.c.o");
}

TEST(ObjectPath, SourcesOutsideTheComponentAreKeptApart) {
  const Component tm = component("tm", "modules/tm");
  EXPECT_EQ(object_path(tm, "modules/tmx/a.c").text, "obj/tm/+/modules/tmx/a.c.o");
}

TEST(ObjectPath, AComponentAtTheRootOwnsEverySource) {
  EXPECT_EQ(object_path(component("host", ""), "main.c").text, "obj/host/main.c.o");
}

TEST(Layout, WhatIsForTheBuildMachineLiesInADirectoryOfItsOwn) {
  Component tool = component("tabgen", "tools/tabgen");
  tool.machine = Machine::Build;
  EXPECT_EQ(object_path(tool, "tools/tabgen/a.c").text, "for-build/obj/tabgen/a.c.o");
  EXPECT_EQ(generated_object_path(tool, "b.c").text, "for-build/obj/tabgen/+gen/b.c.o");
  EXPECT_EQ(generated_path(tool, "b.c").text, "for-build/gen/tabgen/b.c");
  EXPECT_EQ(program_path(tool).text, "for-build/bin/tabgen");
  EXPECT_EQ(library_path(tool).text, "for-build/lib/libtabgen.so");
}

std::map<std::string, std::string> directories(const std::map<std::string, Text>& settings,
                                               std::vector<Diagnostic>* said = nullptr,
                                               const LibraryDirectories& libraries = {}) {
  Tree tree;
  tree.name.value = "yard";
  Diagnostics diagnostics;
  auto result = install_directories(tree, settings, libraries, diagnostics);
  if (said != nullptr) *said = diagnostics.take_sorted();
  return result;
}

TEST(InstallDirectories, FollowThePrefix) {
  const auto dirs = directories({{"prefix", {"/opt/y", {}}}});
  EXPECT_EQ(dirs.at("bindir"), "/opt/y/bin");
  EXPECT_EQ(dirs.at("moduledir"), "/opt/y/lib/yard/modules");
  EXPECT_EQ(dirs.at("confdir"), "/opt/y/etc/yard");
}

TEST(InstallDirectories, WithPrefixUsrConfigurationLivesInEtc) {
  const auto dirs = directories({{"prefix", {"/usr", {}}}});
  EXPECT_EQ(dirs.at("sysconfdir"), "/etc");
  EXPECT_EQ(dirs.at("confdir"), "/etc/yard");
  EXPECT_EQ(dirs.at("localstatedir"), "/var");
}

TEST(InstallDirectories, LibrariesLieWhereTheDistributionKeepsThem) {
  const LibraryDirectories debian = {"lib/x86_64-linux-gnu", "lib"};
  const auto usr = directories({{"prefix", {"/usr", {}}}}, nullptr, debian);
  EXPECT_EQ(usr.at("libdir"), "/usr/lib/x86_64-linux-gnu");
  EXPECT_EQ(usr.at("moduledir"), "/usr/lib/x86_64-linux-gnu/yard/modules");
  EXPECT_EQ(directories({}, nullptr, debian).at("libdir"), "/usr/local/lib");
  EXPECT_EQ(directories({}, nullptr, {"lib64", "lib64"}).at("libdir"), "/usr/local/lib64");
  const auto own = directories({{"libdir", {"{prefix}/libs", {}}}}, nullptr, debian);
  EXPECT_EQ(own.at("libdir"), "/usr/local/libs");
}

TEST(InstallDirectories, WhatIsSetMayUseThoseBeforeIt) {
  const auto dirs = directories({{"moduledir", {"{libdir}/mods", {}}}});
  EXPECT_EQ(dirs.at("moduledir"), "/usr/local/lib/mods");
}

TEST(InstallDirectories, AreNormalisedBeforeAnythingHangsFromThem) {
  const auto dirs = directories({{"prefix", {"/usr/", {}}}});
  EXPECT_EQ(dirs.at("bindir"), "/usr/bin");
  EXPECT_EQ(dirs.at("sysconfdir"), "/etc");
}

TEST(InstallDirectories, ConfigurationFollowsTheDirectoryThatWasSet) {
  const auto dirs = directories({{"prefix", {"/usr", {}}}, {"sysconfdir", {"/opt/etc", {}}}});
  EXPECT_EQ(dirs.at("confdir"), "/opt/etc/yard");
  EXPECT_EQ(dirs.at("localstatedir"), "/var");
}

TEST(InstallDirectories, MayNotUseOnesThatComeLater) {
  std::vector<Diagnostic> said;
  directories({{"prefix", {"{libdir}/x", {}}}}, &said);
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].message, "'{libdir}' cannot stand in the directory 'prefix'");
}

TEST(DefaultDestination, AManPageGoesToItsSection) {
  EXPECT_EQ(default_destination(InstallKind::Man, "doc/switchd.8"), "{mandir}/man8");
  EXPECT_EQ(default_destination(InstallKind::Man, "doc/switchd.conf.5.gz"), "{mandir}/man5");
}

}  // namespace
}  // namespace modbuild
