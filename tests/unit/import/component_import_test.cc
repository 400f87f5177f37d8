// What make said of one directory, as a component: recipes as `make -n` prints them in
// /copy/src/modules/m, the files that are there, and flags that the recipes have in common.
#include "import/component_import.h"

#include <gtest/gtest.h>

#include "base/str.h"
#include "words.h"

namespace modbuild {
namespace {

struct Case {
  std::string files;   // of the directory
  std::string recipe;  // of m.so
  std::string compile = "-g";
  std::map<std::string, std::string> variables = {};
};

std::string text_of(const ComponentDraft& draft) {
  const ImportedComponent& component = draft.component;
  std::string text;
  if (!component.sources.empty()) append(text, "sources ", text_of(component.sources), "\n");
  for (const ImportedPerFile& one : component.per_file) {
    append(text, "file ", join(one.files, " "), ": cflags [", join(one.cflags, " "), "] defines [",
           join(one.defines, " "), "]\n");
  }
  if (!component.libs.empty()) append(text, "libs ", text_of(component.libs), "\n");
  for (const ImportedFeature& feature : component.features) {
    append(text, "feature ", feature.name, " ", feature.by_default, " libs ", text_of(feature.libs),
           "\n");
  }
  for (const ImportedGenerate& generate : component.generates) {
    append(text, join(generate.inputs, " "), " -> ", join(generate.outputs, " "), ": ",
           join(generate.command, " "), generate.to_stdout ? " >" : "", "\n");
  }
  for (const ImportNote& note : draft.leftovers) append(text, "left over: ", note.text, "\n");
  return text;
}

ComponentDraft draft_of(const Case& one, LibRegistry& registry) {
  DirectoryRuns runs;
  runs.directory = "src/modules/m";
  runs.name = "m.so";
  runs.makefile.files = {{"src/modules/m/Makefile", "NAME=m.so\n"}};
  runs.variables = one.variables;
  runs.recipes = recipe_commands(one.recipe, "/copy/src/modules/m");
  runs.flags.flags.fixed.compile = words_of(one.compile);
  return import_component(runs, ImportedKind::Module, split(one.files, " "), "/copy", registry);
}

std::string imported(const Case& one) {
  LibRegistry registry;
  ComponentDraft draft = draft_of(one, registry);
  registry.name_all();
  name_libs(draft, registry);
  return text_of(draft);
}

TEST(Component, IsNamedAsWhatIsBuilt) {
  LibRegistry registry;
  const ComponentDraft draft = draft_of({"a.c", ""}, registry);
  EXPECT_EQ("m", draft.component.name);
  EXPECT_EQ("src/modules/m", draft.component.directory);
}

TEST(Component, OfAllFilesOfItsDirectoryNamesNoSources) {
  EXPECT_EQ("", imported({"Makefile a.c a.h b.c",
                          "gcc -g -c a.c -o a.o -MMD -MP\n"
                          "gcc -g -c b.c -o b.o -MMD -MP\n"
                          "gcc -shared a.o b.o -o m.so\n"}));
}

TEST(Component, OfSomeFilesNamesThose) {
  EXPECT_EQ("sources a.c, b.c\n", imported({"a.c b.c test.c",
                                            "gcc -g -c a.c -o a.o\n"
                                            "gcc -g -c b.c -o b.o\n"
                                            "gcc -shared a.o b.o -o m.so\n"}));
}

TEST(Component, OfAllFilesOfAnotherDirectoryHasAPatternForIt) {
  EXPECT_EQ("sources *.c, core/*.c\n", imported({"a.c b.cpp",
                                                 "gcc -g -c a.c -o a.o\n"
                                                 "gcc -g -c core/x.c -o core/x.o\n"
                                                 "gcc -shared a.o core/x.o -o m.so\n"}));
}

TEST(Component, HasWhatIsCompiledAndNotLinkedAndTellsOfIt) {
  EXPECT_EQ("left over: b.c is compiled, and linked only here\n",
            imported({"a.c b.c",
                      "gcc -g -c a.c -o a.o\n"
                      "gcc -g -c b.c -o b.o\n"
                      "gcc -shared a.o -o m.so\n"}));
}

TEST(Component, HasTheFlagsThatOnlyOneFileIsCompiledWith) {
  EXPECT_EQ("file b.cpp: cflags [-std=c++17] defines [B]\n",
            imported({"a.c b.cpp",
                      "gcc -g -c a.c -o a.o\n"
                      "g++ -g -std=c++17 -DB -c b.cpp -o b.o\n"
                      "gcc -shared a.o b.o -o m.so\n"}));
}

TEST(Component, HasNoRecipesOfOtherDirectories) {
  EXPECT_EQ("", imported({"a.c",
                          "gcc -g -c a.c -o a.o\n"
                          "gcc -shared a.o -o m.so\n"
                          "make[1]: Entering directory '/copy/src/lib'\n"
                          "gcc -g -c l.c -o l.o\n"
                          "bison l.y > l.c\n"}));
}

TEST(Component, HasAStepForAFileThatIsWritten) {
  EXPECT_EQ(
      "sources a.c\n"
      "m.tab -> x.c: mkx {inputs[0]} >\n",
      imported({"a.c b.c m.tab",
                "mkx m.tab > x.c\n"
                "gcc -g -c a.c -o a.o\n"
                "gcc -g -c x.c -o x.o\n"
                "gcc -shared a.o x.o -o m.so\n"}));
}

TEST(Component, OfAllFilesAndGeneratedOnesNamesNoSources) {
  EXPECT_EQ("m.tab -> x.c: mkx {inputs[0]} >\n", imported({"a.c m.tab",
                                                           "mkx m.tab > x.c\n"
                                                           "gcc -g -c a.c -o a.o\n"
                                                           "gcc -g -c x.c -o x.o\n"
                                                           "gcc -shared a.o x.o -o m.so\n"}));
}

TEST(Component, HasAGrammarWithTheNamesThatTheMakefileExpects) {
  EXPECT_EQ(
      "core/cfg.y -> core/cfg.tab.c core/cfg.tab.h: bison -d -o {outputs[0]} {inputs[0]}\n"
      "core/cfg.lex -> core/lex.yy.c: flex -o {outputs[0]} {inputs[0]}\n",
      imported({"a.c",
                "bison -d -b core/cfg core/cfg.y\n"
                "flex -o core/lex.yy.c core/cfg.lex\n"
                "gcc -g -c a.c -o a.o\n"
                "gcc -shared a.o -o m.so\n",
                "-g",
                {{"auto_gen", "core/lex.yy.c core/cfg.tab.c"}}}));
}

TEST(Component, HasAFileThatIsWrittenLineByLine) {
  EXPECT_EQ(" -> ver.h: printf %s\\n /* made */ #define VER \"1\" >\n",
            imported({"a.c",
                      "echo '/* made */' > ver.h\n"
                      "echo '#define VER \"1\"' >> ver.h\n"
                      "gcc -g -c a.c -o a.o\n"
                      "gcc -shared a.o -o m.so\n"}));
}

TEST(Component, HasNoStepsOfTheMakefilesOwn) {
  EXPECT_EQ("", imported({"a.c",
                          "echo gcc > makecfg.lst\n"
                          "rm -f x; test -f y; true\n"
                          "gcc -g -c a.c -o a.o\n"
                          "gcc -shared a.o -o m.so\n"}));
}

TEST(Component, TellsOfAStepThatSaysNotWhatItMakes) {
  EXPECT_EQ("left over: a step of its own: ./configure --quiet\n",
            imported({"a.c",
                      "./configure --quiet\n"
                      "gcc -g -c a.c -o a.o\n"
                      "gcc -shared a.o -o m.so\n"}));
}

TEST(Component, HasALibForWhatAStepAsksAProgram) {
  const std::string typemap = words_of("`perl -e priv`").front();
  EXPECT_EQ(
      "libs perl\n"
      "m.xs -> m.c: xsubpp -typemap {lib.perl.value1}/typemap {inputs[0]} >\n",
      imported({"m.xs", cat("xsubpp -typemap ", typemap, "/typemap m.xs > m.c\n",
                            "gcc -g -c m.c -o m.o\n"
                            "gcc -shared m.o -o m.so\n")}));
}

TEST(Component, HasAFeatureForALibThatTheSourcesAreToldOf) {
  LibRegistry registry;
  DirectoryRuns runs;
  runs.directory = "src/modules/m";
  runs.name = "m.so";
  runs.makefile.files = {{"src/modules/m/Makefile", ""}};
  ProbedPart part;
  part.outcomes.push_back(
      {{"package zlib"}, {{"-DWITH_ZLIB"}, words_of("`pkg-config --libs zlib`")}, false});
  part.outcomes.emplace_back();
  runs.flags.flags.parts = {part};
  ComponentDraft draft = import_component(runs, ImportedKind::Module, {}, "/copy", registry);
  registry.name_all();
  name_libs(draft, registry);
  EXPECT_EQ("feature zlib auto libs zlib\n", text_of(draft));
}

TEST(Component, HasItsObjectsWithoutRecipes) {
  EXPECT_EQ("sources a.c, b.c\n",
            imported({"a.c b.c c.c", "", "-g", {{"objs", "a.o b.o made.o"}}}));
}

TEST(Component, HasOneStepForARuleThatIsRunForEachOfItsTargets) {
  EXPECT_EQ("m.tab -> x.h: mkx {inputs[0]} >\n", imported({"a.c m.tab",
                                                           "mkx m.tab > x.h\n"
                                                           "mkx m.tab > x.h\n"
                                                           "gcc -g -c a.c -o a.o\n"
                                                           "gcc -shared a.o -o m.so\n"}));
}

TEST(Component, TellsOfAStepThatAsksAShell) {
  EXPECT_EQ("left over: a step asks a shell: mkx --date `date`\n",
            imported({"a.c",
                      "mkx --date '`date`' > x.h\n"
                      "gcc -g -c a.c -o a.o\n"
                      "gcc -shared a.o -o m.so\n"}));
}

TEST(Component, LeavesNamesToAProgramThatLooksWhereItsLastArgumentIs) {
  EXPECT_EQ("typemap m.xs -> m.c: xsubpp -typemap typemap {inputs[1]} >\n",
            imported({"m.xs typemap",
                      "xsubpp -typemap typemap m.xs > m.c\n"
                      "gcc -g -c m.c -o m.o\n"
                      "gcc -shared m.o -o m.so\n"}));
}

TEST(Component, TellsOfAVariableThatHoldsACommandInBackquotes) {
  LibRegistry registry;
  DirectoryRuns runs;
  runs.directory = "src/modules/m";
  runs.name = "m.so";
  runs.makefile.files = {{"src/modules/m/Makefile", "DEFS+=`x-config`\n"}};
  runs.backquotes = {"DEFS"};
  EXPECT_EQ("left over: DEFS holds what a command in backquotes prints\n",
            text_of(import_component(runs, ImportedKind::Module, {}, "/copy", registry)));
}

TEST(Component, ThatMakeCannotSayAnythingOfIsToldOf) {
  LibRegistry registry;
  DirectoryRuns runs;
  runs.directory = "src/modules/m";
  runs.makefile.files = {{"src/modules/m/Makefile", ""}};
  runs.fault = "make ends with status 2: no rule";
  const ComponentDraft draft = import_component(runs, ImportedKind::Module, {}, "/copy", registry);
  EXPECT_EQ("left over: make ends with status 2: no rule\n", text_of(draft));
  EXPECT_EQ("m", draft.component.name);
  EXPECT_EQ("false", draft.component.when);
}

std::string words(const std::string& value) {
  return cat("[", join(flag_words(value), "] ["), "]");
}

TEST(FlagWords, HaveTheirQuotesTakenOff) {
  EXPECT_EQ("[-DNAME=\"m\"] [-DA=b c]", words("-DNAME='\"m\"' \"-DA=b c\""));
}

TEST(FlagWords, TakeTheWordThatBelongsToThem) {
  EXPECT_EQ("[-I/x] [-L/y] [-framework Z] [-L] [-lm]", words("-I /x -L /y -framework Z -L -lm"));
}

TEST(FlagWords, OfAnArchiveAreItsDirectoryAndItsName) {
  EXPECT_EQ("[-L/opt/lib] [-l:libssl.a]", words("/opt/lib/libssl.a"));
}

TEST(FlagWords, ThatEndInsideQuotesAreNone) {
  EXPECT_EQ("[]", words("-DA='b"));
}

}  // namespace
}  // namespace modbuild
