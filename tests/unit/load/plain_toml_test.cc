// The short cut for plain manifests finds what the TOML library finds, or leaves the text to it.
#include "load/plain_toml.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/str.h"
#include "load/document.h"
#include "support/dice.h"
#include "support/value_text.h"

namespace modbuild {
namespace {

namespace fs = std::filesystem;

constexpr FileId kFile{3};
constexpr std::size_t kDocumentBytes = 400;

std::string plain(const std::string& text) {
  const std::optional<Document> document = parse_plain_toml(text, kFile);
  return document ? test::value_text(document->root) : std::string();
}

// By way of the library; "refused" when something is said about the text.
std::string by_library(const std::string& text) {
  Diagnostics diagnostics;
  const std::optional<Document> document = parse_any_toml(text, kFile, diagnostics);
  if (!document || !diagnostics.empty()) return "refused";
  return test::value_text(document->root);
}

// TOML made of the pieces below, mostly well put together.
class RandomToml {
 public:
  explicit RandomToml(test::Dice& dice) : dice_(dice) {}

  std::string text() {
    std::string out;
    if (dice_.one_in(16)) out += pick({"\xEF\xBB\xBF", "\xFF\xFE", "\r", "\f"});
    for (std::size_t lines = dice_.below(12); lines > 0; --lines) {
      append(out, blank(), statement(), blank(), dice_.one_in(6) ? comment() : "", line_end());
    }
    if (dice_.one_in(4)) append(out, statement());
    return out;
  }

 private:
  std::string pick(const std::vector<std::string>& pieces) { return dice_.of(pieces); }
  std::string blank() { return pick({"", "", "", " ", "\t", "  "}); }
  std::string line_end() { return pick({"\n", "\n", "\n", "\n", "\r\n", "\n\n", "", "\r"}); }
  std::string comment() { return cat("#", words()); }

  std::string words() {
    std::string out;
    for (std::size_t count = dice_.below(4); count > 0; --count) {
      out += pick({"a", "b c", "\xC3\xBC", "\xE2\x82\xAC", "#", "{", "[", "\xF0\x9F\x98\x80",
                   "\xC2\x85", "\xEF\xBB\xBF", "\x7F", "\x01", "\xC3", "\t", "="});
    }
    return out;
  }

  std::string string() {
    switch (dice_.below(8)) {
      case 0:
        return cat("'", words(), dice_.one_in(8) ? "\"" : "", "'");
      case 1:
        return cat("\"", words(),
                   pick({"\\n", "\\\"", "\\\\", "\\t\\b", "\\u00e9", "\\x", "\\", "\\e"}), words(),
                   "\"");
      case 2:
        return pick({"\"\"", "''", "\"\"\"a\"\"\"", "'''a\nb'''", "\"\"\"\"", "'''", "\""});
      default:
        return cat("\"", pick({"", "a", "*.c", "\xC3\xBC", "x y", "'"}), "\"");
    }
  }

  std::string value(std::size_t depth) {
    switch (dice_.below(depth > 4 ? 4 : 9)) {
      case 0:
        return pick({"1",
                     "0",
                     "-3",
                     "+4",
                     "-0",
                     "12345678901234567",
                     "123456789012345678",
                     "1234567890123456789",
                     "01",
                     "1_000",
                     "1.5",
                     "0x1F",
                     "1e3",
                     "1979-05-27",
                     "07:32:00",
                     "inf",
                     "",
                     "-",
                     "yes",
                     "trueish",
                     "True"});
      case 1:
        return pick({"true", "false"});
      case 4:
      case 5:
        return list(depth + 1);
      case 6:
        return inline_table(depth + 1);
      default:
        return string();
    }
  }

  std::string gap() {
    return pick({"", "", "", " ", "\n", "\n  ", "\r\n", cat(" ", comment(), "\n")});
  }

  std::string list(std::size_t depth) {
    if (dice_.one_in(12))
      return pick({"[[[[[[[[[[[[[[1]]]]]]]]]]]]]]", "[,]", "[1 2]", "[1", "[[]"});
    std::string out = "[";
    for (std::size_t count = dice_.below(4); count > 0; --count) {
      const bool comma = count > 1 || dice_.one_in(3);
      append(out, gap(), value(depth), gap(), comma ? "," : "");
    }
    return cat(out, gap(), "]");
  }

  std::string inline_table(std::size_t depth) {
    std::string out = "{";
    for (std::size_t count = dice_.below(4); count > 0; --count) {
      const bool comma = count > 1 || dice_.one_in(8);
      append(out, blank(), key(), " = ", value(depth), blank(), comma ? "," : "");
      if (dice_.one_in(20)) out += gap();
    }
    return cat(out, blank(), "}");
  }

  // Few names, so that the same one comes twice now and then.
  std::string name() {
    if (dice_.one_in(10))
      return pick({"\"a\"", "'b'", "\"a b\"", "\"\"", "''", "\"\\n\"", "\xC3\xBC"});
    return pick({"a", "b", "c", "d-1", "_e", "2"});
  }
  std::string key() {
    std::string out = name();
    while (dice_.one_in(4)) append(out, blank(), ".", blank(), name());
    return out;
  }

  std::string statement() {
    switch (dice_.below(10)) {
      case 0:
        return comment();
      case 1:
      case 2:
        return cat("[", blank(), key(), blank(), "]");
      case 3:
      case 4:
        return cat("[[", blank(), key(), blank(), "]]");
      case 5:
        return pick({"", "a", "= 1", "[]", "[a", "[[a]", "[ [a]]", "a = 1 b = 2", ".a = 1",
                     "a..b = 1", "[a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q]"});
      default:
        return cat(key(), blank(), "=", blank(), value(0));
    }
  }

  test::Dice& dice_;
};

RC_GTEST_PROP(PlainToml, FindsWhatTheLibraryFindsOrNothing, ()) {
  const auto byte = rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<std::uint8_t>());
  test::Dice dice(*rc::gen::container<std::vector<std::uint8_t>>(kDocumentBytes, byte));
  for (std::size_t i = 0; i < 4; ++i) {
    const std::string text = RandomToml(dice).text();
    const std::string found = plain(text);
    RC_CLASSIFY(!found.empty(), "taken");
    if (!found.empty()) RC_ASSERT(found == by_library(text));
  }
}

// Everything that the short cut is meant for, once.
const std::string kPlain =
    "# c \xC3\xBC\r\nschema = 1\nd.e.f = -2\nd.g = [\"\xC3\xBC\", 'b',\n  # c\n true, [ 1 ]  , ]\n"
    "\"k y\" = \"a\\\\\\\"\\tb\"\n[module] # c\nwhen = \"linux & !musl\"\n\t[features.x]\n"
    "i = { a = 1, b = [{ c = '' }], d.e = {} }\n[features]\n[features.y.z]\n"
    "[[install]]\nfrom = []\n[install.sub]\nk = false\n[[install]]\nto = \"x\"";

TEST(PlainToml, TakesWhatManifestsAreMadeOf) {
  EXPECT_EQ(by_library(kPlain), plain(kPlain));
  EXPECT_NE("refused", plain(kPlain));
  EXPECT_EQ(by_library(""), plain(""));
  EXPECT_EQ(by_library("\n"), plain("\n"));
  EXPECT_EQ(by_library("a = 1\n  "), plain("a = 1\n  "));
}

// A part of a text, and one with one byte another: wrong in all the places where a text can be.
TEST(PlainToml, AgreesOnEveryDamagedText) {
  for (std::size_t at = 0; at <= kPlain.size(); ++at) {
    std::vector<std::string> texts = {kPlain.substr(0, at), kPlain.substr(at)};
    for (const char c : std::string("\0\n\r\t \"'#=.,[]{}\\a1-\x80\xC3", 21)) {
      std::string other = kPlain;
      if (at < other.size()) other[at] = c;
      texts.push_back(std::move(other));
    }
    for (const std::string& text : texts) {
      const std::string found = plain(text);
      ASSERT_TRUE(found.empty() || found == by_library(text)) << text;
    }
  }
}

TEST(PlainToml, LeavesTheRestToTheLibrary) {
  std::string many;
  for (std::size_t i = 0; i <= kMostPlainEntries; ++i)
    append(many, "k", std::to_string(i), " = 1\n");
  std::string deep = "a = ";
  for (int i = 0; i < 16; ++i) deep += '[';
  for (int i = 0; i < 16; ++i) deep += ']';
  for (const std::string& text :
       {std::string("a = 1.5\n"), std::string("a = 1979-05-27\n"),
        std::string("a = \"\"\"b\"\"\"\n"), std::string("a = \"\\u0041\"\n"),
        std::string("\xEF\xBB\xBF"
                    "a = 1\n"),
        many}) {
    EXPECT_EQ("", plain(text)) << text;
    EXPECT_NE("", by_library(text));
  }
  EXPECT_EQ(by_library(deep), plain(deep));
  const std::string deeper = cat("b.", deep);
  EXPECT_EQ("", plain(deeper));
  EXPECT_EQ("refused", by_library(deeper));
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The manifests below `root` that are taken, of all.
std::pair<int, int> taken_below(const fs::path& root) {
  std::pair<int, int> counts;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".toml" || !entry.is_regular_file()) continue;
    const std::string text = text_of(entry.path());
    const std::string found = plain(text);
    ++counts.second;
    if (found.empty()) continue;
    ++counts.first;
    EXPECT_EQ(by_library(text), found) << entry.path();
  }
  return counts;
}

TEST(PlainToml, TakesEveryManifestOfTheSampleTree) {
  const auto [taken, all] = taken_below(fs::path(MB_SOURCE_DIR) / "sample-tree");
  EXPECT_EQ(all, taken);
  EXPECT_GT(taken, 10);
}

TEST(PlainToml, TakesNearlyEveryManifestOfTheTests) {
  const auto [taken, all] = taken_below(fs::path(MB_SOURCE_DIR) / "tests" / "golden");
  EXPECT_GT(taken * 100, all * 95) << taken << " of " << all;
  const auto [wrong_taken, wrong_all] =
      taken_below(fs::path(MB_SOURCE_DIR) / "tests" / "diagnostics");
  EXPECT_LT(wrong_taken, wrong_all);
}

}  // namespace
}  // namespace modbuild
