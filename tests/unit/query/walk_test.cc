#include "query/walk.h"

#include <gtest/gtest.h>

#include "support/catalog_builder.h"
#include "unit/query/query_case.h"

namespace modbuild::test {
namespace {

// a -> b -> d -> e, a -> c -> d, and x -> y -> x.
QueryCase diamond() {
  CatalogBuilder builder;
  builder.module("a").needs("c").needs("b");
  builder.module("b").needs("d");
  builder.module("c").needs("d");
  builder.module("d").needs("e");
  builder.module("e");
  builder.module("x").load("y");
  builder.module("y").load("x");
  QueryCase made;
  made.catalog = builder.build();
  return made;
}

TEST(GraphWalk, FindsEveryWay) {
  const QueryCase one = diamond();
  EXPECT_EQ(one.answer("allpaths(a, d)"), "a b c d");
  EXPECT_EQ(one.answer("allpaths(a + x, e + b)"), "a b c d e");
  EXPECT_EQ(one.answer("allpaths(e, a)"), "");
}

TEST(GraphWalk, FindsAShortestWayThroughTheSmallestIds) {
  const QueryCase one = diamond();
  EXPECT_EQ(one.answer("somepath(a, e)"), "a b d e");
  EXPECT_EQ(one.answer("path(a + c, d + e)"), "c d");
  EXPECT_EQ(one.answer("somepath(a + c, a + d)"), "a");
  EXPECT_EQ(one.answer("somepath(e, a)"), "");
  EXPECT_EQ(one.answer("somepath(a - a, e)"), "");
}

TEST(GraphWalk, EndsInACircle) {
  const QueryCase one = diamond();
  EXPECT_EQ(one.answer("deps(x)"), "x y");
  EXPECT_EQ(one.answer("rdeps(x)"), "x y");
  EXPECT_EQ(one.answer("allpaths(x, y)"), "x y");
}

}  // namespace
}  // namespace modbuild::test
