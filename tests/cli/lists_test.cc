#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

TEST(Scan, ListsEveryComponent) {
  const TestTree tree(harbour());
  Cli("scan")
      .in(tree)
      .expect_stdout(
          R"(name      kind     directory        hosts     groups
auth      module   modules/auth     harbourd  default, security
core_io   module   modules/core_io  harbourd  basic, default
db_json   module   modules/db_json  harbourd  db
db_text   module   modules/db_text  harbourd  db
harbourd  program  host
log       module   modules/log      harbourd  basic, default
spare     module   modules/spare    harbourd
tls       module   modules/tls      harbourd  default, security
)")
      .expect_stderr("harbour: 7 modules, 1 program, 0 libraries\n")
      .exits(0);
}

TEST(Scan, FindsTheTreeUpwards) {
  const TestTree tree(harbour());
  Cli("-q scan --format names")
      .in(tree)
      .from("modules/log")
      .expect_stdout("auth\ncore_io\ndb_json\ndb_text\nharbourd\nlog\nspare\ntls\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Groups, CountsModulesAndHowManyCanBeBuilt) {
  const TestTree tree(harbour());
  Cli("groups")
      .in(tree)
      .expect_stdout(
          R"(group     modules  buildable here  description
basic     2        2
db        2        2
default   4        2               (default)
security  2        0               who may come in
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Groups, ListsMembersWithThePlaceThatPutThemThere) {
  const TestTree tree(harbour());
  Cli("groups security")
      .in(tree)
      .expect_stdout(
          R"(security: 2 modules, who may come in
  auth  needs tls, which is off  modbuild.toml:23
  tls   library ssl not found    modbuild.toml:23
)")
      .expect_stderr("")
      .exits(0);
  Cli("groups securty")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          R"(command line:1:8: error[MB070]: there is no group 'securty'
  1 | groups securty
    |        ^^^^^^^
help: did you mean 'security'?
)")
      .exits(2);
}

TEST(Libs, ShowsStatusUsersAndPackage) {
  const TestTree tree(harbour());
  tree.add_library("harbour-json", "2.1");
  Cli("libs")
      .in(tree)
      .expect_stdout(
          R"(library  status     alternative              used by  package   description
json     found 2.1  pkg-config harbour-json  1        json-dev
ssl      not found                           1        ssl-dev   secure sockets
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Libs, ShowsWhatWasAskedAndAnswered) {
  const TestTree tree(harbour());
  Cli("libs ssl")
      .in(tree)
      .expect_stdout(
          R"(ssl: not found
  tried     pkg-config harbour-ssl >= 1.1: not found
  packages  alpine ssl-dev, debian ssl-dev, fedora ssl-dev
  install   ssl-dev
  used by   tls
  declared  modbuild.toml:13
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Libs, StartsNoProcessWithNoProbe) {
  const TestTree tree(harbour());
  Cli("libs --no-probe --format names")
      .in(tree)
      .with("PATH", "/nowhere")
      .expect_stdout("json\nssl\n")
      .expect_stderr("")
      .exits(0);
  Cli("libs --no-probe")
      .in(tree)
      .with("PATH", "/nowhere")
      .expect_stdout(
          R"(library  status      used by  package   description
json     not probed  1        json-dev
ssl      not probed  1        ssl-dev   secure sockets
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Hosts, CountsTheirModules) {
  const TestTree tree(harbour());
  Cli("hosts")
      .in(tree)
      .expect_stdout(
          R"(host      status  modules  on  static by
harbourd  on      7        2   registry
)")
      .expect_stderr("")
      .exits(0);
}

TEST(Check, IsContentWithACleanTree) {
  const TestTree tree(harbour());
  Cli("check")
      .in(tree)
      .expect_stdout("")
      .expect_stderr("harbour: 8 components, nothing to complain about\n")
      .exits(0);
}

TEST(Check, FindsWhatIsDeclaredAndNeverUsed) {
  const TestTree tree(harbour());
  tree.write("modbuild.toml", tree.read("modbuild.toml") +
                                  "[packages.unused]\ndescription = \"nobody's\"\n"
                                  "[libs.idle]\nany = [{ pkg-config = \"idle\" }]\n");
  Cli("check")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(R"(harbour: 8 components, 2 findings
modbuild.toml:31:11: warning[MB142]: package 'unused' is declared and no component names it
  31 | [packages.unused]
     |           ^^^^^^
modbuild.toml:33:7: warning[MB140]: library 'idle' is declared and never used
  33 | [libs.idle]
     |       ^^^^
)")
      .exits(1);
}

TEST(Check, SeesWhatOnlyAFeatureThatIsOffUses) {
  const TestTree tree(harbour());
  tree.write("modbuild.toml",
             tree.read("modbuild.toml") + "[libs.idle]\nany = [{ pkg-config = \"idle\" }]\n");
  tree.write("modules/log/module.toml",
             "schema = 1\n[module]\n[features.more]\ndefault = \"off\"\nlibs = [\"idle\"]\n");
  Cli("check")
      .in(tree)
      .expect_stderr("harbour: 8 components, nothing to complain about\n")
      .exits(0);
}

TEST(Check, ReportsEveryBrokenManifest) {
  const TestTree tree(harbour());
  tree.write("modules/log/module.toml", "schema = 1\n[module]\n[depends]\nmodulez = []\n");
  tree.write("modules/tls/module.toml", "schema = 1\n[module]\n[depends]\nlibs = [\"sssl\"]\n");
  Cli("check")
      .in(tree)
      .expect_stdout("")
      .expect_stderr(
          R"(modules/log/module.toml:4:1: error[MB040]: key 'modulez' is not known in [depends]
  4 | modulez = []
    | ^^^^^^^
help: did you mean 'modules'?
modules/tls/module.toml:4:9: error[MB021]: external library 'sssl' is not declared
  4 | libs = ["sssl"]
    |         ^^^^^^
help: did you mean 'ssl'?
)")
      .exits(3);
}

}  // namespace
}  // namespace modbuild::test
