#include "emit/escape.h"

#include <gtest/gtest.h>

#include <string>

namespace modbuild {
namespace {

// The quoted text, or the rejection in words.
template <class Q>
std::string shown(const Escaped<Q>& result) {
  if (result) return result->text();
  const Rejection& rejection = result.error();
  constexpr const char* kFaults[] = {"empty", "control", "unrepresentable", "option-like"};
  return std::string("<") + kFaults[static_cast<int>(rejection.fault)] + " " +
         std::to_string(rejection.byte) + " at " + std::to_string(rejection.offset) + ">";
}

TEST(NinjaPathSink, EscapesDollarBlankAndColonOnly) {
  EXPECT_EQ(shown(ninja_path("../a/b.c")), "../a/b.c");
  EXPECT_EQ(shown(ninja_path("a $b:c")), "a$ $$b$:c");
  EXPECT_EQ(shown(ninja_path("\\#\"'%;&=*[~")), "\\#\"'%;&=*[~");
  EXPECT_EQ(shown(ninja_path("\xC3\xA4.c")), "\xC3\xA4.c");
}

TEST(NinjaPathSink, RefusesWhatNinjaCannotRead) {
  EXPECT_EQ(shown(ninja_path("a|b")), "<unrepresentable 124 at 1>");
  EXPECT_EQ(shown(ninja_path("a\nb")), "<control 10 at 1>");
  EXPECT_EQ(shown(ninja_path("ab\t")), "<control 9 at 2>");
  EXPECT_EQ(shown(ninja_path(std::string("a\0b", 3))), "<control 0 at 1>");
  EXPECT_EQ(shown(ninja_path("\x7F")), "<control 127 at 0>");
  EXPECT_EQ(shown(ninja_path("")), "<empty 0 at 0>");
}

TEST(NinjaPathSink, RefusesWhatCommandsWouldTakeForAnOption) {
  EXPECT_EQ(shown(ninja_path("-v.c")), "<option-like 45 at 0>");
  EXPECT_EQ(shown(ninja_path("@x.c")), "<option-like 64 at 0>");
  EXPECT_EQ(shown(ninja_path("~x.c")), "<option-like 126 at 0>");
}

TEST(NinjaTarget, MayStartWithAnAt) {
  EXPECT_EQ(shown(ninja_target("@db")), "@db");
  EXPECT_EQ(shown(ninja_target("@d|b")), "<unrepresentable 124 at 2>");
}

TEST(NinjaTarget, PartsHaveNamesThatNoComponentHas) {
  EXPECT_EQ(ninja_part_target(*ninja_target("@db"), 2).text(), "_@db.2");
}

TEST(NinjaValueSink, DoublesDollarsAndKeepsALeadingBlank) {
  EXPECT_EQ(shown(ninja_value("a$b: |#")), "a$$b: |#");
  EXPECT_EQ(shown(ninja_value(" a ")), "$ a ");
  EXPECT_EQ(shown(ninja_value("")), "");
  EXPECT_EQ(shown(ninja_value("a\r")), "<control 13 at 1>");
}

TEST(NinjaNameSink, TakesNoOtherCharacters) {
  EXPECT_EQ(shown(ninja_name("c_tm.x-1")), "c_tm.x-1");
  EXPECT_EQ(shown(ninja_name("c_t+m")), "<unrepresentable 43 at 3>");
  EXPECT_EQ(shown(ninja_name("c/m")), "<unrepresentable 47 at 1>");
  EXPECT_EQ(shown(ninja_name("")), "<empty 0 at 0>");
}

TEST(ShellWordSink, LeavesHarmlessWordsAlone) {
  EXPECT_EQ(shown(shell_word("-DX=1")), "-DX=1");
  EXPECT_EQ(shown(shell_word("../a+b/c.o")), "../a+b/c.o");
  EXPECT_EQ(shown(shell_word("a,b@c%d:e")), "a,b@c%d:e");
}

TEST(ShellWordSink, QuotesEverythingElse) {
  EXPECT_EQ(shown(shell_word("")), "''");
  EXPECT_EQ(shown(shell_word("a b")), "'a b'");
  EXPECT_EQ(shown(shell_word("it's")), "'it'\\''s'");
  EXPECT_EQ(shown(shell_word("$(x)`y`\\\"!*?[;&|<>")), "'$(x)`y`\\\"!*?[;&|<>'");
  EXPECT_EQ(shown(shell_word("~root")), "'~root'");
  EXPECT_EQ(shown(shell_word("@file")), "'@file'");
  EXPECT_EQ(shown(shell_word("\xFF")), "'\xFF'");
}

TEST(ShellWordSink, QuotesWhatCouldBeAnAssignment) {
  EXPECT_EQ(shown(shell_word("CC=gcc")), "'CC=gcc'");
}

TEST(ShellWordSink, RefusesControlCharacters) {
  EXPECT_EQ(shown(shell_word("a\nb")), "<control 10 at 1>");
  EXPECT_EQ(shown(shell_word("'\x1B")), "<control 27 at 1>");
}

TEST(NinjaCommandSink, QuotesForTheShellFirstAndForNinjaThen) {
  EXPECT_EQ(ninja_command(*shell_word("$ORIGIN/../lib")).text(), "'$$ORIGIN/../lib'");
}

TEST(RspTokenSink, PutsABackslashBeforeWhatLibibertyTakesApart) {
  EXPECT_EQ(shown(rsp_token("a b\\c'd\"e")), "a\\ b\\\\c\\'d\\\"e");
  EXPECT_EQ(shown(rsp_token("$*?;&|<>`#")), "$*?;&|<>`#");
  EXPECT_EQ(shown(rsp_token("")), "\"\"");
}

TEST(RspTokenSink, RefusesFurtherResponseFilesAndControls) {
  EXPECT_EQ(shown(rsp_token("@x")), "<option-like 64 at 0>");
  EXPECT_EQ(shown(rsp_token("a@x")), "a@x");
  EXPECT_EQ(shown(rsp_token("a\vb")), "<control 11 at 1>");
}

TEST(NinjaRspSink, DoublesDollars) {
  EXPECT_EQ(ninja_rsp(*rsp_token("-Wl,-rpath,$ORIGIN")).text(), "-Wl,-rpath,$$ORIGIN");
}

TEST(DepfilePathSink, EscapesAsNinjaReads) {
  EXPECT_EQ(shown(depfile_path("../a b#c$d:e.toml")), "../a\\ b\\#c$$d:e.toml");
}

TEST(DepfilePathSink, RefusesWhatNinjaTakesForABlank) {
  for (const char c : std::string("\"&'*;<>?^`|\\")) {
    EXPECT_EQ(shown(depfile_path(std::string("ab") + c)),
              "<unrepresentable " + std::to_string(c) + " at 2>");
  }
  EXPECT_EQ(shown(depfile_path("a:")), "<unrepresentable 58 at 1>");
  EXPECT_EQ(shown(depfile_path("")), "<empty 0 at 0>");
}

TEST(PlainPath, IsSpecialToNoTool) {
  EXPECT_TRUE(is_plain_path("obj/tm/a+20b.c.o"));
  EXPECT_FALSE(is_plain_path("obj/a b.o"));
  EXPECT_FALSE(is_plain_path("obj/a\\b.o"));
  EXPECT_FALSE(is_plain_path("-x.o"));
  EXPECT_FALSE(is_plain_path(""));
}

}  // namespace
}  // namespace modbuild
