#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "support/schema_check.h"

namespace modbuild::test {
namespace {

// A host with two packages of modules, one file that is in none.
std::map<std::string, std::string> quay() {
  return {
      {"modbuild.toml",
       "schema = 1\n"
       "[tree]\n"
       "name = \"quay\"\n"
       "version = \"1.0\"\n"
       "modules = [\"modules/*\"]\n"
       "programs = [\"host\"]\n"
       "default-package = \"quay\"\n"
       "[packages.quay]\n"
       "description = \"a quay\"\n"
       "[packages.quay-db]\n"
       "description = \"databases for quay\"\n"
       "[profiles.distribution]\n"
       "base = \"all\"\n"
       "dirs = { prefix = \"/usr\", libdir = \"/usr/lib\" }\n"},
      {"host/module.toml",
       "schema = 1\n[program]\nname = \"quayd\"\n"
       "[[install]]\nkind = \"config\"\nfrom = [\"quay.conf\"]\n"},
      {"host/quay.conf", "port = 1\n"},
      {"host/main.c", "int main(void) { return 0; }\n"},
      {"modules/crane/module.toml", "schema = 1\n[module]\n"},
      {"modules/crane/crane.c", "int crane;\n"},
      {"modules/db/module.toml", "schema = 1\n[module]\npackage = \"quay-db\"\n"},
      {"modules/db/db.c", "int db;\n"},
  };
}

constexpr const char* kMark =
    "# made by modbuild package deb, which replaces this file when it runs again\n";

TEST(Package, WritesTheFilesAndChangesNothingTheSecondTime) {
  const TestTree tree(quay());
  Cli("package deb --profile distribution --out debian")
      .in(tree)
      .expect_stdout(
          "created  debian/control.build-depends\n"
          "created  debian/control.packages\n"
          "created  debian/not-installed\n"
          "created  debian/quay-db.install\n"
          "created  debian/quay.install\n")
      .expect_stderr("quay: 2 packages, 4 files\n")
      .exits(0);
  EXPECT_EQ(tree.read("debian/quay-db.install"),
            std::string(kMark) + "debian/tmp/usr/lib/quay/modules/db.so usr/lib/quay/modules\n");
  Cli("package deb --profile distribution --out debian -q")
      .in(tree)
      .expect_stdout(
          "same  debian/control.build-depends\n"
          "same  debian/control.packages\n"
          "same  debian/not-installed\n"
          "same  debian/quay-db.install\n"
          "same  debian/quay.install\n")
      .expect_stderr("")
      .exits(0);
  EXPECT_FALSE(tree.exists("build"));
}

TEST(Package, RemovesTheFilesOfAPackageThatIsGone) {
  const TestTree tree(quay());
  Cli("package deb -q --profile distribution --out debian").in(tree).exits(0);
  tree.write("debian/other.install", "usr/bin/other\n");
  Cli("package deb --profile distribution -x db --out debian")
      .in(tree)
      .expect_stdout(
          "same     debian/control.build-depends\n"
          "changed  debian/control.packages\n"
          "same     debian/not-installed\n"
          "removed  debian/quay-db.install\n"
          "same     debian/quay.install\n")
      .expect_stderr("quay: 2 packages, 3 files\nleft out: 'quay-db', which has no files\n")
      .exits(0);
  EXPECT_FALSE(tree.exists("debian/quay-db.install"));
  EXPECT_EQ(tree.read("debian/other.install"), "usr/bin/other\n");
}

TEST(Package, WritesNothingAtAllOverWhatSomebodyWroteUnlessForced) {
  const TestTree tree(quay());
  tree.write("debian/quay-db.install", "usr/lib/*/db.so\n");
  Cli("package deb --profile distribution --out debian")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "debian/quay-db.install: error[MB188]: 'quay-db.install' was not made by modbuild "
          "package "
          "deb\n"
          "help: --force replaces it; --out to another directory leaves it alone\n")
      .exits(1);
  EXPECT_EQ(tree.files("debian"), std::vector<std::string>{"quay-db.install"});
  Cli("package deb -q --profile distribution --out debian --force").in(tree).exits(0);
  EXPECT_EQ(tree.files("debian").size(), 5U);
  EXPECT_EQ(tree.read("debian/quay-db.install").find(kMark), 0U);
}

TEST(Package, KeepsAFileThatSaysAtLeastTheSame) {
  const TestTree tree(quay());
  const std::string own =
      "# mine\ndebian/tmp/usr/local/var/lib/modbuild/quay.json\nusr/share/doc/junk\n";
  tree.write("debian/not-installed", own);
  const Outcome outcome = Cli("package deb -q --out debian").in(tree).run();
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("kept     debian/not-installed\n"), std::string::npos) << outcome.out;
  EXPECT_EQ(tree.read("debian/not-installed"), own);
}

TEST(Package, DryRunWritesNothing) {
  const TestTree tree(quay());
  Cli("package cpack -n -q --profile distribution --out cpack")
      .in(tree)
      .expect_stdout("created  cpack/packages.cmake\n")
      .expect_stderr("")
      .exits(0);
  EXPECT_FALSE(tree.exists("cpack"));
}

TEST(Package, TakesNamesOfLibrariesFromTheDistributionThatIsNamed) {
  std::map<std::string, std::string> files = quay();
  files["modbuild.toml"] +=
      "[libs.tide]\n"
      "any = [{ pkg-config = \"tide\" }]\n"
      "packages = { debian = \"libtide-dev\", suse = \"tide-devel\" }\n";
  files["modules/db/module.toml"] += "[depends]\nlibs = [\"tide\"]\n";
  const TestTree tree(files);
  tree.add_library("tide", "1.0");
  Cli("package rpm -q --profile distribution --distribution suse --out suse").in(tree).exits(0);
  EXPECT_NE(tree.read("suse/build-requires.inc").find("BuildRequires: tide-devel\n"),
            std::string::npos);
  Cli("package rpm -n --profile distribution --out fedora")
      .in(tree)
      .expect_stderr(
          "quay: 2 packages, 4 files\n"
          "no package of fedora known for tide: 'packages' of [libs] would say it\n")
      .exits(0);
}

TEST(Package, TellsOfModesThatDebhelperWouldChange) {
  std::map<std::string, std::string> files = quay();
  files["host/module.toml"] += "mode = \"0640\"\n";
  const TestTree tree(files);
  Cli("package deb -n --profile distribution --out debian")
      .in(tree)
      .expect_stderr(
          "quay: 2 packages, 4 files\n"
          "/etc/quay/quay.conf has mode 0640: keep it with dh_fixperms "
          "-X/etc/quay/quay.conf\n")
      .exits(0);
}

TEST(PackageCheck, TellsWhatEachPackageNeedsAndWhy) {
  Cli("package check")
      .in(TestTree(quay()))
      .expect_stdout(
          "quay     3 files\n"
          "quay-db  1 file   needs quay (quayd loads db)\n")
      .expect_stderr("quay: 2 packages, 4 files, 0 findings\n")
      .exits(0);
}

TEST(PackageCheck, ComparesFilesOfDebhelperAndAStageAtOnce) {
  const TestTree tree(quay());
  tree.write("debian/quay.install", "usr/bin\netc etc\ndebian/quay.default etc/default\n");
  tree.write("debian/quay-db.install", "debian/tmp/usr/lib/quay/modules/[a-d]*.so\n");
  tree.write("debian/not-installed", "usr/lib/quay/modules/crane.so\n");
  tree.write("stage/usr/bin/quayd", "");
  tree.write("stage/usr/lib/quay/modules/db.so", "");
  tree.write("stage/etc/extra", "");
  Cli("package check --profile distribution --deb debian --destdir stage")
      .in(tree)
      .expect_stderr(
          "quay: 2 packages, 4 files, 2 findings\n"
          "host/module.toml:6:9: error[MB185]: '/etc/quay/quay.conf' is planned and not in the "
          "staging directory\n"
          "  6 | from = [\"quay.conf\"]\n"
          "    |         ^^^^^^^^^^^\n"
          "help: build, then: modbuild install --destdir\n"
          "modules/crane/module.toml:2:1: error[MB185]: '/usr/lib/quay/modules/crane.so' is "
          "planned "
          "and not in the staging directory\n"
          "  2 | [module]\n"
          "    | ^^^^^^^^\n"
          "help: build, then: modbuild install --destdir\n")
      .exits(1);
}

TEST(PackageCheck, ItsDocumentHoldsTheFindings) {
  const TestTree tree(quay());
  const Outcome outcome = Cli("package check -x db --format json").in(tree).run();
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ("", schema_faults("package", outcome.out)) << outcome.out;
  EXPECT_NE(
      outcome.out.find("{\"code\": \"MB181\", \"message\": \"package 'quay-db' would be empty: "
                       "nothing that belongs to it is built or installed\", \"at\": "
                       "\"modbuild.toml:10\"}"),
      std::string::npos)
      << outcome.out;
}

TEST(PackageCheck, AMissingDirectoryIsAnErrorOfInput) {
  const TestTree tree(quay());
  Cli("package check --deb debian").in(tree).exits(5);
  Cli("package check --destdir stage").in(tree).exits(5);
}

TEST(Package, ItsWordsAndTheirOptionsAreChecked) {
  const TestTree tree(quay());
  Cli("package")
      .in(tree)
      .expect_stderr(
          "modbuild: error: 'package' needs a word: what to make, or 'check'\n"
          "help: it has deb, rpm, cpack, tar, check\n")
      .exits(2);
  Cli("package dep")
      .in(tree)
      .expect_stderr(
          "modbuild: error: 'package' knows no 'dep'\n"
          "help: did you mean 'deb'?\n")
      .exits(2);
  Cli("package deb")
      .in(tree)
      .expect_stderr(
          "modbuild: error: 'package deb' needs --out DIR\n"
          "help: modbuild package deb --out debian\n")
      .exits(2);
  Cli("package check --force")
      .in(tree)
      .expect_stderr(
          "modbuild: error: 'package check' takes no --force\n"
          "help: it takes --destdir, --deb and options of the request\n")
      .exits(2);
}

}  // namespace
}  // namespace modbuild::test
