// What one run of make said.
#include "import/transcript.h"

#include <gtest/gtest.h>

#include "base/str.h"
#include "words.h"

namespace modbuild {
namespace {

std::string asked(std::string_view records) {
  Transcript transcript;
  read_records(records, transcript);
  std::string text;
  for (const ShellQuestion& question : transcript.asked) {
    append(text, question.text, ": ", question.yes ? "yes" : "no", "\n");
  }
  return text;
}

std::string text_of(const std::vector<Command>& commands) {
  std::string text;
  for (const Command& command : commands) {
    append(text, command.directory, "$");
    for (const std::string& word : command.words) append(text, " [", word, "]");
    if (!command.input.empty()) append(text, " < ", command.input);
    if (!command.output.empty()) append(text, " > ", command.output);
    if (!command.shell.empty()) append(text, " in shell ", command.shell);
    append(text, "\n");
  }
  return text;
}

std::string ran(std::string_view records) {
  Transcript transcript;
  read_records(records, transcript);
  return text_of(transcript.ran);
}

std::string recipe(std::string_view text) {
  return text_of(recipe_commands(text, "/t"));
}

TEST(Records, OfQuestionsAreInOrderAndEachOnce) {
  EXPECT_EQ(
      "program xml2-config: no\n"
      "package zlib: yes\n",
      asked("ask\tprogram xml2-config\tno\n"
            "ask\tpackage zlib\tyes\n"
            "ask\tprogram xml2-config\tno\n"));
}

TEST(Records, OfProgramsHaveTheirShellDirectoryRedirectionsAndWords) {
  EXPECT_EQ(
      "/t/src$ [sed] [-e] [s#a#b#] < /t/in > /t/out in shell 71\n"
      "/t$ [rm] in shell 72\n",
      ran("run\t71\t/t/src\t/t/in\t/t/out\tsed\t-e\ts#a#b#\n"
          "run\t72\t/t\t-\t-\trm\n"));
}

TEST(Records, HaveEscapesForWhatSeparatesThem) {
  EXPECT_EQ("/t$ [printf] [a\tb\nc%d] in shell 1\n",
            ran("run\t1\t/t\t-\t-\tprintf\ta%09b%0Ac%25d\n"));
}

TEST(Records, KeepEmptyWords) {
  EXPECT_EQ("/t$ [install] [] [x] in shell 1\n", ran("run\t1\t/t\t-\t-\tinstall\t\tx\n"));
}

TEST(Records, ThatAreNoneAreLeftOut) {
  EXPECT_EQ("package zlib: yes\n", asked("hello\nask\tlonely\nask\tpackage zlib\tyes\n\n"));
}

TEST(Records, MayEndWithoutANewLine) {
  EXPECT_EQ("package zlib: yes\n", asked("ask\tpackage zlib\tyes"));
}

TEST(Recipes, AreACommandALine) {
  EXPECT_EQ(
      "/t$ [gcc] [-c] [a.c] [-o] [a.o]\n"
      "/t$ [ar] [r] [l.a] [a.o]\n",
      recipe("gcc -c a.c -o a.o\nar r l.a a.o\n"));
}

TEST(Recipes, HaveQuotesThatAreTakenOff) {
  EXPECT_EQ("/t$ [gcc] [-DNAME=\"m\"] [-DA=b c] [it's] [a b]\n",
            recipe("gcc -DNAME='\"m\"' \"-DA=b c\" \"it's\" a\\ b"));
}

TEST(Recipes, HaveEscapesInsideDoubleQuotes) {
  EXPECT_EQ("/t$ [echo] [a\"b\\c$d\\e]\n", recipe(R"(echo "a\"b\\c\$d\e")"));
}

TEST(Recipes, KeepEmptyWords) {
  EXPECT_EQ("/t$ [echo] [] []\n", recipe("echo '' \"\""));
}

TEST(Recipes, GoOnBehindABackslash) {
  EXPECT_EQ("/t$ [gcc] [-c] [a.c]\n", recipe("gcc -c \\\n\ta.c\n"));
}

TEST(Recipes, AreSeparatedByOperators) {
  EXPECT_EQ(
      "/t$ [a]\n"
      "/t$ [b]\n"
      "/t$ [c]\n"
      "/t$ [d]\n"
      "/t$ [e]\n",
      recipe("a; b && c || d | e"));
}

TEST(Recipes, HaveRedirections) {
  EXPECT_EQ(
      "/t$ [bison] [cfg.y] > out.c\n"
      "/t$ [sed] [s/a/b/] < in > out\n"
      "/t$ [cat] [x] > log\n",
      recipe("bison cfg.y > out.c\nsed s/a/b/ < in >out\ncat x >> log"));
}

TEST(Recipes, HaveNoComments) {
  EXPECT_EQ(
      "/t$ [a]\n"
      "/t$ [b#c]\n",
      recipe("# first\na # then\nb#c\n"));
}

TEST(Recipes, RunWhereMakeSaysThatItIs) {
  EXPECT_EQ(
      "/t$ [a]\n"
      "/t/sub$ [b]\n"
      "/t$ [c]\n",
      recipe("a\n"
             "make[1]: Entering directory '/t/sub'\n"
             "b\n"
             "make[1]: Leaving directory '/t/sub'\n"
             "c\n"));
}

TEST(Recipes, AreNotWhatMakeSaysOfItself) {
  EXPECT_EQ("/t$ [make] [-C] [sub]\n", recipe("make: Nothing to be done for 'all'.\n"
                                              "make[1]: 'a.o' is up to date.\n"
                                              "make -C sub\n"));
}

TEST(Recipes, KeepWhatOnlyAShellCanExpand) {
  EXPECT_EQ("/t$ [install] [$FILE] [`basename] [x`]\n", recipe("install $FILE `basename x`"));
}

TEST(Recipes, MayEndInsideQuotes) {
  EXPECT_EQ("/t$ [echo] [a]\n", recipe("echo 'a"));
  EXPECT_EQ("/t$ [echo] [a]\n", recipe("echo \"a"));
}

TEST(Marker, IsTheCommandThatPrintedIt) {
  std::string before, behind;
  EXPECT_EQ((std::vector<std::string>{"pkg-config", "--libs", "zlib"}),
            marker_words("__mb_706b672d636f6e66696700"
                         "2d2d6c69627300"
                         "7a6c6962_pkg-config.--libs.zlib__",
                         before, behind));
  EXPECT_EQ("", before);
  EXPECT_EQ("", behind);
}

TEST(Marker, MayHaveTextAroundIt) {
  std::string before, behind;
  EXPECT_EQ((std::vector<std::string>{"pg_config"}),
            marker_words(cat("-L", words_of("`pg_config`").front(), "/sub"), before, behind));
  EXPECT_EQ("-L", before);
  EXPECT_EQ("/sub", behind);
}

TEST(Marker, MayHideWhatItIsOf) {
  std::string before, behind;
  EXPECT_EQ((std::vector<std::string>{"ab"}), marker_words("__mb_6162___", before, behind));
}

TEST(Marker, IsNotInOtherWords) {
  std::string before, behind;
  EXPECT_EQ(std::vector<std::string>{}, marker_words("-lz", before, behind));
  EXPECT_EQ(std::vector<std::string>{}, marker_words("__mb_", before, behind));
  EXPECT_EQ(std::vector<std::string>{}, marker_words("__mb_6162", before, behind));
}

}  // namespace
}  // namespace modbuild
