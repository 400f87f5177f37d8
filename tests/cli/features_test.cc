// Features as people see them: the sub-lists of `select` and `show`, and what --feature does.
#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "support/schema_check.h"
#include "trees.h"

namespace modbuild::test {
namespace {

// harbour(), with a host that has a feature too, and db_json with one of each setting.
std::map<std::string, std::string> harbour_with_features() {
  std::map<std::string, std::string> files = harbour();
  files["host/module.toml"] += "[features.console]\ndefines = [\"CONSOLE\"]\n";
  files["modules/db_json/module.toml"] +=
      "[features.fast]\ndefault = \"on\"\n"
      "[features.secure]\nany-lib = [[\"ssl\", \"json\"]]\n"
      "[features.trace]\ndefault = \"off\"\n";
  files["modules/db_text/module.toml"] += "[features.pretty]\nmodules = [\"tls\"]\n";
  return files;
}

TEST(Features, VerboseShowsAllBelowTheirModules) {
  const TestTree tree(harbour_with_features());
  tree.add_library("harbour-json", "1");
  Cli("select -g db -v --feature db_json/fast=off")
      .in(tree)
      .expect_stdout(R"(harbour: 2 of 7 modules on, 5 not wanted
base: none, groups db

On, without a feature
  db_text
    pretty  off  needs tls, which is off  fix: -i tls  modules/db_text/module.toml:6

On
  db_json   shared  group db                                                  modules/db_json/module.toml:3
    fast    off     off as asked                                              command line:1
    pretty  on      auto                                                      modules/db_json/module.toml:7
    secure  on      auto                                                      modules/db_json/module.toml:12
    trace   off     off by default           fix: --feature db_json/trace=on  modules/db_json/module.toml:14
  db_text   shared  group db                                                  modules/db_text/module.toml:3
    pretty  off     needs tls, which is off  fix: -i tls                      modules/db_text/module.toml:6

Off, not wanted
  auth     not requested
  core_io  not requested
  log      not requested
  spare    not requested
  tls      not requested

Programs
  harbourd

Features of programs and libraries
  program harbourd
    console         on  auto  host/module.toml:7
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Features, OfWhatIsOnAreListedByThemselves) {
  const TestTree tree(harbour_with_features());
  tree.add_library("harbour-json", "1");
  Cli("select -g db --only on")
      .in(tree)
      .expect_stdout(R"(harbour: 2 of 7 modules on, 5 not wanted
base: none, groups db

On
  group db (2)
    db_json, db_text

Features
  db_json
    fast    on   on by default
    pretty  on   auto
    secure  on   auto
    trace   off  off by default           fix: --feature db_json/trace=on
  db_text
    pretty  off  needs tls, which is off  fix: -i tls
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Features, StandInCsvAndMarkdown) {
  const TestTree tree(harbour_with_features());
  Cli("select -g db --only on --format csv")
      .in(tree)
      .expect_stdout(R"(name,verdict,linkage,because,requested,fix,features
db_json,on,shared,group db,no,,fast=on pretty=off secure=off trace=off
db_text,on,shared,group db,no,,pretty=off
)")
      .exits(0);
  Cli("select -g db --only on --format markdown")
      .in(tree)
      .expect_stdout(
          "harbour: 2 of 7 modules on, 5 not wanted  \n"
          "base: none, groups db\n"
          "\n"
          "| module | verdict | because | features | fix |\n"
          "|---|---|---|---|---|\n"
          "| db\\_json | on | group db | fast on (on by default)<br>pretty off (library json not "
          "found; install json-dev)<br>secure off (library ssl or json not found; install ssl-dev "
          "or install json-dev)<br>trace off (off by default; --feature db\\_json/trace=on) |  |\n"
          "| db\\_text | on | group db | pretty off (needs tls, which is off; -i tls) |  |\n")
      .exits(0);
}

TEST(Features, AreShownWithTheirFixes) {
  const TestTree tree(harbour_with_features());
  const Outcome json = Cli("show db_json -g db --format json").in(tree).run();
  EXPECT_EQ("", schema_faults("show", json.out));
  const Outcome text = Cli("show db_json -g db").in(tree).run();
  const std::size_t begin = text.out.find("external libraries");
  EXPECT_EQ(
      R"(external libraries
  json  not found  feature pretty                modules/db_json/module.toml:8
  ssl   not found  feature secure, any of these  modules/db_json/module.toml:13
  json  not found  feature secure, any of these  modules/db_json/module.toml:13

features
  fast    on   on by default                                                            modules/db_json/module.toml:10
  pretty  off  library json not found         fix: install json-dev                     modules/db_json/module.toml:7
  secure  off  library ssl or json not found  fix: install ssl-dev or install json-dev  modules/db_json/module.toml:12
  trace   off  off by default                 fix: --feature db_json/trace=on           modules/db_json/module.toml:14
)",
      text.out.substr(begin, text.out.find("\ninstalled") - begin));
}

TEST(Features, ThatAreAskedForAndCannotBeHadAreErrorsWhateverIsSkipped) {
  const TestTree tree(harbour_with_features());
  Cli("select -g db --feature db_json/pretty --missing skip")
      .in(tree)
      .expect_stdout(R"(harbour: 1 of 7 modules on, 1 dropped, 5 not wanted
base: none, groups db

Dropped, although wanted
  db_json   feature pretty cannot be had  fix: install json-dev or --feature db_json/pretty=auto
    pretty  library json not found

On, without a feature
  db_text
    pretty  off  needs tls, which is off  fix: -i tls

On
  group db (1)
    db_text

Off, not wanted
  not requested (5)
    auth, core_io, log, spare, tls

Programs
  harbourd
)")
      .expect_stderr(
          R"(command line:1:24: error[MB071]: module 'db_json' cannot be built: feature pretty cannot be had
  1 | select -g db --feature db_json/pretty --missing skip
    |                        ^^^^^^^^^^^^^^
modules/db_json/module.toml:8:9: note: 'db_json' cannot have feature 'pretty': library json not found
  8 | libs = ["json"]
    |         ^^^^^^
help: install json-dev, or --feature db_json/pretty=auto
)")
      .exits(1);
  Cli("select -g db --feature 'db_*/pretty=on' --format names")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          R"(command line:1:25: error[MB071]: 2 modules cannot be built: 'db_json', 'db_text'
  1 | select -g db --feature 'db_*/pretty=on' --format names
    |                         ^^^^^^^^^^^^^^
modules/db_json/module.toml:8:9: note: 'db_json' cannot have feature 'pretty': library json not found
  8 | libs = ["json"]
    |         ^^^^^^
modules/db_text/module.toml:6:12: note: 'db_text' cannot have feature 'pretty': needs tls, which is off
  6 | modules = ["tls"]
    |            ^^^^^
note: for 'db_text': 'tls' is off: not requested
help: install json-dev, or --feature db_json/pretty=auto (db_json); -i tls, or --with-deps, or --feature db_text/pretty=auto (db_text)
)")
      .exits(1);
  Cli("select -g db --feature 'db_*/pretty=auto' --format names")
      .in(tree)
      .expect_stdout("db_json\ndb_text\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Features, OfAModuleThatIsNotWantedAreNoted) {
  const TestTree tree(harbour_with_features());
  Cli("select --feature db_json/trace --summary -g basic")
      .in(tree)
      .expect_stdout(R"(harbour: 2 of 7 modules on, 5 not wanted
base: none, groups basic

To be noted
  db_json  feature trace is asked for, and the module is not
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Features, OfUnknownNamesAreErrors) {
  const TestTree tree(harbour_with_features());
  Cli("select --feature 'dbs_*/pretty' --feature 'db_*/preti=off' --feature log/pretty=off")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(R"(command line:1:19: error[MB070]: 'dbs_*' matches no module
  1 | select --feature 'dbs_*/pretty' --feature 'db_*/preti=off' --feature log/pretty=off
    |                   ^^^^^^^^^^^^
help: `modbuild scan` lists what the tree has
command line:1:44: error[MB070]: no module of 'db_*' has a feature 'preti'
  1 | select --feature 'dbs_*/pretty' --feature 'db_*/preti=off' --feature log/pretty=off
    |                                            ^^^^^^^^^^^^^^
help: their features are: fast, pretty, secure, trace
command line:1:70: error[MB070]: 'log' has no feature 'pretty'
  1 | select --feature 'dbs_*/pretty' --feature 'db_*/preti=off' --feature log/pretty=off
    |                                                                      ^^^^^^^^^^^^^^
help: it has no features
)")
      .exits(2);
}

TEST(Features, OfProfilesMayBeGlobs) {
  const TestTree tree(harbour_with_features());
  tree.write("modbuild.toml", tree.read("modbuild.toml") +
                                  "[profiles.plain]\ngroups = [\"db\"]\n"
                                  "features = [\"db_*/pretty=off\", \"@db/trace=on\"]\n");
  Cli("select --profile plain --only on")
      .in(tree)
      .expect_stdout(R"(harbour: 2 of 7 modules on, 5 not wanted
base: none, groups db; profile plain

On
  group db (2)
    db_json, db_text

Features
  db_json
    fast    on   on by default
    pretty  off  off as asked
    secure  off  library ssl or json not found  fix: install ssl-dev or install json-dev
    trace   on   asked for
  db_text
    pretty  off  off as asked
)")
      .expect_stderr("")
      .exits(0);
  Cli("select --profile plain --save saved.json --format names").in(tree).exits(0);
  Cli("select --check saved.json")
      .in(tree)
      .expect_stderr("the selection is the one in 'saved.json'\n")
      .exits(0);
}

}  // namespace
}  // namespace modbuild::test
