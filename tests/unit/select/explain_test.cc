// Chains of causes, fixes, and the errors for what was asked for by name.
#include <gtest/gtest.h>

#include "base/str.h"
#include "unit/select/select_support.h"

namespace modbuild::test {
namespace {

// One tree, one request, and what is said about one module of it.
struct Explained {
  std::string chain;
  std::string fixes;
};
Explained explain(const CatalogBuilder& builder, const Request& request, std::string_view name,
                  const Names& found = {}) {
  const Catalog catalog = builder.build();
  const ProbeReport probes = probes_finding(catalog, found);
  const Selection selection = run_select(catalog, request, probes).selection;
  return {chain_of(catalog, selection, name), fixes_of(catalog, selection, probes, name)};
}

TEST(Explain, AChainLeadsDownToTheLib) {
  CatalogBuilder builder;
  builder.lib("openssl", {{"debian", "libssl-dev"}, {"fedora", "openssl-devel"}});
  builder.module("sips").needs("tls");
  builder.module("tls").needs("crypto");
  builder.module("crypto").lib("openssl");
  const Explained told = explain(builder, {}, "sips");
  EXPECT_EQ(
      told.chain,
      "sips off: needs tls, which is off <- tls off: needs crypto, which is off <- crypto off: "
      "library openssl not found");
  EXPECT_EQ(told.fixes, "install libssl-dev");
}

TEST(Explain, WhatIsOnHasAChainAndNoFix) {
  CatalogBuilder builder;
  builder.module("a").in({"g"}).needs("b");
  builder.module("b").needs("c");
  builder.module("c");
  Request request;
  request.groups = words("g");
  request.with_deps = true;
  const Explained told = explain(builder, request, "c");
  EXPECT_EQ(told.chain, "c on: dependency of b <- b on: dependency of a <- a on: group g");
  EXPECT_EQ(told.fixes, "");
}

TEST(Explain, AFeatureStandsInTheChainOfItsModule) {
  CatalogBuilder builder;
  builder.lib("curl", {{"debian", "libcurl4-dev"}});
  builder.module("a").needs("m");
  builder.module("m").feature("web", FeatureDefault::On, {{}, {"http"}, ""});
  builder.module("http").lib("curl");
  const Explained told = explain(builder, {}, "a");
  EXPECT_EQ(
      told.chain,
      "a off: needs m, which is off <- m off: feature web cannot be had <- m off: needs http, "
      "which is off <- http off: library curl not found");
  EXPECT_EQ(told.fixes, "install libcurl4-dev; --feature m/web=auto");
}

TEST(Explain, CirclesEnd) {
  CatalogBuilder builder;
  builder.module("a").conflicts("c").needs("b");
  builder.module("b").needs("c");
  builder.module("c");
  const Explained told = explain(builder, {}, "a");
  EXPECT_EQ(
      told.chain,
      "a off: needs b, which is off <- b off: needs c, which is off <- c off: conflicts with a");
}

TEST(Fixes, OneInstallationBringsEveryMissingLib) {
  CatalogBuilder builder;
  builder.lib("curl", {{"debian", "libcurl4-dev"}});
  builder.lib("gnutls", {{"debian", "libgnutls-dev"}});
  builder.lib("hiredis", {{"debian", "libhiredis-dev"}});
  builder.lib("openssl", {{"debian", "libssl-dev"}});
  builder.module("a")
      .lib("openssl")
      .lib("curl")
      .lib("hiredis", "freebsd")
      .any_lib({"gnutls", "hiredis"});
  EXPECT_EQ(explain(builder, {}, "a").fixes, "install libcurl4-dev libgnutls-dev libssl-dev");
}

TEST(Fixes, EveryWayOfAnAnyLibIsOne) {
  CatalogBuilder builder;
  builder.lib("openssl", {{"debian", "libssl-dev"}});
  builder.lib("wolfssl", {{"debian", "libwolfssl-dev"}});
  builder.module("a").any_lib({"wolfssl", "openssl"});
  EXPECT_EQ(explain(builder, {}, "a").fixes, "install libwolfssl-dev; install libssl-dev");
}

TEST(Fixes, WithoutAPackageForThisDistributionTheLibIsNamed) {
  CatalogBuilder builder;
  builder.lib("curl", {{"fedora", "libcurl-devel"}});
  builder.module("a").lib("curl");
  EXPECT_EQ(explain(builder, {}, "a").fixes, "install library curl");
}

TEST(Fixes, OnAnUnknownDistributionAllPackagesAreNamed) {
  CatalogBuilder builder;
  builder.lib("curl", {{"debian", "libcurl4-dev"}, {"fedora", "libcurl-devel"}});
  builder.lib("zlib");
  builder.module("a").lib("curl").lib("zlib");
  const Catalog catalog = builder.build();
  ProbeReport probes = probes_finding(catalog);
  probes.distribution.clear();
  const Selection selection = run_select(catalog, {}, probes).selection;
  EXPECT_EQ(fixes_of(catalog, selection, probes, "a"),
            "install library curl (debian: libcurl4-dev, fedora: libcurl-devel) and library zlib");
}

TEST(Fixes, ALibThatWasNotProbedNeedsAProbe) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("a").lib("curl");
  const Catalog catalog = builder.build();
  const Selection selection = run_select(catalog, {}, ProbeReport{}).selection;
  EXPECT_EQ(fixes_of(catalog, selection, ProbeReport{}, "a"), "leave out --no-probe");
}

TEST(Fixes, WhatWasNotRequestedCanBe) {
  CatalogBuilder builder;
  builder.module("a").no_default().in({"g1"});
  builder.module("b").in({"g2"});
  builder.group("g0", {}, {"g1"});
  EXPECT_EQ(explain(builder, {}, "a").fixes, "-i a");
  Request request;
  request.groups = words("g2");
  EXPECT_EQ(explain(builder, request, "a").fixes, "-i a; -g g0; -g g1");
}

TEST(Fixes, ADependencyThatWasNotRequestedCanBePulledIn) {
  CatalogBuilder builder;
  builder.module("a").needs("b");
  builder.module("b").no_default();
  EXPECT_EQ(explain(builder, {}, "a").fixes, "-i b; --with-deps");
}

TEST(Fixes, WhatNeedsMoreThanIsOnIsAskedForWithItsDependencies) {
  CatalogBuilder builder;
  builder.module("a").needs("b").in({"g1"});
  builder.module("b").needs("c").in({"g2"});
  builder.module("c");
  Request request;
  request.groups = words("g1");
  EXPECT_EQ(explain(builder, request, "a").fixes, "--with-deps");
  EXPECT_EQ(explain(builder, request, "b").fixes, "-i b --with-deps; -g g2 --with-deps");
  EXPECT_EQ(explain(builder, request, "c").fixes, "-i c");
  request.include = words("c");
  EXPECT_EQ(explain(builder, request, "a").fixes, "-i b; --with-deps");
  EXPECT_EQ(explain(builder, request, "b").fixes, "-i b; -g g2");
}

TEST(Fixes, AFeatureThatNeedsSuchAModuleSaysSoToo) {
  CatalogBuilder builder;
  builder.module("a").in({"g"}).feature("x", FeatureDefault::Auto, {{}, {"b"}, ""});
  builder.module("b").needs("c");
  builder.module("c");
  Request request;
  request.groups = words("g");
  const Catalog catalog = builder.build();
  const ProbeReport probes = probes_finding(catalog);
  const Selection selection = run_select(catalog, request, probes).selection;
  const ComponentId a = catalog.find_component("a");
  EXPECT_EQ(join(feature_fixes(catalog, selection, probes, a, 0), "; "), "-i b --with-deps");
}

TEST(Fixes, ACapabilityOffersItsProviders) {
  CatalogBuilder builder;
  builder.module("a").needs("db-api");
  builder.module("mysql").no_default().provides("db-api");
  builder.module("pgsql").no_default().provides("db-api");
  EXPECT_EQ(explain(builder, {}, "a").fixes, "-i mysql; -i pgsql; --with-deps");
}

TEST(Fixes, WhatIsExcludedNeedNotBe) {
  CatalogBuilder builder;
  builder.host("switchd");
  builder.module("app_lua").in({"g"});
  builder.module("tm").host("switchd");
  Request request;
  request.exclude = words("app_* switchd");
  EXPECT_EQ(explain(builder, request, "app_lua").fixes, "remove -x app_*; -i app_lua");
  EXPECT_EQ(explain(builder, request, "tm").fixes, "remove -x switchd; -i switchd");
  request.groups = words("g");
  EXPECT_EQ(explain(builder, request, "app_lua").fixes, "remove -x app_*");
}

TEST(Fixes, OfAWhenAreWhatTheUserCanSay) {
  CatalogBuilder builder;
  builder.lib("curl", {{"debian", "libcurl4-dev"}});
  builder.module("a").when("freebsd");
  builder.module("b").when("feature(x)").feature("x", FeatureDefault::Off);
  builder.module("c").when("static");
  builder.module("d").when("lib(curl)");
  builder.module("e").when("feature(x)").feature("x", FeatureDefault::Auto, {{"curl"}, {}, ""});
  EXPECT_EQ(explain(builder, {}, "a").fixes, "");
  EXPECT_EQ(explain(builder, {}, "b").fixes, "--feature b/x=on");
  EXPECT_EQ(explain(builder, {}, "c").fixes, "-s c");
  EXPECT_EQ(explain(builder, {}, "d").fixes, "install libcurl4-dev");
  EXPECT_EQ(explain(builder, {}, "e").fixes, "install libcurl4-dev");
}

TEST(Fixes, OfAWhenWithSeveralPartsMendAllOrEither) {
  CatalogBuilder builder;
  builder.lib("curl", {{"debian", "libcurl4-dev"}});
  builder.lib("zlib", {{"debian", "zlib1g-dev"}});
  builder.module("a").when("lib(curl) & lib(zlib)");
  builder.module("b").when("lib(curl) | static").needs("dep");
  builder.module("c").when("!feature(x) & linux").feature("x", FeatureDefault::On);
  builder.module("d")
      .when("feature(x) | freebsd")
      .feature("x", FeatureDefault::Off, {{"zlib"}, {}, ""});
  builder.module("dep");
  builder.module("e").when("shared");
  EXPECT_EQ(explain(builder, {}, "a").fixes, "install libcurl4-dev zlib1g-dev");
  EXPECT_EQ(explain(builder, {}, "b").fixes, "install libcurl4-dev; -s b -s dep");
  EXPECT_EQ(explain(builder, {}, "c").fixes, "--feature c/x=off");
  EXPECT_EQ(explain(builder, {}, "d").fixes, "--feature d/x=on and install zlib1g-dev");
  Request request;
  request.make_static = words("e");
  EXPECT_EQ(explain(builder, request, "e").fixes, "replace -s e by -i e");
  request.make_static = words("?");
  EXPECT_EQ(explain(builder, request, "e").fixes, "remove -s ?");
}

TEST(Fixes, AFeatureThatAsksForOneThatCannotBeHadIsNotOffered) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("m")
      .when("feature(loud)")
      .feature("fast", FeatureDefault::On, {{}, {"web"}, ""})
      .feature("loud", FeatureDefault::Off, {{}, {}, "feature(fast)"});
  builder.module("web").lib("curl");
  EXPECT_EQ(explain(builder, {}, "m").fixes, "");
  EXPECT_EQ(explain(builder, {}, "m", {"curl"}).fixes, "--feature m/loud=on");
}

TEST(Fixes, AWordOfTheProfileIsTakenOutThere) {
  CatalogBuilder builder;
  builder.module("a");
  const Catalog catalog = [&] {
    Catalog built = builder.build();
    built.tree.file = FileId{0};
    return built;
  }();
  Request request;
  request.exclude = words_in_file("a");
  const ProbeReport probes = probes_finding(catalog);
  Selection selection = run_select(catalog, request, probes).selection;
  selection.profile = "debian";
  EXPECT_EQ(fixes_of(catalog, selection, probes, "a"),
            "take a out of 'exclude' of profile debian; -i a");
}

TEST(Fixes, WhatWasFoundForALibIsSaidToBe) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.lib("openssl", {{"debian", "libssl-dev"}});
  builder.module("a").lib("curl");
  builder.module("b").lib("curl").lib("openssl");
  const Catalog catalog = builder.build();
  ProbeReport probes = probes_finding(catalog);
  probes.package_search.packages = IdVector<LibId, std::vector<std::string>>(2);
  probes.package_search.packages[LibId{0}] = {"libcurl4-gnutls-dev", "libcurl4-openssl-dev"};
  const Selection selection = run_select(catalog, {}, probes).selection;
  EXPECT_EQ(fixes_of(catalog, selection, probes, "a"),
            "install libcurl4-gnutls-dev (found by apt-file)");
  EXPECT_EQ(fixes_of(catalog, selection, probes, "b"),
            "install libcurl4-gnutls-dev libssl-dev (found by apt-file: libcurl4-gnutls-dev)");
}

TEST(Fixes, OfAFeatureThatIsOffInAModuleThatIsOn) {
  CatalogBuilder builder;
  builder.lib("curl", {{"debian", "libcurl4-dev"}});
  builder.lib("zlib", {{"debian", "zlib1g-dev"}});
  builder.module("helper").no_default();
  builder.module("m")
      .feature("a", FeatureDefault::Auto, {{"curl", "zlib"}, {}, ""})
      .feature("b", FeatureDefault::Off)
      .feature("c", FeatureDefault::Off, {{"curl"}, {}, ""})
      .feature("d", FeatureDefault::Auto, {{}, {"helper"}, ""})
      .feature("e", FeatureDefault::Auto, {{}, {}, "static"})
      .feature("f", FeatureDefault::Auto);
  const Catalog catalog = builder.build();
  const ProbeReport probes = probes_finding(catalog);
  const Selection selection = run_select(catalog, {}, probes).selection;
  std::string said;
  for (std::uint32_t i = 0; i < 6; ++i) {
    append(said, join(feature_fixes(catalog, selection, probes, ComponentId{1}, i), "; "), "\n");
  }
  EXPECT_EQ(said,
            "install libcurl4-dev zlib1g-dev\n"
            "--feature m/b=on\n"
            "--feature m/c=auto\n"
            "-i helper\n"
            "-s m\n"
            "\n");
}

TEST(LibsToBlame, AreTheWaysOfAnAnyLibThenWhatElseIsMissing) {
  CatalogBuilder builder;
  for (const char* lib : {"curl", "gnutls", "openssl"}) builder.lib(lib);
  builder.module("a").any_lib({"openssl", "gnutls"});
  builder.module("b").lib("openssl").lib("curl");
  builder.module("c").when("lib(curl) | lib(gnutls)");
  const Catalog catalog = builder.build();
  const ProbeReport probes = probes_finding(catalog);
  const Selection selection = run_select(catalog, {}, probes).selection;
  std::string said;
  for (const ComponentId id : catalog.components.ids()) {
    for (const LibId lib :
         libs_to_blame(catalog, selection, probes, id, selection.verdicts[id].because)) {
      append(said, catalog.libs[lib].name.value, " ");
    }
    said += "\n";
  }
  EXPECT_EQ(said, "openssl gnutls \ncurl openssl \ncurl gnutls \n");
}

TEST(Fixes, AConflictIsWonByNaming) {
  CatalogBuilder builder;
  builder.module("gnutls").conflicts("openssl");
  builder.module("openssl");
  EXPECT_EQ(explain(builder, {}, "openssl").fixes, "-i openssl; -x gnutls --base default");
  Request request;
  request.base = Base::All;
  EXPECT_EQ(explain(builder, request, "openssl").fixes, "-i openssl; -x gnutls");
  request.include = words("gnutls");
  EXPECT_EQ(explain(builder, request, "openssl").fixes, "replace -i gnutls by -i openssl");
  request.include = words("gnutls openssl");
  EXPECT_EQ(explain(builder, request, "openssl").fixes, "remove -i gnutls");
}

TEST(Fixes, OfWhatWasNamedTurnItOn) {
  CatalogBuilder builder;
  builder.module("gnutls").conflicts("openssl");
  builder.module("openssl");
  Request request;
  request.include = words("openssl");
  EXPECT_EQ(explain(builder, request, "openssl").chain, "openssl on: include");
}

std::string notes_text(const Diagnostic& diagnostic) {
  std::string text;
  for (const Note& note : diagnostic.notes) append(text, note.text, "\n");
  return text;
}

// All that is reported as unmet, each with its notes.
std::vector<Diagnostic> unmet_of(const CatalogBuilder& builder, const Request& request,
                                 const Names& found = {}) {
  const Catalog catalog = builder.build();
  const ProbeReport probes = probes_finding(catalog, found);
  const Selection selection = run_select(catalog, request, probes).selection;
  Diagnostics diagnostics;
  report_unmet(catalog, selection, probes, diagnostics);
  return diagnostics.take_sorted();
}

TEST(ReportUnmet, SaysWhyAndWhatToDo) {
  CatalogBuilder builder;
  builder.lib("openssl", {{"debian", "libssl-dev"}});
  builder.module("tls").needs("crypto");
  builder.module("crypto").lib("openssl");
  builder.program("ctl").when("freebsd");
  const Catalog catalog = builder.build();
  const ProbeReport probes = probes_finding(catalog);
  Request request;
  request.include = words("tls ctl");
  const Selection selection = run_select(catalog, request, probes).selection;
  Diagnostics diagnostics;
  report_unmet(catalog, selection, probes, diagnostics);
  const std::vector<Diagnostic> reported = diagnostics.take_sorted();
  EXPECT_EQ(
      diagnostic_text(reported),
      "MB071 1 module and 1 program cannot be built: program 'ctl', 'tls' | install libssl-dev "
      "(tls)\n");
  EXPECT_EQ(notes_text(reported[0]),
            "'ctl' is off: when freebsd is false\n"
            "'tls' is off: needs crypto, which is off\n"
            "for 'tls': 'crypto' is off: library openssl not found\n");
}

TEST(ReportUnmet, OfASingleModuleTellsEveryStep) {
  CatalogBuilder builder;
  builder.lib("openssl", {{"debian", "libssl-dev"}});
  builder.module("sips").needs("tls");
  builder.module("tls").needs("crypto");
  builder.module("crypto").lib("openssl");
  Request request;
  request.include = words_in_file("sips");
  const std::vector<Diagnostic> reported = unmet_of(builder, request);
  EXPECT_EQ(diagnostic_text(reported),
            "MB071 module 'sips' cannot be built: needs tls, which is off | install libssl-dev\n");
  EXPECT_EQ(notes_text(reported[0]),
            "'sips' is off: needs tls, which is off\n"
            "'tls' is off: needs crypto, which is off\n"
            "'crypto' is off: library openssl not found\n");
  EXPECT_TRUE(reported[0].at == request.include[0].at);
}

TEST(ReportUnmet, NamesEachWayOnceWithThoseItHelps) {
  CatalogBuilder builder;
  builder.lib("openssl", {{"debian", "libssl-dev"}});
  builder.lib("curl", {{"debian", "libcurl4-dev"}});
  builder.module("http").lib("curl");
  builder.module("sips").lib("openssl");
  builder.module("tls").lib("openssl");
  Request request;
  request.include = words("tls http sips");
  EXPECT_EQ(diagnostic_text(unmet_of(builder, request)),
            "MB071 3 modules cannot be built: 'http', 'sips', 'tls' | install libcurl4-dev (http); "
            "install libssl-dev (sips, tls)\n");
  request.include = words("tls sips");
  EXPECT_EQ(diagnostic_text(unmet_of(builder, request)),
            "MB071 2 modules cannot be built: 'sips', 'tls' | install libssl-dev\n");
}

TEST(ReportUnmet, PointsAtTheFeatureThatWasAskedFor) {
  CatalogBuilder builder;
  builder.lib("curl", {{"debian", "libcurl4-dev"}});
  builder.module("m").feature("web", FeatureDefault::Auto, {{"curl"}, {}, ""});
  Request request;
  request.features = {feature_request("m", "web", FeatureSetting::On)};
  request.features[0].feature.at = words_in_file("m/web=on")[0].at;
  const std::vector<Diagnostic> reported = unmet_of(builder, request);
  EXPECT_EQ(diagnostic_text(reported),
            "MB071 module 'm' cannot be built: feature web cannot be had | install libcurl4-dev, "
            "or --feature m/web=auto\n");
  EXPECT_EQ(notes_text(reported[0]), "'m' cannot have feature 'web': library curl not found\n");
  EXPECT_TRUE(reported[0].at == request.features[0].feature.at);
}

TEST(Reasons, HaveTheWordsOfTheDocument) {
  std::string all;
  for (int kind = 0; kind <= static_cast<int>(ReasonKind::FeatureMissing); ++kind) {
    append(all, reason_word(static_cast<ReasonKind>(kind)), " ");
  }
  EXPECT_EQ(all,
            "base group include dependency-of static needed not-requested excluded when host-off "
            "lib-missing module-off library-off tool-off conflict feature-missing ");
}

TEST(Reasons, PointToWhatCausedThem) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("a").needs("b").lib("curl");
  const Catalog catalog = builder.build();
  const Selection selection = run_select(catalog, {}).selection;
  EXPECT_EQ(selection.verdicts[ComponentId{0}].because.at,
            catalog.components[ComponentId{0}].libs[0].name.at);
}

}  // namespace
}  // namespace modbuild::test
