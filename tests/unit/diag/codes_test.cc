#include "diag/codes.h"

#include <gtest/gtest.h>

#include <string>

namespace modbuild {
namespace {

TEST(Codes, StandInOrderOfTheirNumbersAndAreUnique) {
  std::string_view before = "MB000";
  for (const CodeInfo& info : all_codes()) {
    EXPECT_LT(before, info.id);
    before = info.id;
  }
}

TEST(Codes, HaveIdsOfTwoLettersAndThreeDigits) {
  for (const CodeInfo& info : all_codes()) {
    ASSERT_EQ(info.id.size(), 5U) << info.id;
    EXPECT_TRUE(info.id.starts_with("MB"));
    for (const char c : info.id.substr(2)) EXPECT_TRUE(c >= '0' && c <= '9') << info.id;
  }
}

TEST(Codes, SummariesAreClausesWithoutFullStop) {
  for (const CodeInfo& info : all_codes()) {
    ASSERT_FALSE(info.summary.empty()) << info.id;
    EXPECT_FALSE(info.summary.ends_with('.')) << info.id;
    EXPECT_FALSE(info.summary[0] >= 'A' && info.summary[0] <= 'Z') << info.id;
  }
}

TEST(Codes, ExplanationsAreSentencesThatSayMoreThanTheSummary) {
  for (const CodeInfo& info : all_codes()) {
    EXPECT_GT(info.explanation.size(), 120U) << info.id;
    EXPECT_TRUE(info.explanation.ends_with('.')) << info.id;
    EXPECT_EQ(info.explanation.find("  "), std::string_view::npos) << info.id;
  }
}

TEST(Codes, AreFoundByIdIgnoringCase) {
  const CodeInfo* found = find_code("mb020");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->code, Code::UnknownModule);
  EXPECT_EQ(found->name, "UnknownModule");
  EXPECT_EQ(found->severity, Severity::Error);
  EXPECT_EQ(find_code("MB999"), nullptr);
  EXPECT_EQ(find_code(""), nullptr);
}

TEST(Codes, LeadToTheirOwnRows) {
  for (const CodeInfo& info : all_codes()) EXPECT_EQ(code_info(info.code).id, info.id);
}

}  // namespace
}  // namespace modbuild
