// The disk behind one interface. Every path is relative to the root directory the object was
// opened on (an absolute path is taken as it is only by methods that say so), '/'-separated, and
// never leads out of that root: no '..', no symbolic link on the way is followed outside it.
// Real: real_file_system.h; in memory, with failures, shuffling and an access log:
// memory_file_system.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/stats.h"
#include "os/file_stamp.h"
#include "os/host_error.h"

namespace modbuild {

enum class FileType : std::uint8_t { Regular, Directory, Link, Other };

struct DirEntry {
  std::string name;  // one component, raw bytes
  FileType type = FileType::Regular;
};

// What was read, with the stamp that it had before.
struct Listing {
  std::vector<DirEntry> entries;
  FileStamp stamp;
};
struct FileText {
  std::string text;
  FileStamp stamp;
};

struct FileStatus {
  FileType type = FileType::Regular;
  std::uint64_t size = 0;
  std::int64_t mtime_ns = 0;
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
  std::uint32_t mode = 0;   // permission bits
  std::uint32_t owner = 0;  // user id
};

// An open file being written; ids are the file system's own.
struct FileHandle {
  int value = -1;
};

// Holds a lock until destroyed.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

// Work done, for `--stats` and for tests that assert it.
struct FileSystemCounters {
  std::uint64_t directories_listed = 0;
  std::uint64_t files_read = 0;
  std::uint64_t bytes_read = 0;
  std::uint64_t stats = 0;
  std::uint64_t files_written = 0;
  std::uint64_t bytes_written = 0;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  // --- reading ---
  // Entries of a directory without '.' and '..', sorted by bytes. The directory itself is not
  // reached through a link below the root.
  virtual Expected<Listing> list_stamped(const std::string& directory) = 0;
  Expected<std::vector<DirEntry>> list(const std::string& directory);
  // Does not follow a link in the last component.
  virtual Expected<FileStatus> status(const std::string& path) = 0;
  // The whole of a regular file of at most `limit` bytes. A FIFO, device, directory, a link (also
  // to a regular file), a larger file, or one that changes meanwhile is an error; never blocks.
  virtual Expected<FileText> read_stamped(const std::string& path, std::uint64_t limit) = 0;
  Expected<std::string> read(const std::string& path, std::uint64_t limit);
  // The stamp of what is there, a link's own; one that does not exist when nothing can be seen.
  // Unlike elsewhere, links on the way may be followed: an equal stamp shows that a file is the one
  // it was, not that it may be read.
  virtual FileStamp stamp(const std::string& path) = 0;
  // Whether `path`, following links, is a regular file that lies below the root.
  virtual Expected<bool> is_file_below(const std::string& path) = 0;

  // --- writing ---
  // Creates the directory and missing parents (mode 0755); an existing one is fine.
  virtual Expected<void> make_directories(const std::string& path) = 0;
  // Creates one directory with exactly these permission bits; one that exists is EEXIST.
  virtual Expected<void> make_directory(const std::string& path, std::uint32_t mode) = 0;
  // Creates a file that must not exist (O_EXCL, no link followed) for writing, mode `mode`.
  virtual Expected<FileHandle> create(const std::string& path, std::uint32_t mode) = 0;
  // Writes all bytes or fails.
  virtual Expected<void> write(FileHandle file, std::string_view bytes) = 0;
  virtual Expected<void> sync(FileHandle file) = 0;
  // Lets the disk begin with what was written, so that sync() has less to wait for. Promises
  // nothing.
  virtual void write_back(FileHandle /*file*/) {}
  // Sets the permission bits, whatever the umask.
  virtual Expected<void> set_mode(FileHandle file, std::uint32_t mode) = 0;
  // Sets the time of last change, in ns since the epoch.
  virtual Expected<void> set_mtime(FileHandle file, std::int64_t mtime_ns) = 0;
  // The handle is gone afterwards, also on failure.
  virtual Expected<void> close(FileHandle file) = 0;
  virtual Expected<void> rename(const std::string& from, const std::string& to) = 0;
  virtual Expected<void> sync_directory(const std::string& directory) = 0;
  // Removes a file or link, not a directory. A missing one is an error (ENOENT).
  virtual Expected<void> remove(const std::string& path) = 0;
  // Removes a directory that is empty.
  virtual Expected<void> remove_directory(const std::string& path) = 0;
  // Makes the symbolic link `path` that says `target` (taken as it is); must not exist.
  virtual Expected<void> make_link(const std::string& target, const std::string& path) = 0;
  virtual Expected<std::string> read_link(const std::string& path) = 0;
  // An exclusive advisory lock on the file `path`, created if needed, or on the directory `path`;
  // EWOULDBLOCK at once when another process holds it. The kernel releases it when the holder dies.
  virtual Expected<std::unique_ptr<FileLock>> lock(const std::string& path) = 0;

  // The clock that gives files their times, in ns since the epoch.
  virtual std::int64_t now_ns() const = 0;

  // The id of the user who works here.
  virtual std::uint32_t user() const = 0;

  virtual FileSystemCounters counters() const = 0;
};

// Add what was read of `files` so far, and what was written, to the counters of `stats`.
void count_reads(const FileSystem& files, Stats& stats);
void count_writes(const FileSystem& files, Stats& stats);

}  // namespace modbuild
