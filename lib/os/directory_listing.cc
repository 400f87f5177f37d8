#include "os/directory_listing.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string_view>

#include "os/root_directory.h"

namespace modbuild {
namespace {

constexpr std::size_t kBufferSize = 32 * 1024;
// linux_dirent64 has no user-space header: d_ino, d_off (8 bytes each), d_reclen (2), d_type (1).
constexpr std::size_t kLengthAt = 16;
constexpr std::size_t kTypeAt = 18;
constexpr std::size_t kNameAt = 19;

FileType type_of_mode(mode_t mode) {
  if (S_ISREG(mode)) return FileType::Regular;
  if (S_ISDIR(mode)) return FileType::Directory;
  return S_ISLNK(mode) ? FileType::Link : FileType::Other;
}

// The type that the directory holds for an entry; false when it does not know.
bool known_type(unsigned char d_type, FileType& out) {
  switch (d_type) {
    case DT_UNKNOWN:
      return false;
    case DT_REG:
      out = FileType::Regular;
      return true;
    case DT_DIR:
      out = FileType::Directory;
      return true;
    case DT_LNK:
      out = FileType::Link;
      return true;
    default:
      out = FileType::Other;
      return true;
  }
}

// Takes the entries of one getdents64 buffer; 0, or an errno.
int take_entries(int directory, std::string_view buffer, std::vector<DirEntry>& out,
                 std::uint64_t& stats) {
  for (std::size_t at = 0; at + kNameAt < buffer.size();) {
    std::uint16_t length = 0;
    std::memcpy(&length, buffer.data() + at + kLengthAt, sizeof length);
    const char* name = buffer.data() + at + kNameAt;
    const auto d_type = static_cast<unsigned char>(buffer[at + kTypeAt]);
    at += length;
    if (std::strcmp(name, ".") == 0 || std::strcmp(name, "..") == 0) continue;
    DirEntry entry{name, FileType::Regular};
    if (!known_type(d_type, entry.type)) {
      struct stat status {};
      ++stats;
      if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0) return errno;
      entry.type = type_of_mode(status.st_mode);
    }
    out.push_back(std::move(entry));
  }
  return 0;
}

FileStamp stamp_of_open(int directory) {
  struct stat status {};
  return fstat(directory, &status) == 0 ? stamp_of(status) : FileStamp();
}

}  // namespace

Expected<Listing> read_directory(int directory, const std::string& path, std::uint64_t& stats) {
  Listing listing;
  std::vector<DirEntry>& entries = listing.entries;
  alignas(std::uint64_t) char buffer[kBufferSize];
  listing.stamp = stamp_of_open(directory);
  int parts = 0;
  while (true) {
    const long count = ::syscall(SYS_getdents64, directory, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return tl::unexpected(host_error("list", path));
    if (count == 0) break;
    ++parts;
    const std::string_view taken(buffer, static_cast<std::size_t>(count));
    if (const int number = take_entries(directory, taken, entries, stats); number != 0) {
      return tl::unexpected(host_error(number, "list", path));
    }
  }
  // One call sees the directory at one moment; several may miss an entry that is renamed meanwhile.
  if (parts > 1 && stamp_of_open(directory) != listing.stamp) {
    return tl::unexpected(host_error(EAGAIN, "list", path, "changed while reading"));
  }
  std::sort(entries.begin(), entries.end(),
            [](const DirEntry& a, const DirEntry& b) { return a.name < b.name; });
  return listing;
}

}  // namespace modbuild
