#include <gtest/gtest.h>

#include "model/machines.h"
#include "support/catalog_builder.h"
#include "unit/query/query_case.h"
#include "unit/select/select_support.h"

namespace modbuild::test {
namespace {

// Two hosts, a library, a tool, and modules: tls may use openssl or wolfssl, crypt openssl for a
// feature; acc needs tm, tm needs sl at run time.
CatalogBuilder exchange() {
  CatalogBuilder builder;
  builder.host("edged").links("core");
  builder.host("corerd");
  builder.program("gen");
  builder.library("core");
  builder.lib("openssl");
  builder.lib("wolfssl");
  builder.module("acc").host("edged").needs("tm").raw().package.value = "extra";
  builder.module("crypt").host("corerd").feature("hw", FeatureDefault::Auto, {{"openssl"}, {}, ""});
  builder.module("sl").any_host().when("freebsd");
  builder.module("tls").host("edged").any_lib({"openssl", "wolfssl"});
  builder.module("tm").host("edged").load("sl").links("core").generator("gen");
  builder.group("basic", {"tm", "sl"});
  builder.group("secure", {"tls", "crypt"});
  return builder;
}

QueryCase selected(Catalog catalog, const Request& request, const Names& found) {
  QueryCase made;
  made.catalog = std::move(catalog);
  for (const char* name : {"extra", "exchange"}) made.catalog.packages.push_back({{name, {}}, {}});
  made.probes = probes_finding(made.catalog, found);
  made.selection = run_select(made.catalog, request, made.probes).selection;
  return made;
}

QueryCase plain() {
  Request request;
  request.groups = words("basic secure");
  return selected(exchange().build(), request, {});
}

TEST(QueryEvaluate, KnowsNamesGlobsAndGroups) {
  const QueryCase one = plain();
  EXPECT_EQ(one.answer("tm + edged"), "edged tm");
  EXPECT_EQ(one.answer("t*"), "tls tm");
  EXPECT_EQ(one.answer("*"), "acc core corerd crypt edged gen sl tls tm");
  EXPECT_EQ(one.answer("[!a-g]* - t?"), "sl tls");
  EXPECT_EQ(one.answer("@basic"), "sl tm");
  EXPECT_EQ(one.answer("group(secure) + @b*"), "crypt sl tls tm");
  EXPECT_EQ(one.answer("set(acc @basic 'tls')"), "acc sl tls tm");
}

TEST(QueryEvaluate, FollowsNeedsBothWays) {
  const QueryCase one = plain();
  EXPECT_EQ(one.answer("deps(acc)"), "acc core gen sl tm");
  EXPECT_EQ(one.answer("deps(acc, 1)"), "acc tm");
  EXPECT_EQ(one.answer("rdeps(core) & kind(module)"), "acc tm");
  EXPECT_EQ(one.answer("rdeps(core, 1)"), "core edged tm");
  EXPECT_EQ(one.answer("rdeps(acc, core)"), "acc core tm");
  EXPECT_EQ(one.answer("rdeps(acc, core, 1)"), "core tm");
  EXPECT_EQ(one.answer("rdeps(tls, core)"), "");
}

TEST(QueryEvaluate, FollowsOnlyTheKindsThatAreAskedFor) {
  QueryCase one = plain();
  one.kinds = {EdgeKind::Hard};
  EXPECT_EQ(one.answer("deps(acc)"), "acc tm");
  one.kinds = {EdgeKind::Load, EdgeKind::Tool};
  EXPECT_EQ(one.answer("deps(tm)"), "gen sl tm");
  EXPECT_EQ(one.answer("rdeps(core)"), "core");
}

TEST(QueryEvaluate, ChoosesByKindHostLibPackageAndFeature) {
  const QueryCase one = plain();
  EXPECT_EQ(one.answer("kind(program)"), "corerd edged gen");
  EXPECT_EQ(one.answer("kind(module library, deps(acc))"), "acc core sl tm");
  EXPECT_EQ(one.answer("host(corerd)"), "crypt sl");
  EXPECT_EQ(one.answer("lib(openssl)"), "crypt tls");
  EXPECT_EQ(one.answer("lib(wolf*)"), "tls");
  EXPECT_EQ(one.answer("package(extra)"), "acc");
  EXPECT_EQ(one.answer("feature(hw)"), "crypt");
}

TEST(QueryEvaluate, TakesTheDefaultPackageForComponentsThatNameNone) {
  QueryCase one = plain();
  one.catalog.tree.default_package.value = "exchange";
  one.catalog.components[one.catalog.find_component("tls")].installs.emplace_back().package.value =
      "extra";
  EXPECT_EQ(one.answer("package(exchange) & kind(module)"), "crypt sl tls tm");
  EXPECT_EQ(one.answer("package(extra)"), "acc tls");
}

TEST(QueryEvaluate, KnowsWhatWasDecided) {
  const QueryCase one = plain();
  EXPECT_EQ(one.answer("on() & kind(module)"), "crypt tm");
  EXPECT_EQ(one.answer("off()"), "acc sl tls");
  EXPECT_EQ(one.answer("dropped()"), "sl tls");
  EXPECT_EQ(one.answer("when-false()"), "sl");
  EXPECT_EQ(one.answer("static()"), "");
  Request request;
  request.base = Base::None;
  request.make_static = words("tm");
  EXPECT_EQ(selected(exchange().build(), request, {}).answer("static()"), "tm");
}

TEST(QueryEvaluate, TakesWhatTheBuildMachineRunsForTheComponentItself) {
  CatalogBuilder builder = exchange();
  builder.module("uses").generator("edged");
  QueryCase one;
  one.catalog = split_machines(builder.build());
  ASSERT_EQ(one.catalog.copies, 2U);
  EXPECT_EQ(one.answer("deps(uses)"), "core edged uses");
  EXPECT_EQ(one.answer("rdeps(core)"), "acc core edged tm uses");
  EXPECT_EQ(one.answer("somepath(uses, core)"), "core edged uses");
  EXPECT_EQ(one.answer("e*"), "edged");
}

TEST(QueryEvaluate, TellsEveryNameThatDoesNotExist) {
  const QueryCase one = plain();
  EXPECT_EQ(one.answer("deps(tn) & @basik + lib(opensl) + host(edge) + kind(modul)"),
            "1:6-8 there is no module, program or library 'tn' | did you mean 'tm'?\n"
            "1:12-18 there is no group 'basik' | did you mean 'basic'?\n"
            "1:25-31 there is no external library 'opensl' | did you mean 'openssl'?\n"
            "1:40-44 there is no host 'edge' | did you mean 'edged'?\n"
            "1:53-58 there is no kind of component 'modul' | did you mean 'module'?");
  EXPECT_EQ(one.answer("x* + package(q*)"),
            "1:1-3 'x*' matches no module, program or library\n"
            "1:14-16 'q*' matches no package");
}

TEST(QueryEvaluate, SaysWhatElseANameMeans) {
  const QueryCase one = plain();
  EXPECT_EQ(one.answer("basic"),
            "1:1-6 there is no module, program or library 'basic' | 'basic' is a group: @basic");
  EXPECT_EQ(one.answer("openssl"),
            "1:1-8 there is no module, program or library 'openssl' | 'openssl' is an external "
            "library: lib(openssl)");
  EXPECT_EQ(one.answer("dropped"),
            "1:1-8 there is no module, program or library 'dropped' | a function has parentheses: "
            "dropped()");
}

}  // namespace
}  // namespace modbuild::test
