#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sbom/formats.h"

namespace modbuild {
namespace {

using Json = nlohmann::json;

BillPart part(const std::string& kind, const std::string& name) {
  BillPart result;
  result.key = kind + "/" + name;
  result.kind = kind;
  result.name = name;
  result.version = "1.0";
  return result;
}

BillOfMaterials bill_of(const std::vector<BillPart>& parts) {
  BillOfMaterials bill;
  bill.tree = "pbx";
  bill.version = "2.0";
  bill.tool_version = "9.9";
  bill.parts = parts;
  return bill;
}

TEST(Spdx, NamesThatBecomeAlikeHaveDifferentIdentifiers) {
  const Json document =
      Json::parse(write_spdx(bill_of({part("module", "a-b"), part("module", "a_b"),
                                      part("module", "a_b-2"), part("module", "a+b")})));
  std::vector<std::string> ids;
  for (const Json& package : document["packages"]) ids.push_back(package["SPDXID"]);
  EXPECT_EQ(ids, (std::vector<std::string>{"SPDXRef-tree-pbx", "SPDXRef-module-a-b",
                                           "SPDXRef-module-a-b-2", "SPDXRef-module-a-b-2-2",
                                           "SPDXRef-module-a-b-3"}));
}

TEST(Spdx, WhatAModuleLoadsIsItsDependencyAtRunTime) {
  BillPart loader = part("module", "tm");
  loader.relations = {{BillRelationKind::Loads, "module/stats", "tm loads stats"}};
  const Json document = Json::parse(write_spdx(bill_of({part("module", "stats"), loader})));
  EXPECT_EQ(document["relationships"].back(), (Json{{"spdxElementId", "SPDXRef-module-stats"},
                                                    {"relationshipType", "RUNTIME_DEPENDENCY_OF"},
                                                    {"relatedSpdxElement", "SPDXRef-module-tm"},
                                                    {"comment", "tm loads stats"}}));
}

TEST(Spdx, TheVerificationCodeDoesNotDependOnTheOrderOfFiles) {
  BillPart one = part("module", "tm");
  one.files = {{"/a", InstallKind::Module, 0755, {1, std::string(40, 'b'), ""}},
               {"/b", InstallKind::Module, 0755, {1, std::string(40, 'a'), ""}}};
  BillPart other = one;
  std::swap(other.files[0], other.files[1]);
  const auto code = [](const BillPart& of) {
    return Json::parse(write_spdx(bill_of({of})))["packages"][1]["packageVerificationCode"];
  };
  EXPECT_EQ(code(one), code(other));
}

TEST(Documents, HaveAnIdentityMadeOfWhatTheySay) {
  const auto space = [](const BillOfMaterials& bill) {
    return Json::parse(write_spdx(bill))["documentNamespace"];
  };
  const auto serial = [](const BillOfMaterials& bill) {
    return Json::parse(write_cyclonedx(bill))["serialNumber"];
  };
  const BillOfMaterials bill = bill_of({part("module", "tm")});
  const BillOfMaterials other = bill_of({part("module", "rr")});
  EXPECT_EQ(space(bill), space(bill));
  EXPECT_NE(space(bill), space(other));
  EXPECT_EQ(serial(bill), serial(bill));
  EXPECT_NE(serial(bill), serial(other));
}

TEST(Documents, AreReadableWhateverTheNames) {
  BillPart odd = part("module", "\"\\\n\xFF");
  odd.description = "\xE2\x80\xAEright to left";
  odd.files = {{"/usr/\"x\"\n.so", InstallKind::Module, 0755, {1, "", ""}}};
  EXPECT_FALSE(Json::parse(write_spdx(bill_of({odd})), nullptr, false).is_discarded());
  EXPECT_FALSE(Json::parse(write_cyclonedx(bill_of({odd})), nullptr, false).is_discarded());
}

TEST(PackageUrl, EncodesWhatAUrlCannotHold) {
  BillPart lib = part("lib", "c++/x y");
  lib.version = "1.0~rc@2";
  EXPECT_EQ(package_url(lib), "pkg:generic/c%2B%2B%2Fx%20y@1.0~rc%402");
}

TEST(PackageUrl, IsNothingWithoutAVersionOrForThePartsOfTheTree) {
  BillPart lib = part("lib", "ssl");
  lib.version.clear();
  EXPECT_EQ(package_url(lib), "");
  EXPECT_EQ(package_url(part("module", "tm")), "");
}

TEST(UtcTime, IsThatOfRfc3339) {
  EXPECT_EQ(utc_time(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(utc_time(951'782'400), "2000-02-29T00:00:00Z");
  EXPECT_EQ(utc_time(253'402'300'799), "9999-12-31T23:59:59Z");
}

TEST(ContentUuid, IsAUuidOfVersion8) {
  EXPECT_EQ(content_uuid("abc"), "ba7816bf-8f01-8fea-8141-40de5dae2223");
}

}  // namespace
}  // namespace modbuild
