#include "base/expand_text.h"

#include <gtest/gtest.h>

namespace modbuild {
namespace {

const std::map<std::string, std::string> kValues = {{"name", "tm"}, {"tree.version", "2.1"}};

std::string expand(std::string_view text) {
  std::string unknown;
  std::string out = expand_text(text, lookup_in(kValues), unknown);
  return unknown.empty() ? out : out + " unknown:" + unknown;
}

TEST(ExpandText, FillsInEveryPlaceholder) {
  EXPECT_EQ(expand("{name}-{tree.version}.so"), "tm-2.1.so");
}

TEST(ExpandText, DoubledBracesAreLiteral) {
  EXPECT_EQ(expand("{{{name}}} {{x}}"), "{tm} {x}");
}

TEST(ExpandText, AnOpenBraceWithoutEndStaysAsItIs) {
  EXPECT_EQ(expand("a{b"), "a{b");
}

TEST(ExpandText, NamesTheFirstUnknownPlaceholder) {
  EXPECT_EQ(expand("{a}{b}"), "{a}{b} unknown:a");
}

}  // namespace
}  // namespace modbuild
