#include "os/real_file_system.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <ctime>
#include <fstream>

#include "base/path.h"
#include "base/str.h"
#include "os/descriptor.h"
#include "os/directory_listing.h"
#include "os/file_stamp.h"
#include "os/root_directory.h"

namespace modbuild {
namespace {

FileType file_type(mode_t mode) {
  if (S_ISREG(mode)) return FileType::Regular;
  if (S_ISDIR(mode)) return FileType::Directory;
  return S_ISLNK(mode) ? FileType::Link : FileType::Other;
}

// What a file is that is not regular, as the end of a sentence.
std::string kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return "is a directory";
  if (S_ISLNK(mode)) return "is a symbolic link";
  if (S_ISFIFO(mode)) return "is a FIFO";
  if (S_ISSOCK(mode)) return "is a socket";
  if (S_ISCHR(mode) || S_ISBLK(mode)) return "is a device";
  return "is not a regular file";
}

bool same_content(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size &&
         nanoseconds(a.st_mtim) == nanoseconds(b.st_mtim);
}

// Up to `size` bytes into `out`; fewer at the end of the file. 0, or an errno.
int read_up_to(int file, std::uint64_t size, std::string& out) {
  out.resize(size);
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t count = ::read(file, out.data() + done, out.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  out.resize(done);
  return 0;
}

// "held by process 123" for a lock on `inode`, or "" when the kernel does not tell.
std::string lock_holder(ino_t inode) {
  std::ifstream locks("/proc/locks");
  const std::string wanted = cat(":", std::to_string(inode));
  for (std::string line; std::getline(locks, line);) {
    // "4: FLOCK  ADVISORY  WRITE 2345 08:01:131 0 EOF"
    const std::vector<std::string> words = split(line, " ");
    if (words.size() < 6 || words[1] != "FLOCK" || !words[5].ends_with(wanted)) continue;
    return cat("held by process ", words[4]);
  }
  return {};
}

class RealFileLock : public FileLock {
 public:
  explicit RealFileLock(Descriptor file) : file_(std::move(file)) {}

 private:
  Descriptor file_;  // closing it releases the lock
};

constexpr std::int64_t kNanoseconds = 1'000'000'000;  // a second

class RealFileSystem : public FileSystem {
 public:
  RealFileSystem(RootDirectory root, Links links) : root_(std::move(root)), links_(links) {}

  Expected<Listing> list_stamped(const std::string& directory) override;
  Expected<FileStatus> status(const std::string& path) override;
  Expected<FileText> read_stamped(const std::string& path, std::uint64_t limit) override;
  FileStamp stamp(const std::string& path) override;
  Expected<bool> is_file_below(const std::string& path) override;
  Expected<void> make_directories(const std::string& path) override;
  Expected<void> make_directory(const std::string& path, std::uint32_t mode) override;
  Expected<FileHandle> create(const std::string& path, std::uint32_t mode) override;
  Expected<void> write(FileHandle file, std::string_view bytes) override;
  Expected<void> sync(FileHandle file) override;
  void write_back(FileHandle file) override;
  Expected<void> set_mode(FileHandle file, std::uint32_t mode) override;
  Expected<void> set_mtime(FileHandle file, std::int64_t mtime_ns) override;
  Expected<void> close(FileHandle file) override;
  Expected<void> rename(const std::string& from, const std::string& to) override;
  Expected<void> sync_directory(const std::string& directory) override;
  Expected<void> remove(const std::string& path) override;
  Expected<void> remove_directory(const std::string& path) override;
  Expected<void> make_link(const std::string& target, const std::string& path) override;
  Expected<std::string> read_link(const std::string& path) override;
  Expected<std::unique_ptr<FileLock>> lock(const std::string& path) override;
  std::int64_t now_ns() const override;
  std::uint32_t user() const override { return ::geteuid(); }
  FileSystemCounters counters() const override;

 private:
  // For questions that follow links in any case.
  Links following() const { return links_ == Links::Refuse ? Links::FollowBelow : links_; }
  // Says what a refused link is: the path itself, or something on the way.
  HostError explain_link(HostError error) const;
  Expected<Descriptor> open_regular(const std::string& path, std::uint64_t limit,
                                    struct stat& status) const;
  Expected<void> remove_entry(const std::string& path, int flags);

  RootDirectory root_;
  Links links_;  // what becomes of links on the way to a path
  std::atomic<std::uint64_t> directories_listed_{0};
  std::atomic<std::uint64_t> files_read_{0};
  std::atomic<std::uint64_t> bytes_read_{0};
  std::atomic<std::uint64_t> stats_{0};
  std::atomic<std::uint64_t> files_written_{0};
  std::atomic<std::uint64_t> bytes_written_{0};
};

HostError RealFileSystem::explain_link(HostError error) const {
  if (error.number != ELOOP || !error.detail.empty()) return error;
  const auto itself =
      root_.open_below(error.path, O_PATH | O_NOFOLLOW, 0, Links::Refuse, error.operation);
  error.detail = itself ? "is a symbolic link" : "lies behind a symbolic link";
  return error;
}

Expected<Listing> RealFileSystem::list_stamped(const std::string& directory) {
  const auto opened = root_.open_below(directory, O_RDONLY | O_DIRECTORY, 0, links_, "list");
  if (!opened) return tl::unexpected(explain_link(opened.error()));
  ++directories_listed_;
  std::uint64_t stats = 0;
  auto listing = read_directory(opened->get(), directory, stats);
  stats_ += stats;
  return listing;
}

FileStamp RealFileSystem::stamp(const std::string& path) {
  ++stats_;
  struct stat status {};
  const char* name = path.empty() ? "." : path.c_str();
  if (fstatat(root_.descriptor(), name, &status, AT_SYMLINK_NOFOLLOW) != 0) return {};
  return stamp_of(status);
}

Expected<FileStatus> RealFileSystem::status(const std::string& path) {
  ++stats_;
  const auto opened = root_.open_below(path, O_PATH | O_NOFOLLOW, 0, following(), "examine");
  if (!opened) return tl::unexpected(opened.error());
  struct stat status {};
  if (fstat(opened->get(), &status) != 0) return tl::unexpected(host_error("examine", path));
  FileStatus result;
  result.type = file_type(status.st_mode);
  result.size = static_cast<std::uint64_t>(status.st_size);
  result.mtime_ns = nanoseconds(status.st_mtim);
  result.device = status.st_dev;
  result.inode = status.st_ino;
  result.mode = status.st_mode & 07777U;
  result.owner = status.st_uid;
  return result;
}

Expected<Descriptor> RealFileSystem::open_regular(const std::string& path, std::uint64_t limit,
                                                  struct stat& status) const {
  // O_NONBLOCK: opening a FIFO for reading would wait for a writer.
  auto opened =
      root_.open_below(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY, 0, links_, "read");
  if (!opened && opened.error().number == ENXIO) opened.error().detail = "is a socket";
  if (!opened) return tl::unexpected(explain_link(opened.error()));
  if (fstat(opened->get(), &status) != 0) return tl::unexpected(host_error("read", path));
  if (!S_ISREG(status.st_mode)) {
    const int number = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    return tl::unexpected(host_error(number, "read", path, kind_of(status.st_mode)));
  }
  if (static_cast<std::uint64_t>(status.st_size) > limit) {
    return tl::unexpected(
        host_error(EFBIG, "read", path, cat("is larger than ", std::to_string(limit), " bytes")));
  }
  return opened;
}

Expected<FileText> RealFileSystem::read_stamped(const std::string& path, std::uint64_t limit) {
  struct stat before {};
  const auto opened = open_regular(path, limit, before);
  if (!opened) return tl::unexpected(opened.error());
  std::string text;
  const auto size = static_cast<std::uint64_t>(before.st_size);
  if (const int number = read_up_to(opened->get(), size, text); number != 0) {
    return tl::unexpected(host_error(number, "read", path));
  }
  struct stat after {};
  if (fstat(opened->get(), &after) != 0) return tl::unexpected(host_error("read", path));
  if (text.size() != size || !same_content(before, after)) {
    return tl::unexpected(host_error(EAGAIN, "read", path, "changed while reading"));
  }
  ++files_read_;
  bytes_read_ += text.size();
  return FileText{std::move(text), stamp_of(before)};
}

Expected<bool> RealFileSystem::is_file_below(const std::string& path) {
  ++stats_;
  const auto opened = root_.open_below(path, O_PATH, 0, following(), "examine");
  if (!opened) {
    const int number = opened.error().number;
    const bool is_no = number == ENOENT || number == ENOTDIR || number == EXDEV ||
                       number == ELOOP || number == ENAMETOOLONG;
    if (is_no) return false;
    return tl::unexpected(opened.error());
  }
  struct stat status {};
  if (fstat(opened->get(), &status) != 0) return tl::unexpected(host_error("examine", path));
  return S_ISREG(status.st_mode);
}

Expected<void> RealFileSystem::make_directories(const std::string& path) {
  const std::string wanted = normalise(path);
  const auto try_open = [&](const std::string& directory) {
    return root_.open_below(directory, O_PATH | O_DIRECTORY, 0, links_, "create directory");
  };
  const auto existing = try_open(wanted);
  if (existing) return {};
  if (existing.error().number != ENOENT) return tl::unexpected(explain_link(existing.error()));
  for (std::size_t end = wanted.find('/'); true; end = wanted.find('/', end + 1)) {
    const std::string part = wanted.substr(0, end);
    const auto parent = root_.open_parent(part, links_, "create directory");
    if (!parent) return tl::unexpected(explain_link(parent.error()));
    const std::string name(base_name(part));
    if (::mkdirat(parent->get(), name.c_str(), 0755) != 0 && errno != EEXIST) {
      return tl::unexpected(host_error("create directory", part));
    }
    if (end == std::string::npos) break;
  }
  // What existed may have been a file.
  const auto made = try_open(wanted);
  if (!made) return tl::unexpected(explain_link(made.error()));
  return {};
}

Expected<void> RealFileSystem::make_directory(const std::string& path, std::uint32_t mode) {
  const auto parent = root_.open_parent(path, links_, "create directory");
  if (!parent) return tl::unexpected(explain_link(parent.error()));
  const std::string name(base_name(path));
  if (::mkdirat(parent->get(), name.c_str(), 0700) != 0) {
    return tl::unexpected(host_error("create directory", path));
  }
  const Descriptor made(
      ::openat(parent->get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (made.is_open() && ::fchmod(made.get(), mode) == 0) return {};
  return tl::unexpected(host_error("set the mode of", path));
}

Expected<FileHandle> RealFileSystem::create(const std::string& path, std::uint32_t mode) {
  auto opened =
      root_.open_below(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode, links_, "create");
  if (!opened) return tl::unexpected(explain_link(opened.error()));
  ++files_written_;
  return FileHandle{opened->release()};
}

Expected<void> RealFileSystem::write(FileHandle file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.value, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return tl::unexpected(host_error("write", {}));
    if (count == 0) return tl::unexpected(host_error(EIO, "write", {}));
    bytes.remove_prefix(static_cast<std::size_t>(count));
    bytes_written_ += static_cast<std::uint64_t>(count);
  }
  return {};
}

Expected<void> RealFileSystem::sync(FileHandle file) {
  while (::fsync(file.value) != 0) {
    if (errno != EINTR) return tl::unexpected(host_error("sync", {}));
  }
  return {};
}

void RealFileSystem::write_back(FileHandle file) {
  static_cast<void>(::sync_file_range(file.value, 0, 0, SYNC_FILE_RANGE_WRITE));
}

Expected<void> RealFileSystem::set_mode(FileHandle file, std::uint32_t mode) {
  if (::fchmod(file.value, mode) == 0) return {};
  return tl::unexpected(host_error("set the mode of", {}));
}

Expected<void> RealFileSystem::set_mtime(FileHandle file, std::int64_t mtime_ns) {
  struct timespec times[2]{};
  times[0].tv_nsec = UTIME_OMIT;
  times[1].tv_sec = mtime_ns / kNanoseconds;
  times[1].tv_nsec = mtime_ns % kNanoseconds;
  if (::futimens(file.value, times) == 0) return {};
  return tl::unexpected(host_error("set the time of", {}));
}

// Not the coarse clock: Linux 6.13 and later give files that are looked at often finer times, which
// may be ahead of it.
std::int64_t RealFileSystem::now_ns() const {
  struct timespec now {};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * kNanoseconds + now.tv_nsec;
}

Expected<void> RealFileSystem::close(FileHandle file) {
  // Not repeated on EINTR: Linux has released the descriptor by then.
  if (::close(file.value) != 0) return tl::unexpected(host_error("close", {}));
  return {};
}

Expected<void> RealFileSystem::rename(const std::string& from, const std::string& to) {
  const auto from_parent = root_.open_parent(from, links_, "rename");
  if (!from_parent) return tl::unexpected(explain_link(from_parent.error()));
  const auto to_parent = root_.open_parent(to, links_, "rename");
  if (!to_parent) return tl::unexpected(explain_link(to_parent.error()));
  const std::string old_name(base_name(from));
  const std::string new_name(base_name(to));
  if (::renameat(from_parent->get(), old_name.c_str(), to_parent->get(), new_name.c_str()) != 0) {
    return tl::unexpected(host_error("rename", from));
  }
  return {};
}

Expected<void> RealFileSystem::sync_directory(const std::string& directory) {
  const auto opened = root_.open_below(directory, O_RDONLY | O_DIRECTORY, 0, links_, "sync");
  if (!opened) return tl::unexpected(explain_link(opened.error()));
  while (::fsync(opened->get()) != 0) {
    // Some network file systems cannot sync a directory and say so with EINVAL.
    if (errno == EINVAL) break;
    if (errno != EINTR) return tl::unexpected(host_error("sync", directory));
  }
  return {};
}

Expected<void> RealFileSystem::remove_entry(const std::string& path, int flags) {
  const auto parent = root_.open_parent(path, links_, "remove");
  if (!parent) return tl::unexpected(explain_link(parent.error()));
  const std::string name(base_name(path));
  if (::unlinkat(parent->get(), name.c_str(), flags) != 0) {
    return tl::unexpected(host_error("remove", path));
  }
  return {};
}

Expected<void> RealFileSystem::remove(const std::string& path) {
  return remove_entry(path, 0);
}

Expected<void> RealFileSystem::remove_directory(const std::string& path) {
  return remove_entry(path, AT_REMOVEDIR);
}

Expected<void> RealFileSystem::make_link(const std::string& target, const std::string& path) {
  const auto parent = root_.open_parent(path, links_, "link");
  if (!parent) return tl::unexpected(explain_link(parent.error()));
  const std::string name(base_name(path));
  if (::symlinkat(target.c_str(), parent->get(), name.c_str()) != 0) {
    return tl::unexpected(host_error("link", path));
  }
  return {};
}

Expected<std::string> RealFileSystem::read_link(const std::string& path) {
  const auto parent = root_.open_parent(path, links_, "read link");
  if (!parent) return tl::unexpected(explain_link(parent.error()));
  const std::string name(base_name(path));
  char buffer[PATH_MAX];
  const ssize_t length = ::readlinkat(parent->get(), name.c_str(), buffer, sizeof buffer);
  if (length < 0) return tl::unexpected(host_error("read link", path));
  return std::string(buffer, static_cast<std::size_t>(length));
}

Expected<std::unique_ptr<FileLock>> RealFileSystem::lock(const std::string& path) {
  auto opened =
      root_.open_below(path, O_RDWR | O_CREAT | O_NONBLOCK | O_NOFOLLOW, 0644, links_, "lock");
  if (!opened && opened.error().number == EISDIR) {
    opened = root_.open_below(path, O_RDONLY | O_DIRECTORY, 0, links_, "lock");
  }
  if (!opened) return tl::unexpected(explain_link(opened.error()));
  struct stat status {};
  if (fstat(opened->get(), &status) != 0) return tl::unexpected(host_error("lock", path));
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
    return tl::unexpected(host_error(EINVAL, "lock", path, kind_of(status.st_mode)));
  }
  while (::flock(opened->get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    const int number = errno;
    const bool held = number == EWOULDBLOCK;
    return tl::unexpected(
        host_error(number, "lock", path, held ? lock_holder(status.st_ino) : std::string{}));
  }
  return std::make_unique<RealFileLock>(std::move(*opened));
}

FileSystemCounters RealFileSystem::counters() const {
  FileSystemCounters result;
  result.directories_listed = directories_listed_;
  result.files_read = files_read_;
  result.bytes_read = bytes_read_;
  result.stats = stats_;
  result.files_written = files_written_;
  result.bytes_written = bytes_written_;
  return result;
}

}  // namespace

Expected<std::unique_ptr<FileSystem>> open_real_file_system(const std::string& directory,
                                                            bool use_openat2) {
  auto root = RootDirectory::open(directory, use_openat2);
  if (!root) return tl::unexpected(root.error());
  return std::make_unique<RealFileSystem>(std::move(*root), Links::Refuse);
}

Expected<std::unique_ptr<FileSystem>> open_system_root(const std::string& directory,
                                                       bool use_openat2) {
  auto root = RootDirectory::open(directory, use_openat2);
  if (!root) return tl::unexpected(root.error());
  return std::make_unique<RealFileSystem>(std::move(*root), Links::FollowInside);
}

}  // namespace modbuild
