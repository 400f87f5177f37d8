#include "base/utf8.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace modbuild {
namespace {

using Offset = std::optional<std::size_t>;

TEST(Utf8, AcceptsEveryLengthOfCharacter) {
  EXPECT_EQ(invalid_utf8_at("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), Offset());
  EXPECT_EQ(invalid_utf8_at("\xF4\x8F\xBF\xBF"), Offset());
}

TEST(Utf8, NamesTheFirstBadByte) {
  EXPECT_EQ(invalid_utf8_at("ab\xFF"), Offset(2));
  EXPECT_EQ(invalid_utf8_at("\x80"), Offset(0));
}

TEST(Utf8, RefusesOverlongForms) {
  EXPECT_EQ(invalid_utf8_at("\xC0\xAF"), Offset(0));
  EXPECT_EQ(invalid_utf8_at("\xE0\x80\xAF"), Offset(0));
  EXPECT_EQ(invalid_utf8_at("\xF0\x80\x80\xAF"), Offset(0));
}

TEST(Utf8, RefusesSurrogatesAndValuesBeyondTheLast) {
  EXPECT_EQ(invalid_utf8_at("\xED\xA0\x80"), Offset(0));
  EXPECT_EQ(invalid_utf8_at("\xF4\x90\x80\x80"), Offset(0));
}

TEST(Utf8, RefusesCharactersThatAreCutShort) {
  EXPECT_EQ(invalid_utf8_at("a\xE2\x82"), Offset(1));
  EXPECT_EQ(invalid_utf8_at("\xC3("), Offset(0));
}

TEST(Displayable, WritesControlCharactersAsEscapes) {
  EXPECT_EQ(displayable("a\x1b[2Jb"), "a\\x1B[2Jb");
  EXPECT_EQ(displayable("\r\n\t"), "\\x0D\\x0A\\x09");
  EXPECT_EQ(displayable("\x7f"), "\\x7F");
  EXPECT_EQ(displayable("\xC2\x9B"), "\\u{9B}");
}

TEST(Displayable, WritesBidiAndInvisibleCharactersAsEscapes) {
  EXPECT_EQ(displayable("\xE2\x80\xAE"), "\\u{202E}");
  EXPECT_EQ(displayable("\xE2\x81\xA6"), "\\u{2066}");
  EXPECT_EQ(displayable("\xEF\xBB\xBF"), "\\u{FEFF}");
}

TEST(Displayable, WritesBytesThatAreNoUtf8AsEscapes) {
  EXPECT_EQ(displayable("a\xFF\xC3"), "a\\xFF\\xC3");
}

TEST(Displayable, KeepsLinesAndTabsWhenAsked) {
  EXPECT_EQ(displayable("a\n\tb\r", true), "a\n\tb\\x0D");
}

TEST(Displayable, KeepsOtherLetters) {
  EXPECT_EQ(displayable("gr\xC3\xBC\xC3\x9F \xE2\x82\xAC"), "gr\xC3\xBC\xC3\x9F \xE2\x82\xAC");
}

RC_GTEST_PROP(Displayable, HoldsNothingUnsafeWhateverItWas, (const std::string& bytes)) {
  const std::string shown = displayable(bytes);
  RC_ASSERT(!invalid_utf8_at(shown));
  for (std::size_t at = 0; at < shown.size();) {
    const CodePoint c = decode_utf8(shown, at);
    RC_ASSERT(!is_unsafe_to_show(c.value));
    at += c.length;
  }
}

TEST(DisplayWidth, CountsCodePoints) {
  EXPECT_EQ(display_width("gr\xC3\xBC\xC3\x9F"), 4U);
  EXPECT_EQ(display_width(""), 0U);
}

}  // namespace
}  // namespace modbuild
