// How the flags of a makefile depend on the answers to its questions. The makefiles are functions
// here; an exploration is compared as text: the fixed words, then each part with its outcomes in
// order, "[questions] compile words | link words".
#include "import/exploration.h"

#include <gtest/gtest.h>

#include "base/str.h"
#include "words.h"

namespace modbuild {
namespace {

// What a makefile sees of the machine, and the flags it makes of it.
class Makefile {
 public:
  Makefile(const std::set<std::string>& no, FlagRun& run) : no_(no), run_(run) {}

  bool has(const std::string& question) {
    const bool yes = no_.count(question) == 0;
    run_.asked.push_back({question, yes});
    return yes;
  }
  void defs(const std::string& words) { add(run_.flags.compile, words); }
  void libs(const std::string& words) { add(run_.flags.link, words); }
  void fail() { run_.failed = true; }

 private:
  static void add(std::vector<std::string>& list, const std::string& words) {
    for (std::string& word : words_of(words)) list.push_back(std::move(word));
  }

  const std::set<std::string>& no_;
  FlagRun& run_;
};

std::string text_of(const FlagWords& flags) {
  return cat(readable(flags.compile), " | ", readable(flags.link));
}

std::string text_of(const Exploration& exploration) {
  std::string text = cat("fixed ", text_of(exploration.fixed), "\n");
  for (const ProbedPart& part : exploration.parts) {
    append(text, "part at ", std::to_string(part.compile_at), ",", std::to_string(part.link_at),
           "\n");
    for (const Outcome& outcome : part.outcomes) {
      append(text, "  [", join(outcome.found, ", "), "] ",
             outcome.failed ? std::string("error") : text_of(outcome.flags), "\n");
    }
  }
  if (!exploration.entangled.empty()) append(text, exploration.entangled, "\n");
  return text;
}

std::string explored(const std::function<void(Makefile&)>& makefile, std::size_t limit = 50) {
  std::map<std::set<std::string>, FlagRun> kept;
  const RunFlags run = [&](const std::set<std::string>& no) -> const FlagRun& {
    const auto [known, is_new] = kept.try_emplace(no);
    if (is_new) {
      Makefile on(no, known->second);
      makefile(on);
    }
    return known->second;
  };
  return text_of(explore(run, limit));
}

TEST(Exploration, WithoutAQuestionAllWordsAreFixed) {
  EXPECT_EQ("fixed -DTM -Wall | -lm\n", explored([](Makefile& on) {
              on.defs("-DTM -Wall");
              on.libs("-lm");
            }));
}

TEST(Exploration, WordsThatANoTakesAwayAreOneOutcomeAndNothingIsTheOther) {
  EXPECT_EQ(
      "fixed -Wall | -lm\n"
      "part at 1,0\n"
      "  [package zlib] -DWITH_ZLIB | `pkg-config --libs zlib`\n"
      "  []  | \n",
      explored([](Makefile& on) {
        on.defs("-Wall");
        if (on.has("package zlib")) {
          on.defs("-DWITH_ZLIB");
          on.libs("`pkg-config --libs zlib`");
        }
        on.libs("-lm");
      }));
}

TEST(Exploration, IndependentProbesAreAPartEachInTheOrderOfTheirQuestions) {
  EXPECT_EQ(
      "fixed -Wall | \n"
      "part at 1,0\n"
      "  [package ssl] -DSSL | -lssl\n"
      "  []  | \n"
      "part at 1,0\n"
      "  [package zlib] -DZLIB | -lz\n"
      "  []  | \n",
      explored([](Makefile& on) {
        on.defs("-Wall");
        if (on.has("package ssl")) on.defs("-DSSL"), on.libs("-lssl");
        if (on.has("package zlib")) on.defs("-DZLIB"), on.libs("-lz");
      }));
}

TEST(Exploration, APartStandsBehindTheFixedWordsThatComeBeforeIt) {
  EXPECT_EQ(
      "fixed -A -B -C | -la -lc\n"
      "part at 2,1\n"
      "  [package b] -DB | -lb\n"
      "  []  | \n",
      explored([](Makefile& on) {
        on.defs("-A -B");
        on.libs("-la");
        if (on.has("package b")) on.defs("-DB"), on.libs("-lb");
        on.defs("-C");
        on.libs("-lc");
      }));
}

TEST(Exploration, AlternativesKeepTheOrderInWhichTheMakefileTriesThem) {
  EXPECT_EQ(
      "fixed  | \n"
      "part at 0,0\n"
      "  [program xml2-config] `xml2-config --cflags` | `xml2-config --libs`\n"
      "  [package libxml-2.0] `pkg-config --cflags libxml-2.0` | `pkg-config --libs libxml-2.0`\n"
      "  [] -I/usr/local/include | -L/usr/local/lib -lxml2\n",
      explored([](Makefile& on) {
        if (on.has("program xml2-config")) {
          on.defs("`xml2-config --cflags`");
          on.libs("`xml2-config --libs`");
        } else if (on.has("package libxml-2.0")) {
          on.defs("`pkg-config --cflags libxml-2.0`");
          on.libs("`pkg-config --libs libxml-2.0`");
        } else {
          on.defs("-I/usr/local/include");
          on.libs("-L/usr/local/lib -lxml2");
        }
      }));
}

TEST(Exploration, AlternativesOfThreeLevelsAreOnePart) {
  EXPECT_EQ(
      "fixed  | \n"
      "part at 0,0\n"
      "  [package lua5.4]  | -llua5.4\n"
      "  [package lua5.3]  | -llua5.3\n"
      "  [package lua-5.1]  | -llua5.1\n"
      "  []  | -llua\n",
      explored([](Makefile& on) {
        if (on.has("package lua5.4")) {
          on.libs("-llua5.4");
        } else if (on.has("package lua5.3")) {
          on.libs("-llua5.3");
        } else if (on.has("package lua-5.1")) {
          on.libs("-llua5.1");
        } else {
          on.libs("-llua");
        }
      }));
}

TEST(Exploration, QuestionsOfOneWordTogetherAreOnePart) {
  EXPECT_EQ(
      "fixed  | \n"
      "part at 0,0\n"
      "  [package json, package queue]  | -lqueue -ljson\n"
      "  []  | \n",
      explored([](Makefile& on) {
        const bool queue = on.has("package queue");
        const bool json = on.has("package json");
        if (queue && json) on.libs("-lqueue -ljson");
      }));
}

TEST(Exploration, APredicateOfAVersionIsAnOutcomeOfItsOwn) {
  EXPECT_EQ(
      "fixed  | -lqueue\n"
      "part at 0,1\n"
      "  [package queue >= 0.13] -DNEW_NAMES | \n"
      "  []  | \n",
      explored([](Makefile& on) {
        if (on.has("package queue >= 0.13")) on.defs("-DNEW_NAMES");
        on.libs("-lqueue");
      }));
}

TEST(Exploration, FlagsThatComeOnlyWhenSomethingIsMissingAreThePartsLastOutcome) {
  EXPECT_EQ(
      "fixed  | -lm\n"
      "part at 0,1\n"
      "  [program luac]  | \n"
      "  [] -DNO_COMPILER | \n",
      explored([](Makefile& on) {
        if (!on.has("program luac")) on.defs("-DNO_COMPILER");
        on.libs("-lm");
      }));
}

TEST(Exploration, AQuestionThatDecidesNothingIsNoPart) {
  EXPECT_EQ("fixed  | -lm\n", explored([](Makefile& on) {
              on.has("program cat");
              on.libs("-lm");
            }));
}

TEST(Exploration, AQuestionThatDecidesNothingIsInNoOutcome) {
  EXPECT_EQ(
      "fixed  | \n"
      "part at 0,0\n"
      "  [package zlib]  | -lz\n"
      "  []  | \n",
      explored([](Makefile& on) {
        on.has("program zlib-config");
        if (on.has("package zlib")) on.libs("-lz");
      }));
}

TEST(Exploration, AQuestionAskedOnTheWayThatDecidesNothingIsInNoOutcome) {
  EXPECT_EQ(
      "fixed  | \n"
      "part at 0,0\n"
      "  [program z-config]  | -lz\n"
      "  []  | -lzz\n",
      explored([](Makefile& on) {
        if (on.has("program z-config")) {
          on.libs("-lz");
        } else {
          on.has("files /usr/lib libz");
          on.libs("-lzz");
        }
      }));
}

TEST(Exploration, AMissingPkgConfigSaysNothing) {
  EXPECT_EQ("fixed  | -lz\n", explored([](Makefile& on) {
              if (on.has("program pkg-config")) on.libs("-lz");
            }));
}

TEST(Exploration, ANoThatEndsWithAnErrorIsAnOutcome) {
  EXPECT_EQ(
      "fixed -Wall | \n"
      "part at 1,0\n"
      "  [program erl] `erl -noshell` | `erl -libs`\n"
      "  [] error\n",
      explored([](Makefile& on) {
        on.defs("-Wall");
        if (!on.has("program erl")) return on.fail();
        on.defs("`erl -noshell`");
        on.libs("`erl -libs`");
      }));
}

TEST(Exploration, AnErrorTakesNoWordsOfOtherParts) {
  EXPECT_EQ(
      "fixed  | \n"
      "part at 0,0\n"
      "  [package zlib]  | `pkg-config --libs zlib`\n"
      "  []  | \n"
      "part at 0,0\n"
      "  [program erl]  | `erl -libs`\n"
      "  [] error\n",
      explored([](Makefile& on) {
        if (on.has("package zlib")) on.libs("`pkg-config --libs zlib`");
        if (!on.has("program erl")) return on.fail();
        on.libs("`erl -libs`");
      }));
}

TEST(Exploration, WordsThatALaterOutcomeTakesAwayBelongToThePartFromTheFirstOn) {
  EXPECT_EQ(
      "fixed -Wall | \n"
      "part at 1,0\n"
      "  [program z-config] -DZ | -lz -lm\n"
      "  [package zlib] -DZ | -lzlib -lm\n"
      "  []  | \n",
      explored([](Makefile& on) {
        on.defs("-Wall");
        const bool config = on.has("program z-config");
        const bool package = config || on.has("package zlib");
        if (!package) return;
        on.defs("-DZ");
        on.libs(config ? "-lz" : "-lzlib");
        on.libs("-lm");
      }));
}

TEST(Exploration, EqualOutcomesInARowAreOne) {
  EXPECT_EQ(
      "fixed  | \n"
      "part at 0,0\n"
      "  [package zlib]  | -lz\n"
      "  []  | -lzlib\n",
      explored([](Makefile& on) {
        if (on.has("package zlib")) return on.libs("-lz");
        on.has("program zlib-config");
        on.libs("-lzlib");
      }));
}

TEST(Exploration, OutcomesWithOtherQuestionsAreTwoThoughTheyAreEqual) {
  EXPECT_EQ(
      "fixed  | \n"
      "part at 0,0\n"
      "  [package new]  | -lnew\n"
      "  [package a]  | -lold\n"
      "  [package b]  | -lold\n"
      "  []  | -lnone\n",
      explored([](Makefile& on) {
        if (on.has("package new")) return on.libs("-lnew");
        const bool old = on.has("package a") || on.has("package b");
        on.libs(old ? "-lold" : "-lnone");
      }));
}

TEST(Exploration, OneOfTwoThatMustBeThereIsTold) {
  EXPECT_EQ(
      "fixed  | -lone\n"
      "its probes depend on each other\n",
      explored([](Makefile& on) {
        const bool found = on.has("package a") || on.has("package b");
        on.libs(found ? "-lone" : "-lnone");
      }));
}

TEST(Exploration, WhatIsTakenWithAndWithoutSomeOfTheQuestionsNeedsNone) {
  EXPECT_EQ(
      "fixed  | \n"
      "part at 0,0\n"
      "  [package json, package queue]  | -lqueue\n"
      "  []  | -lfallback\n",
      explored([](Makefile& on) {
        const bool both = on.has("package queue") && on.has("package json");
        on.libs(both ? "-lqueue" : "-lfallback");
      }));
}

TEST(Exploration, ProbesWhoseAnswersChangeEachOthersFlagsAreTold) {
  const std::string text = explored([](Makefile& on) {
    const bool a = on.has("package a");
    const bool b = on.has("package b");
    if (a) on.libs("-la");
    if (b) on.libs("-lb");
    if (!a && !b) on.libs("-lneither");
  });
  EXPECT_NE(std::string::npos, text.find("its probes depend on each other\n")) << text;
}

TEST(Exploration, MoreOutcomesThanTheLimitAreTold) {
  const std::string text = explored(
      [](Makefile& on) {
        for (const char* name : {"a", "b", "c", "d"}) {
          if (on.has(cat("package ", name))) return on.libs(cat("-l", name));
        }
      },
      4);
  EXPECT_NE(std::string::npos, text.find("its probes have too many outcomes\n")) << text;
}

}  // namespace
}  // namespace modbuild
