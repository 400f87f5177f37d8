// Features: on, off and auto, and what each does to its component.
#include <gtest/gtest.h>

#include "base/str.h"
#include "unit/select/select_support.h"

namespace modbuild::test {
namespace {

std::string features_of(const Catalog& catalog, const Selection& selection, std::string_view name) {
  std::string text;
  for (const FeatureVerdict& feature : selection.verdicts[catalog.find_component(name)].features) {
    append(text, feature.name, feature.on ? " on: " : " off: ", describe(catalog, feature), "\n");
  }
  return text;
}

// a: auto, needs curl; b: on; c: off; d: auto, needs module helper; e: auto, when freebsd.
Catalog tree_with_features() {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("helper").lib("curl");
  builder.module("m")
      .feature("a", FeatureDefault::Auto, {{"curl"}, {}, ""})
      .feature("b", FeatureDefault::On)
      .feature("c", FeatureDefault::Off)
      .feature("d", FeatureDefault::Auto, {{}, {"helper"}, ""})
      .feature("e", FeatureDefault::Auto, {{}, {}, "freebsd"});
  return builder.build();
}

TEST(Features, FollowTheirDefaults) {
  const Catalog catalog = tree_with_features();
  const Selection selection = run_select(catalog, {}, probes_finding(catalog, {"curl"})).selection;
  EXPECT_EQ(features_of(catalog, selection, "m"),
            "a on: auto\n"
            "b on: on by default\n"
            "c off: off by default\n"
            "d on: auto\n"
            "e off: when freebsd is false\n");
}

TEST(Features, WithoutTheirNeedsAutoOnesAreOffAndTheModuleStays) {
  const Catalog catalog = tree_with_features();
  const Selection selection = run_select(catalog, {}).selection;
  EXPECT_EQ(features_of(catalog, selection, "m"),
            "a off: library curl not found\n"
            "b on: on by default\n"
            "c off: off by default\n"
            "d off: needs helper, which is off\n"
            "e off: when freebsd is false\n");
  EXPECT_TRUE(selection.verdicts[catalog.find_component("m")].on);
}

TEST(Features, TheRequestWinsAndItsLastWordCounts) {
  const Catalog catalog = tree_with_features();
  Request request;
  request.features = {feature_request("m", "a", FeatureSetting::On),
                      feature_request("m", "b", FeatureSetting::Off),
                      feature_request("m", "c", FeatureSetting::On),
                      feature_request("m", "a", FeatureSetting::Auto)};
  const Selection selection =
      run_select(catalog, request, probes_finding(catalog, {"curl"})).selection;
  EXPECT_EQ(features_of(catalog, selection, "m"),
            "a on: auto as asked\n"
            "b off: off as asked\n"
            "c on: asked for\n"
            "d on: auto\n"
            "e off: when freebsd is false\n");
}

TEST(Features, OneThatIsOnAndCannotBeHadTurnsTheModuleOff) {
  const Catalog catalog = tree_with_features();
  Request request;
  request.features = {feature_request("m", "d", FeatureSetting::On)};
  const Selection selection = run_select(catalog, request).selection;
  EXPECT_EQ(verdict_text(catalog, selection),
            "helper off: library curl not found\n"
            "m off: feature d cannot be had\n");
  EXPECT_EQ(features_of(catalog, selection, "m"),
            "a off: library curl not found\n"
            "b off: its component is off\n"
            "c off: off by default\n"
            "d off: needs helper, which is off\n"
            "e off: when freebsd is false\n");
}

TEST(Features, WhensMayAskAboutOtherFeaturesInAnyOrder) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("m")
      .feature("a", FeatureDefault::Auto, {{}, {}, "feature(b)"})
      .feature("b", FeatureDefault::Auto, {{}, {}, "feature(c)"})
      .feature("c", FeatureDefault::Auto, {{"curl"}, {}, ""})
      .feature("d", FeatureDefault::Auto, {{}, {}, "!feature(b)"});
  const Catalog catalog = builder.build();
  EXPECT_EQ(features_of(catalog, run_select(catalog, {}).selection, "m"),
            "a off: when feature(b) is false\n"
            "b off: when feature(c) is false\n"
            "c off: library curl not found\n"
            "d on: auto\n");
}

TEST(Features, ThatAskAboutEachOtherStandOrFallTogether) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("m")
      .feature("a", FeatureDefault::Auto, {{}, {}, "feature(b)"})
      .feature("b", FeatureDefault::Auto, {{}, {}, "feature(a)"})
      .feature("c", FeatureDefault::Auto, {{"curl"}, {}, "feature(d)"})
      .feature("d", FeatureDefault::Auto, {{}, {}, "feature(c)"});
  const Catalog catalog = builder.build();
  EXPECT_EQ(features_of(catalog, run_select(catalog, {}).selection, "m"),
            "a on: auto\n"
            "b on: auto\n"
            "c off: library curl not found\n"
            "d off: when feature(c) is false\n");
}

TEST(Features, OneLibOfEachListIsEnough) {
  CatalogBuilder builder;
  for (const char* lib : {"curl", "openssl", "wolfssl"}) builder.lib(lib);
  builder.module("m")
      .feature("tls", FeatureDefault::Auto, {{}, {}, "", {"openssl", "wolfssl"}})
      .feature("web", FeatureDefault::Auto, {{"curl"}, {}, "", {"openssl", "wolfssl"}});
  const Catalog catalog = builder.build();
  const ProbeReport one = probes_finding(catalog, {"wolfssl"});
  EXPECT_EQ(features_of(catalog, run_select(catalog, {}, one).selection, "m"),
            "tls on: auto\n"
            "web off: library curl not found\n");
  const ProbeReport other = probes_finding(catalog, {"curl"});
  EXPECT_EQ(features_of(catalog, run_select(catalog, {}, other).selection, "m"),
            "tls off: library openssl or wolfssl not found\n"
            "web off: library openssl or wolfssl not found\n");
}

TEST(Features, DecideWhichNeedsCount) {
  CatalogBuilder builder;
  builder.lib("curl");
  builder.module("m")
      .feature("web", FeatureDefault::Auto, {{"curl"}, {}, ""})
      .needs("helper", "feature(web)")
      .lib("curl", "feature(web)");
  builder.module("n").when("feature(x)").feature("x", FeatureDefault::Off);
  builder.module("helper").no_default();
  const Catalog catalog = builder.build();
  EXPECT_EQ(verdict_text(catalog, run_select(catalog, {}).selection),
            "helper off: not requested\n"
            "m on: base default\n"
            "n off: when feature(x) is false\n");
}

TEST(Features, AreAmongTheFactsOfTheirComponentOnly) {
  const Catalog catalog = tree_with_features();
  const ProbeReport probes = probes_finding(catalog, {"curl"});
  const Selection selection = run_select(catalog, {}, probes).selection;
  const Facts m = facts_of(catalog, selection, probes, catalog.find_component("m"));
  const Facts helper = facts_of(catalog, selection, probes, catalog.find_component("helper"));
  EXPECT_TRUE(m.feature("a"));
  EXPECT_FALSE(m.feature("c"));
  EXPECT_FALSE(helper.feature("a"));
  EXPECT_TRUE(helper.lib("curl"));
  EXPECT_FALSE(helper.lib("no-such-lib"));
}

}  // namespace
}  // namespace modbuild::test
