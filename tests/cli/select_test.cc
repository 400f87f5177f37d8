#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "support/schema_check.h"
#include "trees.h"

namespace modbuild::test {
namespace {

TEST(Select, ShowsCountsThenSurprisesThenTheRest) {
  const TestTree tree(harbour());
  Cli("select")
      .in(tree)
      .expect_stdout(
          R"(harbour: 2 of 7 modules on, 2 dropped, 3 not wanted
base: default, group default

Dropped, although wanted
  auth  needs tls, which is off  fix: install ssl-dev
  tls   library ssl not found    fix: install ssl-dev

On
  base default (2)
    core_io, log

Off, not wanted
  not requested (3)
    db_json, db_text, spare

Programs
  harbourd
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Select, DropsNothingWhenTheLibraryIsThere) {
  const TestTree tree(harbour());
  tree.add_library("harbour-ssl", "3.0");
  Cli("select --summary")
      .in(tree)
      .expect_stdout("harbour: 4 of 7 modules on, 3 not wanted\nbase: default, group default\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Select, SummaryLeavesOutWhatIsAsExpectedAndNamesTheBase) {
  const TestTree tree(harbour());
  Cli("select -x log --summary")
      .in(tree)
      .expect_stdout(
          R"(harbour: 4 of 7 modules on, 2 dropped, 1 not wanted
base: all, the whole tree (because modules are excluded and no group is named)

Dropped, although wanted
  auth  needs tls, which is off  fix: install ssl-dev
  tls   library ssl not found    fix: install ssl-dev

On, without a feature
  db_json
    pretty  off  library json not found  fix: install json-dev
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Select, TakesAnEmptyExclusionAsGiven) {
  const TestTree tree(harbour());
  Cli("select -x '' --format names")
      .in(tree)
      .expect_stdout("core_io\ndb_json\ndb_text\nlog\nspare\n")
      .expect_stderr("")
      .exits(0);
  Cli("select --exclude= --format names")
      .in(tree)
      .expect_stdout("core_io\ndb_json\ndb_text\nlog\nspare\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Select, VerboseGivesEachModuleItsRowAndPlace) {
  const TestTree tree(harbour());
  Cli("select -g basic --only on -v")
      .in(tree)
      .expect_stdout(
          R"(harbour: 2 of 7 modules on, 5 not wanted
base: none, groups basic

On
  core_io  shared  group basic  modbuild.toml:22
  log      shared  group basic  modbuild.toml:22
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Select, OnlyPicksModulesOfOneKind) {
  const TestTree tree(harbour());
  Cli("select --only dropped --format names").in(tree).expect_stdout("auth\ntls\n").exits(0);
  Cli("select --only off --format names")
      .in(tree)
      .expect_stdout("auth\ndb_json\ndb_text\nspare\ntls\n")
      .exits(0);
  Cli("select --only on --format names").in(tree).expect_stdout("core_io\nlog\n").exits(0);
}

TEST(Select, ListsMayRepeatAndTakeCommasOrBlanks) {
  const TestTree tree(harbour());
  const std::string names = "core_io\ndb_json\ndb_text\nlog\nspare\n";
  Cli("select -g basic -g db -i spare --format names").in(tree).expect_stdout(names).exits(0);
  Cli("select -g basic,db -i spare --format names").in(tree).expect_stdout(names).exits(0);
  Cli("select --group='basic db' -ispare --format names").in(tree).expect_stdout(names).exits(0);
}

TEST(Select, WritesCsv) {
  const TestTree tree(harbour());
  Cli("select --format csv")
      .in(tree)
      .expect_stdout(
          R"(name,verdict,linkage,because,requested,fix,features
auth,dropped,,"needs tls, which is off",no,install ssl-dev,
core_io,on,shared,base default,no,,
db_json,off,,not requested,no,-i db_json,
db_text,off,,not requested,no,-i db_text,
log,on,shared,base default,no,,
spare,off,,not requested,no,-i spare,
tls,dropped,,library ssl not found,no,install ssl-dev,
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Select, WritesMarkdown) {
  const TestTree tree(harbour());
  Cli("select --only dropped --format markdown")
      .in(tree)
      .expect_stdout(
          "harbour: 2 of 7 modules on, 2 dropped, 3 not wanted  \n"
          "base: default, group default\n\n"
          "| module | verdict | because | fix |\n"
          "|---|---|---|---|\n"
          "| auth | dropped | needs tls, which is off | install ssl-dev |\n"
          "| tls | dropped | library ssl not found | install ssl-dev |\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Select, JsonIsAlwaysWhole) {
  const TestTree tree(harbour());
  Cli("select --only on --format json")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: the json document is always whole: --only does not apply to it\n")
      .exits(2);
}

TEST(Select, ShowsTheWholeTableBeforeTheErrorOfANamedModule) {
  const TestTree tree(harbour());
  Cli("select -g db -i tls")
      .in(tree)
      .expect_stdout(
          R"(harbour: 2 of 7 modules on, 1 dropped, 4 not wanted
base: none, groups db

Dropped, although wanted
  tls  library ssl not found  fix: install ssl-dev

On, without a feature
  db_json
    pretty  off  library json not found  fix: install json-dev

On
  group db (2)
    db_json, db_text

Off, not wanted
  not requested (4)
    auth, core_io, log, spare

Programs
  harbourd
)")
      .expect_stderr(
          R"(command line:1:17: error[MB071]: module 'tls' cannot be built: library ssl not found
  1 | select -g db -i tls
    |                 ^^^
modules/tls/module.toml:4:9: note: 'tls' is off: library ssl not found
  4 | libs = ["ssl"]
    |         ^^^^^
help: install ssl-dev
)")
      .exits(1);
}

TEST(Select, MissingSkipMakesANamedModuleASkip) {
  const TestTree tree(harbour());
  Cli("select -i tls --missing skip --format names")
      .in(tree)
      .expect_stdout("core_io\nlog\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Select, PointsAtUnknownWordsOfTheCommandLine) {
  const TestTree tree(harbour());
  Cli("select -i nolog -g dbb")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          R"(command line:1:11: error[MB070]: there is no module 'nolog'
  1 | select -i nolog -g dbb
    |           ^^^^^
help: `modbuild scan` lists what the tree has
command line:1:20: error[MB070]: there is no group 'dbb'
  1 | select -i nolog -g dbb
    |                    ^^^
help: did you mean 'db'?
)")
      .exits(2);
}

TEST(Select, PointsIntoQuotedLists) {
  const TestTree tree(harbour());
  Cli({"select", "-g", "basic dbb"})
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          R"(command line:1:18: error[MB070]: there is no group 'dbb'
  1 | select -g 'basic dbb'
    |                  ^^^
help: did you mean 'db'?
)")
      .exits(2);
}

TEST(Select, SaysWhichSideWonWhenAModuleIsOnBothLists) {
  const TestTree tree(harbour());
  Cli("select -i spare -x spare --summary")
      .in(tree)
      .expect_stdout(
          R"(harbour: 5 of 7 modules on, 2 dropped
base: all, the whole tree (because modules are excluded and no group is named)

Dropped, although wanted
  auth  needs tls, which is off  fix: install ssl-dev
  tls   library ssl not found    fix: install ssl-dev

On, without a feature
  db_json
    pretty  off  library json not found  fix: install json-dev

To be noted
  spare  also in exclude; include wins
)")
      .expect_stderr(
          R"(command line:1:20: note[MB076]: 'spare' is in both include and exclude; include wins
  1 | select -i spare -x spare --summary
    |                    ^^^^^
help: take it out of one of the two
)")
      .exits(0);
}

TEST(Select, ProfilesComeFromTheTreeFile) {
  const TestTree tree(harbour());
  Cli("--profile small select --summary")
      .in(tree)
      .expect_stdout(
          "harbour: 2 of 7 modules on, 5 not wanted\nbase: none, groups basic; profile small\n")
      .expect_stderr("")
      .exits(0);
  Cli("select --profile smal")
      .in(tree)
      .expect_stdout("")
      .expect_stderr("error[MB070]: there is no profile 'smal'\nhelp: did you mean 'small'?\n")
      .exits(2);
}

TEST(Select, SavedSelectionIsTheSameAgain) {
  const TestTree tree(harbour());
  Cli("select -g db --save saved.json --format names")
      .in(tree)
      .expect_stdout("db_json\ndb_text\n")
      .expect_stderr("saved 'saved.json'\n")
      .exits(0);
  EXPECT_EQ("", schema_faults("selection", tree.read("saved.json")));
  Cli("select --check saved.json")
      .in(tree)
      .expect_stdout("")
      .expect_stderr("the selection is the one in 'saved.json'\n")
      .exits(0);
  Cli("select --selection saved.json --format names")
      .in(tree)
      .expect_stdout("db_json\ndb_text\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Select, CheckShowsWhatDiffers) {
  const TestTree tree(harbour());
  Cli("-q select --save saved.json").in(tree).exits(0);
  tree.add_library("harbour-ssl", "3.0");
  tree.remove("modules/log");
  tree.write("modbuild.toml", [&] {
    std::string text = tree.read("modbuild.toml");
    const std::string old = R"(["core_io", "log"])";
    return text.replace(text.find(old), old.size(), R"(["core_io"])");
  }());
  Cli("select --check saved.json")
      .in(tree)
      .expect_stdout(
          R"(+ auth  on (base default)
- log   no longer in the tree
+ tls   on (base default)
)")
      .expect_stderr(
          "error[MB074]: the selection is not the one in 'saved.json': 3 differences\n"
          "help: when that is meant: modbuild select --base default --save saved.json\n")
      .exits(1);
}

TEST(Select, CheckSaysHowToSaveTheSameRequest) {
  const TestTree tree(harbour());
  Cli("-q select -g db -x db_json --save saved.json").in(tree).exits(0);
  tree.remove("modules/db_text");
  tree.write("modules/db_new/module.toml", "schema = 1\n[module]\ngroups = [\"db\"]\n");
  const std::string command = "select -g db -x db_json --base none --save saved.json";
  const Outcome outcome = Cli("select --check saved.json").in(tree).run();
  EXPECT_EQ(1, outcome.status);
  EXPECT_TRUE(holds(outcome.err, "help: when that is meant: modbuild " + command + "\n"))
      << outcome.err;
  Cli("-q " + command).in(tree).exits(0);
  Cli("select --check saved.json").in(tree).exits(0);
}

TEST(Select, AModulesLstIsReadAndWritten) {
  const TestTree tree(harbour());
  tree.write("in.lst",
             "modules_dirs:=modules\nskip_modules= log\n"
             "exclude_modules= auth tls gone $(skip_modules)\n");
  Cli("select --modules-lst in.lst -x spare --save-modules-lst out.lst --format names")
      .in(tree)
      .expect_stdout("core_io\ndb_json\ndb_text\n")
      .expect_stderr(
          "saved 'out.lst'\n"
          "in.lst:3:27: warning[MB077]: this tree has no module 'gone'\n"
          "  3 | exclude_modules= auth tls gone $(skip_modules)\n"
          "    |                           ^^^^\n"
          "help: what is not there is not built; configure anew to have this silent\n")
      .exits(0);
  Cli("select --modules-lst out.lst --format names")
      .in(tree)
      .expect_stdout("core_io\ndb_json\ndb_text\n")
      .expect_stderr("")
      .exits(0);
  Cli("select --modules-lst gone.lst")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "error[MB075]: cannot read 'gone.lst': No such file or directory\n"
          "help: a modules.lst is made by 'make cfg', in the directory of the makefiles\n")
      .exits(2);
}

TEST(Select, RefusesFilesThatAreNoSelection) {
  const TestTree tree(harbour());
  tree.write("other.json", "{\"schema\": \"other/1\"}\n");
  Cli("select --selection gone.json")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          "error[MB075]: cannot read 'gone.json': No such file or directory\n"
          "help: selection files are made by 'modbuild select --save FILE'\n")
      .exits(2);
  Cli("select --check other.json").in(tree).expect_stdout("").exits(2);
}

TEST(Select, TellsWhatIsInstalledAndWhatItCosts) {
  const TestTree tree(harbour());
  Cli("select -g basic --summary --artifacts --cost --dir libdir=/usr/lib")
      .in(tree)
      .expect_stdout(
          "harbour: 2 of 7 modules on, 5 not wanted\n"
          "base: none, groups basic\n"
          "\n"
          "Installed files\n"
          "  /usr/lib/harbour/modules/core_io.so  not built  core_io\n"
          "  /usr/lib/harbour/modules/log.so      not built  log\n"
          "  /usr/local/bin/harbourd              not built  harbourd\n"
          "\n"
          "Cost\n"
          "  compile  3 steps\n"
          "  link     3 steps\n"
          "  time     0.2 s of one processor\n"
          "  source   estimated from the sizes of sources; no log knows better\n")
      .exits(0);
  Cli("build -q -g basic").in(tree).exits(0);
  const std::string out = Cli("select -g basic --artifacts --cost").in(tree).run().out;
  EXPECT_EQ(std::string::npos, out.find("not built")) << out;
  EXPECT_NE(std::string::npos, out.find("from the log of 'build'")) << out;
  Cli("select --cost --format names").in(tree).exits(2);
}

TEST(Select, SaysWhatToInstallForWhatCannotBeBuilt) {
  const TestTree tree(harbour());
  const std::string out = Cli("select -g security --artifacts").in(tree).run().out;
  EXPECT_NE(std::string::npos, out.find("For what cannot be built\n  install ")) << out;
}

}  // namespace
}  // namespace modbuild::test
