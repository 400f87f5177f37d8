// What the page is made of; how it behaves is seen in a browser (tests/e2e/report.py).
#include "report/report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "unit/select/select_support.h"

namespace modbuild::test {
namespace {

using Json = nlohmann::json;

struct Reported {
  Catalog catalog;
  ProbeReport probes;
  Selection selection;

  explicit Reported(Catalog made, const Request& request = {})
      : catalog(std::move(made)), probes(probes_finding(catalog, {"zlib"})) {
    selection = run_select(catalog, request, probes).selection;
  }

  ReportInput input() const {
    ReportInput input;
    input.catalog = &catalog;
    input.selection = &selection;
    input.probes = &probes;
    input.version = "9.9";
    input.place = [](const SourceRange&) { return std::string("modbuild.toml:1"); };
    input.package = [](LibId) { return std::string("lib-dev"); };
    input.cost = [](ComponentId) { return ReportCost{1.5, 3}; };
    return input;
  }
  Json data() const { return Json::parse(report_data(input())); }
};

Catalog web_tree() {
  CatalogBuilder builder;
  builder.lib("ssl");
  builder.lib("zlib");
  builder.host("switchd");
  builder.module("tls").lib("ssl").when("linux & !static");
  builder.module("web")
      .needs("tls")
      .lib("zlib", "feature(gzip) | musl")
      .feature("gzip", FeatureDefault::Auto);
  builder.module("log");
  return builder.build();
}

const Json& named(const Json& list, const std::string& name) {
  for (const Json& one : list) {
    if (one["name"] == name) return one;
  }
  ADD_FAILURE() << "nothing is called " << name;
  return list;
}

TEST(Report, DecidesWhatTheMachineDecidesAndLeavesTheRest) {
  const Json components = Reported(web_tree()).data()["components"];
  EXPECT_EQ(R"([["linux",true],["static","linkage","static"],["!"],["&"]])",
            named(components, "tls")["when"].dump());
  EXPECT_EQ(R"json([["feature(gzip)","feature","gzip"],["musl",false],["|"]])json",
            named(components, "web")["libs"][0]["when"].dump());
}

TEST(Report, TellsEachVerdictWithItsChainAndWhatToDo) {
  const Reported reported(web_tree());
  const Json data = reported.data();
  const Json& web = data["verdicts"][reported.catalog.find_component("web").value];
  EXPECT_EQ(false, web["on"]);
  EXPECT_EQ("needs tls, which is off", web["reason"]);
  EXPECT_EQ("library ssl not found", web["chain"][1]["reason"]);
  const Json& log = data["verdicts"][reported.catalog.find_component("log").value];
  EXPECT_EQ(1500, log["milliseconds"]);
  EXPECT_EQ(3, log["steps"]);
}

TEST(Report, KeepsTheRequestAsItWasAsked) {
  Request request;
  request.include = words("web log");
  request.exclude_given = true;
  request.features = {feature_request("web", "gzip", FeatureSetting::Off)};
  const Json asked = Reported(web_tree(), request).data()["request"];
  EXPECT_EQ(R"(["web","log"])", asked["include"].dump());
  EXPECT_EQ(R"(["web/gzip=off"])", asked["features"].dump());
  EXPECT_EQ(true, asked["exclude-given"]);
  EXPECT_EQ("", asked["base"]);
}

TEST(Report, HoldsTheDifferenceAsItIs) {
  const Reported reported(web_tree());
  ReportInput input = reported.input();
  EXPECT_FALSE(Json::parse(report_data(input)).contains("difference"));
  input.before = "-g web";
  input.difference = "{\"schema\": \"modbuild.diff/1\"}\n";
  const Json data = Json::parse(report_data(input));
  EXPECT_EQ("-g web", data["before"]);
  EXPECT_EQ("modbuild.diff/1", data["difference"]["schema"]);
}

TEST(ReportPage, EndsNoElementByTextOfTheTree) {
  const std::string page = report_page("{\"a\": \"</script><!--<script>\"}");
  EXPECT_NE(std::string::npos, page.find(R"("\u003c/script>\u003c!--\u003cscript>")"));
  std::size_t ends = 0;
  for (std::size_t at = page.find("</script"); at != std::string::npos;
       at = page.find("</script", at + 1)) {
    ++ends;
  }
  EXPECT_EQ(2U, ends);
}

TEST(ReportPage, LetsNothingRunButItself) {
  const std::string page = report_page("{}");
  const std::string policy = "content=\"default-src 'none'; style-src 'sha256-";
  EXPECT_NE(std::string::npos, page.find(policy));
  EXPECT_EQ(std::string::npos, page.find("https:"));
  EXPECT_EQ(std::string::npos, page.find("unsafe"));
}

}  // namespace
}  // namespace modbuild::test
