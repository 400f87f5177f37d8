// Where the dynamic linker finds a library by its name (ld.so(8)), and the linker one behind -l.
// Reads directories and files of a system, perhaps with a staging directory in front; runs nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "elf/elf.h"
#include "os/file_system.h"

namespace modbuild {

// A regular file that a path leads to.
struct FoundFile {
  std::string path;  // its own, links of the last component followed
  // Tells one file from another whatever way leads to it.
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
};

// A system, by absolute paths. What lies in `stage`, a DESTDIR, comes first and stands for what
// will be installed.
struct SystemFiles {
  FileSystem* system = nullptr;
  FileSystem* stage = nullptr;  // may be null

  // The regular file that `path` leads to, links followed; nothing when there is none.
  std::optional<FoundFile> file_at(const std::string& path) const;
  // The whole of a regular file.
  Expected<std::string> read(const std::string& file) const;
};

class LibrarySearch {
 public:
  explicit LibrarySearch(SystemFiles files);

  // Paths at which the dynamic linker would look for `needed`, in its order, for an object at
  // `path`. LD_LIBRARY_PATH is left out: an installed program must do without.
  std::vector<std::string> places(const std::string& needed, const std::string& path,
                                  const DynamicFile& object) const;

  // Paths at which the linker looks for the library of a word "-lNAME" or "-l:FILE", below the
  // directories of `words` ("-LDIR") and those of the system.
  std::vector<std::string> link_places(const std::string& word,
                                       const std::vector<std::string>& words) const;

  const SystemFiles& files() const { return files_; }

 private:
  void read_configuration(const std::string& path, int depth);

  SystemFiles files_;
  std::vector<std::string> directories_;  // of ld.so.conf, then the built-in ones
};

}  // namespace modbuild
