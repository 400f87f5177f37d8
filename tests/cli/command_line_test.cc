#include <gtest/gtest.h>

#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

TEST(CommandLine, TakesGlobalOptionsBeforeAndAfterTheCommand) {
  const TestTree tree(harbour());
  const std::string out = "core_io\nlog\n";
  Cli("--format names -q select").in(tree).expect_stdout(out).expect_stderr("").exits(0);
  Cli("select --format names -q").in(tree).expect_stdout(out).expect_stderr("").exits(0);
  Cli("-C .. select --format names").in(tree).from("modules").expect_stdout(out).exits(0);
  Cli("select --format names -C ..").in(tree).from("modules").expect_stdout(out).exits(0);
  Cli("select --format names -j2 --profile=small").in(tree).expect_stdout(out).exits(0);
}

TEST(CommandLine, TheLastOfSeveralValuesCounts) {
  const TestTree tree(harbour());
  Cli("--format json select --format names").in(tree).expect_stdout("core_io\nlog\n").exits(0);
  Cli("select --format json --format names").in(tree).expect_stdout("core_io\nlog\n").exits(0);
}

TEST(CommandLine, SuggestsCommands) {
  Cli("gne")
      .expect_stdout("")
      .expect_stderr("modbuild: error: there is no command 'gne'\nhelp: did you mean 'gen'?\n")
      .exits(2);
  Cli("-q frobnicate")
      .expect_stdout("")
      .expect_stderr("modbuild: error: there is no command 'frobnicate'\nhelp: modbuild help\n")
      .exits(2);
}

TEST(CommandLine, SuggestsOptions) {
  Cli("select --inlcude x")
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: there is no option '--inlcude' for 'select'\n"
          "help: did you mean '--include' or '--exclude'?\n")
      .exits(2);
  Cli("--colour always scan")
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: there is no option '--colour' for 'scan'\nhelp: did you mean "
          "'--color'?\n")
      .exits(2);
}

TEST(CommandLine, SaysWhoHasAnOption) {
  Cli("scan --summary")
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: there is no option '--summary' for 'scan'\n"
          "help: it belongs to: select\n")
      .exits(2);
  Cli("-g db select")
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: the option '-g' stands before its command\n"
          "help: modbuild select -g ..\n")
      .exits(2);
}

TEST(CommandLine, RefusesWordsThatMeanNothing) {
  Cli("select foo")
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: 'select' takes no argument 'foo'\nhelp: modbuild help select\n")
      .exits(2);
  Cli("select --base al")
      .expect_stdout("")
      .expect_stderr(
          "modbuild: error: --base takes none, default, all; found 'al'\n"
          "help: did you mean 'all'?\n")
      .exits(2);
  Cli("why -g")
      .expect_stdout("")
      .expect_stderr("modbuild: error: --group needs a value\n")
      .exits(2);
  Cli("gen --format csv")
      .expect_stdout("")
      .expect_stderr("modbuild: error: 'gen' has no format 'csv'\nhelp: it has text, json\n")
      .exits(2);
  Cli("scan --stats=xml")
      .expect_stdout("")
      .expect_stderr("modbuild: error: --stats takes text, json; found 'xml'\n")
      .exits(2);
  Cli("select --feature x")
      .in(TestTree(harbour()))
      .expect_stdout("")
      .expect_stderr("modbuild: error: --feature takes MODULE/FEATURE=on|off|auto; found 'x'\n")
      .exits(2);
}

TEST(CommandLine, ModulesMayBeNamedLikeCommands) {
  const TestTree tree(harbour());
  tree.write("modules/gen/module.toml", "schema = 1\n[module]\n");
  tree.write("modules/gen/gen.c", "int start(void) { return 0; }\n");
  Cli("why gen -i gen")
      .in(tree)
      .expect_stdout("module gen is on\n  gen: include  command line:1\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Streams, ColourIsForTerminalsUnlessForced) {
  const TestTree tree(harbour());
  const std::string plain = Cli("select --summary").in(tree).run().out;
  EXPECT_EQ(std::string::npos, plain.find('\x1b'));
  const auto colored = [&](Cli& cli) { return cli.run().out.find('\x1b') != std::string::npos; };
  EXPECT_TRUE(colored(Cli("select --summary --color always").in(tree)));
  EXPECT_TRUE(colored(Cli("select --summary").in(tree).with("CLICOLOR_FORCE", "1")));
  EXPECT_FALSE(colored(Cli("select --summary").in(tree).with("CLICOLOR_FORCE", "0")));
  EXPECT_FALSE(
      colored(Cli("select --summary").in(tree).with("CLICOLOR_FORCE", "1").with("NO_COLOR", "1")));
  EXPECT_TRUE(colored(Cli("select --summary --color always").in(tree).with("NO_COLOR", "1")));
  EXPECT_FALSE(colored(Cli("select --summary --color never").in(tree).with("CLICOLOR_FORCE", "1")));
}

TEST(Streams, QuietLeavesOnlyErrors) {
  const TestTree tree(harbour());
  Cli("-q select -i spare -x spare --format names")
      .in(tree)
      .expect_stdout("core_io\ndb_json\ndb_text\nlog\nspare\n")
      .expect_stderr("")
      .exits(0);
}

TEST(Streams, DiagnosticsAsADocumentStandAlone) {
  const TestTree tree(harbour());
  Cli("scan --diagnostics json")
      .in(tree)
      .expect_stderr(Cli("check --diagnostics json").in(tree).run().err)
      .exits(0);
  const std::string github = Cli("why tsl --diagnostics github").in(tree).run().err;
  EXPECT_EQ(0U, github.find("::error ")) << github;
}

TEST(Streams, StatisticsGoToStderr) {
  const TestTree tree(harbour());
  const Outcome text = Cli("select --format names --stats").in(tree).run();
  EXPECT_EQ("core_io\nlog\n", text.out);
  EXPECT_NE(std::string::npos, text.err.find("\nprocesses ")) << text.err;
  const Outcome before = Cli("--stats select --format names").in(tree).run();
  EXPECT_EQ("core_io\nlog\n", before.out);
}

TEST(CommandLine, SaysThatAnOptionTakesANumber) {
  const std::string takes = "modbuild: error: --jobs takes a number; found 'two'\n";
  Cli("scan -j two").expect_stdout("").expect_stderr(takes).exits(2);
}

}  // namespace
}  // namespace modbuild::test
