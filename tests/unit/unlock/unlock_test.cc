// What one more library would bring.
#include <gtest/gtest.h>

#include "model/machines.h"
#include "unit/unlock/unlock_case.h"

namespace modbuild::test {
namespace {

TEST(Unlock, CountsWhatNeedsTheLibThroughOthersToo) {
  CatalogBuilder builder;
  builder.lib("openssl");
  builder.module("sips").needs("tls");
  builder.module("tls").needs("crypto");
  builder.module("crypto").lib("openssl");
  builder.module("tm");
  EXPECT_EQ(UnlockCase(builder, {}).unlocks(), "openssl: crypto, sips, tls\n");
}

TEST(Unlock, SaysWhatNeedsFurtherLibsToo) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.lib("hiredis");
  builder.lib("openssl");
  builder.module("a").lib("openssl");
  builder.module("b").lib("openssl").lib("curl");
  builder.module("c").lib("openssl").lib("curl").lib("hiredis");
  EXPECT_EQ(UnlockCase(builder, {}).unlocks(),
            "curl: with hiredis, openssl: c; with openssl: b\n"
            "hiredis: with curl, openssl: c\n"
            "openssl: a; with curl: b; with curl, hiredis: c\n");
}

TEST(Unlock, EveryWayOfAnAnyLibIsTold) {
  CatalogBuilder builder;
  builder.lib("gnutls");
  builder.lib("openssl");
  builder.lib("zlib");
  builder.module("a").any_lib({"openssl", "gnutls"});
  builder.module("b").any_lib({"openssl", "gnutls"}).lib("zlib");
  EXPECT_EQ(UnlockCase(builder, {}).unlocks(),
            "gnutls: a; with zlib: b\n"
            "openssl: a; with zlib: b\n"
            "zlib: with openssl: b\n");
}

TEST(Unlock, FeaturesOfModulesThatAreOnCount) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("a").feature("web", FeatureDefault::Auto, {{"curl"}, {}, ""});
  builder.module("b").lib("curl").feature("web", FeatureDefault::Auto, {{"curl"}, {}, ""});
  EXPECT_EQ(UnlockCase(builder, {}).unlocks(), "curl: b; features a/web\n");
}

// A tool of the build that needs `zip`, a module that needs the tool, and one that needs `curl`.
UnlockCase two_machines(const Names& target, const Names& build) {
  CatalogBuilder builder;
  builder.lib("curl", {{"debian", "libcurl-dev"}});
  builder.lib("zip", {{"debian", "libzip-dev"}});
  builder.program("tabgen").lib("zip");
  builder.module("m").tool("tabgen");
  builder.module("n").lib("curl");
  Catalog catalog = split_machines(builder.build());
  ProbeReport probes = probes_finding(catalog, target);
  probes.for_build = {probes_finding(catalog, build)};
  return UnlockCase(std::move(catalog), {}, std::move(probes));
}

TEST(Unlock, ALibThatOnlyTheBuildMachineLacksIsMissing) {
  EXPECT_EQ(two_machines({"curl", "zip"}, {"curl"}).unlocks(), "zip: m, tabgen\n");
  EXPECT_EQ(two_machines({"curl", "zip"}, {"curl"}).packages(), "libzip-dev (zip): m, tabgen\n");
}

TEST(Unlock, ALibIsNotMissingOnAMachineThatDoesNotAskForIt) {
  EXPECT_EQ(two_machines({"curl"}, {"zip"}).unlocks(), "");
  EXPECT_EQ(two_machines({"zip"}, {"curl", "zip"}).unlocks(), "curl: n\n");
}

TEST(Unlock, ProgramsAndTheirModulesCount) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.host("switchd").lib("curl");
  builder.module("a").host("switchd");
  EXPECT_EQ(UnlockCase(builder, {}).unlocks(), "curl: a, switchd\n");
}

TEST(Unlock, AModuleThatGoesOffInsteadIsTold) {
  CatalogBuilder builder;
  builder.lib("gnutls");
  builder.module("a").lib("gnutls").conflicts("b");
  builder.module("b");
  builder.module("c").when("!lib(gnutls)");
  EXPECT_EQ(UnlockCase(builder, {}).unlocks(), "gnutls: a; off b, c\n");
}

TEST(Unlock, OnlyLibsThatTheRequestMayAskAboutAreTold) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.lib("openssl");
  builder.lib("zlib");
  builder.module("a").in({"g"}).lib("curl").lib("zlib");
  builder.module("b").lib("openssl");
  Request request;
  request.groups = words("g");
  EXPECT_EQ(UnlockCase(builder, request, {"zlib"}).unlocks(), "curl: a\n");
}

TEST(Unlock, WhatIsPulledInCounts) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("a").in({"g"}).needs("b");
  builder.module("b").lib("curl");
  Request request;
  request.groups = words("g");
  EXPECT_EQ(UnlockCase(builder, request).unlocks(), "");
  request.with_deps = true;
  EXPECT_EQ(UnlockCase(builder, request).unlocks(), "curl: a, b\n");
}

TEST(Unlock, NothingIsMissing) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("a").lib("curl");
  EXPECT_EQ(UnlockCase(builder, {}, {"curl"}).unlocks(), "");
}

TEST(Unlock, FindsPartnersAmongManyLibs) {
  CatalogBuilder builder;
  ComponentBuilder& module = builder.module("a");
  for (int i = 10; i < 30; ++i) {
    builder.lib("l" + std::to_string(i));
    module.lib("l" + std::to_string(i));
  }
  const UnlockCase one(builder, {});
  const std::vector<LibUnlock> unlocks = unlock(one.input(), {LibId{3}});
  ASSERT_EQ(unlocks[0].together.size(), 1U);
  EXPECT_EQ(unlocks[0].together[0].with.size(), 19U);
}

}  // namespace
}  // namespace modbuild::test
