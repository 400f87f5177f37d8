#include <gtest/gtest.h>

#include <set>

#include "base/str.h"
#include "includes/includes.h"
#include "os/memory_file_system.h"

namespace modbuild {
namespace {

// Sources, what changed of them, and one question.
struct Case {
  MemoryFileSystem files;
  std::set<std::string> changed;
  std::set<std::string> other;  // came or went
  std::vector<MadeFile> made;
  IncludeSearch search;
  std::vector<std::string> recorded;
  bool use_recorded = false;

  // "a.c > b.h" of the chain, with '?' behind a name that may mean another file, and '*' behind a
  // file with a name that nobody knows.
  std::string find(const std::string& source, bool is_build = false) {
    IncludeReader reader(files, made,
                         {[this](const std::string& path) { return changed.count(path) != 0; },
                          [this](const std::string& path) { return other.count(path) != 0; }});
    const Inclusions found = reader.find({source, is_build}, reader.add_search(search),
                                         use_recorded ? &recorded : nullptr);
    std::string text = join(found.chain.files, " > ");
    if (found.chain.end == IncludeChain::End::ComesOrGoes) text += "?";
    if (found.chain.end == IncludeChain::End::Unknown) text += "*";
    for (const std::string& path : found.made) append(text, " {", path, "}");
    return text;
  }
};

TEST(IncludeReader, FollowsWhatIncludesWhat) {
  Case with;
  with.files.add_file("m/a.c", "#include \"a.h\"\n#include <core/b.h>\n");
  with.files.add_file("m/a.h", "");
  with.files.add_file("core/b.h", "#include \"c.h\"");
  with.files.add_file("core/c.h", "");
  with.search.directories = {{""}};
  EXPECT_EQ("", with.find("m/a.c"));
  with.changed = {"core/c.h"};
  EXPECT_EQ("m/a.c > core/b.h > core/c.h", with.find("m/a.c"));
  with.changed.insert("m/a.c");
  EXPECT_EQ("m/a.c", with.find("m/a.c"));
}

TEST(IncludeReader, TheFirstDirectoryCounts) {
  Case with;
  with.files.add_file("m/a.c", "#include <x.h>");
  with.files.add_file("m/x.h", "");
  with.files.add_file("one/x.h", "");
  with.files.add_file("two/x.h", "");
  with.search.directories = {{"none"}, {"one"}, {"two"}};
  with.changed = {"two/x.h", "m/x.h"};
  EXPECT_EQ("", with.find("m/a.c"));
  with.changed = {"one/x.h"};
  EXPECT_EQ("m/a.c > one/x.h", with.find("m/a.c"));
}

TEST(IncludeReader, QuotedDirectoriesAreForQuotedNames) {
  Case with;
  with.files.add_file("m/a.c", "#include <x.h>");
  with.files.add_file("m/b.c", "#include \"x.h\"");
  with.files.add_file("q/x.h", "");
  with.search.directories = {{"q", false, true}};
  with.changed = {"q/x.h"};
  EXPECT_EQ("", with.find("m/a.c"));
  EXPECT_EQ("m/b.c > q/x.h", with.find("m/b.c"));
}

TEST(IncludeReader, AFileThatAppearsInFrontOfAnotherIsSeen) {
  Case with;
  with.files.add_file("m/a.c", "#include \"x.h\"");
  with.files.add_file("inc/x.h", "");
  with.search.directories = {{"inc"}, {"late"}};
  with.other = {"m/x.h"};  // it vanished
  EXPECT_EQ("m/a.c > m/x.h?", with.find("m/a.c"));
  with.other = {"late/x.h"};  // behind the one that is read
  EXPECT_EQ("", with.find("m/a.c"));
}

TEST(IncludeReader, AskingForAFileIsEnough) {
  Case with;
  with.files.add_file("a.c", "#if __has_include(\"opt.h\")\n#endif");
  with.other = {"opt.h"};
  EXPECT_EQ("a.c > opt.h?", with.find("a.c"));
}

TEST(IncludeReader, LinksAreFollowedAndCount) {
  Case with;
  with.files.add_file("m/a.c", "#include \"../inc/x.h\"");
  with.files.add_file("real/2/x.h", "#include \"y.h\"");
  with.files.add_file("real/2/y.h", "");
  with.files.add_link("inc", "real/2");
  with.changed = {"real/2/y.h"};
  EXPECT_EQ("m/a.c > real/2/x.h > real/2/y.h", with.find("m/a.c"));
  with.changed = {"inc"};
  EXPECT_EQ("m/a.c > inc", with.find("m/a.c"));
}

TEST(IncludeReader, NamesThatLeaveTheSourcesAreOthers) {
  Case with;
  with.files.add_file("a.c", "#include \"../x.h\"\n#include </etc/x.h>\n");
  with.files.add_file("x.h", "");
  with.changed = {"x.h"};
  EXPECT_EQ("", with.find("a.c"));
}

TEST(IncludeReader, ComputedNamesAreThoseOfAnyMacroThatIsMet) {
  Case with;
  with.files.add_file("a.c", "#include \"choose.h\"\n#include HEADER\n");
  with.files.add_file("choose.h",
                      "#ifdef X\n#define HEADER \"x.h\"\n#else\n#define HEADER \"y.h\"\n#endif");
  with.files.add_file("x.h", "");
  with.files.add_file("y.h", "");
  EXPECT_EQ("", with.find("a.c"));
  with.changed = {"y.h"};
  EXPECT_EQ("a.c > y.h", with.find("a.c"));
  with.changed = {};
  with.files.add_file("choose.h", "");
  EXPECT_EQ("a.c*", with.find("a.c"));
  with.search.macros = {{"HEADER", {"x.h", true}}};
  with.changed = {"x.h"};
  EXPECT_EQ("a.c > x.h", with.find("a.c"));
}

TEST(IncludeReader, MadeFilesMentionWhatTheirInputsMention) {
  Case with;
  with.files.add_file("m/a.c", "#include \"gen.h\"");
  with.files.add_file("m/gen.in", "#include \"x.h\"");
  with.files.add_file("m/x.h", "");
  with.made = {{"gen/m/gen.h", {"m/gen.in"}, {"gen/m/more.h"}}, {"gen/m/more.h", {}, {}}};
  with.search.directories = {{"gen/m", true}};
  EXPECT_EQ(" {gen/m/gen.h} {gen/m/more.h}", with.find("m/a.c"));
  with.changed = {"m/x.h"};
  EXPECT_EQ("m/a.c > {build}/gen/m/gen.h > m/x.h {gen/m/gen.h} {gen/m/more.h}", with.find("m/a.c"));
  EXPECT_EQ("{build}/gen/m/gen.h > m/x.h {gen/m/gen.h} {gen/m/more.h}",
            with.find("gen/m/gen.h", true));
}

TEST(IncludeReader, OnlyWhatWasReadIsFollowedWhereThatIsKnown) {
  Case with;
  with.files.add_file("a.c", "#ifdef NEVER\n#include \"x.h\"\n#endif\n#include \"y.h\"\n");
  with.files.add_file("x.h", "");
  with.files.add_file("y.h", "");
  with.use_recorded = true;
  with.recorded = {"a.c", "y.h"};
  with.changed = {"x.h"};
  EXPECT_EQ("", with.find("a.c"));
  with.changed = {"y.h"};
  EXPECT_EQ("a.c > y.h", with.find("a.c"));
}

TEST(IncludeReader, ForcedFilesAndCircles) {
  Case with;
  with.files.add_file("a.c", "#include \"a.h\"");
  with.files.add_file("a.h", "#include \"a.h\"\n#include \"a.c\"\n");
  with.files.add_file("inc/force.h", "");
  with.search.directories = {{"inc"}};
  with.search.forced = {"force.h"};
  EXPECT_EQ("", with.find("a.c"));
  with.changed = {"inc/force.h"};
  EXPECT_EQ("a.c > inc/force.h", with.find("a.c"));
}

}  // namespace
}  // namespace modbuild
