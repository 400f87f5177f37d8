// Each cause of a drop, their order, and conflicts.
#include <gtest/gtest.h>

#include "unit/select/select_support.h"

namespace modbuild::test {
namespace {

std::string outcome_of(const Catalog& catalog, const Request& request, const Names& found = {}) {
  return verdict_text(catalog,
                      run_select(catalog, request, probes_finding(catalog, found)).selection);
}

std::string outcome_of(const CatalogBuilder& builder, const Names& found = {}) {
  return outcome_of(builder.build(), {}, found);
}

TEST(Prune, AFalseWhenDrops) {
  CatalogBuilder builder;
  builder.module("a").when("linux & freebsd");
  builder.module("b").when("linux & x86_64");
  EXPECT_EQ(outcome_of(builder),
            "a off: when freebsd is false\n"
            "b on: base default\n");
}

TEST(Prune, AModuleNeedsOneOfItsHosts) {
  CatalogBuilder builder;
  builder.host("bgpd").when("freebsd");
  builder.host("ospfd").when("freebsd");
  builder.host("ripd");
  builder.module("a").host("ospfd").host("bgpd");
  builder.module("b").host("ospfd").host("ripd");
  builder.module("c").any_host();
  EXPECT_EQ(outcome_of(builder),
            "a off: host bgpd is off\n"
            "b on: base default\n"
            "bgpd off: when freebsd is false\n"
            "c on: base default\n"
            "ospfd off: when freebsd is false\n"
            "ripd on: program\n");
}

TEST(Prune, EveryLibMustBeFound) {
  CatalogBuilder builder;
  for (const char* name : {"curl", "hiredis", "openssl"}) builder.lib(name);
  builder.module("a").lib("openssl").lib("hiredis").lib("curl");
  builder.module("b").lib("curl");
  builder.module("c").lib("openssl", "freebsd");
  EXPECT_EQ(outcome_of(builder, {"curl"}),
            "a off: library hiredis not found\n"
            "b on: base default\n"
            "c on: base default\n");
}

TEST(Prune, OneOfAnyLibIsEnough) {
  CatalogBuilder builder;
  for (const char* name : {"gnutls", "openssl", "wolfssl"}) builder.lib(name);
  builder.module("a").any_lib({"openssl", "wolfssl"});
  builder.module("b").any_lib({"openssl", "gnutls"});
  EXPECT_EQ(outcome_of(builder, {"wolfssl"}),
            "a on: base default\n"
            "b off: library openssl or gnutls not found\n");
}

TEST(Prune, AnyLibCountsOnlyTheWaysWhoseWhenHolds) {
  CatalogBuilder builder;
  builder.lib("kqueue");
  builder.lib("liburing");
  const When elsewhere = CatalogBuilder().module("x").when("freebsd").raw().when;
  builder.module("a").any_lib({"kqueue", "liburing"}).raw().any_lib[0][0].when = elsewhere;
  builder.module("b").any_lib({"kqueue"}).raw().any_lib[0][0].when = elsewhere;
  EXPECT_EQ(outcome_of(builder, {"kqueue"}),
            "a off: library liburing not found\n"
            "b on: base default\n");
}

TEST(Prune, ALibThatWasNotProbedIsNotFound) {
  CatalogBuilder builder;
  builder.lib("openssl");
  builder.module("a").lib("openssl");
  const Catalog catalog = builder.build();
  EXPECT_EQ(verdict_text(catalog, run_select(catalog, {}, ProbeReport{}).selection),
            "a off: library openssl not found\n");
}

TEST(Prune, ALibraryThatIsOffTakesItsUsersWithIt) {
  CatalogBuilder builder;
  builder.lib("openssl");
  builder.library("libcrypt").lib("openssl");
  builder.library("libnet").links("libcrypt");
  builder.module("a").links("libnet");
  EXPECT_EQ(outcome_of(builder),
            "a off: needs library libnet, which is off\n"
            "libcrypt off: library openssl not found\n"
            "libnet off: needs library libcrypt, which is off\n");
}

TEST(Prune, AToolThatIsOffTakesItsUsersWithIt) {
  CatalogBuilder builder;
  builder.program("gentable");
  builder.module("a").tool("gentable");
  builder.module("b").generator("gentable");
  builder.module("c").generator("gentable", "freebsd");
  Request request;
  request.base = Base::All;
  request.exclude = words("gentable");
  EXPECT_EQ(outcome_of(builder.build(), request),
            "a off: needs tool gentable, which is off\n"
            "b off: needs tool gentable, which is off\n"
            "c on: base all\n"
            "gentable off: excluded\n");
}

TEST(Prune, HardDependenciesDropTransitively) {
  CatalogBuilder builder;
  builder.lib("openssl");
  builder.module("a").needs("b");
  builder.module("b").needs("c");
  builder.module("c").lib("openssl");
  builder.module("d").needs("c", "freebsd");
  builder.module("e").optional("c");
  EXPECT_EQ(outcome_of(builder),
            "a off: needs b, which is off\n"
            "b off: needs c, which is off\n"
            "c off: library openssl not found\n"
            "d on: base default\n"
            "e on: base default\n");
}

TEST(Prune, ADependencyNobodyAskedForDrops) {
  CatalogBuilder builder;
  builder.module("a").needs("b");
  builder.module("b").no_default();
  EXPECT_EQ(outcome_of(builder),
            "a off: needs b, which is off\n"
            "b off: not requested\n");
}

TEST(Prune, ACapabilityIsMetByAnyProvider) {
  CatalogBuilder builder;
  builder.lib("mysql");
  builder.lib("pgsql");
  builder.module("auth").needs("db-api");
  builder.module("db_mysql").provides("db-api").lib("mysql");
  builder.module("db_pgsql").provides("db-api").lib("pgsql");
  EXPECT_EQ(outcome_of(builder, {"pgsql"}),
            "auth on: base default\n"
            "db_mysql off: library mysql not found\n"
            "db_pgsql on: base default\n");
  EXPECT_EQ(outcome_of(builder),
            "auth off: needs db-api, which nothing that is on provides\n"
            "db_mysql off: library mysql not found\n"
            "db_pgsql off: library pgsql not found\n");
}

TEST(Prune, AModuleMeetsItsOwnCapability) {
  CatalogBuilder builder;
  builder.module("a").needs("db-api").provides("db-api");
  EXPECT_EQ(outcome_of(builder), "a on: base default\n");
}

TEST(Prune, ModulesThatNeedEachOtherStay) {
  CatalogBuilder builder;
  builder.module("a").needs("b");
  builder.module("b").needs("a");
  EXPECT_EQ(outcome_of(builder),
            "a on: base default\n"
            "b on: base default\n");
}

TEST(Prune, NeedsOfRunTimeAreOnlyNoted) {
  CatalogBuilder builder;
  builder.module("a").load("c").load("api").load("b");
  builder.module("b");
  builder.module("c").no_default();
  EXPECT_EQ(
      outcome_of(builder),
      "a on: base default [needs api when it runs, which nothing that is on provides] [needs c "
      "when it runs, which is off]\n"
      "b on: base default\n"
      "c off: not requested\n");
}

// One module with every cause at once; taking them away one by one shows their order.
TEST(Prune, CausesAreTriedInOneOrder) {
  const auto tree = [](int causes) {
    CatalogBuilder builder;
    for (const char* name : {"curl", "openssl", "wolfssl"}) builder.lib(name);
    builder.host("host").when("freebsd");
    builder.program("tool").when("freebsd");
    builder.library("libx").when("freebsd");
    builder.module("off").no_default();
    ComponentBuilder& module = builder.module("a");
    if (causes > 7) module.when("freebsd");
    if (causes > 6) module.host("host");
    if (causes > 5) module.lib("curl");
    if (causes > 4) module.any_lib({"openssl", "wolfssl"});
    if (causes > 3) module.links("libx");
    if (causes > 2) module.tool("tool");
    if (causes > 1) module.needs("off");
    if (causes > 0) module.feature("f", FeatureDefault::On, {{"curl"}, {}, ""});
    return builder.build();
  };
  Names told;
  for (int causes = 8; causes >= 0; --causes) {
    const Catalog catalog = tree(causes);
    told.push_back(describe(catalog, run_select(catalog, {}).selection.verdicts.raw()[0].because));
  }
  EXPECT_EQ(told, (Names{"when freebsd is false", "host host is off", "library curl not found",
                         "library openssl or wolfssl not found", "needs library libx, which is off",
                         "needs tool tool, which is off", "needs off, which is off",
                         "feature f cannot be had", "base default"}));
}

TEST(Prune, OfSeveralModulesTheOneThatWentFirstIsTold) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("a").needs("b").needs("z");
  builder.module("b").needs("a");
  builder.module("z").lib("curl");
  EXPECT_EQ(outcome_of(builder),
            "a off: needs z, which is off\n"
            "b off: needs a, which is off\n"
            "z off: library curl not found\n");
}

TEST(Conflict, TheLaterNameLoses) {
  CatalogBuilder builder;
  builder.module("gnutls");
  builder.module("openssl").conflicts("gnutls");
  builder.module("user").needs("openssl");
  EXPECT_EQ(outcome_of(builder),
            "gnutls on: base default\n"
            "openssl off: conflicts with gnutls\n"
            "user off: needs openssl, which is off\n");
}

TEST(Conflict, ANameGivenOutrightWins) {
  CatalogBuilder builder;
  builder.module("gnutls").conflicts("openssl");
  builder.module("openssl");
  Request request;
  request.include = words("openssl");
  EXPECT_EQ(outcome_of(builder.build(), request),
            "gnutls off: conflicts with openssl\n"
            "openssl on: include\n");
}

TEST(Conflict, OnlyCountsAmongWhatCanBeBuilt) {
  CatalogBuilder builder;
  builder.lib("gnutls");
  builder.module("gnutls").lib("gnutls");
  builder.module("openssl").conflicts("gnutls");
  EXPECT_EQ(outcome_of(builder),
            "gnutls off: library gnutls not found\n"
            "openssl on: base default\n");
}

TEST(Conflict, ALoserHarmsNobodyElse) {
  CatalogBuilder builder;
  builder.module("a").conflicts("b");
  builder.module("b").conflicts("c");
  builder.module("c");
  EXPECT_EQ(outcome_of(builder),
            "a on: base default\n"
            "b off: conflicts with a\n"
            "c on: base default\n");
}

TEST(Conflict, WithACapabilityMeansItsOtherProviders) {
  CatalogBuilder builder;
  builder.module("mysql").provides("db-api").conflicts("db-api");
  builder.module("pgsql").provides("db-api");
  builder.module("redis").provides("db-api").conflicts("db-api", "freebsd");
  Request request;
  request.include = words("pgsql");
  EXPECT_EQ(outcome_of(builder.build(), request),
            "mysql off: conflicts with pgsql\n"
            "pgsql on: include\n"
            "redis on: base default\n");
}

// What c wins over takes a feature from a, and only then are a and e in each other's way.
TEST(Conflict, ThatBeginsWithTheLossOfAFeatureIsSettledToo) {
  CatalogBuilder builder;
  builder.module("a")
      .feature("fast", FeatureDefault::Auto, {{}, {"d"}, ""})
      .conflicts("e", "!feature(fast)");
  builder.module("c").conflicts("d");
  builder.module("d");
  builder.module("e");
  EXPECT_EQ(outcome_of(builder),
            "a on: base default\n"
            "c on: base default\n"
            "d off: conflicts with c\n"
            "e off: conflicts with a\n");
}

TEST(Unmet, IsWhatWasNamedOutrightUnlessThePolicySaysOtherwise) {
  CatalogBuilder builder;
  builder.lib("nolib");
  for (const char* name : {"by_base", "named", "fixed", "required", "globbed"}) {
    builder.module(name).lib("nolib");
  }
  builder.module("unwanted").no_default().lib("nolib");
  builder.program("tool").lib("nolib");
  const Catalog catalog = builder.build();
  Request request;
  request.include = words("named glob*");
  request.make_static = words("fixed");
  request.require = words("requir*");
  const auto unmet = [&](MissingPolicy missing) {
    request.missing = missing;
    std::string names;
    for (const ComponentId id : run_select(catalog, request).selection.unmet) {
      names += catalog.components[id].name.value + " ";
    }
    return names;
  };
  EXPECT_EQ(unmet(MissingPolicy::Unset), "fixed named required ");
  EXPECT_EQ(unmet(MissingPolicy::Skip), "required ");
  EXPECT_EQ(unmet(MissingPolicy::Error), "by_base fixed globbed named required tool ");
}

// "m": its feature `web` needs curl; "n" needs curl itself; both by the base.
std::string unmet_with(const std::vector<FeatureRequest>& features, MissingPolicy missing,
                       FeatureDefault by_default = FeatureDefault::Auto) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("m").feature("web", by_default, {{"curl"}, {}, ""});
  builder.module("n").lib("curl").feature("web", FeatureDefault::Off);
  builder.module("user").needs("m");
  builder.module("unwanted").no_default().feature("web", FeatureDefault::Auto, {{"curl"}, {}, ""});
  const Catalog catalog = builder.build();
  Request request;
  request.features = features;
  request.missing = missing;
  std::string names;
  for (const ComponentId id : run_select(catalog, request).selection.unmet) {
    names += catalog.components[id].name.value + " ";
  }
  return names;
}

TEST(Unmet, AFeatureAskedForIsAMustWhateverThePolicySays) {
  const std::vector<FeatureRequest> named = {feature_request("m", "web", FeatureSetting::On)};
  const std::vector<FeatureRequest> globbed = {feature_request("*", "web", FeatureSetting::On)};
  EXPECT_EQ(unmet_with(named, MissingPolicy::Unset), "m ");
  EXPECT_EQ(unmet_with(named, MissingPolicy::Skip), "m ");
  EXPECT_EQ(unmet_with(globbed, MissingPolicy::Unset), "m ");
  EXPECT_EQ(unmet_with(globbed, MissingPolicy::Skip), "m ");
  EXPECT_EQ(unmet_with({feature_request("m", "web", FeatureSetting::Auto)}, MissingPolicy::Unset),
            "");
  EXPECT_EQ(
      unmet_with({feature_request("unwanted", "web", FeatureSetting::On)}, MissingPolicy::Unset),
      "");
}

TEST(Unmet, AFeatureOfAModuleNamesItsModuleOutright) {
  const std::vector<FeatureRequest> named = {feature_request("n", "web", FeatureSetting::On)};
  EXPECT_EQ(unmet_with(named, MissingPolicy::Unset), "n ");
  EXPECT_EQ(unmet_with(named, MissingPolicy::Skip), "");
  EXPECT_EQ(unmet_with({feature_request("n", "web", FeatureSetting::Off)}, MissingPolicy::Unset),
            "");
}

TEST(Unmet, AFeatureThatTheManifestWantsIsASkipLikeAnyOtherCause) {
  EXPECT_EQ(unmet_with({}, MissingPolicy::Unset, FeatureDefault::On), "");
  EXPECT_EQ(unmet_with({}, MissingPolicy::Error, FeatureDefault::On), "m n user ");
}

TEST(Unmet, HoldsWhatIsRequiredAndExcluded) {
  CatalogBuilder builder;
  builder.module("a");
  Request request;
  request.base = Base::None;
  request.require = words("a");
  request.exclude = words("a");
  const Outcome outcome = run_select(builder.build(), request);
  EXPECT_EQ(outcome.selection.unmet.size(), 1U);
}

}  // namespace
}  // namespace modbuild::test
