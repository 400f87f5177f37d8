#include <gtest/gtest.h>

#include "base/str.h"
#include "sbom/sbom.h"
#include "support/catalog_builder.h"

namespace modbuild::test {
namespace {

// A tree of which everything is asked for, and the bill of it: "module/tm -> program/pbxd".
class BillCase {
 public:
  CatalogBuilder& tree() { return builder_; }
  Request& request() { return request_; }

  void installs(ComponentKind kind, const std::string& owner, const std::string& destination) {
    InstallItem item;
    item.owner_kind = kind;
    item.owner = owner;
    item.destination = destination;
    plan_.items.push_back(item);
  }

  BillOfMaterials make() {
    const Catalog catalog = builder_.build();
    ProbeReport probes;
    probes.libs = IdVector<LibId, LibAnswer>(catalog.libs.size());
    for (LibAnswer& answer : probes.libs) {
      answer.probed = answer.found = true;
      answer.version = "3.1";
    }
    probes.distribution = "debian";
    request_.base = Base::All;
    Diagnostics diagnostics;
    const Wanted wanted = find_wanted(catalog, request_, diagnostics);
    const Selection selection = select(catalog, request_, wanted, probes, diagnostics);
    plan_.tree = "pbx";
    plan_.version = "2.0";
    return bill_of_materials({&catalog, &selection, &probes, &plan_,
                              std::vector<FileDigest>(plan_.items.size(), {1, "s1", "s256"}), "9.9",
                              0});
  }

  std::vector<std::string> keys() {
    std::vector<std::string> keys;
    for (const BillPart& part : make().parts) keys.push_back(part.key);
    return keys;
  }

  std::vector<std::string> relations() {
    static constexpr const char* kWords[] = {" -> ", " links ", " contains ", " loads "};
    std::vector<std::string> lines;
    for (const BillPart& part : make().parts) {
      for (const BillRelation& relation : part.relations) {
        lines.push_back(cat(part.key, kWords[static_cast<int>(relation.kind)], relation.to,
                            relation.because.empty() ? "" : cat(" (", relation.because, ")")));
      }
    }
    return lines;
  }

 private:
  CatalogBuilder builder_;
  Request request_;
  InstallPlan plan_;
};

using Lines = std::vector<std::string>;

TEST(Bill, ListsModulesHostsAndTheLibrariesInThem) {
  BillCase bill;
  bill.tree().host("pbxd").links("core");
  bill.tree().module("tm").host("pbxd").lib("ssl");
  bill.tree().library("core").archive();
  bill.tree().lib("ssl", {{"debian", "libssl-dev"}});
  EXPECT_EQ(bill.keys(), (Lines{"lib/ssl", "library/core", "module/tm", "program/pbxd"}));
}

TEST(Bill, LeavesOutWhatOnlyTheBuildRuns) {
  BillCase bill;
  bill.tree().host("pbxd");
  bill.tree().module("tm").host("pbxd").tool("mktable");
  bill.tree().program("mktable").links("tables");
  bill.tree().library("tables").archive();
  EXPECT_EQ(bill.keys(), (Lines{"module/tm", "program/pbxd"}));
}

TEST(Bill, ListsProgramsThatAreInstalled) {
  BillCase bill;
  bill.tree().program("pbxctl");
  bill.installs(ComponentKind::Program, "pbxctl", "/usr/bin/pbxctl");
  EXPECT_EQ(bill.keys(), (Lines{"program/pbxctl"}));
}

TEST(Bill, LeavesOutWhatIsOffAndLibrariesThatOnlyItUses) {
  BillCase bill;
  bill.tree().host("pbxd");
  bill.tree().module("tm").host("pbxd");
  bill.tree().module("tls").host("pbxd").lib("ssl");
  bill.tree().lib("ssl");
  bill.request().exclude = {{"tls", {}}};
  EXPECT_EQ(bill.keys(), (Lines{"module/tm", "program/pbxd"}));
}

TEST(Bill, TellsRelationsByTheirKind) {
  BillCase bill;
  bill.tree().host("pbxd");
  bill.tree().module("tm").host("pbxd").needs("rr").load("stats").links("shared").links("core");
  bill.tree().module("rr").host("pbxd");
  bill.tree().module("stats").host("pbxd");
  bill.tree().library("shared");
  bill.installs(ComponentKind::Library, "shared", "/usr/lib/libshared.so");
  bill.tree().library("core").archive().lib("ssl");
  bill.tree().lib("ssl");
  EXPECT_EQ(
      bill.relations(),
      (Lines{"library/core -> lib/ssl", "module/rr -> program/pbxd (pbxd loads rr)",
             "module/stats -> program/pbxd (pbxd loads stats)",
             "module/tm -> module/rr (tm depends on rr)",
             "module/tm -> program/pbxd (pbxd loads tm)",
             "module/tm links library/shared (tm links shared)", "module/tm contains library/core",
             "module/tm loads module/stats (tm loads stats)"}));
}

TEST(Bill, SaysWhenOneOfSeveralHostsIsEnough) {
  BillCase bill;
  bill.tree().host("pbxd");
  bill.tree().host("proxyd");
  bill.tree().module("tm").any_host();
  EXPECT_EQ(bill.relations(),
            (Lines{"module/tm -> program/pbxd (pbxd or proxyd loads tm (any of them))",
                   "module/tm -> program/proxyd (pbxd or proxyd loads tm (any of them))"}));
}

TEST(Bill, GivesEachFileToItsOwner) {
  BillCase bill;
  bill.tree().host("pbxd");
  bill.tree().module("tm").host("pbxd");
  bill.installs(ComponentKind::Program, "pbxd", "/etc/pbx.conf");
  bill.installs(ComponentKind::Program, "pbxd", "/usr/bin/pbxd");
  bill.installs(ComponentKind::Module, "tm", "/usr/lib/tm.so");
  const BillOfMaterials made = bill.make();
  ASSERT_EQ(made.parts.size(), 2U);
  EXPECT_EQ(made.parts[0].files.size(), 1U);
  EXPECT_EQ(made.parts[0].files[0].digest.sha256, "s256");
  EXPECT_EQ(made.parts[1].files.size(), 2U);
}

TEST(Bill, SaysWhichModulesAreInTheirHost) {
  BillCase bill;
  bill.tree().host("pbxd");
  bill.tree().module("rr").host("pbxd");
  bill.tree().module("tm").host("pbxd");
  bill.request().make_static = {{"tm", {}}};
  const BillOfMaterials made = bill.make();
  EXPECT_FALSE(made.parts[0].made_static);
  EXPECT_TRUE(made.parts[1].made_static);
  ASSERT_EQ(made.parts[2].relations.size(), 1U);
  EXPECT_EQ(made.parts[2].relations[0].kind, BillRelationKind::Contains);
  EXPECT_EQ(made.parts[2].relations[0].to, "module/tm");
}

TEST(Bill, GivesAnExternalLibraryItsVersionAndPackage) {
  BillCase bill;
  bill.tree().host("pbxd").lib("ssl");
  bill.tree().lib("ssl", {{"debian", "libssl-dev"}, {"fedora", "openssl-devel"}});
  const BillOfMaterials made = bill.make();
  EXPECT_EQ(made.parts[0].version, "3.1");
  EXPECT_EQ(made.parts[0].package, "libssl-dev");
}

}  // namespace
}  // namespace modbuild::test
