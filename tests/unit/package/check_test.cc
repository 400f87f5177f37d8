#include <gtest/gtest.h>

#include "package_case.h"

namespace modbuild::test {
namespace {

TEST(CheckPackages, FindsFilesWithoutAPackageAndPackagesWithoutFiles) {
  PackageSet set = pbx();
  set.in_none.push_back(set.packages[0].files[1]);
  set.packages[1].files.clear();
  set.packages[2].files.clear();
  set.packages[2].named = false;
  Diagnostics diagnostics;
  check_packages(set, diagnostics);
  EXPECT_EQ(said(diagnostics),
            (std::vector<std::string>{
                "MB180 '/usr/bin/pbxd' of 'pbxd' belongs to no package",
                "MB181 package 'pbx-doc' would be empty: nothing that belongs to it is built or "
                "installed",
                "MB181 package 'pbx-sql' would be empty: no component names it"}));
}

TEST(CheckStaged, ComparesBothWays) {
  PackageSet set;
  set.installed_manifest = "/var/lib/modbuild/pbx.json";
  add_file(set, "pbx", InstallKind::Program, "/usr/bin/pbxd");
  add_file(set, "pbx", InstallKind::Program, "/usr/bin/pbxctl");
  Diagnostics diagnostics;
  check_staged(set, {"usr/bin/pbxctl", "usr/bin/old", "var/lib/modbuild/pbx.json"}, {},
               diagnostics);
  EXPECT_EQ(said(diagnostics),
            (std::vector<std::string>{
                "MB183 '/usr/bin/old' lies in the staging directory and is not planned",
                "MB185 '/usr/bin/pbxd' is planned and not in the staging directory"}));
}

TEST(CheckStaged, AFileThatSomePackageTakesMayBeUnplanned) {
  PackageSet set;
  set.installed_manifest = "/var/lib/modbuild/pbx.json";
  Diagnostics diagnostics;
  check_staged(set, {"etc/default/pbx"},
               read_claims("etc/default", {}, "pbx", ClaimWords::FilesAndDirectory), diagnostics);
  EXPECT_EQ(said(diagnostics), std::vector<std::string>());
}

}  // namespace
}  // namespace modbuild::test
