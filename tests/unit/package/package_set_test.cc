#include <gtest/gtest.h>

#include <functional>

#include "base/str.h"
#include "package_case.h"
#include "support/catalog_builder.h"

namespace modbuild::test {
namespace {

// Components of a tree, each file of which is planned; libraries are found.
class SetCase {
 public:
  CatalogBuilder& tree() { return builder_; }

  // The component's binary goes into a package; "" = none.
  void in(const std::string& component, const std::string& package) {
    homes_.push_back({component, package});
  }
  void header(const std::string& component, const std::string& package) {
    headers_.push_back({component, package});
  }
  void declare(const std::string& package) { declared_.push_back(package); }

  PackageSet make() {
    catalog_ = builder_.build();
    for (const std::string& name : declared_) {
      catalog_.packages.push_back({{name, {}}, {cat("declared ", name), {}}});
    }
    probes_.libs = IdVector<LibId, LibAnswer>(catalog_.libs.size());
    for (LibAnswer& answer : probes_.libs) answer.probed = answer.found = true;
    probes_.platform.triple = "m68k-linux-gnu";
    Request request;
    request.base = Base::All;
    Diagnostics diagnostics;
    const Wanted wanted = find_wanted(catalog_, request, diagnostics);
    selection_ = select(catalog_, request, wanted, probes_, diagnostics);
    plan_files();
    return package_set({&catalog_, &selection_, &probes_, &plan_});
  }

  // "a needs b|c (why)", a line each.
  std::vector<std::string> needs() {
    std::vector<std::string> lines;
    for (const BinaryPackage& package : make().packages) {
      const auto add = [&](std::string_view word, const std::vector<PackageNeed>& list) {
        for (const PackageNeed& need : list) {
          lines.push_back(cat(package.name, word, join(need.any, "|"), " (", need.because, ")"));
        }
      };
      add(" needs ", package.needs);
      add(" wishes ", package.wishes);
    }
    return lines;
  }

 private:
  void plan_files() {
    plan_.dirs = {{"libdir", "/usr/lib"}, {"localstatedir", "/var"}};
    for (const auto& [name, package] : homes_) {
      InstallEntry entry;
      entry.component = catalog_.find_component(name);
      if (!selection_.verdicts[entry.component].on) continue;
      const ComponentKind kind = catalog_.components[entry.component].kind;
      entry.kind = kind == ComponentKind::Module    ? InstallKind::Module
                   : kind == ComponentKind::Program ? InstallKind::Program
                                                    : InstallKind::Library;
      entry.source = {Root::Build, name};
      add_entry(std::move(entry), name, package);
    }
    for (const auto& [name, package] : headers_) {
      InstallEntry entry;
      entry.component = catalog_.find_component(name);
      entry.kind = InstallKind::Header;
      add_entry(std::move(entry), name + ".h", package);
    }
  }

  void add_entry(InstallEntry entry, const std::string& name, const std::string& package) {
    entry.destination = "/usr/" + name;
    entry.mode = "0755";
    entry.package = package;
    plan_.install.push_back(std::move(entry));
  }

  CatalogBuilder builder_;
  Catalog catalog_;
  ProbeReport probes_;
  Selection selection_;
  Plan plan_;
  std::vector<std::pair<std::string, std::string>> homes_, headers_;
  std::vector<std::string> declared_;
};

using Lines = std::vector<std::string>;

TEST(PackageSet, AModuleNeedsThePackageOfItsHost) {
  SetCase c;
  c.tree().host("pbxd");
  c.tree().module("echo").host("pbxd");
  c.tree().module("sql").host("pbxd");
  c.in("pbxd", "pbx");
  c.in("echo", "pbx");
  c.in("sql", "pbx-sql");
  EXPECT_EQ(c.needs(), (Lines{"pbx-sql needs pbx (pbxd loads sql)"}));
}

TEST(PackageSet, AModuleOfSeveralHostsNeedsAnyOneOfThem) {
  SetCase c;
  c.tree().host("a");
  c.tree().host("b");
  c.tree().module("m").any_host();
  c.in("a", "pkg-a");
  c.in("b", "pkg-b");
  c.in("m", "pkg-m");
  EXPECT_EQ(c.needs(), (Lines{"pkg-m needs pkg-a|pkg-b (a or b loads m)"}));
}

TEST(PackageSet, AHostInTheModulesOwnPackageIsEnough) {
  SetCase c;
  c.tree().host("a");
  c.tree().host("b");
  c.tree().module("m").any_host();
  c.in("a", "pkg-a");
  c.in("b", "pkg-b");
  c.in("m", "pkg-b");
  EXPECT_EQ(c.needs(), Lines());
}

TEST(PackageSet, OneNeedStandsForThoseThatItMeets) {
  SetCase c;
  c.tree().host("a");
  c.tree().host("b");
  c.tree().module("m").any_host();
  c.tree().module("n").host("a");
  c.in("a", "pkg-a");
  c.in("b", "pkg-b");
  c.in("m", "pkg-m");
  c.in("n", "pkg-m");
  EXPECT_EQ(c.needs(), (Lines{"pkg-m needs pkg-a (a loads n)"}));
}

TEST(PackageSet, HardDependenciesAndSharedLibrariesAreNeeds) {
  SetCase c;
  c.tree().host("a");
  c.tree().library("core");
  c.tree().library("glue").archive().links("core");
  c.tree().module("base").host("a");
  c.tree().module("m").host("a").needs("base").links("glue");
  c.in("a", "pkg-m");
  c.in("base", "pkg-base");
  c.in("core", "pkg-core");
  c.in("m", "pkg-m");
  EXPECT_EQ(c.needs(), (Lines{"pkg-base needs pkg-m (a loads base)",
                              "pkg-m needs pkg-base (m depends on base)",
                              "pkg-m needs pkg-core (m links core)"}));
}

TEST(PackageSet, AnyProviderOfACapabilityWillDo) {
  SetCase c;
  c.tree().host("a");
  c.tree().module("one").host("a").provides("codec");
  c.tree().module("two").host("a").provides("codec");
  c.tree().module("m").host("a").needs("codec");
  c.in("a", "pbx");
  c.in("m", "pbx");
  c.in("one", "pkg-one");
  c.in("two", "pkg-two");
  EXPECT_EQ(c.needs(),
            (Lines{"pbx needs pkg-one|pkg-two (m depends on codec)",
                   "pkg-one needs pbx (a loads one)", "pkg-two needs pbx (a loads two)"}));
}

TEST(PackageSet, WhatIsLoadedAtRunTimeIsAWish) {
  SetCase c;
  c.tree().host("a");
  c.tree().module("m").host("a").load("n");
  c.tree().module("n").host("a");
  c.in("a", "pbx");
  c.in("m", "pbx");
  c.in("n", "pkg-n");
  EXPECT_EQ(c.needs(), (Lines{"pbx wishes pkg-n (m loads n)", "pkg-n needs pbx (a loads n)"}));
}

TEST(PackageSet, HeadersNeedTheBinariesTheyDescribe) {
  SetCase c;
  c.tree().host("a").links("core");
  c.tree().library("core");
  c.in("a", "pbx");
  c.in("core", "pbx");
  c.header("core", "pbx-dev");
  EXPECT_EQ(c.needs(), (Lines{"pbx-dev needs pbx (headers of core)"}));
  const PackageSet set = c.make();
  EXPECT_TRUE(set.packages[0].machine_dependent);
  EXPECT_FALSE(set.packages[1].machine_dependent);
}

TEST(PackageSet, KeepsFilesWithoutAPackageAndPackagesWithoutFiles) {
  SetCase c;
  c.tree().host("a");
  c.in("a", "");
  c.declare("pbx");
  const PackageSet set = c.make();
  ASSERT_EQ(set.packages.size(), 1U);
  EXPECT_EQ(set.packages[0].name, "pbx");
  EXPECT_EQ(set.packages[0].description, "declared pbx");
  EXPECT_FALSE(set.packages[0].named);
  ASSERT_EQ(set.in_none.size(), 1U);
  EXPECT_EQ(set.in_none[0].item.destination, "/usr/a");
}

TEST(PackageSet, BuildNeedsAreTheLibrariesInUse) {
  SetCase c;
  c.tree().lib("json", {{"debian", "libjson-dev"}});
  c.tree().lib("ssl", {{"debian", "libssl-dev"}});
  c.tree().lib("wolf", {{"debian", "libwolf-dev"}});
  c.tree().lib("unused", {{"debian", "libunused-dev"}});
  c.tree().host("a").lib("json").any_lib({"ssl", "wolf"});
  c.in("a", "pbx");
  Lines libs;
  for (const BuildNeed& need : c.make().build_needs) {
    libs.push_back(need.lib + " " + need.packages.at("debian"));
  }
  EXPECT_EQ(libs, (Lines{"json libjson-dev", "ssl libssl-dev"}));
}

TEST(LibsWithoutPackage, AreThoseTheTreeNamesNoneFor) {
  PackageSet set;
  set.build_needs = {{"json", {{"debian", "libjson-dev"}}, {}}, {"ssl", {}, {}}};
  EXPECT_EQ(libs_without_package(set, "debian"), Lines{"ssl"});
  EXPECT_EQ(libs_without_package(set, "alpine"), (Lines{"json", "ssl"}));
}

}  // namespace
}  // namespace modbuild::test
