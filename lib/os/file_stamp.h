// What tells that a file or directory anywhere on the machine is no longer what it was. For state
// that depends on files outside tree and build directory: probes, mainly. Follows links.
#pragma once

#include <cstdint>
#include <string>

struct stat;
struct timespec;

namespace modbuild {

struct FileStamp {
  bool exists = false;
  bool is_directory = false;
  std::uint64_t size = 0;
  std::uint64_t inode = 0;
  std::int64_t mtime_ns = 0;
  std::int64_t ctime_ns = 0;  // last change of content or attributes; nobody can set it

  friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

// Of the absolute `path`.
FileStamp stamp_of(const std::string& path);
// What stat() and its like gave.
FileStamp stamp_of(const struct stat& status);

// Whether everything that is written to the file at or after `began_ns`, by the clock below, gives
// it another stamp. Not so when it is about as young: the clock that the kernel takes times from
// ticks every few milliseconds, on some file systems every two seconds (git's "racy" entries).
bool is_settled(const FileStamp& stamp, std::int64_t began_ns);

// Equal for equal stamps; never 0.
std::uint64_t hash_of(const FileStamp& stamp);

// A hash of a regular file's bytes. 0 for anything else, for what cannot be read, and for files of
// more than 1 MiB.
std::uint64_t content_hash(const std::string& path);

// Since the epoch.
std::int64_t nanoseconds(const timespec& time);

// The clock that gives files their times, in ns since the epoch. It runs up to a tick ahead of the
// times themselves.
std::int64_t file_clock_ns();

}  // namespace modbuild
