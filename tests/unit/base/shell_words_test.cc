#include "base/shell_words.h"

#include <gtest/gtest.h>

namespace modbuild {
namespace {

using Words = std::vector<std::string>;

TEST(ShellWords, AreCutAtBlanks) {
  EXPECT_EQ(shell_words("  -I/a\t-lb \n"), (Words{"-I/a", "-lb"}));
  EXPECT_EQ(shell_words(""), Words{});
  EXPECT_EQ(shell_words(" \n"), Words{});
}

TEST(ShellWords, KeepWhatQuotesAndBackslashesProtect) {
  EXPECT_EQ(shell_words(R"('a b' "c d" e\ f -DX=\"y\")"),
            (Words{"a b", "c d", "e f", "-DX=\"y\""}));
  EXPECT_EQ(shell_words(R"("a\"b\\c\d" 'e\f')"), (Words{"a\"b\\c\\d", "e\\f"}));
  EXPECT_EQ(shell_words(R"(a'b'"c"d '')"), (Words{"abcd", ""}));
}

TEST(ShellWords, ExpandNothing) {
  EXPECT_EQ(shell_words("$(touch x) `y` $HOME * ~"),
            (Words{"$(touch", "x)", "`y`", "$HOME", "*", "~"}));
}

TEST(ShellWords, OfAnOpenQuoteAreNone) {
  EXPECT_EQ(shell_words("-I/a 'b"), std::nullopt);
  EXPECT_EQ(shell_words("\"b"), std::nullopt);
}

}  // namespace
}  // namespace modbuild
