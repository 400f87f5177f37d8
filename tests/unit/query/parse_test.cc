#include <gtest/gtest.h>

#include "base/str.h"
#include "support/catalog_builder.h"
#include "unit/query/query_case.h"

namespace modbuild::test {
namespace {

// a, a-b, b, c, c++, in, all without needs, and library l.
QueryCase letters() {
  CatalogBuilder builder;
  for (const char* name : {"a", "a-b", "b", "c", "c++", "in"}) builder.module(name);
  builder.library("l");
  builder.group("g", {"a", "b"});
  QueryCase made;
  made.catalog = builder.build();
  return made;
}

TEST(QueryParse, CombinesFromLeftToRight) {
  const QueryCase one = letters();
  EXPECT_EQ(one.answer("a + b & b"), "b");
  EXPECT_EQ(one.answer("a + (b & b)"), "a b");
  EXPECT_EQ(one.answer("a + b + c - b"), "a c");
  EXPECT_EQ(one.answer("c - (b + c)"), "");
}

TEST(QueryParse, KnowsOperatorsAsWordsToo) {
  const QueryCase one = letters();
  EXPECT_EQ(one.answer("a union b intersect @g except a"), "b");
  EXPECT_EQ(one.answer("@g ^ b"), "b");
}

TEST(QueryParse, TakesPlusAndMinusInsideANameAsItsPart) {
  const QueryCase one = letters();
  EXPECT_EQ(one.answer("a-b"), "a-b");
  EXPECT_EQ(one.answer("c++ + a -b"), "a c++");
  EXPECT_EQ(one.answer("@g-b"), "1:1-5 there is no group 'g-b' | known are g");
  EXPECT_EQ(one.answer("(@g)-b"), "a");
  EXPECT_EQ(one.answer("a-c"),
            "1:1-4 there is no module, program or library 'a-c' | did you mean 'a-b'?");
  EXPECT_EQ(
      one.answer("a+l-zzz"),
      "1:1-8 there is no module, program or library 'a+l-zzz' | an operator has blanks around "
      "it: a + b, a - b");
}

TEST(QueryParse, TakesAnyNameInQuotes) {
  const QueryCase one = letters();
  EXPECT_EQ(one.answer("'in' + \"a\""), "a in");
  EXPECT_EQ(
      one.answer("'b"),
      "1:1-2 found ''' in an expression, expected a name, a function or '(' | close the quote");
}

TEST(QueryParse, GivesASetAName) {
  const QueryCase one = letters();
  EXPECT_EQ(one.answer("let x = @g in $x - a + $x & b"), "b");
  EXPECT_EQ(one.answer("let x = a in let x = $x + b in $x"), "a b");
  EXPECT_EQ(one.answer("(let x = a in $x) + $x"),
            "1:21-23 there is no variable '$x' | let x = deps(tm) in $x - tm  gives one its value");
  EXPECT_EQ(one.answer("let xyz = a in $xyy"),
            "1:16-20 there is no variable '$xyy' | did you mean 'xyz'?");
}

TEST(QueryParse, TakesNumbersForDepthsOnlyWhereOneMayStand) {
  CatalogBuilder builder;
  builder.module("1");
  builder.module("m").needs("1");
  QueryCase one;
  one.catalog = builder.build();
  EXPECT_EQ(one.answer("deps(m, 0)"), "m");
  EXPECT_EQ(one.answer("deps(m, 4294967295)"), "1 m");
  EXPECT_EQ(one.answer("rdeps(1)"), "1 m");
  EXPECT_EQ(one.answer("rdeps(m, '1')"), "1 m");
  EXPECT_EQ(one.answer("allpaths(m, 1)"), "1 m");
}

TEST(QueryParse, SaysWhereAndWhatItExpected) {
  const QueryCase one = letters();
  const std::string looks = " | an expression looks like: deps(tm) & on() - @basic";
  EXPECT_EQ(one.answer(""),
            "1:1-1 found the end in an expression, expected a name, a function or '('" + looks);
  EXPECT_EQ(one.answer("a |b"),
            "1:3-4 found '|' in an expression, expected an operator or the end | write '+' for a "
            "union");
  EXPECT_EQ(one.answer("a, b"),
            "1:2-3 found ',' in an expression, expected an operator or the end | write '+' for a "
            "union");
  EXPECT_EQ(one.answer("a and b"),
            "1:3-6 found 'and' in an expression, expected an operator or the end | write '&' for "
            "what is in both sets");
  EXPECT_EQ(
      one.answer("(a\n + in)"),
      "2:4-6 found 'in' in an expression, expected a name, a function or '(' | a name that is "
      "such a word is put in quotes: \"in\"");
  EXPECT_EQ(one.answer("deps(a"),
            "1:7-7 found the end in an expression, expected ',' or ')' | deps(SET[, DEPTH])");
  EXPECT_EQ(
      one.answer("allpaths(a)"),
      "1:11-12 found ')' in an expression, expected ',' and another set | allpaths(FROM, TO)");
  EXPECT_EQ(one.answer("deps(a, b)"),
            "1:9-10 found 'b' in an expression, expected a number | deps(SET[, DEPTH])");
  EXPECT_EQ(one.answer("on(a)"), "1:4-5 found 'a' in an expression, expected ')' | on()");
  EXPECT_EQ(one.answer("lib()"), "1:5-6 found ')' in an expression, expected a name | lib(NAME)");
  EXPECT_EQ(one.answer("let 7up! = a in b"),
            "1:8-9 found '!' in an expression, expected '=' | let x = deps(tm) in $x - tm");
}

TEST(QueryParse, TellsAllFunctionsThatNobodyKnows) {
  EXPECT_EQ(letters().answer("dep(a) + hots(a, (b)) + c"),
            "1:1-4 there is no function 'dep' | did you mean 'deps'?\n"
            "1:10-14 there is no function 'hots' | did you mean 'host'?");
}

TEST(QueryParse, CountsColumnsInCharacters) {
  EXPECT_EQ(
      letters().answer("'äö' + x("),
      "1:8-9 there is no function 'x' | known are set, deps, rdeps, allpaths, somepath, path, "
      "kind, group, host, lib, package, feature, file, on, off, dropped, static, when-false\n"
      "1:10-10 found the end in an expression, expected ')' | an expression looks like: "
      "deps(tm) & on() - @basic");
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

TEST(QueryParse, HasLimits) {
  const QueryCase one = letters();
  EXPECT_EQ(one.answer(repeated("(", 63) + "a" + repeated(")", 63)), "a");
  const std::string help = " | names of one kind can stand together: set(a b c), file(a.c b.c)";
  EXPECT_EQ(one.answer(repeated("(", 64) + "a" + repeated(")", 64)),
            "1:65-66 an expression nests more than 64 levels deep, the limit" + help);
  EXPECT_EQ(one.answer("a" + repeated(" + a", 2047)), "a");
  EXPECT_EQ(one.answer("a" + repeated(" + a", 2048)),
            "1:8191-8192 an expression has more than 4096 parts, the limit" + help);
  EXPECT_EQ(one.answer("set(" + repeated("a ", 32000) + ")"), "a");
  EXPECT_EQ(one.answer(repeated(" ", 70000)),
            "0:0-0 an expression has 70000 bytes, more than 65536, the limit");
}

TEST(QueryParse, KnowsWhatTheAnswerNeeds) {
  const auto needs = [](const std::string& text) {
    Diagnostics diagnostics;
    const std::optional<Query> query = parse_query(text, FileId{0}, diagnostics);
    std::string all;
    if (query->needs(QueryNeed::Graph)) all += "graph ";
    if (query->needs(QueryNeed::Selection)) all += "selection ";
    if (query->needs(QueryNeed::AllLibs)) all += "libs";
    return all;
  };
  EXPECT_EQ(needs("a + @g + lib(x) + file(y)"), "");
  EXPECT_EQ(needs("a & deps(b)"), "graph ");
  EXPECT_EQ(needs("rdeps(on())"), "graph selection ");
  EXPECT_EQ(needs("when-false()"), "selection libs");
}

}  // namespace
}  // namespace modbuild::test
