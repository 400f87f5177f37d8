#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

// A library more, for which the tree knows no package here, and modules that need it.
std::map<std::string, std::string> files_without_package() {
  std::map<std::string, std::string> files = harbour();
  files["modbuild.toml"] +=
      "[libs.pq]\nany = [{ pkg-config = \"harbour-pq\" }, { pkg-config = \"harbour-pq2\" }]\n"
      "packages = { fedora = \"pq-devel\" }\n";
  files["modules/db_text/module.toml"] =
      "schema = 1\n[module]\ngroups = [\"db\"]\npackage = \"harbour-db\"\n"
      "[depends]\nlibs = [\"pq\"]\n";
  files["modules/spare/module.toml"] =
      "schema = 1\n[module]\n[depends]\nlibs = [\"pq\", \"ssl\"]\n";
  return files;
}

// An apt-file of our own, the only program of that name on the PATH that is returned.
std::string path_with_apt_file(const TestTree& tree, const std::string& script) {
  const std::string directory = tree.libraries();
  tree.write("../pc/apt-file", "#!/bin/sh\n" + script);
  EXPECT_EQ(0, chmod((directory + "/apt-file").c_str(), 0755));
  return directory + ":/usr/bin:/bin";
}

constexpr const char* kFinds =
    "echo 'libharbour-pq-dev: /usr/lib/pkgconfig/harbour-pq2.pc'\n"
    "echo 'libharbour-pq-dev: /usr/lib/x86_64-linux-gnu/pkgconfig/harbour-pq.pc'\n"
    "echo 'other-dev: /opt/pkgconfig/harbour-pq.pc'\n";
constexpr const char* kNoData = "echo 'E: The cache is empty.' >&2\nexit 3\n";

TEST(Unlock, ShowsWhatEachMissingLibraryWouldAdd) {
  const TestTree tree(harbour());
  Cli("unlock --base all")
      .in(tree)
      .expect_stdout(
          R"(ssl: adds 2 modules; install ssl-dev
  modules  auth, tls

json: adds 1 feature; install json-dev
  features  db_json/pretty
)")
      .expect_stderr("harbour: 5 of 7 modules on, 2 dropped\n")
      .exits(0);
}

TEST(Unlock, SaysWhatNeedsFurtherLibraries) {
  const TestTree tree(files_without_package());
  Cli("unlock --base all")
      .in(tree)
      .with("PATH", path_with_apt_file(tree, kFinds))
      .expect_stdout(
          R"(ssl: adds 2 modules; install ssl-dev
  modules  auth, tls
  with pq  spare

pq: adds 1 module; install libharbour-pq-dev (found by apt-file)
  modules   db_text
  with ssl  spare

json: adds 1 feature; install json-dev
  features  db_json/pretty
)")
      .exits(0);
}

TEST(Unlock, OfOneLibraryTellsWhatWasTried) {
  const TestTree tree(harbour());
  Cli("unlock ssl")
      .in(tree)
      .expect_stdout(
          R"(ssl: adds 2 modules; install ssl-dev
  modules  auth, tls
  tried pkg-config harbour-ssl >= 1.1  not found
  ssl comes with                       alpine ssl-dev, debian ssl-dev, fedora ssl-dev
)")
      .expect_stderr("harbour: 2 of 7 modules on, 2 dropped, 3 not wanted\n")
      .exits(0);
  Cli("unlock ssl --format names").in(tree).expect_stdout("auth\ntls\n").exits(0);
  Cli("unlock --base all --format names").in(tree).expect_stdout("json\nssl\n").exits(0);
}

TEST(Unlock, ALibraryThatTheRequestDoesNotNeedAddsNothing) {
  const TestTree tree(harbour());
  Cli("unlock json")
      .in(tree)
      .expect_stdout(
          R"(json: adds nothing to this request; install json-dev
  tried pkg-config harbour-json  not found
  json comes with                alpine json-dev, debian json-dev, fedora json-dev
)")
      .exits(0);
  tree.add_library("harbour-json", "2.1");
  Cli("unlock json")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "json: found 2.1, nothing to unlock\n"
          "harbour: 2 of 7 modules on, 2 dropped, 3 not wanted\n")
      .exits(0);
}

TEST(Unlock, SaysThatNothingIsMissing) {
  const TestTree tree(harbour());
  Cli("unlock -g basic")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "harbour: 2 of 7 modules on, 5 not wanted\n"
          "no library that this request asks about is missing\n")
      .exits(0);
}

TEST(Unlock, UnknownLibrariesAreErrorsWithASuggestion) {
  const TestTree tree(harbour());
  Cli("unlock sssl")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          R"(command line:1:8: error[MB070]: the tree declares no library 'sssl'
  1 | unlock sssl
    |        ^^^^
help: did you mean 'ssl'?
)")
      .exits(2);
}

TEST(UnlockPackages, AreTheFewestWithWhatEachIsFor) {
  const TestTree tree(harbour());
  Cli("unlock --packages --base all")
      .in(tree)
      .expect_stdout(
          R"(json-dev  brings json  for feature db_json/pretty
ssl-dev   brings ssl   for auth, tls
)")
      .expect_stderr("")
      .exits(0);
  Cli("unlock --packages --base all --format names")
      .in(tree)
      .expect_stdout("json-dev\nssl-dev\n")
      .expect_stderr("")
      .exits(0);
}

TEST(UnlockPackages, WithoutProbesAreThoseOfAMachineThatHasNothing) {
  const TestTree tree(harbour());
  tree.add_library("harbour-json", "2.1");
  Cli("unlock --packages -g db --no-probe --format names")
      .in(tree)
      .with("PATH", "/nowhere")
      .expect_stdout("json-dev\n")
      .expect_stderr("")
      .exits(0);
}

TEST(UnlockPackages, LibrariesWithoutOneAreToldAndNoneIsInvented) {
  const TestTree tree(files_without_package());
  for (const char* script :
       {kNoData, "exit 1\n", "echo garbage; echo 'a b: c'\n", "kill -9 $$\n"}) {
    const std::string path = path_with_apt_file(tree, script);
    const Outcome outcome =
        Cli("unlock --packages -g db --format names").in(tree).with("PATH", path).run();
    EXPECT_EQ("json-dev\n", outcome.out) << script;
    EXPECT_EQ(0U, outcome.err.find("library pq, for db_text: no package known")) << outcome.err;
    EXPECT_EQ(1, outcome.status) << script;
  }
}

TEST(UnlockPackages, WhatAptFileFindsCounts) {
  const TestTree tree(files_without_package());
  Cli("unlock --packages -g db")
      .in(tree)
      .with("PATH", path_with_apt_file(tree, kFinds))
      .expect_stdout(
          R"(json-dev           brings json                   for feature db_json/pretty
libharbour-pq-dev  found by apt-file, brings pq  for db_text
)")
      .expect_stderr("")
      .exits(0);
}

TEST(UnlockPackages, NothingToInstallIsSaid) {
  const TestTree tree(harbour());
  Cli("unlock --packages -g basic")
      .in(tree)
      .expect_stdout("")
      .expect_stderr("nothing to install: no missing library keeps anything off\n")
      .exits(0);
}

TEST(UnlockMinimalRequest, IsWhatCanBeBuiltHere) {
  const TestTree tree(harbour());
  Cli("unlock --minimal-request")
      .in(tree)
      .expect_stdout("-x @security --base default\n")
      .expect_stderr(
          "left out auth: library ssl not found\n"
          "left out tls: library ssl not found\n")
      .exits(0);
  Cli("select -x @security --base default --missing error --format names")
      .in(tree)
      .expect_stdout("core_io\nlog\n")
      .exits(0);
  Cli("unlock --minimal-request -g 'b*' -i tls --format names")
      .in(tree)
      .expect_stdout("-g\nb*\n")
      .exits(0);
  Cli("unlock --minimal-request -g 'b*' -i tls").in(tree).expect_stdout("-g 'b*'\n").exits(0);
}

TEST(UnlockMinimalRequest, KeepsTheProfileAndLoosensFeatures) {
  const TestTree tree(harbour());
  Cli("unlock --minimal-request --profile small -i auth -i db_json --feature db_json/pretty")
      .in(tree)
      .expect_stdout("--profile small -i db_json --feature db_json/pretty=auto\n")
      .expect_stderr(
          "left out auth: needs tls, which is off\n"
          "without feature db_json/pretty: library json not found\n")
      .exits(0);
  Cli("unlock --minimal-request --profile small")
      .in(tree)
      .expect_stdout("--profile small\n")
      .expect_stderr("everything that the request wants can be built here\n")
      .exits(0);
}

TEST(Unlock, TwoQuestionsAtOnceAreRefused) {
  const TestTree tree(harbour());
  Cli("unlock --packages --minimal-request")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: --packages and --minimal-request are two questions\n"
          "help: ask one at a time\n")
      .exits(2);
  Cli("unlock ssl --packages")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: --packages answers for the whole request; it takes no library\n"
          "help: modbuild help unlock\n")
      .exits(2);
}

TEST(Why, TellsEachWayOfAnAnyLibWithItsPackage) {
  const TestTree tree(files_without_package());
  tree.write("modules/spare/module.toml",
             "schema = 1\n[module]\n[depends]\nlibs = [\"json\"]\nany-lib = [[\"pq\", \"ssl\"]]\n");
  tree.add_library("harbour-json", "2.1");
  Cli("why spare --base all")
      .in(tree)
      .with("PATH", path_with_apt_file(tree, kFinds))
      .expect_stdout(
          R"(module spare is off, although wanted: base all
  spare: library pq or ssl not found  modules/spare/module.toml:5
    pq, one of 2 ways
      tried pkg-config harbour-pq   not found
      tried pkg-config harbour-pq2  not found
      pq comes with                 fedora pq-devel
      pq on debian                  libharbour-pq-dev (found by apt-file)
    ssl, one of 2 ways
      tried pkg-config harbour-ssl >= 1.1  not found
      ssl comes with                       alpine ssl-dev, debian ssl-dev, fedora ssl-dev
fix: install libharbour-pq-dev (found by apt-file)
fix: install ssl-dev
)")
      .expect_stderr("")
      .exits(1);
}

TEST(Why, TellsWhatElseIsMissing) {
  const TestTree tree(files_without_package());
  Cli("why spare --base all")
      .in(tree)
      .with("PATH", path_with_apt_file(tree, kNoData))
      .expect_stdout(
          R"(module spare is off, although wanted: base all
  spare: library pq not found  modules/spare/module.toml:4
    pq
      tried pkg-config harbour-pq   not found
      tried pkg-config harbour-pq2  not found
      pq comes with                 fedora pq-devel
      pq on debian                  no package known; 'packages' of [libs.pq] would say it, and with data apt-file could find it
    ssl, needed too
      tried pkg-config harbour-ssl >= 1.1  not found
      ssl comes with                       alpine ssl-dev, debian ssl-dev, fedora ssl-dev
fix: install ssl-dev and library pq
)")
      .expect_stderr("")
      .exits(1);
}

TEST(Libs, OfOneLookUpItsPackage) {
  const TestTree tree(files_without_package());
  Cli("libs pq")
      .in(tree)
      .with("PATH", path_with_apt_file(tree, kFinds))
      .expect_stdout(
          R"(pq: not found
  tried     pkg-config harbour-pq: not found
  tried     pkg-config harbour-pq2: not found
  packages  fedora pq-devel
  install   libharbour-pq-dev (found by apt-file)
  used by   db_text, spare
  declared  modbuild.toml:31
)")
      .expect_stderr("")
      .exits(0);
}

}  // namespace
}  // namespace modbuild::test
