#include "os/real_file_system.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "support/temp_directory.h"

namespace modbuild {
namespace {

constexpr std::uint64_t kLimit = 1000;

// Every test runs twice: with openat2, and with the walk of old kernels.
class RealFileSystem : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    auto opened = open_real_file_system(directory.path(), GetParam());
    ASSERT_TRUE(opened);
    fs = std::move(*opened);
  }

  std::string read_error(const std::string& path) {
    const auto text = fs->read(path, kLimit);
    return text ? "no error" : text.error().message();
  }
  std::string names(const std::string& path) {
    const auto entries = fs->list(path);
    if (!entries) return entries.error().message();
    std::string result;
    for (const DirEntry& entry : *entries) {
      result += entry.name + "fdlo"[static_cast<int>(entry.type)];
      result += ' ';
    }
    return result;
  }
  void write_file(const std::string& path, const std::string& text) {
    const auto file = fs->create(path, 0644);
    ASSERT_TRUE(file) << file.error().message();
    EXPECT_TRUE(fs->write(*file, text));
    EXPECT_TRUE(fs->sync(*file));
    EXPECT_TRUE(fs->close(*file));
  }

  TempDirectory directory;
  std::unique_ptr<FileSystem> fs;
};

INSTANTIATE_TEST_SUITE_P(BothWays, RealFileSystem, testing::Bool(), [](const auto& way) {
  return way.param ? std::string("Openat2") : std::string("Walk");
});

// --- reading ---

TEST_P(RealFileSystem, ReadsAFileWhole) {
  const std::string text("a\0\xff\n", 4);
  directory.add_file("d/e/f", text);
  EXPECT_EQ(text, fs->read("d/e/f", kLimit).value());
  EXPECT_EQ(1U, fs->counters().files_read);
  EXPECT_EQ(4U, fs->counters().bytes_read);
}

TEST_P(RealFileSystem, ReadsAnEmptyFile) {
  directory.add_file("empty", "");
  EXPECT_EQ("", fs->read("empty", kLimit).value());
}

TEST_P(RealFileSystem, ReadsUpToTheLimitAndNotAByteMore) {
  directory.add_file("fits", std::string(kLimit, 'x'));
  directory.add_file("big", std::string(kLimit + 1, 'x'));
  EXPECT_EQ(kLimit, fs->read("fits", kLimit).value().size());
  EXPECT_EQ("cannot read 'big': is larger than 1000 bytes", read_error("big"));
}

TEST_P(RealFileSystem, RefusesWhatIsNoRegularFileWithoutWaiting) {
  mkfifo((directory / "fifo").c_str(), 0644);
  directory.add_directory("dir");
  EXPECT_EQ("cannot read 'fifo': is a FIFO", read_error("fifo"));
  EXPECT_EQ("cannot read 'dir': is a directory", read_error("dir"));
}

TEST_P(RealFileSystem, RefusesASocket) {
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = directory / "socket";
  ASSERT_LT(path.size(), sizeof address.sun_path);
  path.copy(address.sun_path, path.size());
  ASSERT_EQ(0, bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address));
  close(socket);
  EXPECT_EQ("cannot read 'socket': is a socket", read_error("socket"));
}

TEST_P(RealFileSystem, RefusesADevice) {
  auto devices = open_real_file_system("/dev", GetParam());
  EXPECT_EQ("cannot read 'zero': is a device",
            devices.value()->read("zero", kLimit).error().message());
}

TEST_P(RealFileSystem, RefusesLinksToFiles) {
  directory.add_file("file", "x");
  directory.add_link("inside", "file");
  directory.add_link("outside", "/etc/passwd");
  directory.add_link("endless", "/dev/zero");
  directory.add_link("dangling", "nothing");
  directory.add_link("loop", "loop");
  for (const char* name : {"inside", "outside", "endless", "dangling", "loop"}) {
    EXPECT_EQ(std::string("cannot read '") + name + "': is a symbolic link", read_error(name));
  }
}

TEST_P(RealFileSystem, RefusesFilesBehindLinks) {
  directory.add_file("real/file", "x");
  directory.add_link("link", "real");
  EXPECT_EQ("cannot read 'link/file': lies behind a symbolic link", read_error("link/file"));
}

TEST_P(RealFileSystem, NeverLeavesTheRoot) {
  directory.add_directory("sub");
  auto below = open_real_file_system(directory / "sub", GetParam());
  directory.add_file("secret", "x");
  EXPECT_EQ("cannot read '../secret': leads out of the directory with '..'",
            below.value()->read("../secret", kLimit).error().message());
  EXPECT_EQ("cannot read 'a/../../secret': leads out of the directory with '..'",
            read_error("a/../../secret"));
  EXPECT_EQ("cannot read '/etc/passwd': is an absolute path", read_error("/etc/passwd"));
  EXPECT_EQ(std::string("cannot read 'a\0b': holds a NUL byte", 35),
            read_error(std::string("a\0b", 3)));
}

TEST_P(RealFileSystem, TakesNamesWithDotsForWhatTheyAre) {
  directory.add_file("..a/b../...", "x");
  EXPECT_EQ("x", fs->read("..a/b../...", kLimit).value());
}

TEST_P(RealFileSystem, SaysThatAFileIsMissing) {
  directory.add_file("file", "");
  EXPECT_EQ("cannot read 'a/b': No such file or directory", read_error("a/b"));
  EXPECT_EQ("cannot read 'file/b': Not a directory", read_error("file/b"));
}

TEST_P(RealFileSystem, NeverMixesTwoStatesOfAFile) {
  directory.add_file("file", std::string(800, 'a'));
  std::jthread writer([&](const std::stop_token& stop) {
    for (int i = 0; !stop.stop_requested(); ++i) {
      directory.add_file("file", std::string(i % 2 == 0 ? 900 : 800, i % 2 == 0 ? 'b' : 'a'));
    }
  });
  for (int i = 0; i < 3000; ++i) {
    const auto text = fs->read("file", kLimit);
    if (!text) {
      EXPECT_EQ("cannot read 'file': changed while reading", text.error().message());
      continue;
    }
    // The writer truncates and writes in place, so that an empty file is one of its states.
    const bool whole =
        text->empty() || *text == std::string(800, 'a') || *text == std::string(900, 'b');
    EXPECT_TRUE(whole) << *text;
  }
}

TEST_P(RealFileSystem, ListsSortedByBytesWithTypes) {
  directory.add_file("d/b", "");
  directory.add_file("d/B", "");
  directory.add_file("d/\xC3\xA4", "");
  directory.add_directory("d/.hidden");
  directory.add_link("d/link", "nowhere");
  mkfifo((directory / "d/fifo").c_str(), 0644);
  EXPECT_EQ(
      ".hiddend Bf bf fifoo linkl \xC3\xA4"
      "f ",
      names("d"));
  EXPECT_EQ("dd ", names(""));
  EXPECT_EQ(2U, fs->counters().directories_listed);
  EXPECT_EQ(0U, fs->counters().stats);
}

TEST_P(RealFileSystem, ListsDirectoriesOfManyParts) {
  std::string expected;
  directory.add_directory("d");
  for (int i = 1000; i < 4000; ++i) {
    const std::string name = "a-rather-long-name-of-a-file-" + std::to_string(i);
    directory.add_file("d/" + name, "");
    expected += name + "f ";
  }
  EXPECT_EQ(expected, names("d"));
}

TEST_P(RealFileSystem, ListsNoLinks) {
  directory.add_directory("real/sub");
  directory.add_link("link", "real");
  EXPECT_EQ("cannot list 'link': is a symbolic link", names("link"));
  EXPECT_EQ("cannot list 'link/sub': lies behind a symbolic link", names("link/sub"));
  EXPECT_EQ("cannot list 'none': No such file or directory", names("none"));
}

TEST_P(RealFileSystem, GivesTheStatusOfLinksThemselves) {
  directory.add_file("file", "12345");
  chmod((directory / "file").c_str(), 0640);
  directory.add_link("link", "/etc/passwd");
  const FileStatus file = fs->status("file").value();
  EXPECT_EQ(FileType::Regular, file.type);
  EXPECT_EQ(5U, file.size);
  EXPECT_EQ(0640U, file.mode);
  EXPECT_GT(file.mtime_ns, 0);
  EXPECT_EQ(FileType::Link, fs->status("link").value().type);
  EXPECT_EQ(FileType::Directory, fs->status("").value().type);
  EXPECT_EQ(ENOENT, fs->status("none").error().number);
}

TEST_P(RealFileSystem, KnowsWhichFilesLieBelowTheRoot) {
  directory.add_file("sub/file", "");
  directory.add_link("sub/same", "file");
  directory.add_link("sub/up", "../sub/./file");
  directory.add_link("chain", "sub/up");
  directory.add_link("dir", "sub");
  directory.add_link("out", "../../../../../../../etc/passwd");
  directory.add_link("absolute", directory / "sub/file");
  directory.add_link("dangling", "nothing");
  directory.add_link("loop", "loop");
  for (const char* name : {"sub/file", "sub/same", "sub/up", "chain", "dir/file", "dir/up"}) {
    EXPECT_TRUE(fs->is_file_below(name).value()) << name;
  }
  for (const char* name :
       {"sub", "dir", "out", "absolute", "dangling", "loop", "none", "sub/file/x"}) {
    EXPECT_FALSE(fs->is_file_below(name).value()) << name;
  }
}

// --- writing ---

TEST_P(RealFileSystem, WritesAndRenames) {
  directory.add_file("to", "old");
  write_file("from", "new");
  EXPECT_TRUE(fs->rename("from", "to"));
  EXPECT_TRUE(fs->sync_directory(""));
  EXPECT_EQ("new", directory.text("to"));
  EXPECT_FALSE(directory.exists("from"));
  EXPECT_EQ(1U, fs->counters().files_written);
  EXPECT_EQ(3U, fs->counters().bytes_written);
}

TEST_P(RealFileSystem, CreatesNothingOverWhatIsThere) {
  directory.add_file("file", "old");
  directory.add_link("link", "elsewhere");
  EXPECT_EQ("cannot create 'file': File exists", fs->create("file", 0644).error().message());
  EXPECT_EQ(EEXIST, fs->create("link", 0644).error().number);
  EXPECT_FALSE(directory.exists("elsewhere"));
  EXPECT_EQ("old", directory.text("file"));
}

TEST_P(RealFileSystem, WritesNothingBehindLinks) {
  const TempDirectory outside;
  directory.add_link("link", outside.path());
  outside.add_file("file", "theirs");
  EXPECT_FALSE(fs->create("link/new", 0644));
  EXPECT_FALSE(fs->remove("link/file"));
  EXPECT_FALSE(fs->make_directories("link/dir"));
  EXPECT_FALSE(fs->make_link("x", "link/l"));
  write_file("mine", "mine");
  EXPECT_FALSE(fs->rename("mine", "link/file"));
  EXPECT_EQ("theirs", outside.text("file"));
  EXPECT_FALSE(outside.exists("dir"));
}

TEST_P(RealFileSystem, MakesDirectoriesWithTheirParents) {
  EXPECT_TRUE(fs->make_directories("a/b/c"));
  EXPECT_TRUE(fs->make_directories("a/b/c"));
  EXPECT_TRUE(fs->make_directories("a/b/d/"));
  EXPECT_TRUE(fs->make_directories(""));
  EXPECT_EQ("cd dd ", names("a/b"));
}

TEST_P(RealFileSystem, MakesNoDirectoryWhereAFileIs) {
  directory.add_file("file", "");
  EXPECT_EQ("cannot create directory 'file': Not a directory",
            fs->make_directories("file").error().message());
  EXPECT_EQ("cannot create directory 'file/a': Not a directory",
            fs->make_directories("file/a").error().message());
}

TEST_P(RealFileSystem, RemovesFilesLinksAndEmptyDirectories) {
  directory.add_file("dir/file", "");
  directory.add_link("link", "dir");
  EXPECT_TRUE(fs->remove("link"));
  EXPECT_FALSE(fs->remove_directory("dir"));
  EXPECT_FALSE(fs->remove("dir"));
  EXPECT_TRUE(fs->remove("dir/file"));
  EXPECT_EQ(ENOENT, fs->remove("dir/file").error().number);
  EXPECT_TRUE(fs->remove_directory("dir"));
  EXPECT_EQ("", names(""));
}

TEST_P(RealFileSystem, MakesAndReadsLinks) {
  EXPECT_TRUE(fs->make_link("../any thing", "link"));
  EXPECT_EQ("../any thing", fs->read_link("link").value());
  EXPECT_EQ(EEXIST, fs->make_link("x", "link").error().number);
  EXPECT_EQ(ENOENT, fs->read_link("none").error().number);
}

TEST_P(RealFileSystem, LocksOnceAndNamesTheHolder) {
  auto first = fs->lock("lock");
  ASSERT_TRUE(first);
  const auto second = fs->lock("lock");
  ASSERT_FALSE(second);
  EXPECT_EQ(EWOULDBLOCK, second.error().number);
  EXPECT_EQ("held by process " + std::to_string(getpid()), second.error().detail);
  first->reset();
  EXPECT_TRUE(fs->lock("lock"));
}

TEST_P(RealFileSystem, LocksNoFifo) {
  mkfifo((directory / "lock").c_str(), 0644);
  EXPECT_EQ("cannot lock 'lock': is a FIFO", fs->lock("lock").error().message());
}

TEST_P(RealFileSystem, ReportsAFullDevice) {
  auto devices = open_real_file_system("/dev", GetParam());
  // /dev/full cannot be created anew; its descriptor stands for any file on a full disk.
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  const auto written = fs->write(FileHandle{full}, "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(ENOSPC, written.error().number);
  ::close(full);
}

TEST_P(RealFileSystem, ServesSeveralThreads) {
  for (int i = 0; i < 20; ++i) directory.add_file("d" + std::to_string(i) + "/f", "text");
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 200; ++i) {
          const std::string dir = "d" + std::to_string(i % 20);
          EXPECT_EQ(1U, fs->list(dir).value().size());
          EXPECT_EQ("text", fs->read(dir + "/f", kLimit).value());
          EXPECT_TRUE(fs->status(dir + "/f"));
        }
      });
    }
  }
  EXPECT_EQ(1600U, fs->counters().directories_listed);
  EXPECT_EQ(1600U, fs->counters().files_read);
  EXPECT_EQ(1600U, fs->counters().stats);
}

TEST(OpenRealFileSystem, SaysThatTheRootIsMissing) {
  const auto opened = open_real_file_system("/no/such/directory");
  ASSERT_FALSE(opened);
  EXPECT_EQ("cannot open '/no/such/directory': No such file or directory",
            opened.error().message());
}

TEST(OpenRealFileSystem, LeavesNoDescriptorOpen) {
  const TempDirectory directory;
  directory.add_file("a/b", "x");
  directory.add_link("l", "a/b");
  const auto count = [] {
    int open = 0;
    for (int fd = 0; fd < 1024; ++fd) open += fcntl(fd, F_GETFD) >= 0 ? 1 : 0;
    return open;
  };
  const int before = count();
  for (const bool use_openat2 : {true, false}) {
    auto fs = open_real_file_system(directory.path(), use_openat2);
    (void)fs.value()->read("a/b", kLimit);
    (void)fs.value()->read("l", kLimit);
    (void)fs.value()->read("none/b", kLimit);
    (void)fs.value()->is_file_below("l");
    (void)fs.value()->list("a");
    (void)fs.value()->make_directories("a/c/d");
    (void)fs.value()->rename("a/b", "a/c/d/e");
    (void)fs.value()->lock("lock");
  }
  EXPECT_EQ(before, count());
}

}  // namespace
}  // namespace modbuild
