// The smallest list of packages.
#include <gtest/gtest.h>

#include "unit/unlock/unlock_case.h"

namespace modbuild::test {
namespace {

void add_lib(CatalogBuilder& builder, const std::string& name) {
  builder.lib(name, {{"debian", name + "-dev"}});
}

TEST(Packages, BringEverythingThatIsWanted) {
  CatalogBuilder builder;
  add_lib(builder, "curl");
  add_lib(builder, "openssl");
  add_lib(builder, "zlib");
  builder.module("sips").needs("tls");
  builder.module("tls").lib("openssl").feature("web", FeatureDefault::Auto, {{"curl"}, {}, ""});
  builder.module("deep").feature("z", FeatureDefault::Auto, {{"zlib"}, {}, ""});
  EXPECT_EQ(UnlockCase(builder, {}).packages(),
            "curl-dev (curl): features tls/web\n"
            "openssl-dev (openssl): sips, tls\n"
            "zlib-dev (zlib): features deep/z\n");
}

TEST(Packages, OneLibOfAnAnyLibIsEnoughAndAnotherNeedMayDecideWhich) {
  CatalogBuilder builder;
  add_lib(builder, "gnutls");
  add_lib(builder, "openssl");
  builder.module("a").any_lib({"openssl", "gnutls"});
  EXPECT_EQ(UnlockCase(builder, {}).packages(), "openssl-dev (openssl): a\n");
  builder.module("b").lib("gnutls");
  EXPECT_EQ(UnlockCase(builder, {}).packages(), "gnutls-dev (gnutls): a, b\n");
}

TEST(Packages, TheOrderOfAnAnyLibDecidesBetweenEquals) {
  CatalogBuilder builder;
  add_lib(builder, "openssl");
  add_lib(builder, "wolfssl");
  builder.module("a").any_lib({"wolfssl", "openssl"});
  EXPECT_EQ(UnlockCase(builder, {}).packages(), "wolfssl-dev (wolfssl): a\n");
}

TEST(Packages, OnePackageMayBringSeveralLibs) {
  CatalogBuilder builder;
  builder.lib("crypto", {{"debian", "libssl-dev"}});
  builder.lib("gnutls", {{"debian", "libgnutls-dev"}});
  builder.lib("ssl", {{"debian", "libssl-dev"}});
  builder.module("a").any_lib({"gnutls", "ssl"});
  builder.module("b").any_lib({"gnutls", "crypto"});
  builder.module("c").lib("crypto");
  EXPECT_EQ(UnlockCase(builder, {}).packages(), "libssl-dev (crypto, ssl): a, b, c\n");
}

TEST(Packages, ALibMayTakeSeveralPackages) {
  CatalogBuilder builder;
  builder.lib("lua", {{"debian", "liblua-dev lua"}});
  builder.module("a").lib("lua");
  EXPECT_EQ(UnlockCase(builder, {}).packages(), "liblua-dev (lua): a\nlua (lua): a\n");
}

TEST(Packages, TheLoserOfAConflictNeedsNone) {
  CatalogBuilder builder;
  add_lib(builder, "gnutls");
  add_lib(builder, "openssl");
  builder.module("a").lib("gnutls").conflicts("b");
  builder.module("b").lib("openssl");
  EXPECT_EQ(UnlockCase(builder, {}).packages(), "gnutls-dev (gnutls): a\n");
  Request request;
  request.include = words("b");
  EXPECT_EQ(UnlockCase(builder, request).packages(), "openssl-dev (openssl): b\n");
}

TEST(Packages, OneProviderOfACapabilityIsEnoughWhereTheOthersAreNotWanted) {
  CatalogBuilder builder;
  add_lib(builder, "mysql");
  add_lib(builder, "pq");
  builder.module("usrloc").in({"g"}).needs("db-api");
  builder.module("db_mysql").provides("db-api").lib("mysql");
  builder.module("db_pgsql").provides("db-api").lib("pq");
  Request request;
  request.groups = words("g");
  request.with_deps = true;
  EXPECT_EQ(UnlockCase(builder, request).packages(), "mysql-dev (mysql): db_mysql, usrloc\n");
  request.with_deps = false;
  EXPECT_EQ(UnlockCase(builder, request).packages(), "");
}

TEST(Packages, LibsWithoutAPackageAreToldAndNothingIsInstalledForTheirPartners) {
  CatalogBuilder builder;
  add_lib(builder, "curl");
  builder.lib("opal", {{"fedora", "opal-devel"}});
  builder.module("a").lib("curl").lib("opal");
  builder.module("b").lib("opal");
  EXPECT_EQ(UnlockCase(builder, {}).packages(), "unknown opal: b\n");
}

TEST(Packages, FoundBySearchCountBehindThoseOfTheTree) {
  CatalogBuilder builder;
  builder.lib("gnutls");
  add_lib(builder, "openssl");
  builder.lib("zlib");
  builder.module("a").any_lib({"gnutls", "openssl"});
  builder.module("b").lib("zlib");
  UnlockCase one(builder, {});
  one.probes.package_search.packages = {};
  for (const char* name : {"libgnutls-dev", "libssl-dev", "zlib1g-dev"}) {
    one.probes.package_search.packages.push_back({name});
  }
  EXPECT_EQ(one.packages(), "openssl-dev (openssl): a\nzlib1g-dev (zlib): b [found]\n");
}

TEST(Packages, ManySmallChoicesThatHangTogetherAreSolvedExactly) {
  CatalogBuilder builder;
  ComponentBuilder& all = builder.module("all");
  for (int i = 10; i < 26; ++i) {
    const std::string number = std::to_string(i);
    add_lib(builder, "a" + number);
    add_lib(builder, "b" + number);
    all.any_lib({"a" + number, "b" + number});
  }
  all.lib("b17");
  const UnlockCase one(builder, {});
  const PackageList list = smallest_packages(one.input());
  EXPECT_TRUE(list.smallest);
  EXPECT_EQ(list.packages.size(), 16U);
}

}  // namespace
}  // namespace modbuild::test
