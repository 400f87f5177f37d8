#include <gtest/gtest.h>

#include "package_case.h"

namespace modbuild::test {
namespace {

constexpr const char* kRpmMark =
    "# made by modbuild package rpm, which replaces this file when it runs again\n";

TEST(Rpm, WritesListsSectionsAndBuildRequires) {
  const std::string mark = kRpmMark;
  EXPECT_EQ(written(pbx(), "rpm"),
            "==> build-requires.inc\n" + mark +
                "BuildRequires: modbuild\n"
                "BuildRequires: gcc\n"
                "BuildRequires: ninja-build\n"
                "==> files.inc\n" +
                mark +
                "\n"
                "%files -f pbx.files\n"
                "%exclude /var/lib/modbuild/pbx.json\n"
                "\n"
                "%files -n pbx-doc -f pbx-doc.files\n"
                "\n"
                "%files -n pbx-sql -f pbx-sql.files\n"
                "==> packages.inc\n" +
                mark +
                "\n"
                "%package -n pbx-doc\n"
                "Summary: files of pbx-doc\n"
                "BuildArch: noarch\n"
                "\n"
                "%description -n pbx-doc\n"
                "files of pbx-doc.\n"
                "\n"
                "%package -n pbx-sql\n"
                "Summary: files of pbx-sql\n"
                "Requires: pbx%{?_isa} = %{version}-%{release}\n"
                "Recommends: pbx-doc = %{version}-%{release}\n"
                "\n"
                "%description -n pbx-sql\n"
                "files of pbx-sql.\n"
                "Modules: sql.\n"
                "==> pbx-doc.files\n" +
                mark +
                "%dir %attr(0755,root,root) /usr/share/pbx\n"
                "%attr(0644,root,root) /usr/share/pbx/help.txt\n"
                "==> pbx-sql.files\n" +
                mark +
                "%attr(0755,root,root) /usr/lib/m68k-linux-gnu/pbx/sql.so\n"
                "==> pbx.files\n" +
                mark +
                "%dir %attr(0755,root,root) /etc/pbx\n"
                "%dir %attr(0755,root,root) /usr/lib/m68k-linux-gnu/pbx\n"
                "%dir %attr(0755,root,root) /usr/share/doc/pbx\n"
                "%config(noreplace) %attr(0644,root,root) /etc/pbx/pbx.conf\n"
                "%attr(0755,root,root) /usr/bin/pbxd\n"
                "%attr(0755,root,root) /usr/lib/m68k-linux-gnu/pbx/echo.so\n"
                "%doc %attr(0644,root,root) /usr/share/doc/pbx/README\n"
                "%attr(0644,root,root) /usr/share/man/man8/pbxd.8*\n");
}

TEST(Rpm, AsksForThePkgConfigFileWhereTheTreeNamesNoPackage) {
  PackageSet set = pbx();
  set.uses_cxx = true;
  set.build_needs = {{"json", {}, {"jansson >= 2.1", "zlib"}},
                     {"lua", {}, {"lua5.*"}},
                     {"ssl", {{"fedora", "openssl-devel"}, {"suse", "libopenssl-devel"}}, {}}};
  EXPECT_EQ(written_file(set, "rpm", "build-requires.inc"),
            std::string(kRpmMark) +
                "# no package known for the library lua: see 'packages' of [libs.lua]\n"
                "BuildRequires: modbuild\n"
                "BuildRequires: gcc\n"
                "BuildRequires: gcc-c++\n"
                "BuildRequires: ninja-build\n"
                "BuildRequires: openssl-devel\n"
                "BuildRequires: pkgconfig(jansson) >= 2.1\n"
                "BuildRequires: pkgconfig(zlib)\n");
  EXPECT_NE(std::string::npos, written(set, "rpm", "suse").find(" libopenssl-devel\n"));
}

TEST(Rpm, KeepsPercentSignsAndQuotesBlanks) {
  PackageSet set;
  set.installed_manifest = "/var/x.json";
  set.dirs = {{"datadir", "/usr/share"}};
  add_file(set, "pbx", InstallKind::Data, "/usr/share/a b/5%.txt");
  EXPECT_EQ(written_file(set, "rpm", "pbx.files"),
            std::string(kRpmMark) +
                "%dir %attr(0755,root,root) \"/usr/share/a b\"\n"
                "%attr(0644,root,root) \"/usr/share/a b/5%%.txt\"\n");
}

TEST(Rpm, RefusesWhatItReadsAsAGlob) {
  for (const std::string path : {"/a*", "/a?", "/[a]", "/{a}", "/\"a\"", "/a\\b"}) {
    PackageSet set;
    set.installed_manifest = "/var/x.json";
    add_file(set, "pbx", InstallKind::Data, path);
    Diagnostics diagnostics;
    find_packaging_format("rpm")->write(set, {}, diagnostics);
    EXPECT_EQ(said(diagnostics),
              std::vector<std::string>{"MB187 '" + path +
                                       "' has a character that files of rpm cannot carry"});
  }
}

TEST(Rpm, EachPackageOwnsADirectoryThatNoneOfThemBringsTheOthers) {
  PackageSet set;
  set.installed_manifest = "/var/x.json";
  set.dirs = {{"datadir", "/usr/share"}};
  add_file(set, "a", InstallKind::Data, "/usr/share/pbx/a");
  add_file(set, "b", InstallKind::Data, "/usr/share/pbx/b");
  const std::string line = "%dir %attr(0755,root,root) /usr/share/pbx\n";
  EXPECT_NE(std::string::npos, written_file(set, "rpm", "a.files").find(line));
  EXPECT_NE(std::string::npos, written_file(set, "rpm", "b.files").find(line));
}

TEST(Rpm, OfTwoPackagesThatNeedEachOtherOneOwnsTheirDirectory) {
  PackageSet set;
  set.installed_manifest = "/var/x.json";
  set.dirs = {{"datadir", "/usr/share"}};
  add_file(set, "a", InstallKind::Module, "/usr/share/pbx/a");
  add_file(set, "b", InstallKind::Module, "/usr/share/pbx/b");
  set.packages[0].needs = {{{"b"}, "a depends on b"}};
  set.packages[1].needs = {{{"a"}, "b depends on a"}};
  const std::string line = "%dir %attr(0755,root,root) /usr/share/pbx\n";
  EXPECT_NE(std::string::npos, written_file(set, "rpm", "a.files").find(line));
  EXPECT_EQ(std::string::npos, written_file(set, "rpm", "b.files").find(line));
}

TEST(Rpm, DirectoriesOfTheSystemAreOwnedByNobody) {
  PackageSet set;
  set.installed_manifest = "/var/x.json";
  set.dirs = {{"datadir", "/usr/share"}, {"mandir", "/usr/share/man"}, {"libdir", "/usr/lib64"}};
  add_file(set, "pbx", InstallKind::Data, "/usr/lib64/pkgconfig/pbx.pc");
  add_file(set, "pbx", InstallKind::Data, "/usr/share/bash-completion/completions/pbx");
  add_file(set, "pbx", InstallKind::Man, "/usr/share/man/man3/pbx.3");
  EXPECT_EQ(written_file(set, "rpm", "pbx.files").find("%dir"), std::string::npos);
}

TEST(Rpm, SeveralHostsAreARichDependency) {
  PackageSet set = pbx();
  add_file(set, "pbx-lite", InstallKind::Program, "/usr/bin/pbxlite");
  set.packages[2].needs = {{{"pbx", "pbx-lite"}, "pbxd or pbxlite loads sql"}};
  EXPECT_NE(std::string::npos,
            written_file(set, "rpm", "packages.inc")
                .find("Requires: (pbx%{?_isa} = %{version}-%{release} or pbx-lite%{?_isa} = "
                      "%{version}-%{release})\n"));
}

TEST(Rpm, ProvidesAndRequiresTheNamesOfAbis) {
  PackageSet set = pbx_with_abi();
  set.packages[2].abi_needs.push_back({"fedcba9876543210", {"pbx", "pbx-doc"}});
  const std::string packages = written_file(set, "rpm", "packages.inc");
  EXPECT_NE(packages.find("Provides: pbx(abi) = 0123456789abcdef\n"), std::string::npos);
  EXPECT_NE(packages.find("Requires: pbx(abi) = 0123456789abcdef\n"
                          "Requires: (pbx(abi) = fedcba9876543210 or "
                          "pbx-doc(abi) = fedcba9876543210)\n"),
            std::string::npos);
}

}  // namespace
}  // namespace modbuild::test
