#include <gtest/gtest.h>

#include "git_tree.h"
#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

// harbour, committed once.
class AffectedTest : public testing::Test {
 protected:
  AffectedTest() : tree_(harbour()) { commit_all(tree_); }

  Cli affected(const std::string& words) { return Cli("affected " + words).in(tree_); }

  const TestTree tree_;
};

TEST_F(AffectedTest, NothingIsWhereNothingChanged) {
  affected("--base HEAD").expect_stdout("").expect_stderr("0 of 3 are affected\n").exits(0);
  affected("--base HEAD --exit-code").exits(0);
}

TEST_F(AffectedTest, ASourceTouchesItsModule) {
  tree_.write("modules/log/log.c", tree_.read("modules/log/log.c") + "int more;\n");
  affected("--base HEAD --exit-code")
      .expect_stdout("log  builds  compiles modules/log/log.c\n")
      .expect_stderr("1 of 3 is affected\n")
      .exits(1);
  affected("--base HEAD --format names").expect_stdout("log\n").exits(0);
}

TEST_F(AffectedTest, AHeaderTouchesWhatIncludesIt) {
  tree_.write("include/harbour.h", "#include \"deep.h\"\n#define HARBOUR 1\n");
  tree_.write("include/deep.h", "\n");
  tree_.write("modules/log/log.c", "#include <stdio.h>\n");
  commit_all(tree_);
  tree_.write("include/deep.h", "#define DEEP\n");
  affected("--base HEAD --why")
      .expect_stdout(
          "core_io   builds  compiles modules/core_io/core_io.c\n"
          "                  includes include/harbour.h\n"
          "                  includes include/deep.h\n"
          "harbourd  builds  compiles host/main.c\n"
          "                  includes include/harbour.h\n"
          "                  includes include/deep.h\n")
      .exits(0);
}

TEST_F(AffectedTest, DependentsAreAddedWhenAskedFor) {
  tree_.write("modules/core_io/core_io.c", tree_.read("modules/core_io/core_io.c") + "int more;\n");
  affected("--base HEAD --dependents")
      .expect_stdout(
          "core_io  builds  compiles modules/core_io/core_io.c\n"
          "log      needs   needs core_io, compiles modules/core_io/core_io.c\n")
      .exits(0);
}

TEST_F(AffectedTest, ManifestsCountByWhatTheyChange) {
  tree_.write("modules/log/module.toml",
              "schema = 1\n[module]\ndescription = \"other words\"\n[depends]\nmodules = "
              "[\"core_io\"]\n");
  affected("--base HEAD").expect_stdout("").exits(0);
  tree_.write("modules/log/module.toml",
              "schema = 1\n[module]\n[build]\ndefines = [\"LOUD\"]\n[depends]\nmodules = "
              "[\"core_io\"]\n");
  affected("--base HEAD").expect_stdout("log  builds  compile C: +-DLOUD\n").exits(0);
}

TEST_F(AffectedTest, TheTreeFileCountsByWhatItChanges) {
  std::string text = tree_.read("modbuild.toml");
  tree_.write("modbuild.toml", text.replace(text.find("\"-Wall\""), 7, "\"-Wextra\""));
  affected("--base HEAD --format names").expect_stdout("core_io\nharbourd\nlog\n").exits(0);
}

TEST_F(AffectedTest, WhatIsNoLongerBuiltIsTold) {
  std::string text = tree_.read("modbuild.toml");
  tree_.write("modbuild.toml", text.replace(text.find("\"core_io\", \"log\""), 16, "\"core_io\""));
  affected("--base HEAD").expect_stdout("log  gone  no longer built\n").exits(0);
}

TEST_F(AffectedTest, TwoRevisionsAreComparedWithoutACheckout) {
  tree_.write("modules/log/log.c", tree_.read("modules/log/log.c") + "int more;\n");
  commit_all(tree_);
  tree_.write("modules/core_io/core_io.c", "broken");
  affected("--base HEAD~1 --head HEAD")
      .expect_stdout("log  builds  compiles modules/log/log.c\n")
      .exits(0);
  affected("--base HEAD~1")
      .expect_stdout(
          "core_io  builds  compiles modules/core_io/core_io.c\n"
          "log      builds  compiles modules/log/log.c\n")
      .exits(0);
}

TEST_F(AffectedTest, FilesOfNothingFollowThePolicy) {
  tree_.write("NEWS", "news\n");
  affected("--base HEAD")
      .expect_stdout("")
      .expect_stderr("0 of 3 are affected; 1 changed file belongs to nothing: NEWS\n")
      .exits(0);
  const std::string text = tree_.read("modbuild.toml");
  tree_.write("modbuild.toml", text + "[affected]\nunknown = \"all\"\n");
  affected("--base HEAD --format names").expect_stdout("core_io\nharbourd\nlog\n").exits(0);
  tree_.write("modbuild.toml",
              text +
                  "[affected]\nunknown = \"error\"\nfiles = [{ match = [\"N*\"], affects = "
                  "\"none\" }]\n");
  affected("--base HEAD").expect_stdout("").exits(0);
  tree_.write("ci.sh", "");
  affected("--base HEAD")
      .expect_stderr(
          "0 of 3 are affected; 1 changed file belongs to nothing: ci.sh\n"
          "error[MB195]: the changed file 'ci.sh' belongs to nothing\n"
          "help: [affected] in modbuild.toml says what such a file touches\n")
      .exits(1);
}

TEST_F(AffectedTest, AListOfFilesIsEnough) {
  tree_.write("list", "modules/log/log.c\n//host/main.c\n./NEWS\n/elsewhere\n");
  affected("--files list")
      .expect_stdout(
          "harbourd  builds  compiles host/main.c\n"
          "log       builds  compiles modules/log/log.c\n")
      .expect_stderr("2 of 3 are affected; 1 changed file belongs to nothing: NEWS\n")
      .exits(0);
  tree_.write("list", "modules/core_io/module.toml\nmodules/log/gone.c\n");
  affected("--files list")
      .expect_stdout(
          "core_io  builds  manifest modules/core_io/module.toml\n"
          "log      builds  compiles modules/log/gone.c\n")
      .exits(0);
}

TEST_F(AffectedTest, SpeaksTheProtocolOfGn) {
  tree_.write(
      "in.json",
      R"({"files": ["//modules/core_io/core_io.c"], "test_targets": ["log", "harbourd", "x"],
                  "additional_compile_targets": ["all"]})");
  affected("--json in.json out.json").exits(0);
  EXPECT_EQ(tree_.read("out.json"), R"({
  "compile_targets": [
    "core_io",
    "log"
  ],
  "invalid_targets": [
    "x"
  ],
  "status": "Found dependency",
  "test_targets": [
    "log"
  ]
}
)");
  tree_.write("in.json", R"({"files": ["//NEWS"], "additional_compile_targets": ["@basic"]})");
  affected("--json in.json out.json").exits(0);
  EXPECT_NE(std::string::npos, tree_.read("out.json").find("\"No dependency\""));
  tree_.write("in.json", "{}");
  affected("--json in.json out.json")
      .expect_stderr(
          "modbuild: error: 'in.json': 'files' is missing\nhelp: modbuild help affected\n")
      .exits(2);
  EXPECT_NE(std::string::npos, tree_.read("out.json").find("'files' is missing"));
}

TEST_F(AffectedTest, ATreeThatWasBrokenMakesEverythingCount) {
  const std::string text = tree_.read("modules/log/module.toml");
  tree_.write("modules/log/module.toml", "schema = 1\n[modul]\n");
  commit_all(tree_);
  tree_.write("modules/log/module.toml", text);
  affected("--base HEAD --format names")
      .expect_stdout("core_io\nharbourd\nlog\n")
      .expect_stderr(
          "the tree at 'HEAD' cannot be planned (2 mistakes): everything counts as affected\n"
          "3 of 3 are affected\n")
      .exits(0);
}

TEST_F(AffectedTest, MistakesAreTold) {
  affected("").exits(2);
  affected("--head HEAD").exits(2);
  affected("--base HEAD --files x").exits(2);
  affected("--base nowhere")
      .expect_stderr("modbuild: error: the repository of '" + tree_.path() +
                     "' has no commit 'nowhere'\n"
                     "help: --files takes a list of changed files instead\n")
      .exits(2);
  affected("--files nowhere").exits(5);
}

TEST(Diff, ARevisionIsASide) {
  const TestTree tree(harbour());
  commit_all(tree);
  tree.remove("modules/log/log.c");
  tree.write("modules/log/module.toml", "schema = 1\n[module]\nwhen = \"netbsd\"\n");
  tree.write("modules/log/log.c", "int log_start;\n");
  commit_all(tree);
  Cli("diff rev:HEAD~1 rev:HEAD --only modules")
      .in(tree)
      .expect_stdout(
          "from  revision HEAD~1  2 modules on\n"
          "to    revision HEAD    1 module on\n"
          "\n"
          "modules, programs and libraries\n"
          "  -  log  when netbsd is false  modules/log/module.toml:3\n")
      .expect_stderr("")
      .exits(0);
  Cli("diff rev:nowhere ''").in(tree).exits(2);
  Cli("diff rev: ''").in(tree).exits(2);
}

}  // namespace
}  // namespace modbuild::test
