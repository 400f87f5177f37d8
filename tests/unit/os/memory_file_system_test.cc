#include "os/memory_file_system.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace modbuild {
namespace {

constexpr std::uint64_t kReadLimit = 1000;

std::vector<std::string> names(FileSystem& fs, const std::string& directory) {
  std::vector<std::string> result;
  const auto entries = fs.list(directory);
  if (!entries) return {entries.error().message()};
  for (const DirEntry& entry : *entries) result.push_back(entry.name);
  return result;
}

TEST(MemoryFileSystem, ListsWhatWasAddedSorted) {
  MemoryFileSystem fs;
  fs.add_file("d/b", "");
  fs.add_file("d/a/x", "");
  fs.add_link("d/c", "b");
  EXPECT_EQ((std::vector<std::string>{"a", "b", "c"}), names(fs, "d"));
  EXPECT_EQ((std::vector<std::string>{"d"}), names(fs, ""));
}

TEST(MemoryFileSystem, ListsTheSameHoweverItIsShuffled) {
  MemoryFileSystem fs;
  for (const char* name : {"e", "a", "d", "b", "c"}) fs.add_file(name, "");
  const std::uint64_t inode = fs.status("a").value().inode;
  fs.shuffle(7);
  EXPECT_NE(inode, fs.status("a").value().inode);
  EXPECT_EQ((std::vector<std::string>{"a", "b", "c", "d", "e"}), names(fs, ""));
}

TEST(MemoryFileSystem, RefusesToReadWhatIsNoRegularFile) {
  MemoryFileSystem fs;
  fs.add_file("file", "text");
  fs.add_link("link", "file");
  fs.add_special("fifo");
  fs.add_directory("dir");
  fs.add_link("way", "dir");
  EXPECT_EQ("text", fs.read("file", 4).value());
  EXPECT_EQ("cannot read 'file': is larger than 3 bytes", fs.read("file", 3).error().message());
  EXPECT_EQ("cannot read 'link': is a symbolic link", fs.read("link", 9).error().message());
  EXPECT_EQ("cannot read 'fifo': is a FIFO", fs.read("fifo", 9).error().message());
  EXPECT_EQ("cannot read 'dir': is a directory", fs.read("dir", 9).error().message());
  EXPECT_EQ("cannot read 'way/x': lies behind a symbolic link",
            fs.read("way/x", 9).error().message());
  EXPECT_EQ("cannot read '../x': leads out of the directory with '..'",
            fs.read("../x", 9).error().message());
}

TEST(MemoryFileSystem, KnowsWhichFilesLieBelowTheRoot) {
  MemoryFileSystem fs;
  fs.add_file("sub/file", "");
  fs.add_link("sub/up", "../sub/file");
  fs.add_link("dir", "sub");
  fs.add_link("out", "../file");
  fs.add_link("absolute", "/sub/file");
  fs.add_link("loop", "loop");
  for (const char* name : {"sub/file", "sub/up", "dir/up"}) {
    EXPECT_TRUE(fs.is_file_below(name).value()) << name;
  }
  for (const char* name : {"sub", "dir", "out", "absolute", "loop", "none"}) {
    EXPECT_FALSE(fs.is_file_below(name).value()) << name;
  }
}

TEST(MemoryFileSystem, MovesTheTimeOfADirectoryWithItsEntriesOnly) {
  MemoryFileSystem fs;
  fs.add_file("d/a", "old");
  const std::int64_t begin = fs.status("d").value().mtime_ns;
  fs.tick();
  fs.add_file("d/a", "new");
  EXPECT_EQ(begin, fs.status("d").value().mtime_ns);
  EXPECT_EQ(begin + 1'000'000'000, fs.status("d/a").value().mtime_ns);
  fs.add_file("d/b", "");
  EXPECT_EQ(begin + 1'000'000'000, fs.status("d").value().mtime_ns);
  fs.tick();
  EXPECT_TRUE(fs.remove("d/b"));
  EXPECT_EQ(begin + 2'000'000'000, fs.status("d").value().mtime_ns);
}

TEST(MemoryFileSystem, FailsTheChosenOperationOnce) {
  MemoryFileSystem fs;
  fs.add_file("a", "x");
  fs.fail_at(2, EIO, false);
  EXPECT_TRUE(fs.read("a", kReadLimit));
  EXPECT_EQ(EIO, fs.read("a", kReadLimit).error().number);
  EXPECT_TRUE(fs.read("a", kReadLimit));
}

TEST(MemoryFileSystem, FailsFromTheChosenOperationOn) {
  MemoryFileSystem fs;
  fs.add_file("a", "x");
  fs.fail_at(2, ENOSPC, true);
  EXPECT_TRUE(fs.read("a", kReadLimit));
  EXPECT_FALSE(fs.read("a", kReadLimit));
  EXPECT_FALSE(fs.status("a"));
  fs.fail_at(0, 0, false);
  EXPECT_TRUE(fs.status("a"));
}

TEST(MemoryFileSystem, LeavesHalfOfAFailedWrite) {
  MemoryFileSystem fs;
  const FileHandle file = fs.create("a", 0644).value();
  fs.fail_at(1, ENOSPC, false);
  EXPECT_FALSE(fs.write(file, "12345678"));
  EXPECT_TRUE(fs.close(file));
  EXPECT_EQ("1234", fs.files().at("a"));
}

TEST(MemoryFileSystem, LeavesHalfOfAFileWhoseCloseFailed) {
  MemoryFileSystem fs;
  const FileHandle file = fs.create("a", 0644).value();
  EXPECT_TRUE(fs.write(file, "12345678"));
  fs.fail_at(1, EIO, false);
  EXPECT_EQ("cannot close 'a': Input/output error", fs.close(file).error().message());
  EXPECT_EQ("1234", fs.files().at("a"));
  EXPECT_EQ(EBADF, fs.close(file).error().number);
}

TEST(MemoryFileSystem, LogsEveryOperation) {
  MemoryFileSystem fs;
  const FileHandle file = fs.create("a", 0644).value();
  (void)fs.write(file, "x");
  (void)fs.close(file);
  (void)fs.rename("a", "b");
  (void)fs.list("");
  EXPECT_EQ((std::vector<std::string>{"create a", "write a", "close a", "rename a", "list ."}),
            fs.log());
  EXPECT_EQ(5U, fs.operations());
}

TEST(MemoryFileSystem, LocksOnce) {
  MemoryFileSystem fs;
  auto lock = fs.lock("lock");
  ASSERT_TRUE(lock);
  EXPECT_EQ(EWOULDBLOCK, fs.lock("lock").error().number);
  lock->reset();
  EXPECT_TRUE(fs.lock("lock"));
}

TEST(MemoryFileSystem, LosesWhatWasNotSyncedWithThePower) {
  using Names = MemoryFileSystem::UnsyncedNames;
  for (const Names unsynced : {Names::Lost, Names::Kept}) {
    MemoryFileSystem fs;
    fs.add_file("old", "old");
    const FileHandle bytes = fs.create("bytes", 0644).value();
    (void)fs.write(bytes, "x");
    (void)fs.sync(bytes);
    const FileHandle neither = fs.create("neither", 0644).value();
    (void)fs.write(neither, "y");
    fs.lose_power(unsynced);
    std::map<std::string, std::string> expected{{"old", "old"}};
    if (unsynced == Names::Kept) expected = {{"bytes", "x"}, {"neither", ""}, {"old", "old"}};
    EXPECT_EQ(expected, fs.files());
  }
}

TEST(MemoryFileSystem, KeepsWhatWasSyncedWithItsName) {
  MemoryFileSystem fs;
  fs.add_file("a", "old");
  const FileHandle file = fs.create("t", 0644).value();
  (void)fs.write(file, "new");
  (void)fs.sync(file);
  (void)fs.close(file);
  (void)fs.rename("t", "a");
  (void)fs.sync_directory("");
  fs.lose_power(MemoryFileSystem::UnsyncedNames::Lost);
  EXPECT_EQ((std::map<std::string, std::string>{{"a", "new"}}), fs.files());
}

TEST(MemoryFileSystem, LetsAnotherProcessWorkBetweenTwoOperations) {
  MemoryFileSystem fs;
  fs.add_file("d/a", "");
  fs.before_operation(2, [&] { fs.erase("d"); });
  EXPECT_TRUE(fs.list("d"));
  EXPECT_EQ(ENOENT, fs.list("d").error().number);
}

}  // namespace
}  // namespace modbuild
