#include <gtest/gtest.h>

#include "preview/cost.h"

namespace modbuild {
namespace {

PreviewStep compile(const std::string& object, const std::string& source) {
  return {StepKind::Compile, "m", {object}, source, 0};
}

std::uint64_t sizes(const std::string& source) {
  return source == "small.c" ? 1'000 : source == "big.c" ? 10'000 : 0;
}

TEST(NinjaLog, TellsTheLastTimeOfEachOutput) {
  const StepTimes times = read_ninja_log(
      "# ninja log v5\n"
      "0\t1500\t17\tobj/a.o\tabc\n"
      "10\t20\t17\tobj/a b.o\tdef\n"
      "not a line\n"
      "5\t4\t17\tobj/backwards.o\tdef\n"
      "3\t2003\t18\tobj/a.o\tabc\n");
  EXPECT_EQ(2U, times.size());
  EXPECT_DOUBLE_EQ(2.0, times.at("obj/a.o"));
  EXPECT_DOUBLE_EQ(0.01, times.at("obj/a b.o"));
}

TEST(NinjaLog, OfAnotherVersionTellsNothing) {
  EXPECT_TRUE(read_ninja_log("# ninja log v4\n0\t1\t2\ta.o\tabc\n").empty());
  EXPECT_TRUE(read_ninja_log("").empty());
  EXPECT_TRUE(read_ninja_log("0\t1\t2\ta.o\tabc\n").empty());
}

TEST(StepCosts, TakesWhatWasMeasured) {
  const StepCosts costs({{"a.o", 2.5}}, sizes);
  const Cost cost = costs.of(compile("a.o", "small.c"));
  EXPECT_DOUBLE_EQ(2.5, cost.seconds);
  EXPECT_EQ(1U, cost.measured);
  EXPECT_EQ(0U, cost.estimated);
}

TEST(StepCosts, EstimatesBySizeAtTheRateOfWhatWasMeasured) {
  StepCosts costs({{"small.o", 0.13}}, sizes);
  costs.calibrate({compile("small.o", "small.c"), compile("big.o", "big.c")});
  const Cost cost = costs.of(compile("big.o", "big.c"));
  EXPECT_NEAR(1.03, cost.seconds, 1e-9);
  EXPECT_EQ(1U, cost.estimated);
}

TEST(StepCosts, AssumesARateWithoutALog) {
  const StepCosts costs({}, sizes);
  const double small = costs.of(compile("small.o", "small.c")).seconds;
  const double big = costs.of(compile("big.o", "big.c")).seconds;
  EXPECT_GT(small, 0);
  EXPECT_GT(big, small);
  EXPECT_GT(costs.of(PreviewStep{StepKind::Link, "m", {"m.so"}, "", 0}).seconds, 0);
}

TEST(StepCosts, AddsUp) {
  const StepCosts costs({{"a.o", 1.0}, {"b.o", 2.0}}, sizes);
  const Cost cost = costs.of({compile("a.o", ""), compile("b.o", ""), compile("c.o", "")});
  EXPECT_EQ(2U, cost.measured);
  EXPECT_EQ(1U, cost.estimated);
  EXPECT_NEAR(3.03, cost.seconds, 1e-9);
}

}  // namespace
}  // namespace modbuild
