#include "os/root_directory.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <vector>

#include "base/path.h"
#include "base/str.h"

namespace modbuild {
namespace {

constexpr int kMaxRetries = 16;  // openat2 says EAGAIN when a rename races with '..' in a link

// Why `path` can never be opened below a root; "" when it may be.
std::string path_fault(const std::string& path) {
  if (path.starts_with('/')) return "is an absolute path";
  if (path.find('\0') != std::string::npos) return "holds a NUL byte";
  for (std::size_t at = path.find(".."); at != std::string::npos; at = path.find("..", at + 1)) {
    const bool begins = at == 0 || path[at - 1] == '/';
    const bool ends = at + 2 == path.size() || path[at + 2] == '/';
    if (begins && ends) return "leads out of the directory with '..'";
  }
  return {};
}

int fail(int number) {
  errno = number;
  return -1;
}

bool is_link(int directory, const char* name) {
  struct stat status {};
  return fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode);
}

// Opens one component, never through a link; ELOOP for a link whatever the flags.
int open_component(int directory, const std::string& name, int flags, std::uint32_t mode) {
  int result = -1;
  do {
    result = ::openat(directory, name.c_str(), flags | O_NOFOLLOW | O_CLOEXEC, mode);
  } while (result < 0 && errno == EINTR);
  if (result < 0 && errno == ENOTDIR) errno = is_link(directory, name.c_str()) ? ELOOP : ENOTDIR;
  return result;
}

// The target of a link, or -1 and errno (EINVAL: no link).
int read_link_at(int directory, const std::string& name, std::string& out) {
  char buffer[PATH_MAX];
  const ssize_t length = ::readlinkat(directory, name.c_str(), buffer, sizeof buffer);
  if (length < 0) return -1;
  out.assign(buffer, static_cast<std::size_t>(length));
  return 0;
}

}  // namespace

HostError host_error(const std::string& operation, const std::string& path) {
  return HostError{errno, operation, path, {}};
}

HostError host_error(int number, const std::string& operation, const std::string& path,
                     std::string detail) {
  return HostError{number, operation, path, std::move(detail)};
}

Expected<RootDirectory> RootDirectory::open(const std::string& directory, bool use_openat2) {
  const std::string name = directory.empty() ? "." : directory;
  Descriptor root(::open(name.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!root.is_open()) return tl::unexpected(host_error("open", name));
  RootDirectory result(std::move(root), use_openat2);
  if (use_openat2) {
    // Old kernels say ENOSYS, some sandboxes EPERM: either way the walk does the work.
    const Descriptor probe(result.openat2(".", O_PATH | O_DIRECTORY, 0, Links::Refuse));
    result.use_openat2_ = probe.is_open();
  }
  return result;
}

Expected<Descriptor> RootDirectory::open_below(const std::string& path, int flags,
                                               std::uint32_t mode, Links links,
                                               const std::string& operation) const {
  if (std::string fault = path_fault(path); !fault.empty()) {
    return tl::unexpected(host_error(EXDEV, operation, path, std::move(fault)));
  }
  int opened = -1;
  if (use_openat2_) {
    opened = openat2(path, flags, mode, links);
  } else if (links == Links::Refuse) {
    opened = walk(path, flags, mode);
  } else {
    std::string target;
    opened = without_links(path, links, (flags & O_NOFOLLOW) == 0, target);
    if (opened == 0) opened = walk(target, flags, mode);
  }
  if (opened < 0) return tl::unexpected(host_error(operation, path));
  return Descriptor(opened);
}

Expected<Descriptor> RootDirectory::open_parent(const std::string& path, Links links,
                                                const std::string& operation) const {
  const std::string directory(directory_of(path));
  Expected<Descriptor> parent = open_below(directory, O_PATH | O_DIRECTORY, 0, links, operation);
  if (!parent) parent.error().path = path;
  return parent;
}

int RootDirectory::openat2(const std::string& path, int flags, std::uint32_t mode,
                           Links links) const {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(static_cast<unsigned>(flags | O_CLOEXEC));
  how.mode = (flags & O_CREAT) != 0 ? mode : 0;
  how.resolve = RESOLVE_NO_MAGICLINKS;
  how.resolve |= links == Links::FollowInside ? RESOLVE_IN_ROOT : RESOLVE_BENEATH;
  if (links == Links::Refuse) how.resolve |= RESOLVE_NO_SYMLINKS;
  const char* name = path.empty() ? "." : path.c_str();
  long result = -1;
  for (int attempt = 0; attempt < kMaxRetries; ++attempt) {
    result = ::syscall(SYS_openat2, root_.get(), name, &how, sizeof how);
    if (result >= 0 || (errno != EINTR && errno != EAGAIN)) break;
  }
  return static_cast<int>(result);
}

int RootDirectory::walk(const std::string& path, int flags, std::uint32_t mode) const {
  std::vector<std::string> components = split(path, "/");
  if (components.empty()) components.emplace_back(".");
  Descriptor directory;
  int at = root_.get();
  for (std::size_t i = 0; i + 1 < components.size(); ++i) {
    Descriptor next(open_component(at, components[i], O_PATH | O_DIRECTORY, 0));
    if (!next.is_open()) return -1;
    directory = std::move(next);
    at = directory.get();
  }
  return open_component(at, components.back(), flags, mode);
}

int RootDirectory::without_links(const std::string& path, Links links, bool follow_last,
                                 std::string& out) const {
  const bool inside = links == Links::FollowInside;
  std::vector<std::string> pending = split(path, "/");  // the next component last
  std::reverse(pending.begin(), pending.end());
  std::vector<std::string> resolved;
  int links_left = kMaxLinks;
  while (!pending.empty()) {
    const std::string name = std::move(pending.back());
    pending.pop_back();
    if (name == ".") continue;
    if (name == "..") {
      if (resolved.empty() && !inside) return fail(EXDEV);
      if (!resolved.empty()) resolved.pop_back();
      continue;
    }
    const Descriptor parent(walk(join(resolved, "/"), O_PATH | O_DIRECTORY, 0));
    if (!parent.is_open()) return -1;
    std::string target;
    const bool last = pending.empty();
    const bool may_be_link = !last || follow_last;
    if (!may_be_link || read_link_at(parent.get(), name, target) < 0) {
      if (may_be_link && errno != EINVAL && errno != ENOENT) return -1;
      resolved.push_back(name);
      continue;
    }
    if (links_left-- == 0) return fail(ELOOP);
    if (target.starts_with('/') && !inside) return fail(EXDEV);
    if (target.starts_with('/')) resolved.clear();
    const std::vector<std::string> parts = split(target, "/");
    pending.insert(pending.end(), parts.rbegin(), parts.rend());
  }
  out = join(resolved, "/");
  return 0;
}

}  // namespace modbuild
