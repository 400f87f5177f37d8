#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "support/schema_check.h"
#include "trees.h"

namespace modbuild::test {
namespace {

// A tree with seven modules more, all of which need one library, as a CI machine may lose it.
std::map<std::string, std::string> with_seven() {
  auto files = harbour();
  files["modbuild.toml"] += "[groups.web]\nmodules = [\"web_*\"]\n";
  for (const char* letter : {"a", "b", "c", "d", "e", "f", "g"}) {
    const std::string dir = std::string("modules/web_") + letter + "/";
    files[dir + "module.toml"] = "schema = 1\n[module]\n[depends]\nlibs = [\"json\"]\n";
    files[dir + "web.c"] = "int start(void) { return 1; }\n";
  }
  return files;
}

std::string line_of(const std::string& text, const std::string& part) {
  const std::size_t at = text.find(part);
  if (at == std::string::npos) return "";
  const std::size_t begin = text.rfind('\n', at) + 1;
  return text.substr(begin, text.find('\n', at) - begin);
}

TEST(Lock, HasALineForEachComponentAndLib) {
  const TestTree tree(harbour());
  tree.add_library("harbour-json", "2.1");
  Cli("lock -g db -i auth --missing skip")
      .in(tree)
      .expect_stdout("")
      .expect_stderr("wrote 'modbuild.lock'; harbour: 2 of 7 modules on, 1 dropped, 4 not wanted\n")
      .exits(0);
  const std::string text = tree.read("modbuild.lock");
  EXPECT_EQ("", schema_faults("lock", text)) << text;
  EXPECT_EQ(
      R"(    {"name": "db_json", "kind": "module", "verdict": "on", "linkage": "shared", "because": "group db", "features": ["pretty"], "libs": ["json"]},)",
      line_of(text, "\"db_json\""));
  EXPECT_EQ(
      R"(    {"name": "auth", "kind": "module", "verdict": "off", "because": "needs tls, which is off", "root-cause": "tls: not requested"},)",
      line_of(text, "\"auth\", \"kind\""));
  EXPECT_EQ(R"(    {"name": "json", "version": "2.1"})", line_of(text, "\"version\""));
  EXPECT_EQ(R"(  "tree": "harbour",)", line_of(text, "\"tree\""));
}

TEST(Lock, IsWrittenOnlyWhenItChangesAndKeepsItsRequest) {
  const TestTree tree(harbour());
  Cli("lock -q -g db").in(tree).exits(0);
  const std::string first = tree.read("modbuild.lock");
  const Outcome again = Cli("lock").in(tree).run();
  EXPECT_EQ(
      "keeping the request of 'modbuild.lock': -g db; --fresh forgets it\n"
      "'modbuild.lock' is as it was; harbour: 2 of 7 modules on, 5 not wanted\n",
      again.err);
  Cli("lock -q --fresh").in(tree).exits(0);
  EXPECT_NE(first, tree.read("modbuild.lock"));
}

TEST(Lock, IsTheTreesWhereverItIsMade) {
  const TestTree tree(harbour());
  Cli("lock -q").in(tree).from("modules/log").exits(0);
  EXPECT_TRUE(tree.exists("modbuild.lock"));
  Cli("lock -q -o db.lock -g db").in(tree).from("modules").exits(0);
  EXPECT_TRUE(tree.exists("modules/db.lock"));
  Cli("select -q --locked").in(tree).from("modules").exits(0);
  Cli("select -q --locked=db.lock --format names")
      .in(tree)
      .from("modules")
      .expect_stdout("db_json\ndb_text\n")
      .exits(0);
}

TEST(Lock, OfWhatCannotBeBuiltIsNotWritten) {
  const TestTree tree(harbour());
  Cli("lock -q -i tls").in(tree).exits(1);
  EXPECT_FALSE(tree.exists("modbuild.lock"));
}

TEST(Locked, CatchesALibraryThatVanishedBeforeAnythingIsWritten) {
  const TestTree tree(with_seven());
  tree.add_library("harbour-json", "2.1");
  Cli("lock -q -g web -g basic").in(tree).exits(0);
  Cli("gen -q --locked").in(tree).exits(0);
  const std::string build_file = tree.read("build/build.ninja");

  tree.remove("../pc/harbour-json.pc");
  const std::string notes =
      "note: library json is not found, was found 2.1\n"
      "note: web_a is off, was on: library json not found\n"
      "note: web_b is off, was on: library json not found\n"
      "note: web_c is off, was on: library json not found\n"
      "note: web_d is off, was on: library json not found\n"
      "note: web_e is off, was on: library json not found\n"
      "note: web_f is off, was on: library json not found\n"
      "note: web_g is off, was on: library json not found\n";
  const std::string error =
      "modbuild.lock: error[MB191]: what would be built is not what is locked in 'modbuild.lock': "
      "8 "
      "differences\n" +
      notes + "help: when that is meant: modbuild lock\n";
  Cli("gen -q --locked").in(tree).expect_stdout("").expect_stderr(error).exits(1);
  EXPECT_EQ(build_file, tree.read("build/build.ninja"));
  Cli("build -q --locked").in(tree).expect_stdout("").expect_stderr(error).exits(1);
  Cli("select -q --locked --format names")
      .in(tree)
      .expect_stdout("core_io\nlog\n")
      .expect_stderr(error)
      .exits(1);
  Cli("gen -q --locked -B other").in(tree).expect_stderr(error).exits(1);
  EXPECT_FALSE(tree.exists("other"));
  // Without the option nobody would have noticed.
  Cli("gen -q -g web -g basic").in(tree).exits(0);

  tree.add_library("harbour-json", "2.1");
  Cli("build -q --locked web_a").in(tree).exits(0);
}

TEST(Locked, RepeatsTheRequestOfTheLockUnlessAnotherIsMade) {
  const TestTree tree(harbour());
  Cli("lock -q -g db").in(tree).exits(0);
  Cli("gen -q").in(tree).exits(0);
  Cli("gen -q --locked").in(tree).exits(0);
  Cli("select -q --locked --format names").in(tree).expect_stdout("db_json\ndb_text\n").exits(0);
  EXPECT_NE(std::string::npos,
            tree.read("build/.modbuild/request.json").find("\"groups\": [\"db\"]"));
  // Other words for the same are no difference, other modules are.
  Cli("gen -q --locked -i db_text -i db_json --base none").in(tree).exits(0);
  Cli("gen -q --locked -g db -x db_text")
      .in(tree)
      .expect_stderr(
          "modbuild.lock: error[MB191]: what would be built is not what is locked in "
          "'modbuild.lock': 1 difference\n"
          "note: db_text is off, was on: excluded\n"
          "help: when that is meant: modbuild lock -g db -x db_text\n")
      .exits(1);
}

TEST(Locked, HoldsWhenBuildFilesMakeThemselvesAgain) {
  const TestTree tree(harbour());
  Cli("lock -q -g db").in(tree).exits(0);
  Cli("gen -q --locked").in(tree).exits(0);
  Cli("gen -q --regenerate").in(tree).exits(0);
  tree.write("modules/db_text/module.toml",
             "schema = 1\n[module]\ngroups = [\"db\"]\nwhen = \"netbsd\"\n");
  Cli("gen -q --regenerate")
      .in(tree)
      .expect_stderr(
          "modbuild.lock: error[MB191]: what would be built is not what is locked in "
          "'modbuild.lock': 1 difference\n"
          "note: db_text is off, was on: when netbsd is false\n"
          "help: when that is meant: modbuild lock\n")
      .exits(1);
  // A gen that does not ask for it is free again.
  Cli("gen -q").in(tree).exits(0);
  Cli("gen -q --regenerate").in(tree).exits(0);
}

TEST(Locked, NoticesAnotherVariant) {
  auto files = harbour();
  files["modbuild.toml"] += "[variants.hard]\ncflags = [\"-O2\"]\n";
  const TestTree tree(files);
  Cli("lock -q -g db --variant hard").in(tree).exits(0);
  Cli("gen -q --locked").in(tree).exits(0);
  EXPECT_TRUE(tree.exists("build-hard/build.ninja"));
  tree.write("modbuild.toml", files["modbuild.toml"] + "[variants.soft]\ncflags = [\"-O1\"]\n");
  Cli("select -q --locked --variant soft")
      .in(tree)
      .expect_stderr(
          "modbuild.lock: error[MB191]: what would be built is not what is locked in "
          "'modbuild.lock': 1 difference\n"
          "note: the variant is soft, was hard\n"
          "help: when that is meant: modbuild lock --variant soft -g db\n")
      .exits(1);
}

TEST(Locked, SavesNothingWhenTheLockDoesNotHold) {
  const TestTree tree(harbour());
  Cli("lock -q -g db").in(tree).exits(0);
  Cli("select -q --locked -g db -x db_text --save saved.json").in(tree).exits(1);
  EXPECT_FALSE(tree.exists("saved.json"));
}

TEST(Locked, ALibraryThatIsNotUsedHereMayVanish) {
  auto files = harbour();
  files["modules/log/module.toml"] =
      "schema = 1\n[module]\n[depends]\nlibs = [{ value = \"json\", when = \"netbsd\" }]\n";
  const TestTree tree(files);
  tree.add_library("harbour-json", "2.1");
  Cli("lock -q -i log --base none").in(tree).exits(0);
  EXPECT_EQ(std::string::npos, tree.read("modbuild.lock").find("\"json\""));
}

TEST(Locked, TellsAnotherVersionOfALibraryAndGoesOn) {
  const TestTree tree(harbour());
  tree.add_library("harbour-json", "2.1");
  Cli("lock -q -g db").in(tree).exits(0);
  tree.add_library("harbour-json", "2.2");
  Cli("gen --locked")
      .in(tree)
      .expect_stderr(
          "library json is found 2.2, was found 2.1; what is built is as locked in "
          "'modbuild.lock'\n"
          "harbour: 2 of 7 modules on, 5 not wanted\n")
      .exits(0);
  const Outcome checked = Cli("lock --check").in(tree).run();
  EXPECT_EQ(0, checked.status);
  EXPECT_NE(std::string::npos, checked.out.find("  ~  json  found 2.2, was found 2.1\n"));
}

TEST(Locked, NoticesAnotherCompilerAndAFeature) {
  const TestTree tree(harbour());
  tree.add_library("harbour-json", "2.1");
  Cli("lock -q -g db").in(tree).exits(0);
  std::string text = tree.read("modbuild.lock");
  const std::string compiler = line_of(text, "\"compiler\"");
  text.replace(text.find(compiler), compiler.size(), "  \"compiler\": \"gcc 3\",");
  tree.write("modbuild.lock", text);
  const Outcome outcome =
      Cli("select -q --locked --feature db_json/pretty=off -g db").in(tree).run();
  EXPECT_EQ(1, outcome.status);
  EXPECT_NE(std::string::npos, outcome.err.find(", was gcc 3\n")) << outcome.err;
  EXPECT_NE(std::string::npos, outcome.err.find("note: db_json: feature pretty off\n"));
  EXPECT_NE(std::string::npos, outcome.err.find("note: library json is not used any more\n"));
}

TEST(LockCheck, ShowsTheDifferenceAsATable) {
  const TestTree tree(with_seven());
  tree.add_library("harbour-json", "2.1");
  Cli("lock -q -g db").in(tree).exits(0);
  Cli("lock --check")
      .in(tree)
      .expect_stdout("")
      .expect_stderr("what would be built is what is locked in 'modbuild.lock'\n")
      .exits(0);
  tree.write("modules/spare/module.toml", "schema = 1\n[module]\ngroups = [\"db\"]\n");
  Cli("lock --check")
      .in(tree)
      .expect_stdout(
          "from  modbuild.lock  2 modules on\n"
          "to    this machine   3 modules on\n"
          "\n"
          "modules, programs and libraries\n"
          "  +  spare  group db  modules/spare/module.toml:3\n")
      .expect_stderr(
          "modbuild.lock: error[MB191]: what would be built is not what is locked in "
          "'modbuild.lock': 1 difference\n"
          "help: when that is meant: modbuild lock\n")
      .exits(1);
  const Outcome json = Cli("lock --check --format json").in(tree).run();
  EXPECT_EQ(1, json.status);
  EXPECT_EQ("", schema_faults("diff", json.out)) << json.out;
}

TEST(LockOption, IsRefusedWhereItMeansNothing) {
  const TestTree tree(harbour());
  Cli("scan --locked")
      .in(tree)
      .expect_stderr(
          "modbuild: error: 'scan' takes no --locked\n"
          "help: select, gen and build do; modbuild lock --check only looks\n")
      .exits(2);
  Cli("select -q --locked").in(tree).exits(2);
  tree.write("modbuild.lock", "{}");
  Cli("select -q --locked")
      .in(tree)
      .expect_stderr(
          "modbuild.lock: error[MB192]: this is no document modbuild.lock/1\n"
          "help: modbuild lock --fresh makes it anew\n")
      .exits(2);
}

}  // namespace
}  // namespace modbuild::test
