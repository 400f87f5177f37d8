#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "unit/emit/sample_plan.h"

namespace modbuild {
namespace {

// The phony edges of a plan, one line each.
std::vector<std::string> phony_lines(const Plan& plan) {
  std::istringstream text(ninja_text(plan));
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) {
    if (line.find(": phony") != std::string::npos) lines.push_back(line);
  }
  return lines;
}

std::size_t inputs_of(const std::string& line) {
  const std::size_t colon = line.find(": phony");
  return static_cast<std::size_t>(
      std::count(line.begin() + static_cast<std::ptrdiff_t>(colon) + 7, line.end(), ' '));
}

Alias many(const std::string& name, std::size_t count) {
  Alias alias;
  alias.name = name;
  for (std::size_t i = 0; i < count; ++i) alias.aliases.push_back("m" + std::to_string(i));
  return alias;
}

TEST(NinjaAliases, StandForOtherAliasesAndForOutputs) {
  Plan plan = empty_plan();
  plan.aliases = {{"@db", {"tm"}, {}}, {"tm", {}, {in_build("modules/tm.so")}}, {"@none", {}, {}}};
  EXPECT_EQ(phony_lines(plan),
            (std::vector<std::string>{"build @db: phony tm", "build tm: phony modules/tm.so",
                                      "build @none: phony"}));
}

TEST(NinjaAliases, OfAFewHundredAreOneEdge) {
  Plan plan = empty_plan();
  plan.aliases = {many("all", 300)};
  const std::vector<std::string> lines = phony_lines(plan);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(inputs_of(lines[0]), 300U);
}

// Ninja's work for one edge grows with the square of its inputs.
TEST(NinjaAliases, OfManyAreATree) {
  Plan plan = empty_plan();
  plan.aliases = {many("all", 100'000)};
  const std::vector<std::string> lines = phony_lines(plan);
  ASSERT_EQ(lines.size(), 334U + 2U + 1U);
  EXPECT_EQ(lines[0].substr(0, 26), "build _all.1: phony m0 m1 ");
  EXPECT_EQ(lines.back(), "build all: phony _all.335 _all.336");
  for (const std::string& line : lines) EXPECT_LE(inputs_of(line), 300U) << line.substr(0, 40);
}

}  // namespace
}  // namespace modbuild
