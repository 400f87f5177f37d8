// The document modbuild.selection/1: its text, its schema, reading and comparing it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "base/str.h"
#include "support/schema_check.h"
#include "unit/select/random_case.h"
#include "unit/select/select_support.h"

namespace modbuild::test {
namespace {

TEST(SelectionDocument, HoldsTheRequestAndEveryVerdict) {
  CatalogBuilder builder;
  builder.lib("openssl", {{"debian", "libssl-dev"}});
  builder.lib("wolfssl");
  builder.host("switchd");
  builder.library("libdb").archive();
  builder.module("tm").in({"db"}).host("switchd").links("libdb");
  builder.module("tls").any_lib({"openssl", "wolfssl"});
  builder.module("sips").in({"db"}).needs("tls");
  builder.module("web").in({"db"}).feature("http2", FeatureDefault::Auto, {{"wolfssl"}, {}, ""});
  builder.module("lab").load("tm");
  const Catalog catalog = builder.build();
  const ProbeReport probes = probes_finding(catalog);
  Request request;
  request.groups = words("db");
  request.include = words("tls tls");
  request.make_static = words("tm");
  Selection selection = run_select(catalog, request, probes).selection;
  selection.profile = "debian";
  EXPECT_EQ(selection_json(catalog, selection, probes), R"({
  "schema": "modbuild.selection/1",
  "tree": "testtree",
  "base": "none",
  "profile": "debian",
  "request": {
    "groups": ["db"],
    "include": ["tls"],
    "exclude": [],
    "static": ["tm"]
  },
  "counts": {"on": 2, "static": 1, "off": 3, "dropped": 2},
  "modules": [
    {"name": "lab", "verdict": "off", "because": {"kind": "not-requested"}, "fix": ["-i lab"]},
    {"name": "sips", "verdict": "off", "because": {"kind": "module-off", "module": "tls"}, "root": {"name": "tls", "because": {"kind": "lib-missing", "lib": "openssl", "any": ["openssl", "wolfssl"]}}, "fix": ["install libssl-dev", "install library wolfssl"]},
    {"name": "tls", "verdict": "off", "because": {"kind": "lib-missing", "lib": "openssl", "any": ["openssl", "wolfssl"]}, "requested": true, "fix": ["install libssl-dev", "install library wolfssl"]},
    {"name": "tm", "verdict": "on", "linkage": "static", "because": {"kind": "group", "group": "db"}, "requested": true},
    {"name": "web", "verdict": "on", "linkage": "shared", "because": {"kind": "group", "group": "db"}, "features": [{"name": "http2", "on": false, "setting": "auto", "because": {"kind": "lib-missing", "lib": "wolfssl"}, "fix": ["install library wolfssl"]}]}
  ],
  "programs": [
    {"name": "switchd", "verdict": "on", "because": {"kind": "base", "base": "program"}}
  ],
  "libraries": [
    {"name": "libdb", "verdict": "on", "linkage": "static", "because": {"kind": "needed", "component": "tm"}}
  ]
}
)");
}

TEST(SelectionDocument, HoldsTheRareParts) {
  CatalogBuilder builder;
  builder.module("a").feature("x", FeatureDefault::Off).load("b");
  builder.module("b").no_default();
  const Catalog catalog = builder.build();
  Request request;
  request.require = words("a");
  request.features = {feature_request("a", "x", FeatureSetting::Off),
                      feature_request("a", "x", FeatureSetting::On)};
  request.missing = MissingPolicy::Skip;
  request.with_deps = true;
  const ProbeReport probes = probes_finding(catalog);
  EXPECT_EQ(selection_json(catalog, run_select(catalog, request).selection, probes), R"({
  "schema": "modbuild.selection/1",
  "tree": "testtree",
  "base": "default",
  "request": {
    "groups": [],
    "include": [],
    "exclude": [],
    "static": [],
    "require": ["a"],
    "features": ["a/x=on"],
    "missing": "skip",
    "with-deps": true
  },
  "counts": {"on": 1, "static": 0, "off": 1, "dropped": 0},
  "modules": [
    {"name": "a", "verdict": "on", "linkage": "shared", "because": {"kind": "include", "word": "a"}, "requested": true, "features": [{"name": "x", "on": true, "setting": "on", "because": {"kind": "request"}}], "notes": ["needs b when it runs, which is off"]},
    {"name": "b", "verdict": "off", "because": {"kind": "not-requested"}, "fix": ["-i b"]}
  ],
  "programs": [],
  "libraries": []
}
)");
}

TEST(SelectionDocument, KeepsTheOrderOfFeaturesWhereItMeansSomething) {
  CatalogBuilder builder;
  builder.module("a").feature("x", FeatureDefault::Off);
  builder.module("b").feature("x", FeatureDefault::Off);
  const Catalog catalog = builder.build();
  const ProbeReport probes = probes_finding(catalog);
  const auto features_line = [&](const std::vector<FeatureRequest>& features) {
    Request request;
    request.features = features;
    const std::string text =
        selection_json(catalog, run_select(catalog, request).selection, probes);
    const std::size_t begin = text.find("\"features\"");
    return text.substr(begin, text.find('\n', begin) - begin);
  };
  const FeatureRequest all_on = feature_request("*", "x", FeatureSetting::On);
  const FeatureRequest a_off = feature_request("a", "x", FeatureSetting::Off);
  const FeatureRequest b_on = feature_request("b", "x", FeatureSetting::On);
  EXPECT_EQ(features_line({b_on, a_off, b_on}), R"("features": ["a/x=off", "b/x=on"])");
  EXPECT_EQ(features_line({a_off, all_on, a_off}), R"("features": ["*/x=on", "a/x=off"])");
  EXPECT_EQ(features_line({a_off, all_on}), R"("features": ["a/x=off", "*/x=on"])");
}

TEST(SelectionDocument, KeepsToItsSchema) {
  std::mt19937 random(7);
  for (int round = 0; round < 100; ++round) {
    std::vector<std::uint8_t> bytes(500);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
    const RandomCase one = make_case(std::move(bytes), CaseKind::Any);
    const Selection selection = run_select(one.catalog, one.request, one.probes).selection;
    const std::string text = selection_json(one.catalog, selection, one.probes);
    ASSERT_EQ(schema_faults("selection", text), "") << text;
  }
}

TEST(SelectionDocument, SchemaRefusesWhatItDoesNotKnow) {
  CatalogBuilder builder;
  builder.module("a");
  const Catalog catalog = builder.build();
  const ProbeReport probes = probes_finding(catalog);
  nlohmann::json document =
      nlohmann::json::parse(selection_json(catalog, run_select(catalog, {}).selection, probes));
  EXPECT_EQ(schema_faults("selection", document.dump()), "");
  document["modules"][0]["verdict"] = "maybe";
  EXPECT_NE(schema_faults("selection", document.dump()), "");
}

TEST(SelectionFile, GivesTheRequestBack) {
  Diagnostics diagnostics;
  const std::optional<Request> request = read_selection(R"({
    "schema": "modbuild.selection/1", "base": "all", "later": {"unknown": 1},
    "request": {"groups": [], "include": ["tm", "db_*"], "exclude": ["@x"], "static": ["sl"],
                "require": ["rr"], "features": ["tm/a/b=off"], "missing": "error", "with-deps": true}
  })",
                                                        FileId{4}, diagnostics);
  EXPECT_TRUE(diagnostics.empty());
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->base, Base::All);
  ASSERT_EQ(request->include.size(), 2U);
  EXPECT_EQ(request->include[1].value, "db_*");
  EXPECT_EQ(request->include[1].at.file, FileId{4});
  EXPECT_EQ(request->exclude[0].value, "@x");
  EXPECT_TRUE(request->exclude_given);
  EXPECT_EQ(request->make_static[0].value, "sl");
  EXPECT_EQ(request->require[0].value, "rr");
  EXPECT_EQ(request->features[0].module.value, "tm");
  EXPECT_EQ(request->features[0].feature.value, "a/b");
  EXPECT_EQ(request->features[0].setting, FeatureSetting::Off);
  EXPECT_EQ(request->missing, MissingPolicy::Error);
  EXPECT_TRUE(request->with_deps);
}

std::string complaint_about(std::string_view text) {
  Diagnostics diagnostics;
  EXPECT_FALSE(read_selection(text, FileId{0}, diagnostics).has_value());
  std::vector<Diagnostic> found = diagnostics.take_sorted();
  for (Diagnostic& diagnostic : found) {
    EXPECT_EQ(diagnostic.help, "expected what `modbuild select --save FILE` writes");
    diagnostic.help.clear();
  }
  return diagnostic_text(found);
}

TEST(SelectionFile, AnythingElseIsRefused) {
  EXPECT_EQ(complaint_about(""), "MB075 a selection file is not JSON\n");
  EXPECT_EQ(complaint_about("{\"schema\": "), "MB075 a selection file is not JSON\n");
  EXPECT_EQ(complaint_about("[]"), "MB075 a selection file is not a JSON object\n");
  EXPECT_EQ(complaint_about("{}"), "MB075 a selection file has no 'schema'\n");
  EXPECT_EQ(complaint_about(R"({"schema": "modbuild.plan/1"})"),
            "MB075 a selection file has schema 'modbuild.plan/1'\n");
  EXPECT_EQ(complaint_about(R"({"schema": "modbuild.selection/1"})"),
            "MB075 a selection file has no 'request'\n");
}

TEST(SelectionFile, EveryBadMemberIsTold) {
  EXPECT_EQ(
      complaint_about(R"({"schema": "modbuild.selection/1", "base": "some",
    "request": {"include": "tm", "exclude": [1], "features": ["tm=on", "tm/x=maybe"],
                "missing": "ask", "with-deps": 1}})"),
      "MB075 'base' of a selection file is not one of 'none', 'default', 'all'\n"
      "MB075 'exclude' of a selection file is not a list of strings\n"
      "MB075 'include' of a selection file is not a list of strings\n"
      "MB075 'missing' of a selection file is not 'skip' or 'error'\n"
      "MB075 'tm/x=maybe' in 'features' of a selection file is not MODULE/FEATURE=on|off|auto\n"
      "MB075 'tm=on' in 'features' of a selection file is not MODULE/FEATURE=on|off|auto\n"
      "MB075 'with-deps' of a selection file is not true or false\n");
}

TEST(SelectionFile, ComparesWithWhatIsSelectedNow) {
  const auto tree = [](bool later) {
    CatalogBuilder builder;
    builder.lib("openssl");
    builder.program("ctl");
    builder.module("acc").lib("openssl");
    builder.module("presence").feature("xml", FeatureDefault::Auto, {{"openssl"}, {}, ""});
    builder.module("same");
    builder.module("tls").in({"db"}).no_default();
    builder.module("tm");
    builder.module(later ? "newer" : "older");
    builder.module(later ? "newer_off" : "older_off").no_default();
    return builder.build();
  };
  const Catalog before = tree(false);
  const ProbeReport all = probes_finding(before, {"openssl"});
  const std::string saved = selection_json(before, run_select(before, {}, all).selection, all);

  const Catalog after = tree(true);
  Request request;
  request.make_static = words("tm");
  request.include = words("@db");
  request.exclude = words("ctl");
  request.base = Base::All;
  const Selection now = run_select(after, request).selection;
  Diagnostics diagnostics;
  const auto changes = compare_selection(saved, FileId{0}, after, now, diagnostics);
  ASSERT_TRUE(changes.has_value());
  EXPECT_EQ(join(*changes, "\n"),
            "- acc       off: library openssl not found\n"
            "- ctl       off: excluded\n"
            "+ newer     on (base all), new in the tree\n"
            "- older     no longer in the tree\n"
            "~ presence  feature xml off: library openssl not found\n"
            "+ tls       on (include @db)\n"
            "~ tm        static, was shared");
  EXPECT_TRUE(diagnostics.empty());
}

TEST(SelectionFile, CannotCompareWithSomethingElse) {
  const Catalog catalog = CatalogBuilder().build();
  Diagnostics diagnostics;
  EXPECT_FALSE(compare_selection("{}", FileId{0}, catalog, Selection{}, diagnostics).has_value());
  EXPECT_EQ(diagnostic_text(diagnostics.take_sorted()),
            "MB075 a selection file has no 'schema' | expected what `modbuild select --save FILE` "
            "writes\n");
}

}  // namespace
}  // namespace modbuild::test
