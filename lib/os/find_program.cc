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

// Whether paths lie below a directory, links followed or not.
class Below {
 public:
  explicit Below(const std::string& root)
      : root_(root.empty() ? std::string() : normalise(root)),
        real_(root_.empty() ? std::string() : real_path(root_)) {}

  bool holds(const std::string& path) const { return is_in(path) || is_in(real_path(path)); }

 private:
  bool is_in(const std::string& path) const {
    return (!root_.empty() && is_below(path, root_)) || (!real_.empty() && is_below(path, real_));
  }

  std::string root_;
  std::string real_;
};

}  // namespace

std::string find_program(const std::string& program, const std::string& search_path,
                         const std::string& forbidden_root) {
  if (program.empty() || program.find('/') != std::string::npos) return {};
  const Below forbidden(forbidden_root);
  for (const std::string& entry : split(search_path, ":")) {
    if (!entry.starts_with('/')) continue;
    const std::string directory = normalise(entry);
    // A link in PATH must not lead into the tree either.
    if (forbidden.holds(directory)) continue;
    std::string candidate = join_path(directory, program);
    if (is_program(candidate)) return candidate;
  }
  return {};
}

std::string path_without(const std::string& search_path, const std::string& root) {
  const Below forbidden(root);
  std::vector<std::string> entries = split(search_path, ":");
  std::erase_if(entries, [&forbidden](const std::string& entry) {
    return entry.starts_with('/') && forbidden.holds(normalise(entry));
  });
  return join(entries, ":");
}

}  // namespace modbuild
