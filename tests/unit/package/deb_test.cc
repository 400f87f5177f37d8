#include <gtest/gtest.h>

#include "base/str.h"
#include "package_case.h"

namespace modbuild::test {
namespace {

constexpr const char* kDebMark =
    "# made by modbuild package deb, which replaces this file when it runs again\n";

TEST(Deb, WritesListsStanzasAndBuildDependencies) {
  const std::string mark = kDebMark;
  EXPECT_EQ(written(pbx(), "deb"), "==> control.build-depends\n" + mark +
                                       " modbuild,\n"
                                       " ninja-build,\n"
                                       "==> control.packages\n" +
                                       mark +
                                       "\n"
                                       "Package: pbx\n"
                                       "Architecture: any\n"
                                       "Depends:\n"
                                       " ${misc:Depends},\n"
                                       " ${shlibs:Depends}\n"
                                       "Description: a private branch exchange\n"
                                       " Programs: pbxd.\n"
                                       " Modules: echo.\n"
                                       "\n"
                                       "Package: pbx-doc\n"
                                       "Architecture: all\n"
                                       "Depends:\n"
                                       " ${misc:Depends}\n"
                                       "Description: files of pbx-doc\n"
                                       " It holds files that work on every architecture.\n"
                                       "\n"
                                       "Package: pbx-sql\n"
                                       "Architecture: any\n"
                                       "Depends:\n"
                                       " pbx (= ${binary:Version}),\n"
                                       " ${misc:Depends},\n"
                                       " ${shlibs:Depends}\n"
                                       "Recommends:\n"
                                       " pbx-doc (= ${source:Version})\n"
                                       "Description: files of pbx-sql\n"
                                       " Modules: sql.\n"
                                       "==> not-installed\n" +
                                       mark +
                                       "debian/tmp/var/lib/modbuild/pbx.json\n"
                                       "==> pbx-doc.install\n" +
                                       mark +
                                       "debian/tmp/usr/share/pbx/help.txt usr/share/pbx\n"
                                       "==> pbx-sql.install\n" +
                                       mark +
                                       "debian/tmp/usr/lib/${DEB_HOST_MULTIARCH}/pbx/sql.so "
                                       "usr/lib/${DEB_HOST_MULTIARCH}/pbx\n"
                                       "==> pbx.install\n" +
                                       mark +
                                       "debian/tmp/etc/pbx/pbx.conf etc/pbx\n"
                                       "debian/tmp/usr/bin/pbxd usr/bin\n"
                                       "debian/tmp/usr/lib/${DEB_HOST_MULTIARCH}/pbx/echo.so "
                                       "usr/lib/${DEB_HOST_MULTIARCH}/pbx\n"
                                       "debian/tmp/usr/share/doc/pbx/README usr/share/doc/pbx\n"
                                       "debian/tmp/usr/share/man/man8/pbxd.8 usr/share/man/man8\n");
}

TEST(Deb, WritesBlanksAndGlobCharactersSoThatDebhelperTakesThemAsTheyAre) {
  PackageSet set;
  set.installed_manifest = "/var/x.json";
  add_file(set, "pbx", InstallKind::Data, "/a b/$x/[y]{z}*?\\");
  EXPECT_EQ(
      written_file(set, "deb", "pbx.install"),
      std::string(kDebMark) +
          "debian/tmp/a${Space}b/${Dollar}x/\\[y\\]\\{z\\}\\*\\?\\\\ a${Space}b/${Dollar}x\n");
}

TEST(Deb, BindsAPackageForAllArchitecturesByTheVersionOfTheSource) {
  PackageSet set;
  set.installed_manifest = "/var/x.json";
  add_file(set, "pbx", InstallKind::Program, "/usr/bin/pbxd");
  add_file(set, "pbx-dev", InstallKind::Header, "/usr/include/pbx.h");
  set.packages[1].needs = {{{"pbx"}, "headers of pbxd"}};
  const std::string control = written_file(set, "deb", "control.packages");
  EXPECT_NE(std::string::npos, control.find("Architecture: all\n"
                                            "Depends:\n"
                                            " pbx (>= ${source:Version}),\n"
                                            " pbx (<< ${source:Version}.1~),\n"
                                            " ${misc:Depends}\n"))
      << control;
}

TEST(Deb, OffersTheHostsOfAModuleAsAlternatives) {
  PackageSet set = pbx();
  add_file(set, "pbx-lite", InstallKind::Program, "/usr/bin/pbxlite");
  set.packages[2].needs = {{{"pbx", "pbx-lite"}, "pbxd or pbxlite loads sql"}};
  const std::string control = written_file(set, "deb", "control.packages");
  EXPECT_NE(std::string::npos,
            control.find(" pbx (= ${binary:Version}) | pbx-lite (= ${binary:Version}),\n"))
      << control;
}

TEST(Deb, NamesPackagesOfLibrariesAndTellsWhichAreUnknown) {
  PackageSet set = pbx();
  set.backend = "make";
  set.uses_pkg_config = true;
  set.build_needs = {{"opal", {{"fedora", "opal-devel"}}, {"opal >= 3"}},
                     {"ssl", {{"debian", "libssl-dev zlib1g-dev"}}, {}},
                     {"z", {{"debian", "zlib1g-dev"}}, {}}};
  EXPECT_EQ(written_file(set, "deb", "control.build-depends"),
            std::string(kDebMark) +
                "# no package known for the library opal: see 'packages' of [libs.opal]\n"
                " modbuild,\n"
                " make,\n"
                " pkgconf,\n"
                " libssl-dev,\n"
                " zlib1g-dev,\n");
}

TEST(Deb, RefusesNamesThatDebianDoesNotHave) {
  for (const std::string name : {"Pbx", "pbx_sql", "p", "-pbx", "pbx~1"}) {
    PackageSet set;
    set.installed_manifest = "/var/x.json";
    add_file(set, name, InstallKind::Program, "/usr/bin/pbxd");
    Diagnostics diagnostics;
    find_packaging_format("deb")->write(set, {}, diagnostics);
    EXPECT_EQ(said(diagnostics),
              std::vector<std::string>{"MB186 '" + name +
                                       "' cannot be the name of a Debian package: it takes two or "
                                       "more of a-z 0-9 + - ."});
  }
}

TEST(Deb, LeavesOutAPackageWithoutFiles) {
  PackageSet set = pbx();
  set.packages[2].files.clear();
  EXPECT_EQ(written(set, "deb").find("pbx-sql"), std::string::npos);
}

TEST(Deb, RefusesControlCharacters) {
  PackageSet set;
  set.installed_manifest = "/var/x.json";
  add_file(set, "pbx", InstallKind::Data, "/usr/a\rb");
  Diagnostics diagnostics;
  find_packaging_format("deb")->write(set, {}, diagnostics);
  EXPECT_EQ(said(diagnostics),
            std::vector<std::string>{
                "MB187 '/usr/a\rb' has a character that files of debhelper cannot carry"});
}

TEST(Deb, LeavesTheNamesOfAbisToVariablesThatEveryBuildSets) {
  const PackageSet set = pbx_with_abi();
  const std::string control = written_file(set, "deb", "control.packages");
  EXPECT_NE(control.find("Provides: ${modbuild:Provides}\n"), std::string::npos);
  EXPECT_NE(control.find("Depends:\n pbx (= ${binary:Version}),\n ${modbuild:Depends},\n"),
            std::string::npos);
  EXPECT_EQ(control.find("0123456789abcdef"), std::string::npos);
  EXPECT_EQ(written_file(set, "deb", "pbx.substvars"),
            cat(kDebMark, "modbuild:Provides=pbx-abi-0123456789abcdef\n"));
  EXPECT_EQ(written_file(set, "deb", "pbx-sql.substvars"),
            cat(kDebMark, "modbuild:Depends=pbx-abi-0123456789abcdef\n"));
}

TEST(Deb, TakesTheAbiFromAnyPackageThatHasIt) {
  PackageSet set = pbx_with_abi();
  set.packages[2].abi_needs.push_back({"fedcba9876543210", {"pbx", "pbx-doc"}});
  EXPECT_EQ(written_file(set, "deb", "pbx-sql.substvars"),
            cat(kDebMark, "modbuild:Depends=pbx-abi-0123456789abcdef, ",
                "pbx-abi-fedcba9876543210 | pbx-doc-abi-fedcba9876543210\n"));
}

}  // namespace
}  // namespace modbuild::test
