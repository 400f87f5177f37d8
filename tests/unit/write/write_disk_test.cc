// Writing on the real disk.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "os/real_file_system.h"
#include "support/temp_directory.h"
#include "unit/write/generation_text.h"

namespace modbuild {
namespace {

class WriteOnDisk : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = open_real_file_system(directory.path());
    ASSERT_TRUE(opened);
    fs = std::move(*opened);
  }
  timespec time_of(const std::string& name) {
    struct stat status {};
    EXPECT_EQ(0, stat((directory / name).c_str(), &status));
    return status.st_mtim;
  }
  TempDirectory directory;
  std::unique_ptr<FileSystem> fs;
};

TEST_F(WriteOnDisk, WritesAGenerationAndThenNothingButTheStamp) {
  const WriteInput input =
      generation({{"gen/list.h", "list"}, {"build.ninja", std::string(100'000, 'x')}}, {"a.so"});
  EXPECT_EQ("created gen/list.h\ncreated build.ninja\n", write_text(input, *fs));
  EXPECT_EQ("list", directory.text("gen/list.h"));
  EXPECT_EQ(100'000U, directory.text("build.ninja").size());
  const timespec build_file = time_of("build.ninja");
  const timespec stamp = time_of(kStampFile);
  usleep(20'000);
  EXPECT_EQ("same gen/list.h\nsame build.ninja\n", write_text(input, *fs));
  EXPECT_EQ(build_file.tv_nsec, time_of("build.ninja").tv_nsec);
  EXPECT_NE(stamp.tv_nsec, time_of(kStampFile).tv_nsec);
}

TEST_F(WriteOnDisk, RemovesStaleOutputs) {
  write_text(generation({{"build.ninja", "1"}}, {"obj/a/x.o", "obj/b/y.o"}), *fs);
  directory.add_file("obj/a/x.o", "");
  directory.add_file("obj/b/y.o", "");
  EXPECT_EQ("same build.ninja\nremoved obj/b/y.o\n",
            write_text(generation({{"build.ninja", "1"}}, {"obj/a/x.o"}), *fs));
  EXPECT_TRUE(directory.exists("obj/a/x.o"));
  EXPECT_FALSE(directory.exists("obj/b"));
}

TEST_F(WriteOnDisk, LeavesTheBuildDirectoryLockedForOthersWhileItHoldsTheLock) {
  Diagnostics diagnostics;
  const auto lock = lock_build_directory(*fs, diagnostics);
  ASSERT_NE(nullptr, lock);
  auto other = open_real_file_system(directory.path());
  EXPECT_EQ(nullptr, lock_build_directory(**other, diagnostics));
  EXPECT_EQ("MB122 another modbuild is working in the build directory (held by process " +
                std::to_string(getpid()) + ")\n",
            text_of(diagnostics));
}

// `ulimit -f`: the file is cut at 4096 bytes.
TEST_F(WriteOnDisk, LeavesTheOldFilesWholeWhenFilesMayNotGrow) {
  write_text(generation({{"a", "old"}, {"build.ninja", "old"}}, {}), *fs);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{4096, 4096};
    setrlimit(RLIMIT_FSIZE, &limit);
    const std::string said =
        write_text(generation({{"a", "new"}, {"build.ninja", std::string(10'000, 'x')}}, {}), *fs);
    _exit(said == "MB120 cannot write 'build.ninja': File too large\n" ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(0, status);
  EXPECT_EQ("old", directory.text("a"));
  EXPECT_EQ("old", directory.text("build.ninja"));
  EXPECT_FALSE(directory.exists("a.modbuild-tmp"));
  EXPECT_FALSE(directory.exists("build.ninja.modbuild-tmp"));
}

// Killed again and again at arbitrary moments: files are whole, and a run that is left alone ends.
TEST_F(WriteOnDisk, SurvivesBeingKilled) {
  const auto numbered = [](int round) {
    const std::string text(20'000, static_cast<char>('a' + round % 26));
    return generation({{"gen/list.h", text}, {"build.ninja", text}}, {});
  };
  write_text(numbered(0), *fs);
  for (int round = 1; round <= 60; ++round) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      for (int i = 0;; ++i) write_text(numbered(round + i), *fs);
    }
    usleep(static_cast<useconds_t>(500 + 37 * round));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    for (const char* name : {"gen/list.h", "build.ninja"}) {
      const std::string text = directory.text(name);
      EXPECT_EQ(std::string(20'000, text.empty() ? '?' : text[0]), text) << name;
    }
  }
  write_text(numbered(3), *fs);
  EXPECT_EQ(std::string(20'000, 'd'), directory.text("build.ninja"));
  EXPECT_FALSE(directory.exists("gen/list.h.modbuild-tmp"));
  EXPECT_FALSE(directory.exists("build.ninja.modbuild-tmp"));
}

}  // namespace
}  // namespace modbuild
