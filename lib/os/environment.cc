#include "os/environment.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

namespace modbuild {
namespace {

// os-release(5): /etc first, else /usr/lib. At most 64 KiB are of interest.
std::string read_os_release() {
  for (const char* path : {"/etc/os-release", "/usr/lib/os-release"}) {
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) continue;
    std::string text(std::size_t{1} << 16U, '\0');
    const ssize_t got = read(file, text.data(), text.size());
    close(file);
    if (got <= 0) continue;
    text.resize(static_cast<std::size_t>(got));
    return text;
  }
  return {};
}

bool is_directory(const char* path) {
  struct stat status {};
  return lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

Environment real_environment() {
  Environment result;
  result.os_release = read_os_release();
  result.has_lib64 = is_directory("/usr/lib64");
  if (environ == nullptr) return result;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    char* equals = std::strchr(*entry, '=');
    if (equals == nullptr) continue;
    // The first of two entries with one name is the one getenv() would give.
    result.variables.emplace(std::string(*entry, equals), equals + 1);
  }
  return result;
}

}  // namespace modbuild
