// What happens to text before any key is looked at: encoding, limits, TOML.
#include "load/document.h"

#include <gtest/gtest.h>

#include "base/str.h"

namespace modbuild {
namespace {

std::string place(const SourceRange& at) {
  return cat(std::to_string(at.line), ":", std::to_string(at.column), "-",
             std::to_string(at.end_line), ":", std::to_string(at.end_column));
}

std::string text_of(const Value& value) {
  switch (value.kind) {
    case Value::Kind::String:
      return cat("'", value.text, "'");
    case Value::Kind::Integer:
      return std::to_string(value.integer);
    case Value::Kind::Boolean:
      return value.boolean ? "true" : "false";
    case Value::Kind::Array: {
      std::vector<std::string> items;
      for (const Value& item : value.items) items.push_back(text_of(item));
      return cat("[", join(items, ", "), "]");
    }
    case Value::Kind::Table: {
      std::vector<std::string> items;
      for (const Entry& entry : value.entries) {
        items.push_back(cat(entry.key.value, " = ", text_of(entry.value)));
      }
      return cat("{", join(items, ", "), "}");
    }
    case Value::Kind::Reported:
      return "reported";
  }
  return {};
}

// The values and, one a line, what was said: "MB007 2:1-2:3 message".
std::string parsed(std::string_view text) {
  Diagnostics diagnostics;
  const std::optional<Document> document = parse_document(text, FileId{0}, diagnostics);
  std::string out = document ? text_of(document->root) : std::string("none");
  for (const Diagnostic& item : diagnostics.take_sorted()) {
    append(out, "\n", code_info(item.code).id, " ", place(item.at), " ", item.message);
  }
  return out;
}

// The literal with the NULs inside it.
template <std::size_t N>
std::string with_nul(const char (&text)[N]) {
  return std::string(text, N - 1);
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

TEST(Document, KeepsTheOrderOfTheText) {
  EXPECT_EQ("{z = 1, a = {y = true, b = ['x', {k = 'v'}]}}",
            parsed("z = 1\n[a]\ny = true\nb = ['x', { k = \"v\" }]\n"));
}

TEST(Document, KnowsWhereEachValueStandsInCodePoints) {
  Diagnostics diagnostics;
  const std::optional<Document> document =
      parse_document("# ü\nkey = [\"ü€\", 'b'] # c\n[t.u]\nv = 1\n", FileId{7}, diagnostics);
  ASSERT_TRUE(document);
  const Entry& key = *document->root.entries.begin();
  const Entry& table = *key.next;
  const Value& first = *key.value.items.begin();
  EXPECT_EQ("2:1-2:4", place(key.key.at));
  EXPECT_EQ("2:7-2:18", place(key.value.at));
  EXPECT_EQ("2:8-2:12", place(first.at));
  EXPECT_EQ("2:14-2:17", place(first.next->at));
  EXPECT_EQ("3:1-3:6", place(table.value.at));
  EXPECT_EQ(FileId{7}, first.next->at.file);
}

TEST(Document, TakesOneByteOrderMarkAndCrlf) {
  EXPECT_EQ("{a = 1, b = 'x\ny'}", parsed("\xEF\xBB\xBF"
                                          "a = 1\r\nb = \"x\\ny\"\r\n"));
}

TEST(Document, CountsColumnsBehindTheByteOrderMark) {
  EXPECT_EQ("none\nMB007 1:3-1:4 expected '=', saw 'b'", parsed("\xEF\xBB\xBF"
                                                                "a b = 1\n"));
}

TEST(Document, TakesTabsMultiLineStringsAndComments) {
  EXPECT_EQ(
      "{a = 'x\n\"y\"', b = 'c:\\d', list = [1, 2]}",
      parsed(
          "a =\t\"\"\"x\n\"y\\\"\"\"\"\n b = '''c:\\d''' # \"\nlist = [ # [\n 1, # '\n 2,\n]\n"));
}

TEST(Document, DoesNotCountBracketsInsideStringsAndComments) {
  const std::string brackets = repeated("[{", 20);
  EXPECT_EQ(cat("{a = '", brackets, "'}"),
            parsed(cat("a = \"", brackets, "\" # ", brackets, "\n")));
}

TEST(Document, CountsTheLevelsOfKeysTablesAndLists) {
  EXPECT_EQ("MB006", parsed("[a.b.c.d.e.f.g.h]\ni.j.k.l.m.n.o.p = [[1]]\n").substr(5, 5));
  EXPECT_EQ("{", parsed("[a.b.c.d.e.f.g.h]\ni.j.k.l.m.n.o = [[1]]\n").substr(0, 1));
  EXPECT_EQ("{", parsed("a = [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]\n").substr(0, 1));
  EXPECT_EQ("MB006", parsed("a = [[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]\n").substr(5, 5));
}

TEST(Document, RefusesHugeNestingAtOnce) {
  const std::string message = " the manifest nests deeper than 16 levels here";
  EXPECT_EQ("none\nMB006 1:35-1:36" + message, parsed(repeated("a.", 100'000) + "a = 1"));
  EXPECT_EQ("none\nMB006 1:21-1:22" + message, parsed("a = " + repeated("[", 200'000)));
  EXPECT_EQ("none\nMB006 1:51-1:52" + message, parsed(repeated("a={", 200'000)));
}

TEST(Document, TakesTenThousandKeysAndNoMore) {
  std::string text;
  for (int i = 0; i < 10'000; ++i) append(text, "k", std::to_string(i), " = 1\n");
  EXPECT_EQ("{k0 = 1", parsed(text).substr(0, 7));
  EXPECT_EQ("none\nMB006 10001:1-10001:2 the manifest has more than 10000 keys",
            parsed(text + "k = 1\n"));
}

TEST(Document, ReadsOnWhenAValueIsNoneOfOurs) {
  EXPECT_EQ(
      "{a = reported, b = [reported, 'x'], c = 1}\n"
      "MB041 1:5-1:15 found a date or time, '2020-01-01'; manifests hold text, whole numbers, true "
      "and false\n"
      "MB041 2:6-2:9 found a number with a fraction, '1.5'; manifests hold text, whole numbers, "
      "true "
      "and false",
      parsed("a = 2020-01-01\nb = [1.5, 'x']\nc = 1\n"));
}

TEST(Document, KeepsPlacesBehindABadValue) {
  EXPECT_EQ(
      "none\n"
      "MB007 1:7-1:13 'wörter' is no TOML value\n"
      "MB007 3:3-3:4 expected '=', saw 'd'",
      parsed("list=[wörter, 'b']\nc = 1\nc d\n"));
}

// Rows: text that some TOML library or another crashed on, hung on, or took without a word
// (HAZARDS 0.11, H22 to H24), and what is made of it, or the first thing said about it.
TEST(Document, SurvivesHostileText) {
  struct Row {
    std::string text;
    std::string outcome;
  };
  const std::vector<Row> rows = {
      {"", "{}"},
      {"\xEF\xBB\xBF", "{}"},
      {"\xEF\xBB\xBF\xEF\xBB\xBF"
       "a = 1",
       "MB005 1:1-1:2 byte 0xEF at offset 3 begins another byte order mark"},
      {"a = 1\xEF\xBB\xBF", "MB005 1:6-1:7 byte 0xEF at offset 5 begins another byte order mark"},
      {"\xFF\xFE"
       "a",
       "MB005 1:1-1:2 the manifest is UTF-16"},
      {"\xFE\xFF"
       "a",
       "MB005 1:1-1:2 the manifest is UTF-16"},
      {with_nul("a\0=\0001\0"), "MB005 1:1-1:2 the manifest is UTF-16"},
      {with_nul("a = 1\0"), "MB005 1:6-1:7 byte 0x00 at offset 5 is a NUL byte"},
      {"a = 1\r", "MB005 1:6-1:7 byte 0x0D at offset 5 is a carriage return without a line feed"},
      {"a = \"x\ry\"",
       "MB005 1:7-1:8 byte 0x0D at offset 6 is a carriage return without a line feed"},
      {"a = 1 \x0C", "MB005 1:7-1:8 byte 0x0C at offset 6 is a control character"},
      {"a = \"\x1B[31m\"", "MB005 1:6-1:7 byte 0x1B at offset 5 is a control character"},
      {"a = \"\x7F\"", "MB005 1:6-1:7 byte 0x7F at offset 5 is a control character"},
      {"a = \"\xC2\x85\"", "MB005 1:6-1:7 byte 0xC2 at offset 5 is a C1 control character"},
      {"a = \"\xC0\x80\"", "MB005 1:6-1:7 byte 0xC0 at offset 5 is not valid UTF-8"},
      {"a = \"\xED\xA0\x80\"", "MB005 1:6-1:7 byte 0xED at offset 5 is not valid UTF-8"},
      {"a = \"\xF4\x90\x80\x80\"", "MB005 1:6-1:7 byte 0xF4 at offset 5 is not valid UTF-8"},
      {"a = \"\xE2\x82\"", "MB005 1:6-1:7 byte 0xE2 at offset 5 is not valid UTF-8"},
      {"a = \"\\uD800\"",
       "MB007 1:12-1:13 unicode surrogates (U+D800 - U+DFFF) are explicitly prohibited"},
      {"a = \"\\U00110000\"", "MB007 1:16-1:17 values greater than U+10FFFF are invalid"},
      {"a = \"\\u00\"", "MB007 1:10-1:11 expected hex digit, saw '\"'"},
      {"a = \"\\x41\"",
       "MB007 1:7-1:8 escape sequence '\\x' is not supported in TOML 1.0.0 and earlier"},
      {"a=1990-12-31T:59:23:59:60Z",
       "MB041 1:3-1:27 found a date or time, '1990-12-31T:59:23:59:60Z'; manifests hold text, "
       "whole numbers, true and false"},
      {"a = 1979-05-27T07:32:00Z",
       "MB041 1:5-1:25 found a date or time, '1979-05-27T07:32:00Z'; manifests hold text, whole "
       "numbers, true and false"},
      {"a = 1979-05-27 07:32:00",
       "MB041 1:5-1:15 found a date or time, '1979-05-27'; manifests hold text, whole numbers, "
       "true and false"},
      {"a = 07:32:00",
       "MB041 1:5-1:13 found a date or time, '07:32:00'; manifests hold text, whole numbers, true "
       "and false"},
      {"a = 1979-02-31",
       "MB041 1:5-1:15 found a date or time, '1979-02-31'; manifests hold text, whole numbers, "
       "true and false"},
      {"a = 1e400",
       "MB041 1:5-1:10 found a number that is not a plain decimal integer, '1e400'; manifests hold "
       "text, whole numbers, true and false"},
      {"a = -0.0",
       "MB041 1:5-1:9 found a number with a fraction, '-0.0'; manifests hold text, whole numbers, "
       "true and false"},
      {"a = .5",
       "MB041 1:5-1:7 found a number with a fraction, '.5'; manifests hold text, whole numbers, "
       "true and false"},
      {"a = 5.",
       "MB041 1:5-1:7 found a number with a fraction, '5.'; manifests hold text, whole numbers, "
       "true and false"},
      {"a = inf",
       "MB041 1:5-1:8 found a number that is not a plain decimal integer, 'inf'; manifests hold "
       "text, whole numbers, true and false"},
      {"a = -nan",
       "MB041 1:5-1:9 found a number that is not a plain decimal integer, '-nan'; manifests hold "
       "text, whole numbers, true and false"},
      {"a = 0x1F",
       "MB041 1:5-1:9 found a number that is not a plain decimal integer, '0x1F'; manifests hold "
       "text, whole numbers, true and false"},
      {"a = 0b2",
       "MB041 1:5-1:8 found a number that is not a plain decimal integer, '0b2'; manifests hold "
       "text, whole numbers, true and false"},
      {"a = 1_000",
       "MB041 1:5-1:10 found a number that is not a plain decimal integer, '1_000'; manifests hold "
       "text, whole numbers, true and false"},
      {"a = 1__0",
       "MB041 1:5-1:9 found a number that is not a plain decimal integer, '1__0'; manifests hold "
       "text, whole numbers, true and false"},
      {"a = +",
       "MB041 1:5-1:6 found a number that is not a plain decimal integer, '+'; manifests hold "
       "text, whole numbers, true and false"},
      {"a = -",
       "MB041 1:5-1:6 found a number that is not a plain decimal integer, '-'; manifests hold "
       "text, whole numbers, true and false"},
      {"a = --1",
       "MB041 1:5-1:8 found a date or time, '--1'; manifests hold text, whole numbers, true and "
       "false"},
      {"a = 00",
       "MB041 1:5-1:7 found a number that is not a plain decimal integer, '00'; manifests hold "
       "text, whole numbers, true and false"},
      {"a = 99999999999999999999",
       "MB041 1:5-1:25 found a number that is not a plain decimal integer, '99999999999999999999'; "
       "manifests hold text, whole numbers, true and false"},
      {"a = 999999999999999999", "{a = 999999999999999999}"},
      {"a = -7", "{a = -7}"},
      {"a = " + repeated("9", 400'000),
       "MB041 1:5-1:400005 found a number that is not a plain decimal integer, "
       "'9999999999999999999999999999999999999999..'; manifests hold text, whole numbers, true and "
       "false"},
      {"a = T12:00", "MB007 1:5-1:11 'T12:00' is no TOML value"},
      {"a = _1", "MB007 1:5-1:7 '_1' is no TOML value"},
      {"a = 'x' 'y'", "MB007 1:9-1:10 expected a comment or whitespace, saw '''"},
      {"a = tru", "MB007 1:5-1:8 'tru' is no TOML value"},
      {"a = trueish", "MB007 1:5-1:12 'trueish' is no TOML value"},
      {"a = True", "MB007 1:5-1:9 'True' is no TOML value"},
      {"a", "MB007 1:2-1:3 the text ends before this is complete"},
      {"a =", "MB007 1:4-1:5 the text ends before this is complete"},
      {"= 1", "MB007 1:1-1:2 expected keys, tables, whitespace or comments, saw '='"},
      {"a = = 1", "MB007 1:5-1:6 '=' is no TOML value"},
      {"a.b", "MB007 1:4-1:5 the text ends before this is complete"},
      {"a. = 1", "MB007 1:4-1:5 expected bare key starting character or string delimiter, saw '='"},
      {".a = 1", "MB007 1:1-1:2 expected keys, tables, whitespace or comments, saw '.'"},
      {"a..b = 1",
       "MB007 1:3-1:4 expected bare key starting character or string delimiter, saw '.'"},
      {"a = {", "MB007 1:5-1:6 the '{' is never closed"},
      {"a = }", "MB007 1:5-1:6 a value is missing"},
      {"a = ]", "MB007 1:5-1:6 a value is missing"},
      {"a = [1, , 2]", "MB007 1:9-1:10 a value is missing"},
      {"a = [1 2]", "MB007 1:8-1:9 expected comma or closing ']', saw '2'"},
      {"a = {b = 1,}", "MB007 1:12-1:13 expected key-value pair, saw closing '}' (dangling comma)"},
      {"a = {b = 1 c = 2}", "MB007 1:12-1:13 expected comma or closing '}', saw 'c'"},
      {"a = {b.c = 1, b = 2}", "MB007 1:19-1:20 cannot redefine existing table 'b'"},
      {"a = {\nb = 1}", "MB007 1:6-1:7 expected key or closing '}', saw '\\n'"},
      {"[", "MB007 1:2-1:3 the text ends before this is complete"},
      {"[]", "MB007 1:2-1:3 tables with blank bare keys are explicitly prohibited"},
      {"[[a]", "MB007 1:5-1:6 the text ends before this is complete"},
      {"[a]]", "MB007 1:4-1:5 expected a comment or whitespace, saw ']'"},
      {"[a] b = 1", "MB007 1:5-1:6 expected a comment or whitespace, saw 'b'"},
      {"[a]\n[a]", "MB007 2:2-2:3 table 'a' is given twice"},
      {"[a.b]\n[a]\nb = 1", "MB007 3:1-3:2 key 'b' is given twice"},
      {"a = 1\n[a]\nb = 1", "MB007 2:2-2:3 key 'a' is given twice"},
      {"a = []\n[[a]]", "MB007 2:3-2:4 key 'a' is given twice"},
      {"[[a]]\n[a]", "MB007 2:2-2:3 table 'a' is given twice"},
      {"a = 1\na = 2", "MB007 2:1-2:2 key 'a' is given twice"},
      {"a = 1\n\"a\" = 2", "MB007 2:1-2:4 key 'a' is given twice"},
      {"a.b = 1\na.b.c = 2",
       "MB007 2:3-2:4 cannot redefine existing integer as dotted key-value pair"},
      {"[a]\nb = 1\n[[x]]\nb = 1\n[[x]]\nb = 2", "{a = {b = 1}, x = [{b = 1}, {b = 2}]}"},
      {"\"\" = 1", "{ = 1}"},
      {"\"\\u0007\" = 1", "{\a = 1}"},
      {"'a b' = 1", "{a b = 1}"},
      {"a = \"\"\"" + repeated("\"", 3) + "\"", "{a = '\"'}"},
      {"a = '''''''", "{a = '''}"},
      {"a = \"\"\"\\", "MB007 1:5-1:9 the string is never closed"},
      {"a = \"\\", "MB007 1:5-1:7 the string is never closed"},
      {"a = '", "MB007 1:5-1:6 the string is never closed"},
      {"a = \"\"\"x\"\"", "MB007 1:5-1:11 the string is never closed"},
      {"#", "{}"},
      {"# \x01", "MB005 1:3-1:4 byte 0x01 at offset 2 is a control character"},
      {repeated("[a]\n", 3000), "MB007 2:2-2:3 table 'a' is given twice"},
      {repeated("\"", 1001), "MB006 1:137-1:145 the manifest nests deeper than 16 levels here"},
      {repeated("{", 100'000),
       "MB007 1:1-1:2 expected keys, tables, whitespace or comments, saw '{'"},
      {repeated("a = [", 100'000), "MB006 1:85-1:86 the manifest nests deeper than 16 levels here"},
      {repeated("x", 900'000), "MB007 1:900001-1:900002 the text ends before this is complete"},
      {repeated("x = ", 100'000), "MB007 1:5-1:6 'x' is no TOML value"},
      {repeated("\n", 1'000'000), "{}"},
      {repeated("[[x]]\n", 12'000), "MB006 10001:3-10001:4 the manifest has more than 10000 keys"},
      {"a = " + repeated("[[],", 15), "MB007 1:61-1:62 the '[' is never closed"},
  };
  ASSERT_GE(rows.size(), 60U);
  for (const Row& row : rows) {
    const std::vector<std::string> lines = split(parsed(row.text), "\n");
    EXPECT_EQ(row.outcome, lines.size() > 1 ? lines[1] : lines[0]) << row.text.substr(0, 60);
  }
}

}  // namespace
}  // namespace modbuild
