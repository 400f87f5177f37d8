#include <gtest/gtest.h>

#include <sstream>

#include "command_table.h"
#include "git_tree.h"
#include "support/cli_test.h"
#include "trees.h"

namespace modbuild::test {
namespace {

TEST(Help, ListsEveryCommandOfTheTable) {
  const std::string out = Cli("help").run().out;
  for (const std::string& command : listed_commands()) {
    EXPECT_NE(std::string::npos, out.find("\n  " + command + " ")) << command;
  }
}

TEST(Help, ComesOnStdoutWhenAskedForAndOnStderrOtherwise) {
  const Outcome asked = Cli("--help").run();
  EXPECT_EQ(0, asked.status);
  EXPECT_EQ("", asked.err);
  Cli("").expect_stdout("").expect_stderr(asked.out).exits(2);
  Cli("help").expect_stdout(asked.out).expect_stderr("").exits(0);
  Cli("-h").expect_stdout(asked.out).expect_stderr("").exits(0);
}

TEST(Help, IsTheSameThroughHelpAndThroughTheOption) {
  for (const std::string& command : listed_commands()) {
    const Outcome outcome = Cli("help " + command).run();
    EXPECT_EQ(0, outcome.status) << command;
    Cli(command + " -h").expect_stdout(outcome.out).expect_stderr("").exits(0);
    Cli(command + " --help").expect_stdout(outcome.out).expect_stderr("").exits(0);
  }
}

TEST(Help, BeginsWithAnExampleForEveryCommand) {
  for (const std::string& command : listed_commands()) {
    const std::string out = Cli("help " + command).run().out;
    const std::string start = "modbuild " + command + ": ";
    EXPECT_EQ(0U, out.find(start)) << out;
    const std::size_t first_section = out.find("\n\n");
    EXPECT_EQ(first_section, out.find("\n\nExamples\n  modbuild ")) << out;
  }
}

TEST(Help, ExamplesRunInTheSampleTree) {
  const SampleTree tree;
  keep_history(tree);
  for (const std::string& command : listed_commands()) {
    // What is installed must have been built.
    if (command == "install") Cli("build --fresh -q").in(tree).exits(0);
    for (const std::string& line : examples_of(command)) {
      const Outcome outcome = Cli(line).in(tree).run();
      // `why` of a module that is off exits 1.
      EXPECT_LE(outcome.status, 1) << line << "\n" << outcome.err;
      EXPECT_NE("", outcome.out + outcome.err) << line;
      EXPECT_EQ(std::string::npos, outcome.err.find("error")) << line << "\n" << outcome.err;
    }
  }
}

TEST(Help, FitsIntoEightyColumns) {
  std::vector<std::string> texts = {Cli("help").run().out};
  for (const std::string& command : listed_commands()) {
    texts.push_back(Cli("help " + command).run().out);
  }
  for (const std::string& text : texts) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("  modbuild ")) continue;  // to be copied as it is
      EXPECT_LE(line.size(), 80U) << line;
    }
  }
}

TEST(Help, SuggestsACommand) {
  Cli("help selct")
      .expect_stdout("")
      .expect_stderr("modbuild: error: there is no command 'selct'\nhelp: did you mean 'select'?\n")
      .exits(2);
}

TEST(Explain, TellsTheLongStory) {
  const Outcome outcome = Cli("explain mb071").run();
  EXPECT_EQ(0, outcome.status);
  EXPECT_EQ(0U, outcome.out.find("error[MB071]: a module that was asked for by name cannot be"))
      << outcome.out;
  EXPECT_NE(std::string::npos, outcome.out.find("--missing skip")) << outcome.out;
}

TEST(Explain, SuggestsACode) {
  const Outcome outcome = Cli("explain MB777").run();
  EXPECT_EQ(2, outcome.status);
  EXPECT_EQ("", outcome.out);
  EXPECT_EQ(0U, outcome.err.find("modbuild: error: there is no code 'MB777'\nhelp: "))
      << outcome.err;
}

TEST(Version, IsOneLine) {
  Cli("--version").expect_stdout("modbuild 0.1.0\n").expect_stderr("").exits(0);
}

}  // namespace
}  // namespace modbuild::test
