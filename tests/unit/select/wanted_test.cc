// The formulas, the reasons they give, and their notes.
#include <gtest/gtest.h>

#include "unit/select/select_support.h"

namespace modbuild::test {
namespace {

// Default group: sl tm. Group db: pgsql redis. Not for any base: lab.
Catalog small_tree() {
  CatalogBuilder builder;
  builder.module("tm").in({"basic"});
  builder.module("sl").in({"basic"});
  builder.module("pgsql").in({"db"});
  builder.module("redis").in({"db"});
  builder.module("tls");
  builder.module("lab").no_default().in({"basic"});
  builder.group("default", {}, {"basic"});
  builder.default_group("default");
  return builder.build();
}

std::string select_text(const Request& request) {
  const Catalog catalog = small_tree();
  return verdict_text(catalog, run_select(catalog, request).selection);
}

TEST(Wanted, WithoutAnyRequestIsTheDefaultGroup) {
  EXPECT_EQ(select_text({}),
            "lab off: not requested\n"
            "pgsql off: not requested\n"
            "redis off: not requested\n"
            "sl on: base default\n"
            "tls off: not requested\n"
            "tm on: base default\n");
}

TEST(Wanted, IncludeAddsToTheDefaultGroup) {
  Request request;
  request.include = words("tls lab");
  EXPECT_EQ(select_text(request),
            "lab on: include\n"
            "pgsql off: not requested\n"
            "redis off: not requested\n"
            "sl on: base default\n"
            "tls on: include\n"
            "tm on: base default\n");
}

TEST(Wanted, ExcludeTakesFromTheWholeTree) {
  Request request;
  request.exclude = words("tm");
  request.exclude_given = true;
  EXPECT_EQ(select_text(request),
            "lab off: not requested\n"
            "pgsql on: base all\n"
            "redis on: base all\n"
            "sl on: base all\n"
            "tls on: base all\n"
            "tm off: excluded\n");
}

TEST(Wanted, ExcludeGivenEmptyMeansTheWholeTree) {
  const Catalog catalog = small_tree();
  Request request;
  request.exclude_given = true;
  const Outcome outcome = run_select(catalog, request);
  EXPECT_EQ(outcome.selection.base, Base::All);
  EXPECT_EQ(names_on(catalog, outcome.selection), "pgsql redis sl tls tm");
}

TEST(Wanted, ABaseSaidOutrightHoldsWhateverIsExcluded) {
  Request request;
  request.exclude = words("tm");
  request.exclude_given = true;
  request.base = Base::Default;
  EXPECT_EQ(select_text(request),
            "lab off: not requested\n"
            "pgsql off: not requested\n"
            "redis off: not requested\n"
            "sl on: base default\n"
            "tls off: not requested\n"
            "tm off: excluded\n");
}

TEST(Wanted, BaseNoneLeavesOnlyWhatIsIncluded) {
  const Catalog catalog = small_tree();
  Request request;
  request.include = words("tls");
  request.base = Base::None;
  const Outcome outcome = run_select(catalog, request);
  EXPECT_EQ(outcome.selection.base, Base::None);
  EXPECT_EQ(names_on(catalog, outcome.selection), "tls");
}

TEST(Wanted, GroupsReplaceTheBase) {
  Request request;
  request.groups = words("db");
  request.include = words("tls");
  request.exclude = words("redis");
  request.exclude_given = true;
  EXPECT_EQ(select_text(request),
            "lab off: not requested\n"
            "pgsql on: group db\n"
            "redis off: excluded\n"
            "sl off: not requested\n"
            "tls on: include\n"
            "tm off: not requested\n");
}

TEST(Wanted, AGroupBringsInWhatNoBaseWould) {
  const Catalog catalog = small_tree();
  Request request;
  request.groups = words("basic");
  EXPECT_EQ(names_on(catalog, run_select(catalog, request).selection), "lab sl tm");
}

TEST(Wanted, WithoutADefaultGroupEveryModuleIsDefault) {
  CatalogBuilder builder;
  builder.module("tm");
  builder.module("lab").no_default();
  const Catalog catalog = builder.build();
  EXPECT_EQ(verdict_text(catalog, run_select(catalog, {}).selection),
            "lab off: not requested\n"
            "tm on: base default\n");
}

TEST(Wanted, OfSeveralGroupsTheFirstByNameIsTold) {
  Request request;
  request.groups = words("default basic");
  EXPECT_EQ(select_text(request),
            "lab on: group basic\n"
            "pgsql off: not requested\n"
            "redis off: not requested\n"
            "sl on: group basic\n"
            "tls off: not requested\n"
            "tm on: group basic\n");
}

TEST(Wanted, GlobsAndGroupsServeInIncludeAndExclude) {
  Request request;
  request.groups = words("d*");
  request.include = words("t*");
  request.exclude = words("@db s?");
  request.exclude_given = true;
  EXPECT_EQ(select_text(request),
            "lab on: group default\n"
            "pgsql off: excluded by @db\n"
            "redis off: excluded by @db\n"
            "sl off: excluded by s?\n"
            "tls on: include t*\n"
            "tm on: include t*\n");
}

TEST(Wanted, AnExactNameIsToldBeforeAGlob) {
  Request request;
  request.include = words("t* tls @db");
  const Catalog catalog = small_tree();
  const Outcome outcome = run_select(catalog, request);
  EXPECT_EQ(describe(catalog, outcome.selection.verdicts[catalog.find_component("tls")].because),
            "include");
  EXPECT_TRUE(outcome.selection.verdicts[catalog.find_component("tls")].requested);
  EXPECT_FALSE(outcome.selection.verdicts[catalog.find_component("pgsql")].requested);
}

TEST(Wanted, RequireIncludes) {
  const Catalog catalog = small_tree();
  Request request;
  request.require = words("tls @db");
  const Outcome outcome = run_select(catalog, request);
  EXPECT_EQ(names_on(catalog, outcome.selection), "pgsql redis sl tls tm");
  EXPECT_TRUE(outcome.selection.verdicts[catalog.find_component("pgsql")].requested);
}

TEST(Wanted, WithoutGroupsIncludeWinsOverExclude) {
  const Catalog catalog = small_tree();
  Request request;
  request.include = words("tm");
  request.exclude = words("tm");
  request.exclude_given = true;
  const Outcome outcome = run_select(catalog, request);
  EXPECT_EQ(diagnostic_text(outcome.diagnostics),
            "MB076 'tm' is in both include and exclude; include wins | take it out of one of the "
            "two\n");
  EXPECT_EQ(verdict_text(catalog, outcome.selection),
            "lab off: not requested\n"
            "pgsql on: base all\n"
            "redis on: base all\n"
            "sl on: base all\n"
            "tls on: base all\n"
            "tm on: include [also in exclude; include wins]\n");
}

TEST(Wanted, WithGroupsExcludeWinsOverInclude) {
  const Catalog catalog = small_tree();
  Request request;
  request.groups = words("db");
  request.require = words("tm");
  request.exclude = words("tm");
  request.exclude_given = true;
  const Outcome outcome = run_select(catalog, request);
  EXPECT_EQ(diagnostic_text(outcome.diagnostics),
            "MB076 'tm' is in both require and exclude; exclude wins | take it out of one of the "
            "two\n");
  EXPECT_EQ(verdict_text(catalog, outcome.selection),
            "lab off: not requested\n"
            "pgsql on: group db\n"
            "redis on: group db\n"
            "sl off: not requested\n"
            "tls off: not requested\n"
            "tm off: excluded [also in require; exclude wins]\n");
}

TEST(Wanted, AnExceptionFromAGlobIsNoContradiction) {
  const Catalog catalog = small_tree();
  Request request;
  request.include = words("tm");
  request.exclude = words("*");
  request.exclude_given = true;
  const Outcome outcome = run_select(catalog, request);
  EXPECT_EQ(diagnostic_text(outcome.diagnostics), "");
  EXPECT_EQ(names_on(catalog, outcome.selection), "tm");
}

TEST(Wanted, AnExactNameThatLosesToAGlobIsNoted) {
  const Catalog catalog = small_tree();
  Request request;
  request.include = words("t*");
  request.exclude = words("tm");
  request.exclude_given = true;
  EXPECT_EQ(diagnostic_text(run_select(catalog, request).diagnostics),
            "MB076 'tm' is in both include and exclude; include wins | take it out of one of the "
            "two\n");
}

TEST(Wanted, AProgramIsOnUnlessExcluded) {
  CatalogBuilder builder;
  builder.program("ctl");
  builder.host("switchd");
  builder.library("libcore");
  builder.module("tm").host("switchd").links("libcore");
  builder.module("any").host("switchd").any_host();
  const Catalog catalog = builder.build();
  Request request;
  request.base = Base::All;
  request.exclude = words("switchd");
  request.include = words("ctl");
  EXPECT_EQ(verdict_text(catalog, run_select(catalog, request).selection),
            "any on: base all\n"
            "ctl on: include\n"
            "libcore on: library\n"
            "switchd off: excluded\n"
            "tm off: host switchd is off\n");
}

TEST(Wanted, AGlobNeverExcludesPrograms) {
  CatalogBuilder builder;
  builder.program("ctl");
  builder.module("tm");
  const Catalog catalog = builder.build();
  Request request;
  request.exclude = words("*");
  EXPECT_EQ(verdict_text(catalog, run_select(catalog, request).selection),
            "ctl on: program\n"
            "tm off: excluded by *\n");
}

TEST(Wanted, ALibraryNamesItsFirstUser) {
  CatalogBuilder builder;
  builder.library("libcore").archive();
  builder.module("tm").links("libcore");
  builder.module("sl").links("libcore");
  const Catalog catalog = builder.build();
  EXPECT_EQ(verdict_text(catalog, run_select(catalog, {}).selection),
            "libcore on static: needed by sl\n"
            "sl on: base default\n"
            "tm on: base default\n");
}

TEST(Wanted, CountsAreOfModulesOnly) {
  CatalogBuilder builder;
  builder.lib("nolib");
  builder.program("ctl");
  builder.library("libcore");
  builder.module("tm");
  builder.module("sl");
  builder.module("tls").lib("nolib");
  builder.module("lab").no_default();
  Request request;
  request.make_static = words("tm");
  const SelectionCounts counts = run_select(builder.build(), request).selection.counts;
  EXPECT_EQ(counts.on, 2U);
  EXPECT_EQ(counts.made_static, 1U);
  EXPECT_EQ(counts.off, 2U);
  EXPECT_EQ(counts.dropped, 1U);
}

}  // namespace
}  // namespace modbuild::test
