#include "probe/cache.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/temp_directory.h"

namespace modbuild {
namespace {

using Words = std::vector<std::string>;

constexpr std::int64_t kSecond = 1'000'000'000;

// A run that began a while after everything on disk was made.
ProbeCache later_run(const ProbeCache& earlier) {
  ProbeCache cache(file_clock_ns() + 10 * kSecond);
  cache.load(earlier.file());
  return cache;
}

class ProbeCacheTest : public testing::Test {
 protected:
  ProbeCacheTest() {
    directory_.add_file("a.pc", "Version: 1\n");
    directory_.add_directory("searched");
    cache_.put("a", {"answer", {directory_ / "a.pc", directory_ / "searched"}});
  }

  TempDirectory directory_;
  ProbeCache cache_{file_clock_ns() + 10 * kSecond};
};

TEST_F(ProbeCacheTest, GivesBackAnAnswerWithWhatItDependsOn) {
  ProbeCache cache = later_run(cache_);
  const auto entry = cache.find("a");
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->payload, "answer");
  EXPECT_EQ(entry->inputs, (Words{directory_ / "a.pc", directory_ / "searched"}));
  EXPECT_FALSE(cache.is_changed());
  EXPECT_EQ(cache.file(), cache_.file());
}

TEST_F(ProbeCacheTest, KnowsNothingOfOtherQuestions) {
  ProbeCache cache = later_run(cache_);
  EXPECT_FALSE(cache.find("b"));
  EXPECT_EQ(cache.why_missing("b"), "it was never asked");
}

TEST_F(ProbeCacheTest, ForgetsAnAnswerWhoseFileChanged) {
  directory_.add_file("a.pc", "Version: 2\n");
  ProbeCache cache = later_run(cache_);
  EXPECT_FALSE(cache.find("a"));
  EXPECT_EQ(cache.why_missing("a"), "'" + directory_ / "a.pc" + "' has changed since");
}

TEST_F(ProbeCacheTest, ForgetsAnAnswerWhoseFileIsGone) {
  std::filesystem::remove(directory_ / "a.pc");
  ProbeCache cache = later_run(cache_);
  EXPECT_FALSE(cache.find("a"));
}

TEST_F(ProbeCacheTest, ForgetsAnAnswerWhenSomethingAppearsWhereItWasLookedFor) {
  directory_.add_file("searched/b.pc", "Version: 2\n");
  ProbeCache cache = later_run(cache_);
  EXPECT_FALSE(cache.find("a"));
}

// A directory's entries may be others under the same names: an upgrade renames new files over old.
TEST_F(ProbeCacheTest, ForgetsAnAnswerWhenADirectoryWasWorkedOn) {
  directory_.add_file("searched/b.pc", "");
  std::filesystem::remove(directory_ / "searched/b.pc");
  EXPECT_FALSE(later_run(cache_).find("a"));
}

TEST_F(ProbeCacheTest, KeepsAnAnswerWhoseFileWasOnlyTouched) {
  const auto now = std::filesystem::file_time_type::clock::now();
  std::filesystem::last_write_time(directory_ / "a.pc", now + std::chrono::seconds(3));
  ProbeCache cache = later_run(cache_);
  EXPECT_TRUE(cache.find("a"));
  EXPECT_TRUE(cache.is_changed());  // the new times are worth keeping
  EXPECT_TRUE(later_run(cache).find("a"));
}

// Whether the file was read before or after the change cannot be told.
TEST_F(ProbeCacheTest, KeepsNothingThatDependsOnAFileAsYoungAsTheRun) {
  ProbeCache cache(file_clock_ns());
  directory_.add_file("young.pc", "Version: 1\n");
  cache.put("y", {"answer", {directory_ / "young.pc"}});
  EXPECT_FALSE(cache.find("y"));
  EXPECT_FALSE(later_run(cache).find("y"));
}

TEST_F(ProbeCacheTest, ANewAnswerReplacesTheOld) {
  ProbeCache cache = later_run(cache_);
  cache.put("a", {"other", {directory_ / "a.pc"}});
  EXPECT_EQ(later_run(cache).find("a")->payload, "other");
}

TEST_F(ProbeCacheTest, NeverTrustsADamagedFile) {
  const std::string file = cache_.file();
  for (std::size_t i = 0; i < file.size(); ++i) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string damaged = file;
      damaged[i] = static_cast<char>(static_cast<unsigned char>(damaged[i]) ^ (1U << bit));
      ProbeCache cache(file_clock_ns() + 10 * kSecond);
      cache.load(damaged);
      EXPECT_FALSE(cache.find("a")) << i;
    }
    ProbeCache cache(file_clock_ns() + 10 * kSecond);
    cache.load(std::string_view(file).substr(0, i));
    EXPECT_FALSE(cache.find("a")) << i;
  }
}

}  // namespace
}  // namespace modbuild
