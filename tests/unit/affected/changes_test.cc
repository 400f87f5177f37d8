#include "affected/changes.h"

#include <gtest/gtest.h>

namespace modbuild {
namespace {

using Kind = ChangedFile::Kind;

TEST(Changes, KnowsFilesByTheirPaths) {
  const Changes changes({{"a/b.c", Kind::Changed, false}, {"a/c.h", Kind::Added, false}});
  ASSERT_NE(nullptr, changes.find("a/b.c"));
  EXPECT_EQ(nullptr, changes.find("a"));
  EXPECT_EQ(nullptr, changes.find("a/b.cc"));
  EXPECT_FALSE(changes.comes_or_goes("a/b.c"));
  EXPECT_TRUE(changes.comes_or_goes("a/c.h"));
  EXPECT_FALSE(changes.comes_or_goes("elsewhere"));
}

TEST(Changes, ALinkOrSubmoduleHidesWhatLiesBelow) {
  const Changes changes({{"vendor/lib", Kind::Changed, true}, {"b", Kind::Changed, false}});
  ASSERT_NE(nullptr, changes.find("vendor/lib/deep/x.h"));
  EXPECT_EQ("vendor/lib", changes.find("vendor/lib/deep/x.h")->path);
  EXPECT_TRUE(changes.comes_or_goes("vendor/lib/new.h"));
  EXPECT_EQ(nullptr, changes.find("vendor/library.h"));
  EXPECT_EQ(nullptr, changes.find("b/x"));
}

}  // namespace
}  // namespace modbuild
