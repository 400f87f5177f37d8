#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

TEST(Diff, TellsWhatAnotherRequestChanges) {
  const TestTree tree(harbour());
  Cli("diff '' '-g db' --only modules,files,packages,steps")
      .in(tree)
      .expect_stdout(
          "from  the tree's default  2 modules on\n"
          "to    -g db               2 modules on\n"
          "\n"
          "modules, programs and libraries\n"
          "  -  core_io  not requested\n"
          "  +  db_json  group db       modules/db_json/module.toml:3\n"
          "  +  db_text  group db       modules/db_text/module.toml:3\n"
          "  -  log      not requested\n"
          "\n"
          "installed files\n"
          "  -  /usr/local/lib/harbour/modules/core_io.so  core_io\n"
          "  +  /usr/local/lib/harbour/modules/db_json.so  db_json  harbour-db\n"
          "  +  /usr/local/lib/harbour/modules/db_text.so  db_text  harbour-db\n"
          "  -  /usr/local/lib/harbour/modules/log.so      log\n"
          "\n"
          "packages\n"
          "  +  harbour-db\n"
          "\n"
          "steps\n"
          "  compile  3  2 gained, 2 lost\n"
          "  link     3  2 gained, 2 lost\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Diff, SaysWhenNothingDiffers) {
  const TestTree tree(harbour());
  Cli("diff -- '-g db' '-i db_text -i db_json --base none'").in(tree).exits(0);
  Cli("diff --exit-code '-g db' '-g db'").in(tree).expect_stderr("nothing differs\n").exits(0);
  Cli("diff --exit-code '-g db' '-g db -x db_text'").in(tree).exits(1);
}

TEST(Diff, TellsFeaturesLibsAndFlags) {
  const TestTree tree(harbour());
  tree.add_library("harbour-json", "2.1");
  Cli("diff -q '-g db' '-g db --feature db_json/pretty=off -s db_text' --only modules,libs,flags")
      .in(tree)
      .expect_stdout(
          "from  -g db                                          2 modules on\n"
          "to    -g db --feature db_json/pretty=off -s db_text  2 modules on\n"
          "\n"
          "modules, programs and libraries\n"
          "  ~  db_json  feature pretty off\n"
          "  ~  db_text  static, was shared\n"
          "\n"
          "external libraries\n"
          "  -  json\n"
          "\n"
          "flags\n"
          "  -  db_json  compile C  -DWITH_PRETTY\n"
          "  -  db_json  compile C  -DFROM_PKG_CONFIG\n"
          "  -  db_json  link       -lm\n")
      .exits(0);
}

TEST(Diff, TakesProfilesSelectionFilesAndBuildDirectories) {
  auto files = harbour();
  files["modbuild.toml"] += "[profiles.text]\ngroups = [\"db\"]\nexclude = [\"db_json\"]\n";
  const TestTree tree(files);
  Cli("gen -q -g db -B out").in(tree).exits(0);
  Cli("select -q -g db --save db.json").in(tree).exits(0);
  const std::string lost = "  -  db_json  excluded  modbuild.toml:";
  for (const char* first : {"out", "db.json", "'-g db'"}) {
    const Outcome outcome =
        Cli(std::string("diff ") + first + " text --only modules").in(tree).run();
    EXPECT_EQ(0, outcome.status) << outcome.err;
    EXPECT_NE(std::string::npos, outcome.out.find(lost)) << outcome.out;
  }
  Cli("diff profile:text 'text' --exit-code").in(tree).exits(0);
  Cli("diff 'text -i core_io' 'db.json -x db_json' --only modules")
      .in(tree)
      .expect_stdout(
          "from  profile text -i core_io            2 modules on\n"
          "to    selection file db.json -x db_json  1 module on\n"
          "\n"
          "modules, programs and libraries\n"
          "  -  core_io  not requested\n")
      .exits(0);
}

TEST(Diff, TellsTheRootOfALoss) {
  const TestTree tree(harbour());
  tree.add_library("harbour-ssl", "3.0");
  Cli("diff '-i auth,tls --base none' '-i auth --base none' --only modules")
      .in(tree)
      .expect_stdout(
          "from  -i auth,tls --base none  2 modules on\n"
          "to    -i auth --base none      0 modules on\n"
          "\n"
          "modules, programs and libraries\n"
          "  -  auth  needs tls, which is off; tls: not requested  modules/auth/module.toml:4\n"
          "  -  tls   not requested\n")
      .exits(0);
}

TEST(Diff, WritesMarkdown) {
  const TestTree tree(harbour());
  const Outcome outcome = Cli("diff '' '-g db -x db_json' --format markdown").in(tree).run();
  EXPECT_EQ(0, outcome.status);
  EXPECT_NE(std::string::npos, outcome.out.find("| to | -g db -x db\\_json | 1 module on |\n"))
      << outcome.out;
  EXPECT_NE(std::string::npos,
            outcome.out.find("**packages**\n\n| | |\n|---|---|\n| + | harbour-db"));
}

TEST(Diff, RefusesWhatItCannotUnderstand) {
  const TestTree tree(harbour());
  Cli("diff '-g db'")
      .in(tree)
      .expect_stderr(
          "modbuild: error: 'diff' needs two things to compare\nhelp: modbuild help diff\n")
      .exits(2);
  Cli("diff '-g db' '-g \"db'")
      .in(tree)
      .expect_stderr("modbuild: error: '-g \"db': a quote is not closed\n")
      .exits(2);
  Cli("diff '-g dc' '-g db'")
      .in(tree)
      .expect_stderr(
          "command line:1:4: error[MB070]: there is no group 'dc'\n"
          "  1 | -g dc\n"
          "    |    ^^\n"
          "help: did you mean 'db'?\n")
      .exits(2);
  Cli("diff outt ''")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "error[MB070]: there is no profile 'outt'\n"
          "help: profiles are: small\n"
          "nor is there a selection file or build directory 'outt'\n")
      .exits(2);
  Cli("diff modules ''")
      .in(tree)
      .expect_stderr(
          "modbuild: error: 'modules': this directory is no build directory of modbuild\n"
          "help: modbuild gen -B DIR makes one\n")
      .exits(2);
  Cli("diff '-g db' '-g db' --only color")
      .in(tree)
      .expect_stderr(
          "modbuild: error: --only takes modules, files, packages, libs, flags, steps, cost; found "
          "'color'\n")
      .exits(2);
}

}  // namespace
}  // namespace modbuild::test
