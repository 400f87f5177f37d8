// What can be seen in a makefile's text.
#include "import/makefile_text.h"

#include <gtest/gtest.h>

#include <map>

#include "base/str.h"

namespace modbuild {
namespace {

MakefileText makefile(const std::string& text) {
  return {{{"src/modules/m/Makefile", text}}};
}

std::string options(const std::string& text, const std::set<std::string>& known = {}) {
  std::string out;
  for (const MakeOption& option : makefile(text).options(known)) {
    append(out, option.name, "=", option.by_default, " or ", join(option.others, ", "), " (line ",
           std::to_string(option.line), ")\n");
  }
  return out;
}

TEST(MakefileText, MentionsAVariableInBothSpellings) {
  EXPECT_TRUE(makefile("ifeq ($(OS),darwin)\n").mentions("OS"));
  EXPECT_TRUE(makefile("A=${OS}\n").mentions("OS"));
  EXPECT_FALSE(makefile("A=$(OSX)\nOS=1\n").mentions("OS"));
}

TEST(MakefileText, MentionsNothingInComments) {
  EXPECT_FALSE(makefile("# $(OS)\n  # $(OS)\n").mentions("OS"));
}

TEST(MakefileText, KnowsTheValuesAVariableIsComparedWith) {
  EXPECT_EQ((std::vector<std::string>{"darwin", "freebsd", "netbsd", "openbsd"}),
            makefile("ifeq ($(OS),darwin)\n"
                     "else ifneq ($(OS), freebsd)\n"
                     "endif\n"
                     "ifeq (openbsd, $(OS))\n"
                     "ifneq (,$(findstring netbsd,$(OS)))\n"
                     "ifeq ($(CC_NAME),gcc)\n")
                .compared_values("OS"));
}

TEST(MakefileText, ComparedWithNothingIsComparedWithNoValue) {
  EXPECT_EQ(std::vector<std::string>{}, makefile("ifeq ($(OS),)\n").compared_values("OS"));
}

TEST(MakefileText, AVariableWithADefaultThatAConditionLooksAtIsAnOption) {
  EXPECT_EQ("LIBSSL_STATIC=no or yes (line 1)\n", options("LIBSSL_STATIC ?= no\n"
                                                          "ifneq ($(LIBSSL_STATIC),yes)\n"
                                                          "endif\n"));
}

TEST(MakefileText, AVariableThatNobodySetsAndAConditionLooksAtIsAnOption) {
  EXPECT_EQ("QUEUE_TRACE= or 1 (line 2)\n", options("NAME=m.so\n"
                                                    "ifeq ($(QUEUE_TRACE),1)\n"));
}

TEST(MakefileText, AnOptionThatOnlyHasToBeSetHasAnyValue) {
  EXPECT_EQ("LUAJIT= or mb-any-value (line 1)\n", options("ifeq ($(LUAJIT),)\n"));
  EXPECT_EQ("TRACE= or mb-any-value (line 1)\n", options("ifdef TRACE\n"));
}

TEST(MakefileText, AnOptionComparedWithItsDefaultHasTheOtherOfYesAndNo) {
  EXPECT_EQ("A=yes or no (line 1)\nB=no or yes (line 2)\n", options("A ?= yes\n"
                                                                    "B ?= no\n"
                                                                    "ifeq ($(A),yes)\n"
                                                                    "ifeq ($(B),no)\n"));
}

TEST(MakefileText, AnOptionWithADefaultThatNoConditionLooksAtHasNoOtherValues) {
  EXPECT_EQ("CSTDVER=c++17 or  (line 1)\n", options("CSTDVER ?= c++17 # the newest\n"));
}

TEST(MakefileText, SeveralValuesOfAnOptionAreSortedAndOnce) {
  EXPECT_EQ("MODE=a or b, c (line 1)\n", options("MODE ?= a\n"
                                                 "ifeq ($(MODE),c)\n"
                                                 "else ifeq ($(MODE),b)\n"
                                                 "else ifeq ($(MODE),c)\n"));
}

TEST(MakefileText, AVariableThatTheMakefileSetsIsNoOption) {
  EXPECT_EQ("", options("BUILDER=$(shell which pkg-config)\n"
                        "ifeq ($(BUILDER),)\n"
                        "VERSION := 1\n"
                        "ifeq ($(VERSION),1)\n"));
}

TEST(MakefileText, AVariableOfTheSkeletonIsNoOption) {
  EXPECT_EQ("", options("ifeq ($(CROSS_COMPILE),)\n", {"CROSS_COMPILE"}));
}

TEST(MakefileText, FindsTheFirstLineWithAllWords) {
  const MakefileText text = makefile(
      "# shell zlib\n"
      "A=$(shell which zlib-config)\n"
      "B=$(shell pkg-config --libs zlib)\n"
      "C=$(shell pkg-config --libs zlib)\n");
  EXPECT_EQ((std::pair<std::string, unsigned>{"src/modules/m/Makefile", 3U}),
            text.find({"shell", "--libs zlib"}));
  EXPECT_EQ((std::pair<std::string, unsigned>{"src/modules/m/Makefile", 0U}),
            text.find({"nowhere"}));
}

TEST(MakefileText, TheValueOfAVariableIsThatOfItsOnlyAssignment) {
  EXPECT_EQ("m.so", makefile("NAME = m.so\n").value_of("NAME"));
  EXPECT_EQ("", makefile("NAME=m.so\nNAME=n.so\n").value_of("NAME"));
  EXPECT_EQ("", makefile("NAME=$(MODULE).so\n").value_of("NAME"));
  EXPECT_EQ("", makefile("").value_of("NAME"));
}

std::string files_read(const std::map<std::string, std::string>& tree) {
  const MakefileText text = read_makefile(
      "src/modules/m/Makefile", [&](const std::string& path) -> std::optional<std::string> {
        const auto found = tree.find(path);
        if (found == tree.end()) return std::nullopt;
        return found->second;
      });
  std::vector<std::string> names;
  for (const MakefileText::File& file : text.files) names.push_back(file.path);
  return join(names, " ");
}

TEST(MakefileText, IsReadWithTheFragmentsThatItIncludes) {
  EXPECT_EQ(
      "src/modules/m/Makefile src/Makefile.radius src/modules/m/own.mk src/modules/m/more.mk",
      files_read({{"src/modules/m/Makefile", "include ../../Makefile.radius\ninclude own.mk\n"},
                  {"src/Makefile.radius", ""},
                  {"src/modules/m/own.mk", "-include more.mk\n"},
                  {"src/modules/m/more.mk", ""}}));
}

TEST(MakefileText, IsReadWithoutTheSkeleton) {
  EXPECT_EQ("src/modules/m/Makefile",
            files_read({{"src/modules/m/Makefile",
                         "include ../../Makefile.defs\ninclude ../../Makefile.modules\n"},
                        {"src/Makefile.defs", ""},
                        {"src/Makefile.modules", ""}}));
}

TEST(MakefileText, FragmentsThatAreMissingComputedOrSeenBeforeAreLeftOut) {
  EXPECT_EQ("src/modules/m/Makefile src/modules/m/own.mk",
            files_read({{"src/modules/m/Makefile",
                         "include own.mk\ninclude $(X).mk\ninclude missing.mk\n"},
                        {"src/modules/m/own.mk", "include Makefile\ninclude own.mk\n"}}));
}

}  // namespace
}  // namespace modbuild
