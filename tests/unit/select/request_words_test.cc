// What is said about words of a request that name nothing.
#include <gtest/gtest.h>

#include "base/str.h"
#include "unit/select/select_support.h"

namespace modbuild::test {
namespace {

Catalog tree_of_words() {
  CatalogBuilder builder;
  builder.lib("openssl");
  builder.host("switchd");
  builder.library("libcore");
  builder.module("tm").feature("fast", FeatureDefault::Auto).feature("loud", FeatureDefault::Off);
  builder.module("db_redis").provides("db-driver");
  builder.module("db_pgsql").provides("db-driver");
  builder.group("database", {"db_*"});
  builder.group("core", {"tm"});
  return builder.build();
}

std::string said_about(const Request& request) {
  return diagnostic_text(run_select(tree_of_words(), request).diagnostics);
}

TEST(RequestWords, UnknownModuleIsAnErrorWithASuggestion) {
  Request request;
  request.include = words("tmm");
  EXPECT_EQ(said_about(request),
            "MB070 --include: there is no module 'tmm' | did you mean 'tm'?\n");
}

TEST(RequestWords, EveryListIsChecked) {
  Request request;
  request.include = words("qqq1");
  request.exclude = words("qqq2");
  request.make_static = words("qqq3");
  request.require = words("qqq4");
  request.groups = words("qqq5");
  request.features = {feature_request("qqq6", "fast", FeatureSetting::On)};
  EXPECT_EQ(
      said_about(request),
      "MB070 --exclude: there is no module 'qqq2' | `modbuild scan` lists what the tree has\n"
      "MB070 --feature: there is no module 'qqq6' | `modbuild scan` lists what the tree has\n"
      "MB070 --group: there is no group 'qqq5' | `modbuild groups` lists the groups of the tree\n"
      "MB070 --include: there is no module 'qqq1' | `modbuild scan` lists what the tree has\n"
      "MB070 --require: there is no module 'qqq4' | `modbuild scan` lists what the tree has\n"
      "MB070 --static: there is no module 'qqq3' | `modbuild scan` lists what the tree has\n");
}

TEST(RequestWords, AWordWithAPlaceIsPointedAt) {
  Request request;
  request.include = words_in_file("qqq");
  const Outcome outcome = run_select(tree_of_words(), request);
  EXPECT_EQ(diagnostic_text(outcome.diagnostics),
            "MB070 there is no module 'qqq' | `modbuild scan` lists what the tree has\n");
  EXPECT_EQ(outcome.diagnostics[0].at, request.include[0].at);
}

TEST(RequestWords, AGroupWithoutAtIsRecognised) {
  Request request;
  request.include = words("database");
  EXPECT_EQ(said_about(request),
            "MB070 --include: there is no module 'database' | there is a group "
            "'database': -g database or @database\n");
}

TEST(RequestWords, ACapabilityNamesItsProviders) {
  Request request;
  request.include = words("db-driver");
  EXPECT_EQ(said_about(request),
            "MB070 --include: there is no module 'db-driver' | 'db-driver' is "
            "provided by 'db_pgsql', 'db_redis'\n");
}

TEST(RequestWords, AnExternalLibIsRecognised) {
  Request request;
  request.include = words("openssl");
  EXPECT_EQ(said_about(request),
            "MB070 --include: there is no module 'openssl' | 'openssl' is an external "
            "library, which needs no asking\n");
}

TEST(RequestWords, AnInternalLibraryIsRecognised) {
  Request request;
  request.include = words("libcore");
  EXPECT_EQ(said_about(request),
            "MB070 --include: 'libcore' is a library, not a module | a library is "
            "built for the components that link it\n");
}

TEST(RequestWords, AProgramCannotBeStatic) {
  Request request;
  request.make_static = words("switchd");
  EXPECT_EQ(said_about(request),
            "MB070 --static: 'switchd' is a program, not a module | only modules can be linked "
            "into their host\n");
}

TEST(RequestWords, UnknownGroupsAreErrorsInBothSpellings) {
  Request request;
  request.groups = words("databas");
  request.exclude = words("@cor");
  EXPECT_EQ(said_about(request),
            "MB070 --exclude: there is no group 'cor' | did you mean 'core'?\n"
            "MB070 --group: there is no group 'databas' | did you mean 'database'?\n");
}

TEST(RequestWords, AModuleAmongTheGroupsIsRecognised) {
  Request request;
  request.groups = words("tm @core");
  request.include = words("@tm");
  EXPECT_EQ(said_about(request),
            "MB070 --group: there is no group '@core' | did you mean 'core'?; groups "
            "are named without '@' here: -g core\n"
            "MB070 --group: there is no group 'tm' | there is a module 'tm': -i tm\n"
            "MB070 --include: there is no group 'tm' | 'tm' is no group: leave out "
            "the '@'\n");
}

TEST(RequestWords, AGlobWithoutAMatchIsAnError) {
  Request request;
  request.include = words("zz_*");
  request.groups = words("zz?");
  EXPECT_EQ(
      said_about(request),
      "MB070 --group: 'zz?' matches no group | `modbuild groups` lists the groups of the tree\n"
      "MB070 --include: 'zz_*' matches no module | `modbuild scan` lists what the tree has\n");
}

TEST(RequestWords, UnknownFeatureIsAnErrorWithASuggestion) {
  Request request;
  request.features = {feature_request("tm", "fasst", FeatureSetting::On),
                      feature_request("tm", "qqq", FeatureSetting::On),
                      feature_request("db_redis", "fast", FeatureSetting::On)};
  EXPECT_EQ(said_about(request),
            "MB070 --feature: 'db_redis' has no feature 'fast' | it has no features\n"
            "MB070 --feature: 'tm' has no feature 'fasst' | did you mean 'fast'?\n"
            "MB070 --feature: 'tm' has no feature 'qqq' | its features are: fast, "
            "loud\n");
}

TEST(RequestWords, FeaturesOfSeveralModulesAreThoseThatHaveThem) {
  CatalogBuilder builder;
  for (const char* name : {"db_a", "db_b", "tm"}) {
    builder.module(name).in({"all"}).feature("tls", FeatureDefault::Off);
  }
  builder.module("db_c").in({"all"}).feature("trace", FeatureDefault::Off);
  const Catalog catalog = builder.build();
  const auto on = [&](const std::vector<FeatureRequest>& features) {
    Request request;
    request.features = features;
    const Outcome outcome = run_select(catalog, request);
    EXPECT_EQ(diagnostic_text(outcome.diagnostics), "");
    std::string text;
    for (const ComponentId id : catalog.modules()) {
      for (const FeatureVerdict& feature : outcome.selection.verdicts[id].features) {
        if (feature.on) append(text, catalog.components[id].name.value, "/", feature.name, " ");
      }
    }
    return text;
  };
  EXPECT_EQ(on({feature_request("db_*", "tls", FeatureSetting::On)}), "db_a/tls db_b/tls ");
  EXPECT_EQ(on({feature_request("@all", "t*", FeatureSetting::On)}),
            "db_a/tls db_b/tls db_c/trace tm/tls ");
  EXPECT_EQ(on({feature_request("*", "tls", FeatureSetting::On),
                feature_request("db_a", "tls", FeatureSetting::Off)}),
            "db_b/tls tm/tls ");
  EXPECT_EQ(on({feature_request("db_a", "tls", FeatureSetting::Off),
                feature_request("*", "tls", FeatureSetting::On)}),
            "db_a/tls db_b/tls tm/tls ");
}

TEST(RequestWords, FeaturesOfNoModuleAreErrors) {
  Request request;
  request.features = {feature_request("zz_*", "fast", FeatureSetting::On),
                      feature_request("t*", "fasst", FeatureSetting::On),
                      feature_request("db_*", "fast", FeatureSetting::On),
                      feature_request("tm", "z*", FeatureSetting::On),
                      feature_request("@cor", "fast", FeatureSetting::On),
                      feature_request("tmm", "fast", FeatureSetting::On)};
  EXPECT_EQ(
      said_about(request),
      "MB070 --feature: 'tm' has no feature 'z*' | its features are: fast, loud\n"
      "MB070 --feature: 'zz_*' matches no module | `modbuild scan` lists what the tree has\n"
      "MB070 --feature: no module of 'db_*' has a feature 'fast' | none of them has features\n"
      "MB070 --feature: no module of 't*' has a feature 'fasst' | did you mean 'fast'?\n"
      "MB070 --feature: there is no group 'cor' | did you mean 'core'?\n"
      "MB070 --feature: there is no module 'tmm' | did you mean 'tm'?\n");
}

TEST(RequestWords, AGroupMemberThatDoesNotExistCannotBeAskedFor) {
  CatalogBuilder builder;
  builder.module("db_mysql");
  builder.group("db", {"db_mysql", "db_cassandra"});
  Request request;
  request.groups = words("db");
  request.include = words("db_cassandra");
  EXPECT_EQ(diagnostic_text(run_select(builder.build(), request).diagnostics),
            "MB070 --include: there is no module 'db_cassandra' | `modbuild scan` lists what the "
            "tree has\n");
}

}  // namespace
}  // namespace modbuild::test
