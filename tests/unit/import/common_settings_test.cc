// Flags that components share move into the tree's defaults.
#include "import/common_settings.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/str.h"
#include "words.h"

namespace modbuild {
namespace {

ImportedValues values_of(const std::string& text) {
  ImportedValues values;
  for (std::string& word : split(text, " ")) values.push_back({std::move(word), ""});
  return values;
}

ImportedComponent component(ImportedKind kind, const std::string& name, const std::string& cflags,
                            const std::string& defines) {
  ImportedComponent component;
  component.kind = kind;
  component.name = name;
  component.cflags = values_of(cflags);
  component.defines = values_of(defines);
  return component;
}

ImportedComponent module(const std::string& name, const std::string& cflags,
                         const std::string& defines = "") {
  return component(ImportedKind::Module, name, cflags, defines);
}

ImportedComponent program(const std::string& name, const std::string& cflags,
                          const std::string& defines = "") {
  return component(ImportedKind::Program, name, cflags, defines);
}

void append_settings(std::string& text, std::string_view name, const ImportedSettings& settings) {
  std::string own;
  for (const ImportedValues* list :
       {&settings.includes, &settings.defines, &settings.cflags, &settings.ldflags}) {
    if (!list->empty()) append(own, " ", text_of(*list));
  }
  if (!own.empty()) append(text, name, ":", own, "\n");
}

std::string factored(std::vector<ImportedComponent> components) {
  ImportedTree tree;
  tree.components = std::move(components);
  factor_settings(tree);
  std::string text;
  append_settings(text, "all", tree.common);
  append_settings(text, "modules", tree.for_modules);
  append_settings(text, "programs", tree.for_programs);
  for (const ImportedComponent& one : tree.components) {
    append_settings(text, one.name, {one.includes, one.defines, one.cflags, one.ldflags});
  }
  std::replace(text.begin(), text.end(), '\x01', '{');
  std::replace(text.begin(), text.end(), '\x02', '}');
  return text;
}

TEST(CommonSettings, WhatAllComponentsHaveIsTheTrees) {
  EXPECT_EQ(
      "all: -g\n"
      "tm: -Wtm\n",
      factored({program("sip", "-g"), module("tm", "-g -Wtm"), module("sl", "-g")}));
}

TEST(CommonSettings, WhatAllModulesHaveIsTheModules) {
  EXPECT_EQ(
      "all: -g\n"
      "modules: -DPIC\n"
      "sip: -O2\n",
      factored({program("sip", "-g -O2"), program("cmd", "-g"), module("tm", "-g -DPIC"),
                module("sl", "-g -DPIC")}));
}

TEST(CommonSettings, WhatAllProgramsHaveIsThePrograms) {
  EXPECT_EQ(
      "all: -g\n"
      "programs: -O2\n",
      factored({program("sip", "-g -O2"), program("cmd", "-g -O2"), module("tm", "-g")}));
}

TEST(CommonSettings, KeepTheOrderOfTheFirstComponent) {
  EXPECT_EQ("all: -a, -b\n", factored({module("tm", "-a -b"), module("sl", "-b -a")}));
}

TEST(CommonSettings, AFlagThatIsGivenTwiceIsCommonTwice) {
  EXPECT_EQ("all: -a, -a\n", factored({module("tm", "-a -a"), module("sl", "-a -a")}));
}

TEST(CommonSettings, FlagsInWhichOnlyTheNameDiffersHaveAPlaceholder) {
  EXPECT_EQ("all: MOD_NAME=\"{name}\" -g\n", factored({module("tm", "-g", "MOD_NAME=\"tm\""),
                                                       module("sl", "-g", "MOD_NAME=\"sl\"")}));
}

TEST(CommonSettings, OneComponentAloneHasNoPlaceholders) {
  EXPECT_EQ("all: MOD_NAME=\"tm\" -g\n", factored({module("tm", "-g", "MOD_NAME=\"tm\"")}));
}

TEST(CommonSettings, AConditionIsAPartOfTheFlag) {
  ImportedComponent tm = module("tm", "-g");
  ImportedComponent sl = module("sl", "-g");
  tm.cflags.push_back({"-m", "linux"});
  sl.cflags.push_back({"-m", ""});
  EXPECT_EQ(
      "all: -g\n"
      "tm: -m when linux\n"
      "sl: -m\n",
      factored({tm, sl}));
}

TEST(CommonSettings, AComponentThatCouldNotBeAskedSaysNothing) {
  EXPECT_EQ("all: -g\n", factored({module("tm", "-g"), module("broken", ""), module("sl", "-g")}));
}

TEST(CommonSettings, ADirectoryForHeadersMayBeCommon) {
  ImportedComponent tm = module("tm", "-g");
  ImportedComponent sl = module("sl", "-g");
  tm.includes = {{"//src", ""}, {"//src/tm", ""}};
  sl.includes = {{"//src", ""}};
  EXPECT_EQ(
      "all: //src -g\n"
      "tm: //src/tm\n",
      factored({tm, sl}));
}

}  // namespace
}  // namespace modbuild
