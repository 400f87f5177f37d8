#include "base/str.h"

#include <gtest/gtest.h>

namespace modbuild {
namespace {

using Names = std::vector<std::string>;

TEST(Str, ConcatenatesParts) {
  EXPECT_EQ(cat("module '", std::string("tm"), "' is ", std::string_view("on")),
            "module 'tm' is on");
  EXPECT_EQ(cat(), "");
}

TEST(Str, AppendsBehindWhatIsThere) {
  std::string out = "a";
  append(out, "b", "c");
  EXPECT_EQ(out, "abc");
}

TEST(Str, JoinsWithTheSeparatorBetween) {
  EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(join({"a"}, ", "), "a");
  EXPECT_EQ(join({}, ", "), "");
}

TEST(Str, SplitsAtRunsOfSeparators) {
  EXPECT_EQ(split("tm, rr  sl", ", "), (Names{"tm", "rr", "sl"}));
  EXPECT_EQ(split("  ", " "), Names{});
  EXPECT_EQ(split("", ","), Names{});
  EXPECT_EQ(split("/a//b/", "/"), (Names{"a", "b"}));
}

TEST(Str, LowersAsciiLettersOnly) {
  EXPECT_EQ(ascii_lower("AbZ-\xC3\x84"), "abz-\xC3\x84");
}

TEST(Str, CountsInWords) {
  EXPECT_EQ(count_of(0, "module"), "0 modules");
  EXPECT_EQ(count_of(1, "module"), "1 module");
  EXPECT_EQ(count_of(2, "module"), "2 modules");
}

}  // namespace
}  // namespace modbuild
