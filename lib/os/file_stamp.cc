#include "os/file_stamp.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

#include <algorithm>
#include <cstring>

#include "base/hash.h"
#include "os/descriptor.h"

namespace modbuild {
namespace {

constexpr std::uint64_t kLargest = 1U << 20U;
constexpr std::int64_t kSecond = 1'000'000'000;
// More than the kernel's clock for files lags behind the one we read.
constexpr std::int64_t kTick = 50'000'000;

std::uint64_t hash_of_bytes(int file, std::uint64_t size) {
  if (size > kLargest) return 0;
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::read(file, bytes.data() + done, bytes.size() - done);
    if (count <= 0) return 0;
    done += static_cast<std::size_t>(count);
  }
  return hash_bytes(bytes);
}

}  // namespace

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * kSecond + time.tv_nsec;
}

FileStamp stamp_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return stamp_of(status);
}

FileStamp stamp_of(const struct stat& status) {
  FileStamp stamp;
  stamp.exists = true;
  stamp.is_directory = S_ISDIR(status.st_mode);
  stamp.size = stamp.is_directory ? 0 : static_cast<std::uint64_t>(status.st_size);
  stamp.inode = status.st_ino;
  stamp.mtime_ns = nanoseconds(status.st_mtim);
  stamp.ctime_ns = nanoseconds(status.st_ctim);
  return stamp;
}

bool is_settled(const FileStamp& stamp, std::int64_t began_ns) {
  const std::int64_t newest = std::max(stamp.mtime_ns, stamp.ctime_ns);
  // Times that are whole seconds come from a file system that knows no parts of them.
  const bool is_coarse = stamp.mtime_ns % kSecond == 0 && stamp.ctime_ns % kSecond == 0;
  return stamp.exists && newest < began_ns - (is_coarse ? 2 * kSecond : kTick);
}

std::uint64_t hash_of(const FileStamp& stamp) {
  const std::uint64_t parts[] = {stamp.exists ? 1U : 0U,
                                 stamp.is_directory ? 1U : 0U,
                                 stamp.size,
                                 stamp.inode,
                                 static_cast<std::uint64_t>(stamp.mtime_ns),
                                 static_cast<std::uint64_t>(stamp.ctime_ns)};
  char bytes[sizeof parts];
  std::memcpy(bytes, parts, sizeof parts);
  return std::max<std::uint64_t>(1, hash_bytes({bytes, sizeof bytes}));
}

std::uint64_t content_hash(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat status {};
  if (!file.is_open() || ::fstat(file.get(), &status) != 0) return 0;
  if (!S_ISREG(status.st_mode)) return 0;
  return hash_of_bytes(file.get(), static_cast<std::uint64_t>(status.st_size));
}

std::int64_t file_clock_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return nanoseconds(now);
}

}  // namespace modbuild
