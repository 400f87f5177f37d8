#include <gtest/gtest.h>

#include "diag/render.h"

namespace modbuild {
namespace {

// One diagnostic about one file, in text format without colours.
struct Excerpted {
  Sources sources;
  FileId file;
  std::vector<Diagnostic> items;

  explicit Excerpted(std::string text, std::string path = "modules/tls/module.toml") {
    file = sources.add(std::move(path), std::move(text));
  }
  Excerpted& say(std::uint32_t line, std::uint32_t column, std::uint32_t end_line,
                 std::uint32_t end_column) {
    items.push_back(
        {Code::BadValue, {file, line, column, end_line, end_column}, "message", "", {}});
    return *this;
  }
  std::string text() const { return render(items, sources, DiagnosticFormat::Text, false); }
};

TEST(RenderText, ShowsPlaceMessageExcerptAndHelp) {
  Excerpted example("schema = 1\nmodules = [\"crypt\"]\n");
  example.items.push_back({Code::UnknownModule,
                           {example.file, 2, 12, 2, 19},
                           "module 'tls' depends on 'crypt', which does not exist",
                           "did you mean 'crypto'?",
                           {}});
  EXPECT_EQ(
      example.text(),
      R"(modules/tls/module.toml:2:12: error[MB020]: module 'tls' depends on 'crypt', which does not exist
  2 | modules = ["crypt"]
    |            ^^^^^^^
help: did you mean 'crypto'?
)");
}

TEST(RenderText, ShowsNotesWithTheirOwnPlaces) {
  Excerpted example("name = \"tm\"\n");
  const FileId other = example.sources.add("modules/tm2/module.toml", "\n\nname = \"TM\"\n");
  example.items.push_back(
      {Code::DuplicateName,
       {other, 3, 8, 3, 12},
       "component 'TM' exists already",
       "rename one of them",
       {{{example.file, 1, 8, 1, 12}, "'tm' is here"}, {{}, "case is ignored"}}});
  EXPECT_EQ(example.text(),
            R"(modules/tm2/module.toml:3:8: error[MB026]: component 'TM' exists already
  3 | name = "TM"
    |        ^^^^
modules/tls/module.toml:1:8: note: 'tm' is here
  1 | name = "tm"
    |        ^^^^
note: case is ignored
help: rename one of them
)");
}

TEST(RenderText, HasNoPlaceForWhatWasSaidOnTheCommandLine) {
  Excerpted example("");
  example.items.push_back({Code::UnknownInRequest, {}, "there is no module 'tsl'", "", {}});
  EXPECT_EQ(example.text(), "error[MB070]: there is no module 'tsl'\n");
}

TEST(RenderText, NamesTheFileAloneWhenTheWholeFileIsMeant) {
  EXPECT_EQ(Excerpted("a = 1\n").say(0, 0, 0, 0).text(),
            "modules/tls/module.toml: error[MB043]: message\n");
}

TEST(RenderText, ShowsALineWithoutCaretsWhenTheColumnIsNotKnown) {
  EXPECT_EQ(Excerpted("a = 1\n").say(1, 0, 1, 0).text(),
            "modules/tls/module.toml:1: error[MB043]: message\n  1 | a = 1\n");
}

TEST(RenderText, ShowsNoExcerptWhenTheFileCannotBeReadAgain) {
  EXPECT_EQ(Excerpted("").say(3, 1, 3, 2).text(),
            "modules/tls/module.toml:3:1: error[MB043]: message\n");
}

TEST(RenderText, AlignsCaretsBehindWideLineNumbers) {
  std::string text;
  for (int i = 0; i < 99; ++i) text += "#\n";
  EXPECT_EQ(Excerpted(text + "x = yes\n").say(100, 5, 100, 8).text(),
            "modules/tls/module.toml:100:5: error[MB043]: message\n"
            "  100 | x = yes\n"
            "      |     ^^^\n");
}

TEST(RenderText, UnderlinesTheFirstLineOfARangeOverSeveral) {
  EXPECT_EQ(Excerpted("x = [\n 1,\n]\n").say(1, 5, 3, 2).text(),
            "modules/tls/module.toml:1:5: error[MB043]: message\n"
            "  1 | x = [\n"
            "    |     ^\n");
}

TEST(RenderText, PointsBehindTheLineAtItsEnd) {
  EXPECT_EQ(Excerpted("x =\n").say(1, 4, 1, 4).text(),
            "modules/tls/module.toml:1:4: error[MB043]: message\n"
            "  1 | x =\n"
            "    |    ^\n");
}

TEST(RenderText, WidensTabs) {
  EXPECT_EQ(Excerpted("\tx\t= 1\n").say(1, 2, 1, 5).text(),
            "modules/tls/module.toml:1:2: error[MB043]: message\n"
            "  1 |     x   = 1\n"
            "    |     ^^^^^\n");
}

TEST(RenderText, CountsCodePointsNotBytes) {
  EXPECT_EQ(Excerpted("gr\xC3\xBC\xC3\x9F = \xE2\x82\xAC\n").say(1, 8, 1, 9).text(),
            "modules/tls/module.toml:1:8: error[MB043]: message\n"
            "  1 | gr\xC3\xBC\xC3\x9F = \xE2\x82\xAC\n"
            "    |        ^\n");
}

TEST(RenderText, LeavesOutByteOrderMarkAndCarriageReturn) {
  EXPECT_EQ(Excerpted("\xEF\xBB\xBFx = 1\r\ny = 2\r\n").say(1, 1, 1, 2).text(),
            "modules/tls/module.toml:1:1: error[MB043]: message\n"
            "  1 | x = 1\n"
            "    | ^\n");
}

TEST(RenderText, LetsNoControlOrBidiCharacterThrough) {
  Excerpted example("x = '\x1b[2J\xE2\x80\xAE' # y\n", "a\x1b\x62.toml");
  example.items.push_back(
      {Code::BadValue, {example.file, 1, 5, 1, 12}, "bad '\x07'", "use \x08", {}});
  EXPECT_EQ(example.text(), R"(a\x1Bb.toml:1:5: error[MB043]: bad '\x07'
  1 | x = '\x1B[2J\u{202E}' # y
    |     ^^^^^^^^^^^^^^^^^
help: use \x08
)");
}

TEST(RenderText, ClipsLongLinesAroundTheRange) {
  const std::string text = std::string(200, 'a') + "HERE" + std::string(200, 'b') + "\n";
  EXPECT_EQ(Excerpted(text).say(1, 201, 1, 205).text(),
            "modules/tls/module.toml:1:201: error[MB043]: message\n"
            "  1 | ..." +
                std::string(40, 'a') + "HERE" + std::string(76, 'b') + "...\n" + "    | " +
                std::string(43, ' ') + "^^^^\n");
}

TEST(RenderText, ClipsOnlyTheEndWhenTheRangeIsNearTheStart) {
  const std::string text = "HERE" + std::string(200, 'b') + "\n";
  EXPECT_EQ(Excerpted(text).say(1, 1, 1, 5).text(),
            "modules/tls/module.toml:1:1: error[MB043]: message\n"
            "  1 | HERE" +
                std::string(116, 'b') + "...\n" + "    | ^^^^\n");
}

TEST(RenderText, ClipsOnlyTheStartWhenTheRangeIsNearTheEnd) {
  const std::string text = std::string(200, 'a') + "HERE\n";
  EXPECT_EQ(Excerpted(text).say(1, 201, 1, 205).text(),
            "modules/tls/module.toml:1:201: error[MB043]: message\n"
            "  1 | ..." +
                std::string(116, 'a') + "HERE\n" + "    | " + std::string(119, ' ') + "^^^^\n");
}

TEST(RenderText, UnderlinesALongRangeAsFarAsItIsShown) {
  const std::string text = "x = " + std::string(300, 'v') + "\n";
  EXPECT_EQ(Excerpted(text).say(1, 5, 1, 305).text(),
            "modules/tls/module.toml:1:5: error[MB043]: message\n"
            "  1 | x = " +
                std::string(116, 'v') + "...\n" + "    |     " + std::string(116, '^') + "\n");
}

TEST(RenderText, NamesWarningsAndNotesAsSuch) {
  Excerpted example("");
  example.items.push_back({Code::EmptyGroup, {}, "group 'db' has no members", "", {}});
  example.items.push_back({Code::BothListed, {}, "'tm' is both included and excluded", "", {}});
  EXPECT_EQ(example.text(), R"(warning[MB141]: group 'db' has no members
note[MB076]: 'tm' is both included and excluded
)");
}

TEST(RenderText, ColoursOnlyWhenAsked) {
  Excerpted example("x = 1\n");
  example.say(1, 5, 1, 6).items[0].help = "write 2";
  EXPECT_EQ(render(example.items, example.sources, DiagnosticFormat::Text, true),
            "\x1b[1mmodules/tls/module.toml:1:5:\x1b[0m \x1b[1;31merror[MB043]\x1b[0m: "
            "\x1b[1mmessage\x1b[0m\n"
            "\x1b[34m  1 |\x1b[0m x = 1\n"
            "\x1b[34m    |\x1b[0m     \x1b[1;31m^\x1b[0m\n"
            "\x1b[1;32mhelp\x1b[0m: write 2\n");
}

TEST(RenderText, SaysNothingAboutNothing) {
  EXPECT_EQ(Excerpted("").text(), "");
}

TEST(RenderText, ReadsEachFileAgainOnlyOnce) {
  Sources sources;
  int reads = 0;
  sources.set_reader([&](const std::string& path) {
    ++reads;
    return path + "\n";
  });
  const FileId a = sources.add("a.toml");
  const FileId b = sources.add("b.toml");
  const std::vector<Diagnostic> items = {{Code::BadValue, {a, 1, 1, 1, 2}, "first", "", {}},
                                         {Code::BadValue, {a, 1, 2, 1, 3}, "second", "", {}},
                                         {Code::BadValue, {b, 1, 1, 1, 2}, "third", "", {}}};
  EXPECT_EQ(render(items, sources, DiagnosticFormat::Text, false),
            "a.toml:1:1: error[MB043]: first\n  1 | a.toml\n    | ^\n"
            "a.toml:1:2: error[MB043]: second\n  1 | a.toml\n    |  ^\n"
            "b.toml:1:1: error[MB043]: third\n  1 | b.toml\n    | ^\n");
  EXPECT_EQ(reads, 2);
}

}  // namespace
}  // namespace modbuild
