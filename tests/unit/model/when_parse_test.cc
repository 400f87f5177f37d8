#include <gtest/gtest.h>

#include "base/str.h"
#include "base/utf8.h"
#include "diag/render.h"
#include "model/when.h"

namespace modbuild {
namespace {

// What is said about the first value of a manifest whose only line is `line`: `when = "..."`,
// where the value's range is that of the quoted string.
std::string complaints(const std::string& line, const std::string& value) {
  Sources sources;
  const FileId file = sources.add("m.toml", line + "\n");
  const auto begin = static_cast<std::uint32_t>(line.find_first_of("\"'") + 1);
  const auto end = static_cast<std::uint32_t>(display_width(line) + 1);
  Diagnostics diagnostics;
  const When when = parse_when({value, {file, 1, begin, 1, end}}, diagnostics);
  EXPECT_EQ(diagnostics.has_errors(), when.always());
  return render(diagnostics.take_sorted(), sources, DiagnosticFormat::Text, false);
}

// The usual case: a basic string without escapes.
std::string complaints(const std::string& value) {
  return complaints(cat("when = \"", value, "\""), value);
}

TEST(WhenParse, PointsAtAnUnknownWordInsideTheString) {
  EXPECT_EQ(complaints("linux & x86_46"),
            R"--(m.toml:1:17: error[MB051]: unknown word 'x86_46' in a `when` expression
  1 | when = "linux & x86_46"
    |                 ^^^^^^
help: did you mean 'x86_64'?
)--");
}

TEST(WhenParse, ReportsEveryUnknownWord) {
  EXPECT_EQ(complaints("linus | (mussl & cc(gnu))"),
            R"--(m.toml:1:9: error[MB051]: unknown word 'linus' in a `when` expression
  1 | when = "linus | (mussl & cc(gnu))"
    |         ^^^^^
help: did you mean 'linux'?
m.toml:1:18: error[MB051]: unknown word 'mussl' in a `when` expression
  1 | when = "linus | (mussl & cc(gnu))"
    |                  ^^^^^
help: did you mean 'musl'?
m.toml:1:29: error[MB051]: unknown compiler 'gnu' in a `when` expression
  1 | when = "linus | (mussl & cc(gnu))"
    |                             ^^^
help: known are clang, gcc
)--");
}

TEST(WhenParse, ListsTheWordsWhenNoneIsNear) {
  EXPECT_EQ(complaints("amiga"),
            R"--(m.toml:1:9: error[MB051]: unknown word 'amiga' in a `when` expression
  1 | when = "amiga"
    |         ^^^^^
help: known are linux, freebsd, netbsd, openbsd, darwin, solaris, unix, x86_64, i386, aarch64, arm, riscv64, ppc64le, s390x, glibc, musl, static, shared, true, false
)--");
}

TEST(WhenParse, PointsAtAnUnknownFunction) {
  EXPECT_EQ(complaints("features(tls)"),
            R"--(m.toml:1:9: error[MB051]: unknown function 'features' in a `when` expression
  1 | when = "features(tls)"
    |         ^^^^^^^^
help: did you mean 'feature'?
)--");
}

TEST(WhenParse, PointsAtTheEndWhenSomethingIsMissing) {
  EXPECT_EQ(
      complaints("linux &"),
      R"--(m.toml:1:16: error[MB050]: found the end in a `when` expression, expected a word, feature(..), lib(..), cc(..), '!' or '('
  1 | when = "linux &"
    |                ^
help: a `when` looks like "linux & (x86_64 | aarch64) & !musl & feature(tls)"
)--");
  EXPECT_EQ(
      complaints(""),
      R"--(m.toml:1:9: error[MB050]: found the end in a `when` expression, expected a word, feature(..), lib(..), cc(..), '!' or '('
  1 | when = ""
    |         ^
help: a `when` looks like "linux & (x86_64 | aarch64) & !musl & feature(tls)"
)--");
}

TEST(WhenParse, ExplainsTheOperatorsOfOtherLanguages) {
  EXPECT_EQ(
      complaints("linux && musl"),
      R"--(m.toml:1:15: error[MB050]: found '&&' in a `when` expression, expected '&', '|' or the end
  1 | when = "linux && musl"
    |               ^^
help: write '&' for and
)--");
  EXPECT_EQ(
      complaints("(linux or musl)"),
      R"--(m.toml:1:16: error[MB050]: found 'or' in a `when` expression, expected '&', '|' or ')'
  1 | when = "(linux or musl)"
    |                ^^
help: write '|' for or
)--");
  EXPECT_EQ(
      complaints("not musl"),
      R"--(m.toml:1:9: error[MB050]: found 'not' in a `when` expression, expected a word, feature(..), lib(..), cc(..), '!' or '('
  1 | when = "not musl"
    |         ^^^
help: write '!' for not
)--");
  EXPECT_EQ(
      complaints("cc(gcc == 12)"),
      R"--(m.toml:1:16: error[MB050]: found '==' in a `when` expression, expected ')' or one of >= <= > < = !=
  1 | when = "cc(gcc == 12)"
    |                ^^
help: write '=' to compare for equality
)--");
}

// The message of the only complaint.
std::string message(const std::string& value) {
  Diagnostics diagnostics;
  parse_when({value, {}}, diagnostics);
  const std::vector<Diagnostic> items = diagnostics.take_sorted();
  return items.size() == 1 ? items[0].message : count_of(items.size(), "complaint");
}

TEST(WhenParse, SaysWhatItFoundAndExpected) {
  EXPECT_EQ(message("(linux"), "found the end in a `when` expression, expected '&', '|' or ')'");
  EXPECT_EQ(message("linux)"), "found ')' in a `when` expression, expected '&', '|' or the end");
  EXPECT_EQ(message("linux musl"),
            "found 'musl' in a `when` expression, expected '&', '|' or the end");
  EXPECT_EQ(message("feature"),
            "found the end in a `when` expression, expected '(' after 'feature'");
  EXPECT_EQ(message("feature()"), "found ')' in a `when` expression, expected a name");
  EXPECT_EQ(message("lib(a b)"), "found 'b' in a `when` expression, expected ')'");
  EXPECT_EQ(message("cc(gcc >=)"),
            "found ')' in a `when` expression, expected a version such as 12 or 12.2");
  EXPECT_EQ(message("cc(gcc >= new)"),
            "found 'new' in a `when` expression, expected a version such as 12 or 12.2");
  EXPECT_EQ(message("linux & $"),
            "found '$' in a `when` expression, expected a word, feature(..), lib(..), cc(..), '!' "
            "or '('");
}

TEST(WhenParse, CountsColumnsInCodePoints) {
  EXPECT_EQ(complaints("linux \xC3\xA4 \xC3\xA4").substr(0, 12), "m.toml:1:15:");
  EXPECT_EQ(complaints("lib(\xC3\xA4)").substr(0, 12), "m.toml:1:13:");
  EXPECT_EQ(complaints("true & \xC3\xA4").substr(0, 12), "m.toml:1:16:");
}

TEST(WhenParse, PointsAtTheWholeStringWhenItHasEscapes) {
  EXPECT_EQ(complaints(R"(when = "\u006cinus")", "linus"),
            R"--(m.toml:1:8: error[MB051]: unknown word 'linus' in a `when` expression
  1 | when = "\u006cinus"
    |        ^^^^^^^^^^^^
help: did you mean 'linux'?
)--");
}

TEST(WhenParse, PointsIntoLiteralStringsToo) {
  EXPECT_EQ(complaints("when = 'linus'", "linus").substr(0, 30), "m.toml:1:9: error[MB051]: unkn");
}

TEST(WhenParse, PointsAtTheWholeOfStringsWithThreeQuotes) {
  EXPECT_EQ(complaints(R"--(when = """linus""")--", "linus").substr(0, 30),
            "m.toml:1:8: error[MB051]: unkn");
}

TEST(WhenParse, KeepsThePlaceOfEachPart) {
  Diagnostics diagnostics;
  const When when = parse_when({"!musl & cc(gcc >= 12)", {FileId{0}, 3, 8, 3, 31}}, diagnostics);
  std::vector<std::uint32_t> columns;
  for (const When::Node& node : when.nodes()) columns.push_back(node.at.column);
  EXPECT_EQ(columns, (std::vector<std::uint32_t>{10, 9, 17, 15}));
  EXPECT_EQ(when.nodes()[2].at.end_column, 30U);
}

TEST(WhenParse, AcceptsSixteenLevelsAndNoMore) {
  const auto nested = [](std::size_t depth) {
    return cat(std::string(depth, '('), "linux", std::string(depth, ')'));
  };
  Diagnostics diagnostics;
  EXPECT_FALSE(parse_when({nested(16), {}}, diagnostics).always());
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_EQ(message(nested(17)), "a `when` expression nests deeper than 16 levels, the limit");
  EXPECT_EQ(message(nested(100'000)), "a `when` expression nests deeper than 16 levels, the limit");
  EXPECT_EQ(message(std::string(100'000, '!') + "linux"),
            "a `when` expression nests deeper than 16 levels, the limit");
}

TEST(WhenParse, AcceptsTwoHundredFiftySixPartsAndNoMore) {
  const auto chain = [](std::size_t words) {
    std::string text = "linux";
    for (std::size_t i = 1; i < words; ++i) text += " & linux";
    return text;
  };
  Diagnostics diagnostics;
  EXPECT_EQ(parse_when({"!" + chain(128), {}}, diagnostics).nodes().size(), 256U);
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_EQ(message(chain(129)), "a `when` expression has more than 256 parts, the limit");
  EXPECT_EQ(message(chain(100'000)), "a `when` expression has more than 256 parts, the limit");
}

}  // namespace
}  // namespace modbuild
