// Every document that the program can write is valid by its schema.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "command_table.h"
#include "support/cli_test.h"
#include "support/schema_check.h"
#include "trees.h"

namespace modbuild::test {
namespace {

struct DocumentCase {
  const char* command;
  const char* schema;
  int status;
};

// What the streams of a command hold; with a found and a missing library.
class Documents : public testing::TestWithParam<DocumentCase> {};

TEST_P(Documents, AreValidBySchema) {
  const TestTree tree(harbour());
  tree.add_library("harbour-json", "2.1");
  tree.write("harbour.conf", "load log\nload auth\n");
  const DocumentCase& param = GetParam();
  const Outcome outcome = Cli(param.command).in(tree).run();
  EXPECT_EQ(param.status, outcome.status) << outcome.err;
  EXPECT_EQ("", schema_faults(param.schema, outcome.out)) << outcome.out;
  EXPECT_NE(std::string::npos,
            outcome.out.find(std::string("\"modbuild.") + param.schema + "/1\""));
}

INSTANTIATE_TEST_SUITE_P(
    Stdout, Documents,
    testing::Values(
        DocumentCase{"scan --format json", "scan", 0},
        DocumentCase{"select --format json", "selection", 0},
        DocumentCase{"select --base all --format json", "selection", 0},
        DocumentCase{"select -i tls --format json", "selection", 1},
        DocumentCase{"select -g db -s db_text --with-deps --feature db_json/pretty=off "
                     "--missing skip --format json",
                     "selection", 0},
        DocumentCase{"why --all", "why", 0}, DocumentCase{"why auth --format json", "why", 1},
        DocumentCase{"why db_json -g db --format json", "why", 0},
        DocumentCase{"groups --format json", "groups", 0},
        DocumentCase{"libs --format json", "libs", 0},
        DocumentCase{"libs --no-probe --format json", "libs", 0},
        DocumentCase{"libs ssl --format json", "libs", 0},
        DocumentCase{"unlock --base all --format json", "unlock", 0},
        DocumentCase{"unlock ssl --format json", "unlock", 0},
        DocumentCase{"unlock --packages --base all --format json", "unlock", 0},
        DocumentCase{"unlock --minimal-request --format json", "unlock", 0},
        DocumentCase{"hosts --format json", "hosts", 0},
        DocumentCase{"deps --all --format json", "deps", 0},
        DocumentCase{"rdeps -t tls --format json", "deps", 0},
        DocumentCase{"path auth tls --format json", "path", 0},
        DocumentCase{"diff '' '-g db --feature db_json/pretty=off' --format json", "diff", 0},
        DocumentCase{"diff '-g db' '-g db -s db_text --dir prefix=/x' --format json "
                     "--exit-code",
                     "diff", 1},
        DocumentCase{"diff '' '' --format json", "diff", 0},
        DocumentCase{"select --base all --artifacts --cost --format json", "selection", 0},
        DocumentCase{"affected --files modbuild.toml --format json", "affected", 0},
        DocumentCase{"lock -g db --format json", "lock", 0},
        DocumentCase{"ci shard 1/2 --format json", "ci-shard", 0},
        DocumentCase{"ci shard 2/2 -g db -s db_text --feature db_json/pretty=off --format json",
                     "ci-shard", 0},
        DocumentCase{"ci matrix --shards 3 --format json", "ci-matrix", 0},
        DocumentCase{"ci cover --format json", "ci-cover", 0},
        DocumentCase{"check-config harbour.conf --format json", "check-config", 1},
        DocumentCase{"path tls auth --format json", "path", 1},
        DocumentCase{"query 'deps(auth)' --format json", "query", 0},
        DocumentCase{"query '*' -g db -s db_text --format json", "query", 0},
        DocumentCase{"show db_json -g db --format json", "show", 0},
        DocumentCase{"show tls --format json", "show", 0},
        DocumentCase{"show harbourd --format json", "show", 0},
        DocumentCase{"plan --format json", "plan", 0}, DocumentCase{"gen --format json", "gen", 0},
        DocumentCase{"package deb -n --out debian --format json", "package", 0},
        DocumentCase{"package check --base all --format json", "package", 1},
        DocumentCase{"gen -n --format json", "gen", 0},
        DocumentCase{"static-check --format json", "static-check", 0},
        DocumentCase{"clean --format json", "clean", 0}));

// Of the makefile tree that lies in the tests.
TEST(DocumentsOfImport, AreValidBySchema) {
  const TestTree tree(harbour());
  const std::string import =
      "import kamailio " MB_SOURCE_DIR "/tests/import/family/tree --out imported --format json";
  const Outcome imported = Cli(import).in(tree).run();
  EXPECT_EQ(0, imported.status) << imported.err;
  EXPECT_EQ("", schema_faults("import", imported.out)) << imported.out;
  const Outcome verified = Cli(import + " --verify").in(tree).run();
  EXPECT_EQ("", schema_faults("verify-import", verified.out)) << verified.out << verified.err;
}

TEST(DocumentsInTheBuildDirectory, AreValidBySchema) {
  const TestTree tree(harbour());
  Cli("gen -q -g db -x 'db_t*'").in(tree).exits(0);
  EXPECT_EQ("", schema_faults("selection", tree.read("build/selection.json")));
  EXPECT_EQ("", schema_faults("plan", tree.read("build/install-plan.json")));
  EXPECT_EQ("", schema_faults("request", tree.read("build/.modbuild/request.json")));
}

TEST(DocumentsOfInstalling, AreValidBySchema) {
  const TestTree tree(harbour());
  Cli("build -q").in(tree).exits(0);
  const Outcome installed = Cli("install --destdir stage --format json").in(tree).run();
  EXPECT_EQ(0, installed.status) << installed.err;
  EXPECT_EQ("", schema_faults("install", installed.out)) << installed.out;
  const std::string manifest = "stage/usr/local/var/lib/modbuild/harbour.json";
  EXPECT_EQ("", schema_faults("installed", tree.read(manifest))) << tree.read(manifest);
  tree.write("stage/usr/local/lib/harbour/modules/foreign", "");
  tree.write("stage/usr/local/bin/harbourd", "something else");
  const Outcome verified = Cli("verify --installed --destdir stage --format json").in(tree).run();
  EXPECT_EQ(1, verified.status) << verified.err;
  EXPECT_EQ("", schema_faults("verify-installed", verified.out)) << verified.out;
  const Outcome audited = Cli("verify --format json").in(tree).run();
  EXPECT_EQ("", schema_faults("verify", audited.out)) << audited.out;
  const Outcome removed = Cli("uninstall --destdir stage --format json").in(tree).run();
  EXPECT_EQ(1, removed.status) << removed.err;
  EXPECT_EQ("", schema_faults("uninstall", removed.out)) << removed.out;
}

TEST(DiagnosticsDocument, IsValidBySchema) {
  const TestTree tree(harbour());
  const std::string none = Cli("scan --diagnostics json --format names").in(tree).run().err;
  EXPECT_EQ("", schema_faults("diagnostics", none)) << none;
  const std::string request = Cli("select -i nolog -g dbb --diagnostics json").in(tree).run().err;
  EXPECT_EQ("", schema_faults("diagnostics", request)) << request;
  tree.write("modules/log/module.toml", "schema = 1\n[module]\n[depends]\nmodules = [\"x\", 7]\n");
  const std::string broken = Cli("check --diagnostics json").in(tree).run().err;
  EXPECT_EQ("", schema_faults("diagnostics", broken)) << broken;
}

std::string schema_file(const std::string& name) {
  std::ifstream file(MB_SOURCE_DIR "/schemas/" + name + ".schema.json");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Schemas, ArePrintedAsTheyStandInTheRepository) {
  std::istringstream names(Cli("schema").run().out);
  std::set<std::string> printed;
  std::string name;
  while (names >> name) {
    printed.insert(name + ".schema.json");
    Cli("schema " + name).expect_stdout(schema_file(name)).expect_stderr("").exits(0);
  }
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(MB_SOURCE_DIR "/schemas")) {
    files.insert(entry.path().filename().string());
  }
  EXPECT_EQ(files, printed);
}

TEST(Schemas, UnknownNamesAreErrorsWithASuggestion) {
  Cli("schema selektion")
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: there is no schema 'selektion'\nhelp: did you mean 'selection'?\n")
      .exits(2);
}

}  // namespace
}  // namespace modbuild::test
