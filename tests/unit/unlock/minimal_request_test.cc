// The request that wants only what can be built here.
#include <gtest/gtest.h>

#include "unit/unlock/unlock_case.h"

namespace modbuild::test {
namespace {

// a needs a lib that is missing, b and c do not.
CatalogBuilder small_tree() {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("a").in({"g", "lost"}).lib("curl");
  builder.module("b").in({"g"});
  builder.module("c").in({"h"});
  return builder;
}

TEST(MinimalRequest, IsTheSameWhenNothingIsDropped) {
  Request request;
  request.groups = words("g h");
  EXPECT_EQ(UnlockCase(small_tree(), request, {"curl"}).minimal(), "-g g -g h");
  EXPECT_EQ(UnlockCase(small_tree(), {}, {"curl"}).minimal(), "");
}

TEST(MinimalRequest, ExcludesWhatIsDroppedFromGroups) {
  Request request;
  request.groups = words("g h");
  EXPECT_EQ(UnlockCase(small_tree(), request).minimal(), "-g g -g h -x a | left out a");
}

TEST(MinimalRequest, AGroupOfWhichNothingIsLeftIsNotNamed) {
  Request request;
  request.groups = words("lost h");
  EXPECT_EQ(UnlockCase(small_tree(), request).minimal(), "-g h | left out a");
}

TEST(MinimalRequest, TheFirstExclusionKeepsTheDefaultBase) {
  CatalogBuilder builder = small_tree();
  builder.default_group("g");
  EXPECT_EQ(UnlockCase(builder, {}).minimal(), "-x a --base default | left out a");
}

TEST(MinimalRequest, AnExclusionMoreLeavesTheBaseAsItIs) {
  CatalogBuilder builder = small_tree();
  builder.default_group("h");
  Request request;
  request.exclude = words("c");
  request.exclude_given = true;
  EXPECT_EQ(UnlockCase(builder, request).minimal(), "-x c -x a | left out a");
}

TEST(MinimalRequest, AnIncludedNameIsTakenBack) {
  Request request;
  request.include = words("a b");
  request.base = Base::None;
  EXPECT_EQ(UnlockCase(small_tree(), request).minimal(), "-i b --base none | left out a");
}

TEST(MinimalRequest, AGlobThatBeatsExclusionsIsSpeltOut) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("db_a").no_default().lib("curl");
  builder.module("db_b").no_default();
  builder.module("tm");
  Request request;
  request.include = words("db_*");
  EXPECT_EQ(UnlockCase(builder, request).minimal(), "-i db_b | left out db_a");
  request.groups = words("g");
  builder.group("g", {"tm"});
  EXPECT_EQ(UnlockCase(builder, request).minimal(), "-g g -i db_* -x db_a | left out db_a");
}

TEST(MinimalRequest, AStaticNameIsTakenBack) {
  Request request;
  request.groups = words("h");
  request.make_static = words("a");
  EXPECT_EQ(UnlockCase(small_tree(), request).minimal(), "-g h | left out a");
}

TEST(MinimalRequest, AFeatureIsLoosenedRatherThanLosingItsModule) {
  CatalogBuilder builder;
  builder.lib("ktls");
  builder.module("sips").in({"g"}).needs("tls");
  builder.module("tls").in({"g"}).feature("ktls", FeatureDefault::On, {{"ktls"}, {}, ""});
  Request request;
  request.groups = words("g");
  EXPECT_EQ(UnlockCase(builder, request).minimal(),
            "-g g --feature tls/ktls=auto | loosened tls/ktls");
  request.features = {feature_request("tls", "ktls", FeatureSetting::On)};
  EXPECT_EQ(UnlockCase(builder, request).minimal(),
            "-g g --feature tls/ktls=auto | loosened tls/ktls");
}

TEST(MinimalRequest, AFeatureIsNotLoosenedInVain) {
  CatalogBuilder builder;
  builder.lib("ktls");
  builder.lib("openssl");
  builder.module("tm").in({"g"});
  builder.module("tls").in({"g"}).needs("crypto").feature("ktls", FeatureDefault::On,
                                                          {{"ktls"}, {}, ""});
  builder.module("crypto").in({"g"}).lib("openssl");
  Request request;
  request.groups = words("g");
  EXPECT_EQ(UnlockCase(builder, request).minimal(), "-g g -x crypto -x tls | left out crypto, tls");
}

TEST(MinimalRequest, ALostGroupIsExcludedInOneWord) {
  CatalogBuilder builder;
  builder.lib("pq");
  builder.module("db_a").in({"pgsql"}).lib("pq");
  builder.module("db_b").in({"pgsql"}).lib("pq");
  builder.module("tm");
  builder.group("all", {"*"});
  Request request;
  request.groups = words("all");
  EXPECT_EQ(UnlockCase(builder, request).minimal(), "-g all -x @pgsql | left out db_a, db_b");
}

TEST(MinimalRequest, WhatWasPulledInGoesWithItsPuller) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("a").in({"g"}).needs("b");
  builder.module("b").lib("curl");
  builder.module("c").in({"g"});
  Request request;
  request.groups = words("g");
  request.with_deps = true;
  EXPECT_EQ(UnlockCase(builder, request).minimal(), "-g g -x a --with-deps | left out a, b");
}

TEST(MinimalRequest, ProgramsThatCannotBeBuiltAreExcluded) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.host("switchd");
  builder.program("fetch").lib("curl");
  builder.module("a").host("switchd");
  EXPECT_EQ(UnlockCase(builder, {}).minimal(), "-x fetch --base default | left out fetch");
}

}  // namespace
}  // namespace modbuild::test
