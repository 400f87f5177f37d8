// Packages looked up with an apt-file of our own, the only program on the PATH.
#include "probe/package_search.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/str.h"
#include "support/temp_directory.h"
#include "unit/probe/probe_case.h"

namespace modbuild {
namespace {

Text text(const char* value) {
  return {value, {}};
}

Alternative by_header(const char* header) {
  Alternative alternative;
  alternative.kind = ProbeKind::Header;
  alternative.header = text(header);
  return alternative;
}

Alternative by_config_tool(const char* program) {
  Alternative alternative;
  alternative.kind = ProbeKind::ConfigTool;
  alternative.config_tool = text(program);
  return alternative;
}

Alternative by_program(const char* program) {
  Alternative alternative;
  alternative.kind = ProbeKind::Program;
  alternative.program = text(program);
  return alternative;
}

class PackageSearchTest : public testing::Test {
 protected:
  PackageSearchTest() {
    environment_.variables = {{"PATH", directory_ / "bin"}, {"SECRET", "1"}};
    query_.catalog = &catalog_;
    query_.triple = "x86_64-linux-gnu";
    query_.threads = 1;
  }

  LibId add_lib(std::vector<Alternative> any) {
    ExternalLib lib;
    lib.any = std::move(any);
    query_.libs.push_back(catalog_.libs.push_back(std::move(lib)));
    return query_.libs.back();
  }

  // `script` is run by /bin/sh with what apt-file gets; what it is asked is kept in `asked`.
  void apt_file(const std::string& script) {
    directory_.add_file("bin/apt-file", "#!/bin/sh\nfor word; do echo \"$word\"; done >>" +
                                            directory_ / "asked" + "\n" + script + "\n");
    ASSERT_EQ(chmod((directory_ / "bin/apt-file").c_str(), 0755), 0);
  }

  PackageSearch run() { return search_packages(query_, processes_, environment_); }

  // The packages of all libs, a line each; "no answer" when apt-file gave none.
  std::string found() {
    const PackageSearch search = run();
    std::string out = search.answered ? "" : "no answer\n";
    for (const LibId id : query_.libs) append(out, join(search.packages[id], " "), "\n");
    return out;
  }

  TempDirectory directory_;
  Catalog catalog_;
  PackageQuery query_;
  RealProcessRunner processes_;
  Environment environment_;
};

TEST_F(PackageSearchTest, FilesAreThoseThatAlternativesLookFor) {
  ExternalLib lib;
  lib.any = {by_pkg_config({versioned("libssl", ">=", "1.1"), versioned("libcrypto")}),
             by_header("openssl/ssl.h"), by_config_tool("mysql_config"), by_program("bison")};
  EXPECT_EQ(join(sought_files(lib), " "),
            "/bin/bison /bin/mysql_config /openssl/ssl.h /pkgconfig/libcrypto.pc "
            "/pkgconfig/libssl.pc");
  Alternative by_file;
  by_file.kind = ProbeKind::Header;
  by_file.link = {{":libssl.a", {}}, {"ssl", {}}};
  lib.any = {by_file, by_pkg_config({versioned("*ssl*")})};
  EXPECT_EQ(join(sought_files(lib), " "), "/libssl.a /libssl.so");
  lib.any = {by_pkg_config({versioned("a b")}), by_header("x/../y.h"), by_header("(.*).h"),
             by_program("../bin/sh")};
  EXPECT_EQ(join(sought_files(lib), " "), "");
}

TEST_F(PackageSearchTest, ThePackageWithMostFilesWhereCompilersLookIsTaken) {
  add_lib(
      {by_pkg_config({versioned("libssl"), versioned("libcrypto")}), by_header("openssl/ssl.h")});
  apt_file(
      "echo 'android-libboringssl-dev: /usr/include/android/openssl/ssl.h'\n"
      "echo 'libssl-dev: /usr/include/openssl/ssl.h'\n"
      "echo 'libssl-dev: /usr/lib/x86_64-linux-gnu/pkgconfig/libcrypto.pc'\n"
      "echo 'libssl-dev: /usr/lib/x86_64-linux-gnu/pkgconfig/libssl.pc'\n"
      "echo 'libssl-other: /usr/lib/x86_64-linux-gnu/pkgconfig/libssl.pc'\n"
      "echo 'libwolfssl-dev: /usr/include/wolfssl/openssl/ssl.h'\n");
  EXPECT_EQ(found(), "libssl-dev\n");
}

TEST_F(PackageSearchTest, EqualsAreListedDevelopmentPackagesAndShortNamesFirst) {
  add_lib({by_pkg_config({versioned("libcurl")})});
  apt_file(
      "for package in curl libcurl4-nss-dev libcurl4-openssl-dev libcurl4-gnutls-dev; do\n"
      "  echo \"$package: /usr/lib/x86_64-linux-gnu/pkgconfig/libcurl.pc\"\n"
      "done");
  EXPECT_EQ(found(), "libcurl4-nss-dev libcurl4-gnutls-dev libcurl4-openssl-dev\n");
}

TEST_F(PackageSearchTest, AHeaderBelowADirectoryOfItsOwnWillDo) {
  add_lib({by_header("libpq-fe.h")});
  apt_file(
      "echo 'libpq-dev: /usr/include/postgresql/libpq-fe.h'\n"
      "echo 'src: /usr/src/libpq-fe.h'\n"
      "echo 'other: /usr/include/xlibpq-fe.h'\n");
  EXPECT_EQ(found(), "libpq-dev\n");
}

TEST_F(PackageSearchTest, FewFilesAreAskedForOneByOne) {
  add_lib({by_pkg_config({versioned("gtk+-3.0")})});
  apt_file("exit 1");
  EXPECT_EQ(found(), "\n");
  EXPECT_EQ(directory_.text("asked"), "search\n--substring-match\n--\n/pkgconfig/gtk+-3.0.pc\n");
  EXPECT_EQ(processes_.started(), 1U);
}

TEST_F(PackageSearchTest, ManyPcFilesAreAskedForInOneGo) {
  for (const char* name : {"a", "b+", "c", "d"}) add_lib({by_pkg_config({versioned(name)})});
  apt_file("echo 'libb-dev: /usr/share/pkgconfig/b+.pc'");
  EXPECT_EQ(found(), "\nlibb-dev\n\n\n");
  EXPECT_EQ(directory_.text("asked"), "search\n--substring-match\n--\n/pkgconfig/\n");
  EXPECT_EQ(processes_.started(), 1U);
}

TEST_F(PackageSearchTest, ManyOtherFilesAreAskedForInOneExpression) {
  for (const char* name : {"a.h", "sys/b.h", "c++.h"}) add_lib({by_header(name)});
  add_lib({by_program("d")});
  apt_file("echo 'libb-dev: /usr/include/sys/b.h'");
  EXPECT_EQ(found(), "\nlibb-dev\n\n\n");
  EXPECT_EQ(directory_.text("asked"), "search\n-x\n--\n/(a\\.h|bin/d|c\\+\\+\\.h|sys/b\\.h)$\n");
  EXPECT_EQ(processes_.started(), 1U);
}

TEST_F(PackageSearchTest, OtherFilesAreAskedForWhereNoPcFileIsKnown) {
  add_lib({by_pkg_config({versioned("a")}), by_header("a.h")});
  add_lib({by_pkg_config({versioned("b")}), by_header("b.h")});
  apt_file(
      "case $4 in /pkgconfig/a.pc) echo 'liba-dev: /usr/lib/pkgconfig/a.pc';;\n"
      "/b.h) echo 'libb-dev: /usr/include/b.h';; *) exit 1;; esac");
  EXPECT_EQ(found(), "liba-dev\nlibb-dev\n");
  EXPECT_EQ(processes_.started(), 3U);
}

TEST_F(PackageSearchTest, ItSeesNothingOfOurEnvironment) {
  add_lib({by_program("bison")});
  apt_file("test -z \"$SECRET\" && echo 'bison: /usr/bin/bison'");
  EXPECT_EQ(found(), "bison\n");
}

TEST_F(PackageSearchTest, WhatIsNoAnswerDoesNotHurt) {
  add_lib({by_pkg_config({versioned("libssl")})});
  EXPECT_EQ(found(), "no answer\n\n");  // there is none
  apt_file("echo 'E: The cache is empty.' >&2; exit 3");
  EXPECT_EQ(found(), "no answer\n\n");
  apt_file("kill -9 $$");
  EXPECT_EQ(found(), "no answer\n\n");
  apt_file(
      "printf 'garbage\\n: /usr/lib/pkgconfig/libssl.pc\\n\\0\\377: /x\\n"
      "a b: /usr/lib/pkgconfig/libssl.pc\\n-x: /usr/lib/pkgconfig/libssl.pc\\nlibssl-dev: /usr'");
  EXPECT_EQ(found(), "\n");
}

TEST_F(PackageSearchTest, AHangingOneIsEnded) {
  add_lib({by_pkg_config({versioned("libssl")})});
  query_.time_limit = std::chrono::milliseconds(200);
  apt_file("exec /bin/sleep 60");
  EXPECT_EQ(found(), "no answer\n\n");
}

TEST_F(PackageSearchTest, AProgramOfTheTreeIsNeverRun) {
  add_lib({by_pkg_config({versioned("libssl")})});
  apt_file("exit 1");
  query_.tree_root = directory_.path();
  EXPECT_EQ(found(), "no answer\n\n");
  EXPECT_FALSE(directory_.exists("asked"));
}

TEST_F(PackageSearchTest, WithoutFilesNothingIsStarted) {
  add_lib({});
  apt_file("exit 1");
  EXPECT_EQ(found(), "no answer\n\n");
  EXPECT_EQ(processes_.started(), 0U);
}

TEST(PackageHere, IsTheTreesWordElseWhatWasFound) {
  Catalog catalog;
  ExternalLib lib;
  lib.packages = {{"debian", {"libssl-dev", {}}}};
  const LibId named = catalog.libs.push_back(lib);
  lib.packages = {{"fedora", {"openssl-devel", {}}}};
  const LibId found = catalog.libs.push_back(lib);
  const LibId unknown = catalog.libs.push_back({});
  ProbeReport report;
  report.distribution = "debian";
  report.package_search.packages = IdVector<LibId, std::vector<std::string>>(3);
  report.package_search.packages[named] = {"other"};
  report.package_search.packages[found] = {"first", "second"};
  EXPECT_EQ(package_here(catalog, report, named).name, "libssl-dev");
  EXPECT_EQ(package_here(catalog, report, found).name, "first");
  EXPECT_EQ(package_here(catalog, report, found).source, PackageSource::Search);
  EXPECT_EQ(package_here(catalog, report, unknown).source, PackageSource::None);
}

}  // namespace
}  // namespace modbuild
