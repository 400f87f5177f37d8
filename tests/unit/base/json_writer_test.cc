#include "base/json_writer.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "base/str.h"
#include "base/utf8.h"

namespace modbuild {
namespace {

std::string json_text(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

TEST(JsonString, EscapesWhatJsonMustHaveEscaped) {
  EXPECT_EQ(json_text("a\"b\\c\n\t\x01"), R"("a\"b\\c\u000a\u0009\u0001")");
  EXPECT_EQ(json_text(std::string_view("a\0b", 3)), R"("a\u0000b")");
}

TEST(JsonString, EscapesWhatATerminalMightActOn) {
  EXPECT_EQ(json_text("\x1b[31m"), R"("\u001b[31m")");
  EXPECT_EQ(json_text("\xE2\x80\xAE"), R"("\u202e")");
  EXPECT_EQ(json_text("\xC2\x9B"), R"("\u009b")");
}

TEST(JsonString, KeepsOtherTextAsItIs) {
  EXPECT_EQ(json_text("gr\xC3\xBC\xC3\x9F"), "\"gr\xC3\xBC\xC3\x9F\"");
}

TEST(JsonString, ReplacesBytesThatAreNoUtf8) {
  EXPECT_EQ(json_text("a\xFF\x62"), "\"a\xEF\xBF\xBD\x62\"");
}

// Text made of characters of every length and kind.
rc::Gen<std::string> clean_text() {
  const auto piece = rc::gen::element<std::string>(
      "a", "\"", "\\", "/", "\n", "\x1f", "\x7f", std::string(1, '\0'), "\xC2\x80", "\xC3\xA9",
      "\xE2\x80\xAE", "\xEF\xBF\xBD", "\xF0\x9F\x98\x80", "\\u0041");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) { return join(pieces, ""); });
}

RC_GTEST_PROP(JsonString, IsReadBackAsItWas, ()) {
  const std::string text = *clean_text();
  RC_ASSERT(nlohmann::json::parse(json_text(text)).get<std::string>() == text);
}

RC_GTEST_PROP(JsonString, OfAnyBytesIsAsciiSafeJson, (const std::string& bytes)) {
  const std::string text = json_text(bytes);
  RC_ASSERT(nlohmann::json::accept(text));
  RC_ASSERT(displayable(text) == text);
}

TEST(JsonWriter, IndentsByTwo) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("schema", "x/1").member("on", true).member("count", std::uint64_t{3});
  json.key("list").begin_array().value("a").begin_object().end_object().end_array();
  json.key("empty").begin_array().end_array().end_object();
  EXPECT_EQ(out, R"({
  "schema": "x/1",
  "on": true,
  "count": 3,
  "list": [
    "a",
    {}
  ],
  "empty": []
})");
}

TEST(JsonWriter, WritesOneLineWithAllThatIsInside) {
  std::string out;
  JsonWriter json(out);
  json.begin_object(true).member("a", std::uint64_t{1}).key("b").begin_array().value(false);
  json.begin_object().member("c", "d").end_object().end_array();
  json.member("names", std::vector<std::string>{"x", "y"}).end_object();
  EXPECT_EQ(out, R"({"a": 1, "b": [false, {"c": "d"}], "names": ["x", "y"]})");
}

TEST(JsonWriter, ReturnsToManyLinesAfterOne) {
  std::string out;
  JsonWriter json(out);
  json.begin_array().strings({"a", "b"}).value("c").end_array();
  EXPECT_EQ(out, "[\n  [\"a\", \"b\"],\n  \"c\"\n]");
}

}  // namespace
}  // namespace modbuild
