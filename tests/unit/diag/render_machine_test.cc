#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "diag/render.h"

namespace modbuild {
namespace {

// An error with help and notes, a warning about a whole file, and a note from nowhere.
struct EachKind {
  Sources sources;
  std::vector<Diagnostic> items;

  EachKind() {
    const FileId tls = sources.add("modules/tls/module.toml", "modules = [\"crypt\"]\n");
    const FileId tree = sources.add("a b,c:50%/modbuild.toml", "\n[groups]\n");
    items.push_back({Code::UnknownModule,
                     {tls, 1, 12, 1, 19},
                     "module 'tls' depends on 'crypt', which does not exist",
                     "did you mean 'crypto'?",
                     {{{tree, 2, 1, 2, 9}, "groups: 100%"}, {{}, "second note"}}});
    items.push_back({Code::EmptyGroup, {tree, 0, 0, 0, 0}, "a\nb", "", {}});
    items.push_back({Code::BothListed, {}, "both \xE2\x80\xAE", "", {}});
  }
  std::string as(DiagnosticFormat format) const { return render(items, sources, format, false); }
};

TEST(RenderJson, WritesWhatIsKnownOfEachPlace) {
  EXPECT_EQ(EachKind().as(DiagnosticFormat::Json), R"({
  "schema": "modbuild.diagnostics/1",
  "diagnostics": [
    {
      "code": "MB020",
      "severity": "error",
      "file": "modules/tls/module.toml",
      "line": 1,
      "column": 12,
      "end_line": 1,
      "end_column": 19,
      "message": "module 'tls' depends on 'crypt', which does not exist",
      "help": "did you mean 'crypto'?",
      "notes": [
        {"file": "a b,c:50%/modbuild.toml", "line": 2, "column": 1, "end_line": 2, "end_column": 9, "message": "groups: 100%"},
        {"message": "second note"}
      ]
    },
    {
      "code": "MB141",
      "severity": "warning",
      "file": "a b,c:50%/modbuild.toml",
      "message": "a\u000ab",
      "help": "",
      "notes": []
    },
    {
      "code": "MB076",
      "severity": "note",
      "message": "both \u202e",
      "help": "",
      "notes": []
    }
  ]
}
)");
}

TEST(RenderJson, OfNothingIsAnEmptyDocument) {
  EXPECT_EQ(render({}, Sources(), DiagnosticFormat::Json, false), R"({
  "schema": "modbuild.diagnostics/1",
  "diagnostics": []
}
)");
}

TEST(RenderShort, WritesOneLineForEachWithItsPlace) {
  EXPECT_EQ(
      EachKind().as(DiagnosticFormat::Short),
      "modules/tls/module.toml:1:12: error[MB020]: module 'tls' depends on 'crypt', which does "
      "not exist (did you mean 'crypto'?)\n"
      "a b,c:50%/modbuild.toml: warning[MB141]: a\\x0Ab\n"
      "note[MB076]: both \\u{202E}\n");
}

TEST(RenderShort, OfNothingIsNothing) {
  EXPECT_EQ(render({}, Sources(), DiagnosticFormat::Short, false), "");
}

TEST(RenderGithub, WritesOneEscapedCommandForEach) {
  EXPECT_EQ(
      EachKind().as(DiagnosticFormat::Github),
      "::error file=modules/tls/module.toml,line=1,col=12,title=MB020::module 'tls' depends on "
      "'crypt', which does not exist%0Anote: groups: 100%25 (a b,c:50%25/modbuild.toml:2)%0Anote: "
      "second note%0Ahelp: did you mean 'crypto'?\n"
      "::warning file=a b%2Cc%3A50%25/modbuild.toml,title=MB141::a\\x0Ab\n"
      "::notice title=MB076::both \\u{202E}\n");
}

// A message must not be able to start a command of its own.
TEST(RenderGithub, KeepsLineFeedsOfMessagesInside) {
  const std::vector<Diagnostic> items = {
      {Code::BadValue, {}, "x\n::set-env name=PATH::evil\r", "", {}}};
  EXPECT_EQ(render(items, Sources(), DiagnosticFormat::Github, false),
            "::error title=MB043::x\\x0A::set-env name=PATH::evil\\x0D\n");
}

TEST(RenderSarif, WritesRulesResultsAndRegions) {
  const std::string text = EachKind().as(DiagnosticFormat::Sarif);
  nlohmann::json document = nlohmann::json::parse(text);
  nlohmann::json& run = document["runs"][0];
  // The table of codes has its own tests.
  for (nlohmann::json& rule : run["tool"]["driver"]["rules"]) rule.erase("fullDescription");
  EXPECT_EQ(document, nlohmann::json::parse(R"({
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [{
    "tool": {"driver": {"name": "modbuild", "rules": [
      {"id": "MB020", "name": "UnknownModule",
       "shortDescription": {"text": "a module is named that does not exist"},
       "defaultConfiguration": {"level": "error"}},
      {"id": "MB076", "name": "BothListed",
       "shortDescription": {"text": "a module is both included and excluded"},
       "defaultConfiguration": {"level": "note"}},
      {"id": "MB141", "name": "EmptyGroup",
       "shortDescription": {"text": "a group has no members"},
       "defaultConfiguration": {"level": "warning"}}
    ]}},
    "columnKind": "unicodeCodePoints",
    "results": [
      {"ruleId": "MB020", "ruleIndex": 0, "level": "error",
       "message": {"text": "module 'tls' depends on 'crypt', which does not exist\nhelp: did you mean 'crypto'?"},
       "locations": [{"physicalLocation": {
         "artifactLocation": {"uri": "modules/tls/module.toml"},
         "region": {"startLine": 1, "startColumn": 12, "endLine": 1, "endColumn": 19}}}],
       "relatedLocations": [
         {"physicalLocation": {
            "artifactLocation": {"uri": "a%20b%2Cc%3A50%25/modbuild.toml"},
            "region": {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 9}},
          "message": {"text": "groups: 100%"}},
         {"message": {"text": "second note"}}
       ]},
      {"ruleId": "MB141", "ruleIndex": 2, "level": "warning", "message": {"text": "a\\x0Ab"},
       "locations": [{"physicalLocation": {
         "artifactLocation": {"uri": "a%20b%2Cc%3A50%25/modbuild.toml"}}}]},
      {"ruleId": "MB076", "ruleIndex": 1, "level": "note", "message": {"text": "both \\u{202E}"}}
    ]
  }]
})"));
}

TEST(RenderSarif, OfNothingHasARunWithoutResults) {
  EXPECT_EQ(render({}, Sources(), DiagnosticFormat::Sarif, false), R"({
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "modbuild",
          "rules": []
        }
      },
      "columnKind": "unicodeCodePoints",
      "results": []
    }
  ]
}
)");
}

}  // namespace
}  // namespace modbuild
