#include "base/boxed.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace modbuild {
namespace {

TEST(Boxed, IsEmptyUntilItHoldsAValue) {
  Boxed<std::string> box;
  EXPECT_FALSE(box);
  EXPECT_FALSE(box.has_value());
  box.emplace() = "a";
  ASSERT_TRUE(box);
  EXPECT_EQ("a", *box);
  box.reset();
  EXPECT_FALSE(box);
}

TEST(Boxed, CopiesAreDeep) {
  Boxed<std::string> box(std::string("a"));
  Boxed<std::string> copy = box;
  *copy = "b";
  EXPECT_EQ("a", *box);
  box = copy;
  copy->push_back('c');
  EXPECT_EQ("b", *box);
  copy = Boxed<std::string>();
  EXPECT_FALSE(copy);
  const Boxed<std::string> none = copy;
  EXPECT_FALSE(none);
}

TEST(Boxed, MovesTakeTheValue) {
  Boxed<std::string> box(std::string("a"));
  const std::string* place = &*box;
  const Boxed<std::string> moved = std::move(box);
  EXPECT_EQ(place, &*moved);
}

}  // namespace
}  // namespace modbuild
