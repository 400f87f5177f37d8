#include "os/machine_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <cstdlib>
#include <string_view>

#include "os/descriptor.h"

namespace modbuild {

std::string real_path(const std::string& path) {
  char buffer[PATH_MAX];
  const char* resolved = ::realpath(path.c_str(), buffer);
  return resolved == nullptr ? std::string{} : std::string(resolved);
}

bool is_elf_file(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  std::array<char, 4> start{};
  return file.is_open() &&
         ::read(file.get(), start.data(), start.size()) == static_cast<ssize_t>(start.size()) &&
         std::string_view(start.data(), start.size()) ==
             "\x7F"
             "ELF";
}

}  // namespace modbuild
