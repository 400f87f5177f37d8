#include "base/glob.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace modbuild {
namespace {

struct ComponentCase {
  const char* pattern;
  const char* name;
  bool matches;
};

class GlobComponent : public testing::TestWithParam<ComponentCase> {};

TEST_P(GlobComponent, Matches) {
  const ComponentCase& test = GetParam();
  EXPECT_EQ(glob_match_component(test.pattern, test.name), test.matches)
      << test.pattern << " against " << test.name;
}

INSTANTIATE_TEST_SUITE_P(
    Table, GlobComponent,
    testing::Values(
        // exact text
        ComponentCase{"tm", "tm", true}, ComponentCase{"tm", "tmx", false},
        ComponentCase{"tm", "t", false}, ComponentCase{"", "", true}, ComponentCase{"", "a", false},
        // stars
        ComponentCase{"*", "anything", true}, ComponentCase{"*", "", true},
        ComponentCase{"*.c", "a.c", true}, ComponentCase{"*.c", ".c", false},
        ComponentCase{"*.c", "a.cc", false}, ComponentCase{"codec_*", "codec_", true},
        ComponentCase{"a*b*c", "aXbYbZc", true}, ComponentCase{"a*b*c", "acb", false},
        ComponentCase{"**", "ab", true},
        // one letter, which may take several bytes
        ComponentCase{"?", "a", true}, ComponentCase{"?", "", false},
        ComponentCase{"?", "ab", false}, ComponentCase{"?.c", "\xC3\xA9.c", true},
        // sets
        ComponentCase{"[abc]", "b", true}, ComponentCase{"[abc]", "d", false},
        ComponentCase{"[a-c]x", "bx", true}, ComponentCase{"[!a-c]", "d", true},
        ComponentCase{"[^a-c]", "b", false}, ComponentCase{"[]]", "]", true},
        ComponentCase{"[!]]", "]", false}, ComponentCase{"[a-]", "-", true},
        ComponentCase{"[\xC3\xA0-\xC3\xBC]", "\xC3\xA9", true},
        ComponentCase{"[\xC3\xA0-\xC3\xBC]", "z", false}, ComponentCase{"*[0-9]", "v12", true},
        // a bracket that is never closed stands for itself
        ComponentCase{"[ab", "[ab", true}, ComponentCase{"[ab", "a", false},
        // hidden files are matched only by a literal dot
        ComponentCase{"*", ".hidden", false}, ComponentCase{"?hidden", ".hidden", false},
        ComponentCase{"[.]hidden", ".hidden", false}, ComponentCase{".*", ".hidden", true},
        ComponentCase{"a*", "a.b", true}));

struct PathCase {
  const char* pattern;
  const char* path;
  bool matches;
};

class GlobPath : public testing::TestWithParam<PathCase> {};

TEST_P(GlobPath, Matches) {
  const PathCase& test = GetParam();
  EXPECT_EQ(glob_match_path(test.pattern, test.path), test.matches)
      << test.pattern << " against " << test.path;
}

INSTANTIATE_TEST_SUITE_P(
    Table, GlobPath,
    testing::Values(PathCase{"modules/*", "modules/tm", true},
                    PathCase{"modules/*", "modules/tm/a.c", false},
                    PathCase{"modules/*", "modules", false}, PathCase{"*", "modules/tm", false},
                    PathCase{"a/b", "a/b", true}, PathCase{"a/b", "a/b/c", false},
                    // ** is any number of components, none too
                    PathCase{"**/*.c", "a.c", true}, PathCase{"**/*.c", "x/y/a.c", true},
                    PathCase{"include/**/*.h", "include/a.h", true},
                    PathCase{"include/**/*.h", "include/x/y/a.h", true},
                    PathCase{"include/**/*.h", "src/a.h", false}, PathCase{"a/**", "a/b/c", true},
                    PathCase{"a/**", "a", true}, PathCase{"a/**/**/b", "a/b", true},
                    PathCase{"**", "a/b", true}, PathCase{"a/**/c/d", "a/c/x/c/d", true},
                    // hidden directories are not entered
                    PathCase{"**/*.c", ".git/a.c", false}, PathCase{"**", "a/.b", false},
                    PathCase{".git/*.c", ".git/a.c", true}));

TEST(Glob, KnowsItsCharacters) {
  EXPECT_TRUE(has_glob("*.c"));
  EXPECT_TRUE(has_glob("a?"));
  EXPECT_TRUE(has_glob("[ab]"));
  EXPECT_FALSE(has_glob("plain/name.c"));
}

TEST(Glob, NamesTheDirectoryBeforeTheFirstGlob) {
  EXPECT_EQ(glob_fixed_directory("a/b/*.c"), "a/b");
  EXPECT_EQ(glob_fixed_directory("*.c"), "");
  EXPECT_EQ(glob_fixed_directory("a/b*/c/*.c"), "a");
  EXPECT_EQ(glob_fixed_directory("a/b/c.c"), "a/b");
}

// "*.c" is looked at in one step, "**.c" by the general way; they mean the same.
TEST(Glob, ASuffixIsAsGoodAsAnyPattern) {
  const std::string letters[] = {"", "a", ".", "*", "?", "[", "]", "\xC3\xA9", "\xE9", "-"};
  for (const std::string& a : letters) {
    for (const std::string& b : letters) {
      for (const std::string& c : letters) {
        for (const std::string& name :
             std::vector<std::string>{a + b + c, ".a", "a.a", "\xC3\xA9.\xC3\xA9"}) {
          EXPECT_EQ(glob_match_component("*" + b + c, name),
                    glob_match_component("**" + b + c, name))
              << b + c << " " << name;
        }
      }
    }
  }
}

// Backtracking would take longer than the universe has.
TEST(Glob, StaysFastOnPatternsMadeToBeSlow) {
  std::string pattern;
  std::string path = "a";
  for (int i = 0; i < 40; ++i) pattern += "**/a/";
  for (int i = 0; i < 80; ++i) path += "/a";
  EXPECT_FALSE(glob_match_path(pattern + "b", path));
  std::string stars;
  for (int i = 0; i < 40; ++i) stars += "*a";
  EXPECT_FALSE(glob_match_component(stars + "b", std::string(200, 'a')));
}

}  // namespace
}  // namespace modbuild
