#include "os/file_stamp.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

#include "base/hash.h"
#include "os/descriptor.h"

namespace modbuild {
namespace {

constexpr std::uint64_t kLargest = 1U << 20U;

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

FileStamp make_stamp(const struct stat& status) {
  FileStamp stamp;
  stamp.exists = true;
  stamp.is_directory = S_ISDIR(status.st_mode);
  stamp.size = stamp.is_directory ? 0 : static_cast<std::uint64_t>(status.st_size);
  stamp.inode = status.st_ino;
  stamp.mtime_ns = nanoseconds(status.st_mtim);
  stamp.ctime_ns = nanoseconds(status.st_ctim);
  return stamp;
}

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

FileStamp stamp_of(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return {};
  return make_stamp(status);
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
