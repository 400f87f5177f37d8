#include "diag/diagnostics.h"

#include <gtest/gtest.h>

#include <thread>

namespace modbuild {
namespace {

SourceRange at(std::uint32_t file, std::uint32_t line, std::uint32_t column) {
  return {FileId{file}, line, column, line, column + 1};
}

std::vector<std::string> messages(Diagnostics& diagnostics) {
  std::vector<std::string> texts;
  for (const Diagnostic& item : diagnostics.take_sorted()) texts.push_back(item.message);
  return texts;
}

using Texts = std::vector<std::string>;

TEST(Diagnostics, ComeInOrderOfFileThenPlaceThenCode) {
  Diagnostics diagnostics;
  diagnostics.add(Code::BadValue, at(1, 1, 1), "second file");
  diagnostics.add(Code::BadValue, at(0, 2, 1), "line 2");
  diagnostics.add(Code::BadValue, at(0, 1, 9), "column 9");
  diagnostics.add(Code::UnknownKey, at(0, 1, 5), "column 5, MB040");
  diagnostics.add(Code::UnknownModule, at(0, 1, 5), "column 5, MB020");
  diagnostics.add(Code::UnknownInRequest, {}, "nowhere");
  EXPECT_EQ(messages(diagnostics), (Texts{"column 5, MB020", "column 5, MB040", "column 9",
                                          "line 2", "second file", "nowhere"}));
}

TEST(Diagnostics, DropWhatWasSaidTwice) {
  Diagnostics diagnostics;
  diagnostics.add(Code::BadValue, at(0, 1, 1), "twice", "help");
  diagnostics.add(Code::UnknownKey, at(0, 1, 1), "other");
  diagnostics.add(Code::BadValue, at(0, 1, 1), "twice", "help");
  EXPECT_EQ(messages(diagnostics), (Texts{"other", "twice"}));
}

TEST(Diagnostics, KeepThoseThatDifferInHelpOrNotesOnly) {
  Diagnostics diagnostics;
  diagnostics.add(Code::BadValue, at(0, 1, 1), "same", "one help");
  diagnostics.add(Code::BadValue, at(0, 1, 1), "same", "another help");
  diagnostics.add({Code::BadValue, at(0, 1, 1), "same", "another help", {{at(0, 3, 1), "a note"}}});
  diagnostics.add({Code::BadValue, at(0, 1, 1), "same", "another help", {{at(0, 2, 1), "a note"}}});
  const std::vector<Diagnostic> items = diagnostics.take_sorted();
  ASSERT_EQ(items.size(), 4U);
  EXPECT_EQ(items[0].help, "another help");
  EXPECT_TRUE(items[0].notes.empty());
  EXPECT_EQ(items[1].notes[0].at.line, 2U);
  EXPECT_EQ(items[2].notes[0].at.line, 3U);
  EXPECT_EQ(items[3].help, "one help");
}

TEST(Diagnostics, RememberErrorsAfterTheyWereTaken) {
  Diagnostics diagnostics;
  EXPECT_FALSE(diagnostics.has_errors());
  diagnostics.add(Code::EmptyGroup, at(0, 1, 1), "a warning");
  diagnostics.add(Code::BothListed, at(0, 1, 1), "a note");
  EXPECT_FALSE(diagnostics.has_errors());
  diagnostics.add(Code::BadValue, at(0, 1, 1), "an error");
  EXPECT_TRUE(diagnostics.has_errors());
  EXPECT_FALSE(diagnostics.empty());
  diagnostics.take_sorted();
  EXPECT_TRUE(diagnostics.empty());
  EXPECT_TRUE(diagnostics.has_errors());
}

TEST(Diagnostics, ComeInOneOrderFromManyThreads) {
  Diagnostics diagnostics;
  std::vector<std::thread> threads;
  for (std::uint32_t thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&diagnostics, thread] {
      for (std::uint32_t line = 1; line <= 100; ++line) {
        diagnostics.add(Code::BadValue, at(thread, line, 1), "text");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::vector<Diagnostic> items = diagnostics.take_sorted();
  ASSERT_EQ(items.size(), 400U);
  for (std::uint32_t i = 0; i < 400; ++i) EXPECT_EQ(items[i].at, at(i / 100, i % 100 + 1, 1));
}

}  // namespace
}  // namespace modbuild
