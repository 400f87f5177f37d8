// The system that is installed for, as install and uninstall see it: absolute paths, states of
// files, and directories that are made and removed on the way. Knows nothing of plans.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "diag/diagnostics.h"
#include "os/file_system.h"

namespace modbuild {

inline constexpr std::uint64_t kLargestInstalledFile = std::uint64_t{4} << 30U;

// What stands at a path. A link is looked at, not through.
struct Standing {
  bool exists = false;
  FileType type = FileType::Regular;
  std::uint32_t mode = 0;
  std::uint64_t size = 0;

  bool is_regular() const { return exists && type == FileType::Regular; }
};

class Destination {
 public:
  Destination(FileSystem& files, Diagnostics& diagnostics)
      : files_(files), diagnostics_(diagnostics) {}

  FileSystem& files() { return files_; }

  // Paths are absolute. Nothing after an error (MB173).
  std::optional<Standing> look(const std::string& path);
  std::optional<std::string> read(const std::string& path);
  // Whether it is a regular file with that content.
  bool has_content(const std::string& path, std::uint64_t size, std::string_view sha256);

  // The same for all paths that links make one file; "" when its directory is not there.
  std::string identity(const std::string& path);

  // Makes the directory and those above it that are missing, mode 0755; made() lists them. False
  // after an error: a file is in the way (MB172), others could put something else in its place
  // (MB179: it belongs neither to root nor to who installs, or everybody may write to it), or
  // MB173.
  bool ensure_directory(const std::string& directory, bool dry_run);
  const std::set<std::string>& made() const { return made_; }
  // Removes made() as far as they are empty.
  void unmake();

  // Removes `directories` that are empty, the deepest first, and forgets those that are gone.
  void remove_empty(std::set<std::string>& directories);

  // Writes `bytes` into the new file `path`, exact mode, synced. A file of that name is replaced.
  bool write(const std::string& path, std::string_view bytes, std::uint32_t mode);
  bool rename(const std::string& from, const std::string& to);
  bool remove(const std::string& path);
  // What stands in these directories now survives a loss of power; those that are gone may be
  // named.
  bool sync_directories(const std::set<std::string>& directories);

  // Reports a failure of the machine at `path`; false.
  bool fail(HostError error, const std::string& path);
  // Reports a destination that cannot be used; false.
  bool refuse(const std::string& path, std::string_view why, std::string help);

 private:
  // False after an error: others than root and who installs could exchange what is put into it.
  bool is_owned_by_us(const std::string& directory, std::uint32_t owner);
  bool is_safe(const std::string& directory, const FileStatus& status);
  bool make_one(const std::string& directory, bool dry_run);

  FileSystem& files_;
  Diagnostics& diagnostics_;
  std::set<std::string> known_;                    // directories that are there
  std::map<std::string, std::string> identities_;  // of directories
  std::set<std::string> made_;
};

// "/usr/lib/a.so" -> "usr/lib/a.so": as the file system of a root wants it.
std::string below_root(std::string_view path);

// The temporary name beside `path`: "/usr/lib/.a.so.modbuild-new".
std::string staged_path(const std::string& path);

}  // namespace modbuild
