#include "includes/mentions.h"

#include <gtest/gtest.h>

#include "base/str.h"

namespace modbuild {
namespace {

std::string shown(const IncludeName& name) {
  return name.quoted ? cat("\"", name.name, "\"") : cat("<", name.name, ">");
}

std::string mentioned(std::string_view text) {
  const IncludeMentions found = find_mentions(text);
  std::string result;
  for (const IncludeName& name : found.names) append(result, shown(name), " ");
  for (const std::string& macro : found.computed) append(result, "(", macro, ") ");
  for (const MacroName& macro : found.macros)
    append(result, macro.macro, "=", shown(macro.name), " ");
  return result;
}

TEST(Mentions, DirectivesOfC) {
  EXPECT_EQ(
      "\"a.h\" \"b/../c.h\" <d.h> <e> ",
      mentioned(
          "#include \"a.h\"\n  #  include   <d.h> // x\n#include_next <e>\n#import \"b/../c.h\""));
}

TEST(Mentions, CommentsAndContinuedLinesStandBetweenTheWords) {
  EXPECT_EQ("\"a.h\" \"b.h\" \"c.h\" ",
            mentioned("/* x */ # /* y */ include /*z*/ \"a.h\"\n#inc\\\nlude \\\n \"b.h\"\r\n"
                      "#include\\\r\n\"c.h\"\r\n%:include \"a.h\""));
}

TEST(Mentions, QuestionsAreMentions) {
  EXPECT_EQ(
      "<x.h> \"y.h\" (H) ",
      mentioned(
          "#if defined(__has_include) && __has_include(<x.h>)\n#elif __has_include ( \"y.h\" )"
          "\n#elif __has_include_next(H)"));
}

TEST(Mentions, AssemblerAndTextWithinStrings) {
  EXPECT_EQ("\"c.h\" \"font.bin\" \"macros.s\" ",
            mentioned(".include \"macros.s\"\nasm(\".incbin \\\"font.bin\\\"\");\nputs(\"#include "
                      "\\\"c.h\\\"\");"));
}

TEST(Mentions, NamesThatAreComputed) {
  EXPECT_EQ("() (HEADER) HEADER=\"a.h\" SYS=<b.h> ",
            mentioned("#define HEADER \"a.h\"\n#define SYS <b.h>\n#define N 1\n#include HEADER\n"
                      "#include STR(x.h)\n#include\n"));
}

TEST(Mentions, OtherTextHasNone) {
  EXPECT_EQ("", mentioned("# define x\n#pragma once\nint include; // <a.h>\n#includes \"a.h\"\n"));
  EXPECT_EQ("", mentioned(""));
  EXPECT_EQ("", mentioned("#"));
  EXPECT_EQ("() ", mentioned("#include \"no end\n"));
}

TEST(Mentions, ProseComputesNothing) {
  EXPECT_EQ("", mentioned("/* we cannot \\#include it here\n * #include them */"));
  EXPECT_EQ("(HEADER) ", mentioned("/* x */ #include HEADER"));
}

TEST(Mentions, MacrosOfTheCommandLine) {
  std::vector<MacroName> macros;
  add_macro("A=\"x.h\"", macros);
  add_macro("B=1", macros);
  add_macro("C", macros);
  ASSERT_EQ(1U, macros.size());
  EXPECT_EQ("x.h", macros[0].name.name);
}

}  // namespace
}  // namespace modbuild
