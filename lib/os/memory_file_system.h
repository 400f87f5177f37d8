// FileSystem in memory, for tests: a manual clock, an access log, listing in shuffled order before
// the sort, the k-th operation failing with a chosen errno, once or from then on, and loss of
// power.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "os/file_system.h"

namespace modbuild {

class MemoryFileSystem : public FileSystem {
 public:
  MemoryFileSystem();

  // --- set-up ---
  // Adds or replaces a regular file, with its parent directories, at the clock's time. What is
  // added here survives a loss of power.
  void add_file(const std::string& path, std::string text);
  void add_directory(const std::string& path);
  void add_link(const std::string& path, const std::string& target);
  // A FIFO or device: anything that is no file, directory or link.
  void add_special(const std::string& path);
  // Listing or looking into this directory fails with `number` from now on; 0 mends it.
  void break_directory(const std::string& path, int number);
  // From now on links on the way to a path are followed, each as if the root were '/', as by
  // open_system_root().
  void follow_links() { follow_links_ = true; }
  // Runs `action` once, just before the `k`-th operation from now: another process at work.
  // The action may use the set-up methods and `erase`.
  void before_operation(std::uint64_t k, std::function<void()> action);
  // Sets owner and permission bits of what is there; kUser works here and owns what is made.
  static constexpr std::uint32_t kUser = 1000;
  void give_to(const std::string& path, std::uint32_t owner, std::uint32_t mode);
  // Takes away a path and all below it.
  void erase(const std::string& path);
  // Advances the clock by a second.
  void tick() { now_ns_ += 1'000'000'000; }
  // The `k`-th operation from now (1 = the next) fails with `number`; all later ones too if
  // `persistent`. A failing write or close leaves half of the bytes. k = 0 turns it off.
  void fail_at(std::uint64_t k, int number, bool persistent);
  // Inode numbers, and the order in which entries are met before they are sorted, follow `seed`.
  void shuffle(std::uint64_t seed);
  // Forgets bytes that had no sync(), open handles and locks; of names that had no
  // sync_directory() since, all, none or those of some directories, which follow shuffle()'s seed
  // (a kernel may write them down early).
  enum class UnsyncedNames : std::uint8_t { Lost, Kept, Some };
  void lose_power(UnsyncedNames names);
  // Operations since construction.
  std::uint64_t operations() const { return operations_; }
  // One line per operation: "list modules", "read modules/tm/module.toml", ...
  const std::vector<std::string>& log() const { return log_; }
  // path -> content of every regular file.
  std::map<std::string, std::string> files() const;

  // --- FileSystem ---
  Expected<Listing> list_stamped(const std::string& directory) override;
  Expected<FileStatus> status(const std::string& path) override;
  Expected<FileText> read_stamped(const std::string& path, std::uint64_t limit) override;
  FileStamp stamp(const std::string& path) override;
  Expected<bool> is_file_below(const std::string& path) override;
  Expected<void> make_directories(const std::string& path) override;
  Expected<void> make_directory(const std::string& path, std::uint32_t mode) override;
  Expected<FileHandle> create(const std::string& path, std::uint32_t mode) override;
  Expected<void> write(FileHandle file, std::string_view bytes) override;
  Expected<void> sync(FileHandle file) override;
  Expected<void> set_mode(FileHandle file, std::uint32_t mode) override;
  Expected<void> set_mtime(FileHandle file, std::int64_t mtime_ns) override;
  Expected<void> close(FileHandle file) override;
  Expected<void> rename(const std::string& from, const std::string& to) override;
  Expected<void> sync_directory(const std::string& directory) override;
  Expected<void> remove(const std::string& path) override;
  Expected<void> remove_directory(const std::string& path) override;
  Expected<void> make_link(const std::string& target, const std::string& path) override;
  Expected<std::string> read_link(const std::string& path) override;
  Expected<std::unique_ptr<FileLock>> lock(const std::string& path) override;
  std::int64_t now_ns() const override;
  std::uint32_t user() const override { return kUser; }
  FileSystemCounters counters() const override;

 private:
  struct Node {
    FileType type = FileType::Regular;
    std::string text;         // content, or a link's target
    std::string synced_text;  // what a loss of power leaves of it
    std::int64_t mtime_ns = 0;
    std::int64_t ctime_ns = 0;
    std::uint64_t inode = 0;
    std::uint32_t mode = 0644;
    std::uint32_t owner = kUser;
    int broken = 0;  // errno of looking into it
    std::map<std::string, std::shared_ptr<Node>> entries;
    std::map<std::string, std::shared_ptr<Node>> synced_entries;
  };
  using NodePtr = std::shared_ptr<Node>;
  struct Found {
    NodePtr parent;    // directory that holds it
    std::string name;  // last component
    NodePtr node;      // null when there is no such entry
  };
  struct OpenFile {
    std::string path;
    NodePtr node;
  };
  enum class LastLink : std::uint8_t { Keep, Follow };
  enum class MiddleLinks : std::uint8_t { Refuse, Follow };

  LastLink last_of_directory() const { return follow_links_ ? LastLink::Follow : LastLink::Keep; }
  // Counts, logs and, when it is this operation's turn, fails.
  std::optional<HostError> begin(const std::string& operation, const std::string& path);
  // Walks to `path`; an error for a missing or odd directory on the way, never for a missing end.
  Expected<Found> find(const std::string& operation, const std::string& path, MiddleLinks middle,
                       LastLink last) const;
  Expected<NodePtr> find_existing(const std::string& operation, const std::string& path,
                                  MiddleLinks middle, LastLink last) const;
  // As find, for the calls that change what a directory holds.
  Expected<Found> find_entry(const std::string& operation, const std::string& path) const;
  NodePtr make_node(FileType type);
  NodePtr add_node(const std::string& path, FileType type);
  NodePtr add_directories(const std::string& path);
  void attach(const NodePtr& directory, const std::string& name, const NodePtr& node);
  void detach(const NodePtr& directory, const std::string& name);
  static FileStamp stamp_of(const Node& node);
  void change(Node& node) const;  // now
  static void forget_unsynced(const NodePtr& node, UnsyncedNames names);

  mutable std::recursive_mutex mutex_;  // an action may call the set-up methods
  NodePtr root_;
  std::int64_t now_ns_ = 1'000'000'000;
  bool follow_links_ = false;
  std::uint64_t operations_ = 0;
  std::uint64_t inodes_ = 0;
  std::uint64_t seed_ = 0;
  std::vector<std::string> log_;
  std::uint64_t fail_at_ = 0;  // number of the operation, 0 = none
  int fail_number_ = 0;
  bool fail_persistent_ = false;
  std::uint64_t action_at_ = 0;
  std::function<void()> action_;
  std::map<int, OpenFile> open_files_;
  int next_handle_ = 3;
  std::shared_ptr<std::set<const Node*>> locks_;
  FileSystemCounters counters_;
};

}  // namespace modbuild
