#include <gtest/gtest.h>

#include "model/when.h"

namespace modbuild {
namespace {

struct OrderCase {
  const char* a;
  const char* b;
  int order;
};

class CompareVersions : public testing::TestWithParam<OrderCase> {};

TEST_P(CompareVersions, OrdersBothWays) {
  const OrderCase& test = GetParam();
  EXPECT_EQ(compare_versions(test.a, test.b), test.order) << test.a << " and " << test.b;
  EXPECT_EQ(compare_versions(test.b, test.a), -test.order) << test.b << " and " << test.a;
}

INSTANTIATE_TEST_SUITE_P(
    Table, CompareVersions,
    testing::Values(OrderCase{"1.10", "1.9", 1}, OrderCase{"12", "12.2.0", -1},
                    OrderCase{"1", "1.0", 0}, OrderCase{"1.0", "1.0.0", 0},
                    OrderCase{"1.01", "1.1", 0}, OrderCase{"2", "10", -1},
                    OrderCase{"1.1.1k", "1.1.1", 1}, OrderCase{"1.1.1k", "1.1.1j", 1},
                    OrderCase{"1.1.1k", "1.1.2", -1}, OrderCase{"1.0rc2", "1.0rc10", -1},
                    OrderCase{"3-1", "3.1", 0}, OrderCase{"", "", 0}, OrderCase{"", "0", 0},
                    OrderCase{"", "0.1", -1},
                    // numbers longer than any integer
                    OrderCase{"99999999999999999999999", "100000000000000000000000", -1},
                    OrderCase{"00000000000000000000000000001", "1", 0}));

TEST(VersionSatisfies, UnderstandsEveryComparison) {
  EXPECT_TRUE(version_satisfies("1.1", "", ""));
  EXPECT_TRUE(version_satisfies("1.1", ">=", "1.1"));
  EXPECT_FALSE(version_satisfies("1.0", ">=", "1.1"));
  EXPECT_TRUE(version_satisfies("1.1", "<=", "1.1"));
  EXPECT_FALSE(version_satisfies("1.2", "<=", "1.1"));
  EXPECT_TRUE(version_satisfies("1.10", ">", "1.9"));
  EXPECT_FALSE(version_satisfies("1.9", ">", "1.9"));
  EXPECT_TRUE(version_satisfies("1.9", "<", "1.10"));
  EXPECT_FALSE(version_satisfies("1.10", "<", "1.10"));
  EXPECT_TRUE(version_satisfies("1.0", "=", "1"));
  EXPECT_FALSE(version_satisfies("1.0.1", "=", "1"));
  EXPECT_TRUE(version_satisfies("1.0.1", "!=", "1"));
  EXPECT_FALSE(version_satisfies("1.0", "!=", "1"));
}

}  // namespace
}  // namespace modbuild
