// --with-deps, static linkage, and the libs that must be probed.
#include <gtest/gtest.h>

#include "base/str.h"
#include "unit/select/select_support.h"

namespace modbuild::test {
namespace {

Request with_deps(std::string_view include) {
  Request request;
  request.base = Base::None;
  request.include = words(include);
  request.with_deps = true;
  return request;
}

TEST(WithDeps, PullsHardDependenciesTransitively) {
  CatalogBuilder builder;
  builder.module("a").needs("b").optional("x").load("y");
  builder.module("b").needs("c").needs("z", "freebsd");
  builder.module("c").no_default();
  for (const char* name : {"x", "y", "z"}) builder.module(name);
  const Catalog catalog = builder.build();
  EXPECT_EQ(verdict_text(catalog, run_select(catalog, with_deps("a")).selection),
            "a on: include [needs y when it runs, which is off]\n"
            "b on: dependency of a\n"
            "c on: dependency of b\n"
            "x off: not requested\n"
            "y off: not requested\n"
            "z off: not requested\n");
}

TEST(WithDeps, LeavesOutWhatIsExcluded) {
  CatalogBuilder builder;
  builder.module("a").needs("b");
  builder.module("b");
  const Catalog catalog = builder.build();
  Request request = with_deps("a");
  request.exclude = words("b");
  EXPECT_EQ(verdict_text(catalog, run_select(catalog, request).selection),
            "a off: needs b, which is off\n"
            "b off: excluded\n");
}

TEST(WithDeps, TakesTheFirstProviderByName) {
  CatalogBuilder builder;
  builder.module("a").needs("db-api");
  builder.module("mysql").provides("db-api");
  builder.module("pgsql").provides("db-api");
  const Catalog catalog = builder.build();
  EXPECT_EQ(names_on(catalog, run_select(catalog, with_deps("a")).selection), "a mysql");
  Request request = with_deps("a");
  request.exclude = words("mysql");
  EXPECT_EQ(names_on(catalog, run_select(catalog, request).selection), "a pgsql");
}

TEST(WithDeps, TakesAProviderThatIsWantedAnyway) {
  CatalogBuilder builder;
  builder.module("a").needs("db-api");
  builder.module("b").needs("c");
  builder.module("c").needs("pgsql");
  builder.module("mysql").provides("db-api");
  builder.module("pgsql").provides("db-api");
  const Catalog catalog = builder.build();
  EXPECT_EQ(names_on(catalog, run_select(catalog, with_deps("a b")).selection), "a b c pgsql");
}

TEST(WithDeps, PullsForFeaturesThatAreSetToOn) {
  CatalogBuilder builder;
  builder.module("a")
      .feature("wish", FeatureDefault::Auto, {{}, {"b"}, ""})
      .feature("must", FeatureDefault::On, {{}, {"c"}, ""});
  builder.module("b");
  builder.module("c");
  const Catalog catalog = builder.build();
  EXPECT_EQ(names_on(catalog, run_select(catalog, with_deps("a")).selection), "a c");
}

TEST(WithDeps, APulledModuleThatCannotBeBuiltCountsAsDropped) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("a").needs("b");
  builder.module("b").lib("curl");
  const Catalog catalog = builder.build();
  const Selection selection = run_select(catalog, with_deps("a")).selection;
  EXPECT_EQ(verdict_text(catalog, selection),
            "a off: needs b, which is off\n"
            "b off: library curl not found\n");
  EXPECT_EQ(selection.counts.dropped, 2U);
  EXPECT_EQ(selection.unmet.size(), 1U);
}

TEST(Static, AnExactNameIsBuiltWhetherWantedOrNot) {
  CatalogBuilder builder;
  builder.module("a");
  builder.module("b").no_default();
  builder.module("c");
  const Catalog catalog = builder.build();
  Request request;
  request.make_static = words("b c");
  EXPECT_EQ(verdict_text(catalog, run_select(catalog, request).selection),
            "a on: base default\n"
            "b on static: static\n"
            "c on static: base default\n");
}

TEST(Static, AGlobOrGroupOnlyTurnsWantedModules) {
  CatalogBuilder builder;
  builder.module("a1").in({"g"});
  builder.module("a2").no_default();
  builder.module("b1").in({"g"}).no_default();
  const Catalog catalog = builder.build();
  Request request;
  request.make_static = words("a* @g");
  EXPECT_EQ(verdict_text(catalog, run_select(catalog, request).selection),
            "a1 on static: base default\n"
            "a2 off: not requested\n"
            "b1 off: not requested\n");
}

TEST(Static, AGlobAlsoTurnsWhatIsPulledIn) {
  CatalogBuilder builder;
  builder.module("a").needs("b");
  builder.module("b");
  const Catalog catalog = builder.build();
  Request request = with_deps("a");
  request.make_static = words("*");
  const Outcome outcome = run_select(catalog, request);
  EXPECT_EQ(diagnostic_text(outcome.diagnostics), "");
  EXPECT_EQ(verdict_text(catalog, outcome.selection),
            "a on static: include\n"
            "b on static: dependency of a\n");
}

TEST(Static, BeatsExcludeAndSaysSo) {
  CatalogBuilder builder;
  builder.module("a");
  const Catalog catalog = builder.build();
  Request request;
  request.make_static = words("a");
  request.exclude = words("a");
  const Outcome outcome = run_select(catalog, request);
  EXPECT_EQ(
      diagnostic_text(outcome.diagnostics),
      "MB076 'a' is in both static and exclude; static wins | take it out of one of the two\n");
  EXPECT_EQ(verdict_text(catalog, outcome.selection),
            "a on static: static [also in exclude; static wins]\n");
}

TEST(Static, AModuleThatMustStaySharedCannotBeNamed) {
  CatalogBuilder builder;
  builder.module("a").never_static();
  Request request;
  request.make_static = words("a");
  EXPECT_EQ(
      diagnostic_text(run_select(builder.build(), request).diagnostics),
      "MB073 module 'a' is asked for as static, but its manifest says static = \"never\" | ask "
      "for it with -i instead of -s, or add --static-policy downgrade\n");
}

TEST(Static, AGlobPassesByWhatMustStayShared) {
  CatalogBuilder builder;
  builder.module("a").never_static();
  builder.module("b");
  const Catalog catalog = builder.build();
  Request request;
  request.make_static = words("*");
  const Outcome outcome = run_select(catalog, request);
  EXPECT_EQ(diagnostic_text(outcome.diagnostics), "");
  EXPECT_EQ(verdict_text(catalog, outcome.selection),
            "a on: base default [stays shared: its manifest says static = \"never\"]\n"
            "b on static: base default\n");
}

TEST(Static, AStaticModuleMayNotNeedASharedOne) {
  CatalogBuilder builder;
  builder.module("a").needs("b").needs("c", "freebsd");
  builder.module("b").needs("d");
  builder.module("c");
  builder.module("d").never_static();
  Request request;
  request.make_static = words("a");
  EXPECT_EQ(
      diagnostic_text(run_select(builder.build(), request).diagnostics),
      "MB072 static module 'a' depends on 'b', which is shared | 'd' must stay shared (static = "
      "\"never\"), so leave 'a' shared too, or add --static-policy downgrade\n");
  request.make_static = words("a b");
  EXPECT_EQ(
      diagnostic_text(run_select(builder.build(), request).diagnostics),
      "MB072 static module 'b' depends on 'd', which is shared | 'd' must stay shared (static "
      "= \"never\"), so leave 'b' shared too, or add --static-policy downgrade\n"
      "");
}

TEST(Static, EveryModuleThatMustBeStaticTooIsNamed) {
  CatalogBuilder builder;
  builder.module("a").needs("b").needs("d");
  builder.module("b").needs("c");
  builder.module("c");
  builder.module("d");
  Request request;
  request.make_static = words("a");
  const std::string help =
      " | make all of them static too: -s b,c,d; or build what cannot be linked in as a file: "
      "--static-policy downgrade\n";
  EXPECT_EQ(diagnostic_text(run_select(builder.build(), request).diagnostics),
            "MB072 static module 'a' depends on 'b', which is shared" + help +
                "MB072 static module 'a' depends on 'd', which is shared" + help);
}

TEST(StaticPolicy, DowngradeBuildsSharedWhatCannotBeLinkedIn) {
  CatalogBuilder builder;
  builder.module("a").needs("b");
  builder.module("b").needs("c").needs("d");
  builder.module("c").never_static();
  builder.module("d");
  builder.module("e").needs("d");
  const Catalog catalog = builder.build();
  Request request;
  request.make_static = words("a b c d e");
  request.static_policy = StaticPolicy::Downgrade;
  const Outcome outcome = run_select(catalog, request);
  EXPECT_EQ(diagnostic_text(outcome.diagnostics),
            "MB080 module 'a' is built shared: it depends on 'b', which is\n"
            "MB080 module 'b' is built shared: it depends on 'c', which is\n");
  EXPECT_EQ(verdict_text(catalog, outcome.selection),
            "a on: base default [shared, not static: it needs b, which is shared]\n"
            "b on: base default [shared, not static: it needs c, which is shared]\n"
            "c on: base default [stays shared: its manifest says static = \"never\"]\n"
            "d on static: base default\n"
            "e on static: base default\n");
  for (const char* name : {"a", "b", "c"}) {
    EXPECT_TRUE(outcome.selection.verdicts[catalog.find_component(name)].downgraded) << name;
  }
}

TEST(StaticPolicy, DowngradeIsSeenByConditions) {
  CatalogBuilder builder;
  builder.module("a").needs("b").when("static");
  builder.module("b").never_static();
  builder.module("c").needs("a");
  const Catalog catalog = builder.build();
  Request request;
  request.make_static = words("a c");
  request.static_policy = StaticPolicy::Downgrade;
  EXPECT_EQ(names_on(catalog, run_select(catalog, request).selection), "b");
}

TEST(Static, TheNeedsOfFeaturesCountWhereTheyAreOn) {
  CatalogBuilder builder;
  builder.module("a")
      .feature("used", FeatureDefault::Auto, {{}, {"b"}, ""})
      .feature("unused", FeatureDefault::Off, {{}, {"c"}, ""});
  builder.module("b");
  builder.module("c");
  Request request;
  request.make_static = words("a");
  EXPECT_EQ(
      diagnostic_text(run_select(builder.build(), request).diagnostics),
      "MB072 static module 'a' depends on 'b', which is shared | make it static too: -s b; or "
      "build what cannot be linked in as a file: --static-policy downgrade\n");
}

TEST(Static, OneStaticProviderOfACapabilityIsEnough) {
  CatalogBuilder builder;
  builder.module("a").needs("db-api");
  builder.module("mysql").provides("db-api");
  builder.module("pgsql").provides("db-api");
  Request request;
  request.make_static = words("a");
  EXPECT_EQ(diagnostic_text(run_select(builder.build(), request).diagnostics),
            "MB072 static module 'a' depends on 'db-api', which is shared | make it static too: -s "
            "mysql; or build what cannot be linked in as a file: --static-policy downgrade\n");
  request.make_static = words("a pgsql");
  EXPECT_EQ(diagnostic_text(run_select(builder.build(), request).diagnostics), "");
}

TEST(Static, AnswersTheWordsSharedAndStatic) {
  CatalogBuilder builder;
  builder.module("a").when("static");
  builder.module("b").when("shared");
  const Catalog catalog = builder.build();
  EXPECT_EQ(names_on(catalog, run_select(catalog, {}).selection), "b");
  Request request;
  request.make_static = words("*");
  EXPECT_EQ(names_on(catalog, run_select(catalog, request).selection), "a");
}

std::string needed_text(const Catalog& catalog, const Request& request) {
  Diagnostics diagnostics;
  std::vector<std::string> names;
  for (const LibId id : needed_libs(catalog, find_wanted(catalog, request, diagnostics))) {
    names.push_back(catalog.libs[id].name.value);
  }
  return join(names, " ");
}

TEST(NeededLibs, AreThoseThatTheDefinesOfALibAskAbout) {
  CatalogBuilder builder;
  for (const char* name : {"a", "b", "c"}) builder.lib(name);
  builder.module("m").lib("a");
  Catalog catalog = builder.build();
  Diagnostics diagnostics;
  Alternative way;
  way.defines = {{{"HAVE_B", {}}, parse_when({"lib(b)", {}}, diagnostics)}};
  catalog.libs[catalog.find_lib("a")].any = {way};
  EXPECT_EQ(needed_text(catalog, {}), "a b");
}

TEST(NeededLibs, AreThoseOfWhatIsWanted) {
  CatalogBuilder builder;
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "unused"}) builder.lib(name);
  builder.module("m")
      .lib("a")
      .any_lib({"b", "c"})
      .feature("f", FeatureDefault::Auto, {{"d"}, {}, ""});
  builder.module("m2").when("lib(e)").source("x.c", "!lib(f)");
  builder.module("other").lib("g").no_default();
  EXPECT_EQ(needed_text(builder.build(), {}), "a b c d e f");
}

TEST(NeededLibs, LeaveOutFeaturesThatAreOff) {
  CatalogBuilder builder;
  builder.lib("a");
  builder.lib("b");
  builder.module("m")
      .feature("f", FeatureDefault::Auto, {{"a"}, {}, ""})
      .feature("g", FeatureDefault::Off, {{"b"}, {}, ""});
  const Catalog catalog = builder.build();
  EXPECT_EQ(needed_text(catalog, {}), "a");
  Request request;
  request.features = {feature_request("m", "f", FeatureSetting::Off),
                      feature_request("m", "g", FeatureSetting::On)};
  EXPECT_EQ(needed_text(catalog, request), "b");
}

TEST(NeededLibs, FollowDependenciesThatMayBePulledIn) {
  CatalogBuilder builder;
  for (const char* name : {"a", "b", "c"}) builder.lib(name);
  builder.module("m").needs("api");
  builder.module("n").provides("api").lib("a").needs("o");
  builder.module("o").lib("b");
  builder.module("p").provides("api").lib("c");
  const Catalog catalog = builder.build();
  Request request = with_deps("m");
  request.exclude = words("p");
  EXPECT_EQ(needed_text(catalog, request), "a b");
  request.with_deps = false;
  EXPECT_EQ(needed_text(catalog, request), "");
}

TEST(WithLoad, PullsWhatIsNeededAtRunTimeAndNothingElse) {
  CatalogBuilder builder;
  builder.module("a").needs("b").load("x").load("z", "freebsd");
  builder.module("x").load("driver").lib("l");
  builder.module("d1").provides("driver").lib("l1");
  builder.module("d2").provides("driver");
  for (const char* name : {"b", "z"}) builder.module(name);
  for (const char* name : {"l", "l1"}) builder.lib(name);
  const Catalog catalog = builder.build();
  Request request = with_deps("a d2");
  request.with_load = true;
  const ProbeReport probes = probes_finding(catalog, {"l", "l1"});
  EXPECT_EQ(names_on(catalog, run_select(catalog, request, probes).selection), "a b d2 x");
  request.include = words("a");
  EXPECT_EQ(names_on(catalog, run_select(catalog, request, probes).selection), "a b d1 x");
  EXPECT_EQ(needed_text(catalog, request), "l l1");
  request.with_deps = false;
  // b is not pulled in, so a cannot stay; what it needs when it runs came in before.
  EXPECT_EQ(names_on(catalog, run_select(catalog, request, probes).selection), "d1 x");
}

}  // namespace
}  // namespace modbuild::test
