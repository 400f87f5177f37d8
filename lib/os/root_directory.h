// Opens paths below one directory and never leaves it: openat2(RESOLVE_BENEATH) where the kernel
// has it, else a walk over the components with O_NOFOLLOW. Knows nothing of what is done with the
// files.
#pragma once

#include <cstdint>
#include <string>

#include "os/descriptor.h"
#include "os/host_error.h"

namespace modbuild {

inline constexpr int kMaxLinks = 40;  // followed on one path, as the kernel does

// What becomes of symbolic links on the way to a path, its last component included.
enum class Links : std::uint8_t {
  Refuse,        // ELOOP
  FollowBelow,   // followed as long as they stay below the root, else EXDEV
  FollowInside,  // followed as if the root were '/': nothing leads out of it
};

// An error of `operation` on `path` with the current errno, or another number and detail.
HostError host_error(const std::string& operation, const std::string& path);
HostError host_error(int number, const std::string& operation, const std::string& path,
                     std::string detail = {});

class RootDirectory {
 public:
  // `directory` is absolute or relative to the working directory. `use_openat2` false forces the
  // walk, as on kernels before 5.6.
  static Expected<RootDirectory> open(const std::string& directory, bool use_openat2);

  // As openat(); `operation` names what the caller tries, for the error. O_CLOEXEC is added.
  Expected<Descriptor> open_below(const std::string& path, int flags, std::uint32_t mode,
                                  Links links, const std::string& operation) const;
  // The directory that holds `path`, for the *at() calls on its last component.
  Expected<Descriptor> open_parent(const std::string& path, Links links,
                                   const std::string& operation) const;

  // For the *at() calls on paths below the root that may follow links on the way; O_PATH.
  int descriptor() const { return root_.get(); }

 private:
  RootDirectory(Descriptor root, bool use_openat2)
      : root_(std::move(root)), use_openat2_(use_openat2) {}

  int openat2(const std::string& path, int flags, std::uint32_t mode, Links links) const;
  int walk(const std::string& path, int flags, std::uint32_t mode) const;
  // `path` with every link replaced by what it stands for; -1 and errno on failure.
  int without_links(const std::string& path, Links links, bool follow_last, std::string& out) const;

  Descriptor root_;
  bool use_openat2_ = true;
};

}  // namespace modbuild
