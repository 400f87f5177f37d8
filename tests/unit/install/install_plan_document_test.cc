#include "install/install_plan_document.h"

#include <gtest/gtest.h>

namespace modbuild {
namespace {

// What is said of a plan with files at these destinations; "" when it is accepted.
std::string said_of(const std::vector<std::string>& destinations) {
  std::string entries;
  for (const std::string& destination : destinations) {
    entries +=
        (entries.empty() ? "" : ",") +
        (R"({"kind":"data","source":"a","to":"","mode":"0644","module":"m","destination":")" +
         destination + "\"}");
  }
  Diagnostics diagnostics;
  parse_install_plan(R"({"schema":"modbuild.plan/1","tree":"t","version":"","dirs":{},)"
                     R"("installed-manifest":"/var/t.json","entries":[)" +
                         entries + "]}",
                     {}, diagnostics);
  const std::vector<Diagnostic> items = diagnostics.take_sorted();
  return items.empty() ? "" : items.front().message;
}

TEST(InstallPlanDocument, WithAFileInsideAFileIsRefused) {
  const std::string cannot = "the install plan cannot be used: ";
  EXPECT_EQ(said_of({"/a", "/b/c"}), "");
  EXPECT_EQ(said_of({"/a", "/a-b", "/a/b/c"}), cannot + "/a/b/c lies in /a, which is a file");
  EXPECT_EQ(said_of({"/var"}), cannot + "/var/t.json lies in /var, which is a file");
  EXPECT_EQ(said_of({"/var/t.json/a"}),
            cannot + "/var/t.json/a lies in /var/t.json, which is a file");
}

TEST(InstallPlanDocument, WithANameOfInstallsOwnIsRefused) {
  const std::string cannot = "the install plan cannot be used: the name of ";
  const std::string used = " is one that `install` uses itself";
  EXPECT_EQ(said_of({"/.a.modbuild-new"}), cannot + "/.a.modbuild-new" + used);
  EXPECT_EQ(said_of({"/b/.a.modbuild-tmp"}), cannot + "/b/.a.modbuild-tmp" + used);
  EXPECT_EQ(said_of({"/var/t.json.journal"}), cannot + "/var/t.json.journal" + used);
}

}  // namespace
}  // namespace modbuild
