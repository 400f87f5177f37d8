// FileSystem in memory, for tests: a manual clock, an access log, listing in shuffled order before
// the sort, and the k-th operation failing with a chosen errno, once or from then on.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "os/file_system.h"

namespace modbuild {

class MemoryFileSystem : public FileSystem {
 public:
  // --- set-up ---
  // Adds or replaces a regular file, with its parent directories, at the clock's time.
  void add_file(const std::string& path, std::string text);
  void add_directory(const std::string& path);
  void add_link(const std::string& path, const std::string& target);
  // A FIFO or device: anything that is no file, directory or link.
  void add_special(const std::string& path);
  // Advances the clock by a second.
  void tick() { now_ns_ += 1'000'000'000; }
  // The `k`-th operation from now (1 = the next) fails with `number`; all later ones too if
  // `persistent`. k = 0 turns it off.
  void fail_at(std::uint64_t k, int number, bool persistent);
  // Operations since construction.
  std::uint64_t operations() const { return operations_; }
  // One line per operation: "list modules", "read modules/tm/module.toml", ...
  const std::vector<std::string>& log() const { return log_; }
  // path -> content of every regular file.
  std::map<std::string, std::string> files() const;

  // --- FileSystem ---
  Expected<std::vector<DirEntry>> list(const std::string& directory) override;
  Expected<FileStatus> status(const std::string& path) override;
  Expected<std::string> read(const std::string& path, std::uint64_t limit) override;
  Expected<bool> is_file_below(const std::string& path) override;
  Expected<void> make_directories(const std::string& path) override;
  Expected<FileHandle> create(const std::string& path, std::uint32_t mode) override;
  Expected<void> write(FileHandle file, std::string_view bytes) override;
  Expected<void> sync(FileHandle file) override;
  Expected<void> close(FileHandle file) override;
  Expected<void> rename(const std::string& from, const std::string& to) override;
  Expected<void> sync_directory(const std::string& directory) override;
  Expected<void> remove(const std::string& path) override;
  Expected<void> remove_directory(const std::string& path) override;
  Expected<void> make_link(const std::string& target, const std::string& path) override;
  Expected<std::string> read_link(const std::string& path) override;
  Expected<std::unique_ptr<FileLock>> lock(const std::string& path) override;
  FileSystemCounters counters() const override;

 private:
  struct Node {
    FileType type = FileType::Regular;
    std::string text;  // content, or a link's target
    std::int64_t mtime_ns = 0;
    std::uint64_t inode = 0;
    std::uint32_t mode = 0644;
  };
  std::map<std::string, Node> nodes_;
  std::int64_t now_ns_ = 1'000'000'000;
  std::uint64_t operations_ = 0;
  std::vector<std::string> log_;
};

}  // namespace modbuild
