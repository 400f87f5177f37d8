#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/str.h"
#include "os/machine_files.h"
#include "os/process_runner.h"

namespace modbuild {
namespace {

bool is_program(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         ::faccessat(AT_FDCWD, path.c_str(), X_OK, AT_EACCESS) == 0;
}

}  // namespace

std::string find_program(const std::string& program, const std::string& search_path,
                         const std::string& forbidden_root) {
  if (program.empty() || program.find('/') != std::string::npos) return {};
  const std::string forbidden = forbidden_root.empty() ? std::string{} : normalise(forbidden_root);
  const std::string real_forbidden = forbidden.empty() ? std::string{} : real_path(forbidden);
  const auto is_forbidden = [&](const std::string& path) {
    return (!forbidden.empty() && is_below(path, forbidden)) ||
           (!real_forbidden.empty() && is_below(path, real_forbidden));
  };
  for (const std::string& entry : split(search_path, ":")) {
    if (!entry.starts_with('/')) continue;
    const std::string directory = normalise(entry);
    // A link in PATH must not lead into the tree either.
    if (is_forbidden(directory) || is_forbidden(real_path(directory))) continue;
    std::string candidate = join_path(directory, program);
    if (is_program(candidate)) return candidate;
  }
  return {};
}

}  // namespace modbuild
