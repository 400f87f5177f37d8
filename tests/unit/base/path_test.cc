#include "base/path.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/str.h"

namespace modbuild {
namespace {

TEST(Path, JoinsWithOneSlash) {
  EXPECT_EQ(join_path("a/b", "c"), "a/b/c");
  EXPECT_EQ(join_path("", "c"), "c");
  EXPECT_EQ(join_path("a", ""), "a");
  EXPECT_EQ(join_path("/", "a"), "/a");
}

TEST(Path, SplitsIntoDirectoryAndName) {
  EXPECT_EQ(directory_of("a/b/c.c"), "a/b");
  EXPECT_EQ(directory_of("c.c"), "");
  EXPECT_EQ(directory_of("/c"), "/");
  EXPECT_EQ(base_name("a/b/c.c"), "c.c");
  EXPECT_EQ(base_name("c.c"), "c.c");
}

TEST(Path, SuffixIsWhatFollowsTheLastDotOfTheName) {
  EXPECT_EQ(suffix_of("a/b.c"), ".c");
  EXPECT_EQ(suffix_of("a.tar.gz"), ".gz");
  EXPECT_EQ(suffix_of("a.d/b"), "");
  EXPECT_EQ(suffix_of(".hidden"), "");
}

TEST(Path, NormalisesAwayDotsAndDoubledSlashes) {
  EXPECT_EQ(normalise("./a//b/./c/"), "a/b/c");
  EXPECT_EQ(normalise("/a/"), "/a");
  EXPECT_EQ(normalise("//a"), "/a");
  EXPECT_EQ(normalise("."), "");
  EXPECT_EQ(normalise("a/../b"), "a/../b");
}

TEST(Path, IsReachedFromAnotherDirectory) {
  EXPECT_EQ(relative_path("/t/build", "/t/src/a.c"), "../src/a.c");
  EXPECT_EQ(relative_path("/t", "/t/a"), "a");
  EXPECT_EQ(relative_path("/t/a/b", "/t"), "../..");
  EXPECT_EQ(relative_path("/t", "/t"), ".");
  EXPECT_EQ(relative_path("/ab", "/abc"), "../abc");
}

TEST(Path, LiesBelowADirectoryOnlyAtAComponent) {
  EXPECT_TRUE(is_below("a/b", "a"));
  EXPECT_TRUE(is_below("a", "a"));
  EXPECT_TRUE(is_below("a", ""));
  EXPECT_TRUE(is_below("/a", "/"));
  EXPECT_FALSE(is_below("ab", "a"));
  EXPECT_FALSE(is_below("a", "a/b"));
}

// Some absolute path of up to five short names, so that two often share a beginning.
rc::Gen<std::string> absolute_path() {
  const auto name = rc::gen::element<std::string>("a", "b", "cd");
  return rc::gen::map(rc::gen::resize(5, rc::gen::container<std::vector<std::string>>(name)),
                      [](const std::vector<std::string>& names) { return "/" + join(names, "/"); });
}

RC_GTEST_PROP(Path, RelativeFromADirectoryLeadsBackToTheTarget, ()) {
  const std::string from = *absolute_path();
  const std::string target = *absolute_path();
  std::vector<std::string> at = split(from, "/");
  for (const std::string& step : split(relative_path(from, target), "/")) {
    if (step == "..") {
      RC_ASSERT(!at.empty());
      at.pop_back();
    } else if (step != ".") {
      at.push_back(step);
    }
  }
  RC_ASSERT("/" + join(at, "/") == target);
}

}  // namespace
}  // namespace modbuild
