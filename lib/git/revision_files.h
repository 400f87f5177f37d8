// The files of a commit as a FileSystem.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "git/git.h"
#include "os/memory_file_system.h"

namespace modbuild {

class RevisionFileSystem : public MemoryFileSystem {
 public:
  explicit RevisionFileSystem(Git& git) : git_(git) {}

  // Adds what lies below `directory` at `commit`, under `at` here. Submodules are added as they
  // were; of one that is not checked out, an empty directory.
  Expected<void> add_commit(const GitDirectory& directory, const std::string& commit,
                            const std::string& at = {});

  Expected<FileStatus> status(const std::string& path) override;
  Expected<FileText> read_stamped(const std::string& path, std::uint64_t limit) override;
  Expected<void> make_directories(const std::string& path) override;
  Expected<void> make_directory(const std::string& path, std::uint32_t mode) override;
  Expected<FileHandle> create(const std::string& path, std::uint32_t mode) override;
  Expected<void> rename(const std::string& from, const std::string& to) override;
  Expected<void> remove(const std::string& path) override;
  Expected<void> remove_directory(const std::string& path) override;
  Expected<void> make_link(const std::string& target, const std::string& path) override;

 private:
  // A file whose text git still has.
  struct Blob {
    std::string id;
    std::uint64_t size = 0;
    std::string repository;  // a directory of it
  };

  // Takes the text of `path`, and of others of its kind, from git.
  Expected<void> take_texts(const std::string& path);

  Git& git_;
  std::mutex mutex_;
  std::map<std::string, Blob> blobs_;           // not yet read, by path
  std::map<std::string, std::uint64_t> sizes_;  // of all files, in bytes
};

}  // namespace modbuild
