#include "os/memory_file_system.h"

#include <algorithm>
#include <cerrno>

#include "base/path.h"
#include "base/str.h"
#include "os/root_directory.h"

namespace modbuild {
namespace {

using Guard = std::lock_guard<std::recursive_mutex>;

// A fixed mixing of bits (splitmix64), for inode numbers and orders that look arbitrary.
std::uint64_t mix(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

std::vector<std::string> reversed_components(const std::string& path) {
  std::vector<std::string> components = split(path, "/");
  std::reverse(components.begin(), components.end());
  return components;
}

std::string kind_of(FileType type) {
  switch (type) {
    case FileType::Directory:
      return "is a directory";
    case FileType::Link:
      return "is a symbolic link";
    case FileType::Other:
      return "is a FIFO";
    case FileType::Regular:
      break;
  }
  return {};
}

template <class Node>
class MemoryFileLock : public FileLock {
 public:
  MemoryFileLock(std::shared_ptr<std::set<const Node*>> locks, std::shared_ptr<Node> node)
      : locks_(std::move(locks)), node_(std::move(node)) {}
  MemoryFileLock(const MemoryFileLock&) = delete;
  MemoryFileLock& operator=(const MemoryFileLock&) = delete;
  ~MemoryFileLock() override { locks_->erase(node_.get()); }

 private:
  std::shared_ptr<std::set<const Node*>> locks_;
  std::shared_ptr<Node> node_;
};

}  // namespace

MemoryFileSystem::MemoryFileSystem() : locks_(std::make_shared<std::set<const Node*>>()) {
  root_ = make_node(FileType::Directory);
}

std::optional<HostError> MemoryFileSystem::begin(const std::string& operation,
                                                 const std::string& path) {
  ++operations_;
  log_.push_back(cat(operation, " ", path.empty() ? "." : path));
  if (action_ && operations_ == action_at_) std::exchange(action_, nullptr)();
  const bool fails =
      fail_at_ != 0 && (operations_ == fail_at_ || (fail_persistent_ && operations_ > fail_at_));
  if (fails) return host_error(fail_number_, operation, path);
  return std::nullopt;
}

Expected<MemoryFileSystem::Found> MemoryFileSystem::find(const std::string& operation,
                                                         const std::string& path,
                                                         MiddleLinks middle, LastLink last) const {
  const auto fail = [&](int number, std::string detail = {}) {
    return tl::unexpected(host_error(number, operation, path, std::move(detail)));
  };
  std::vector<std::string> pending = reversed_components(path);
  if (path.starts_with('/')) return fail(EXDEV, "is an absolute path");
  if (std::count(pending.begin(), pending.end(), "..") > 0) {
    return fail(EXDEV, "leads out of the directory with '..'");
  }
  std::vector<NodePtr> directories{root_};
  int links_left = kMaxLinks;
  if (follow_links_) middle = MiddleLinks::Follow;
  while (!pending.empty()) {
    const std::string name = std::move(pending.back());
    pending.pop_back();
    const bool is_last = pending.empty();
    const NodePtr directory = directories.back();
    if (directory->broken != 0) return fail(directory->broken);
    if (name == ".") continue;
    if (name == "..") {
      if (directories.size() == 1 && !follow_links_) return fail(EXDEV);
      if (directories.size() > 1) directories.pop_back();
      continue;
    }
    const auto entry = directory->entries.find(name);
    if (entry == directory->entries.end()) {
      if (is_last) return Found{directory, name, nullptr};
      return fail(ENOENT);
    }
    const NodePtr node = entry->second;
    const bool follow = is_last ? last == LastLink::Follow : middle == MiddleLinks::Follow;
    if (node->type == FileType::Link && follow) {
      if (links_left-- == 0) return fail(ELOOP);
      const bool absolute = node->text.starts_with('/');
      if (absolute && !follow_links_) return fail(EXDEV);
      if (absolute) directories.resize(1);
      for (std::string& part : reversed_components(node->text)) pending.push_back(std::move(part));
    } else if (is_last) {
      return Found{directory, name, node};
    } else if (node->type == FileType::Link) {
      return fail(ELOOP, "lies behind a symbolic link");
    } else if (node->type != FileType::Directory) {
      return fail(ENOTDIR);
    } else {
      directories.push_back(node);
    }
  }
  return Found{nullptr, {}, directories.back()};
}

Expected<MemoryFileSystem::NodePtr> MemoryFileSystem::find_existing(const std::string& operation,
                                                                    const std::string& path,
                                                                    MiddleLinks middle,
                                                                    LastLink last) const {
  const auto found = find(operation, path, middle, last);
  if (!found) return tl::unexpected(found.error());
  if (!found->node) return tl::unexpected(host_error(ENOENT, operation, path));
  return found->node;
}

Expected<MemoryFileSystem::Found> MemoryFileSystem::find_entry(const std::string& operation,
                                                               const std::string& path) const {
  auto found = find(operation, path, MiddleLinks::Refuse, LastLink::Keep);
  if (found && !found->parent) return tl::unexpected(host_error(EINVAL, operation, path));
  return found;
}

MemoryFileSystem::NodePtr MemoryFileSystem::make_node(FileType type) {
  auto node = std::make_shared<Node>();
  node->type = type;
  change(*node);
  node->inode = mix(seed_ + ++inodes_);
  return node;
}

void MemoryFileSystem::change(Node& node) const {
  node.mtime_ns = now_ns_;
  node.ctime_ns = now_ns_;
}

FileStamp MemoryFileSystem::stamp_of(const Node& node) {
  FileStamp stamp;
  stamp.exists = true;
  stamp.is_directory = node.type == FileType::Directory;
  stamp.size = node.text.size();
  stamp.inode = node.inode;
  stamp.mtime_ns = node.mtime_ns;
  stamp.ctime_ns = node.ctime_ns;
  return stamp;
}

void MemoryFileSystem::attach(const NodePtr& directory, const std::string& name,
                              const NodePtr& node) {
  directory->entries[name] = node;
  change(*directory);
}

void MemoryFileSystem::detach(const NodePtr& directory, const std::string& name) {
  directory->entries.erase(name);
  change(*directory);
}

// --- reading ---

Expected<Listing> MemoryFileSystem::list_stamped(const std::string& directory) {
  const Guard guard(mutex_);
  if (auto error = begin("list", directory)) return tl::unexpected(*error);
  const auto node = find_existing("list", directory, MiddleLinks::Refuse, last_of_directory());
  if (!node) return tl::unexpected(node.error());
  const FileType type = (*node)->type;
  if (type != FileType::Directory) {
    const bool link = type == FileType::Link;
    return tl::unexpected(host_error(link ? ELOOP : ENOTDIR, "list", directory,
                                     link ? kind_of(type) : std::string{}));
  }
  if ((*node)->broken != 0) return tl::unexpected(host_error((*node)->broken, "list", directory));
  ++counters_.directories_listed;
  std::vector<std::pair<std::uint64_t, DirEntry>> met;
  for (const auto& [name, entry] : (*node)->entries) {
    met.emplace_back(mix(entry->inode), DirEntry{name, entry->type});
  }
  std::sort(met.begin(), met.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  Listing listing{{}, stamp_of(**node)};
  for (auto& item : met) listing.entries.push_back(std::move(item.second));
  std::sort(listing.entries.begin(), listing.entries.end(),
            [](const DirEntry& a, const DirEntry& b) { return a.name < b.name; });
  return listing;
}

Expected<FileStatus> MemoryFileSystem::status(const std::string& path) {
  const Guard guard(mutex_);
  if (auto error = begin("examine", path)) return tl::unexpected(*error);
  const auto node = find_existing("examine", path, MiddleLinks::Follow, LastLink::Keep);
  if (!node) return tl::unexpected(node.error());
  ++counters_.stats;
  FileStatus result;
  result.type = (*node)->type;
  result.size = (*node)->text.size();
  result.mtime_ns = (*node)->mtime_ns;
  result.inode = (*node)->inode;
  result.mode = (*node)->mode;
  result.owner = (*node)->owner;
  return result;
}

Expected<FileText> MemoryFileSystem::read_stamped(const std::string& path, std::uint64_t limit) {
  const Guard guard(mutex_);
  if (auto error = begin("read", path)) return tl::unexpected(*error);
  const auto node = find_existing("read", path, MiddleLinks::Refuse, LastLink::Keep);
  if (!node) return tl::unexpected(node.error());
  const FileType type = (*node)->type;
  if (type != FileType::Regular) {
    int number = EINVAL;
    if (type == FileType::Link) number = ELOOP;
    if (type == FileType::Directory) number = EISDIR;
    return tl::unexpected(host_error(number, "read", path, kind_of(type)));
  }
  if ((*node)->text.size() > limit) {
    return tl::unexpected(
        host_error(EFBIG, "read", path, cat("is larger than ", std::to_string(limit), " bytes")));
  }
  ++counters_.files_read;
  counters_.bytes_read += (*node)->text.size();
  return FileText{(*node)->text, stamp_of(**node)};
}

FileStamp MemoryFileSystem::stamp(const std::string& path) {
  const Guard guard(mutex_);
  if (begin("examine", path)) return {};
  const auto node = find_existing("examine", path, MiddleLinks::Follow, LastLink::Keep);
  if (!node) return {};
  ++counters_.stats;
  return stamp_of(**node);
}

Expected<bool> MemoryFileSystem::is_file_below(const std::string& path) {
  const Guard guard(mutex_);
  if (auto error = begin("look for", path)) return tl::unexpected(*error);
  ++counters_.stats;
  const auto node = find_existing("look for", path, MiddleLinks::Follow, LastLink::Follow);
  if (node) return (*node)->type == FileType::Regular;
  const int number = node.error().number;
  if (number == ENOENT || number == ENOTDIR || number == EXDEV || number == ELOOP) return false;
  return tl::unexpected(node.error());
}

Expected<std::string> MemoryFileSystem::read_link(const std::string& path) {
  const Guard guard(mutex_);
  if (auto error = begin("read link", path)) return tl::unexpected(*error);
  const auto node = find_existing("read link", path, MiddleLinks::Refuse, LastLink::Keep);
  if (!node) return tl::unexpected(node.error());
  if ((*node)->type != FileType::Link) {
    return tl::unexpected(host_error(EINVAL, "read link", path));
  }
  return (*node)->text;
}

// --- writing ---

Expected<void> MemoryFileSystem::make_directories(const std::string& path) {
  const Guard guard(mutex_);
  if (auto error = begin("create directory", path)) return tl::unexpected(*error);
  std::string part;
  for (const std::string& name : split(path, "/")) {
    part = join_path(part, name);
    const auto found = find_entry("create directory", part);
    if (!found) return tl::unexpected(found.error());
    if (!found->node) {
      attach(found->parent, found->name, make_node(FileType::Directory));
    } else if (found->node->type != FileType::Directory) {
      return tl::unexpected(host_error(ENOTDIR, "create directory", part));
    }
  }
  return {};
}

Expected<void> MemoryFileSystem::make_directory(const std::string& path, std::uint32_t mode) {
  const Guard guard(mutex_);
  if (auto error = begin("create directory", path)) return tl::unexpected(*error);
  const auto found = find_entry("create directory", path);
  if (!found) return tl::unexpected(found.error());
  if (found->node) return tl::unexpected(host_error(EEXIST, "create directory", path));
  const NodePtr node = make_node(FileType::Directory);
  node->mode = mode;
  attach(found->parent, found->name, node);
  return {};
}

Expected<FileHandle> MemoryFileSystem::create(const std::string& path, std::uint32_t mode) {
  const Guard guard(mutex_);
  if (auto error = begin("create", path)) return tl::unexpected(*error);
  const auto found = find_entry("create", path);
  if (!found) return tl::unexpected(found.error());
  if (found->node) return tl::unexpected(host_error(EEXIST, "create", path));
  const NodePtr node = make_node(FileType::Regular);
  node->mode = mode;
  attach(found->parent, found->name, node);
  ++counters_.files_written;
  const int handle = next_handle_++;
  open_files_[handle] = OpenFile{path, node};
  return FileHandle{handle};
}

Expected<void> MemoryFileSystem::write(FileHandle file, std::string_view bytes) {
  const Guard guard(mutex_);
  const auto open = open_files_.find(file.value);
  if (open == open_files_.end()) return tl::unexpected(host_error(EBADF, "write", {}));
  const auto error = begin("write", open->second.path);
  if (error) bytes = bytes.substr(0, bytes.size() / 2);
  open->second.node->text += bytes;
  change(*open->second.node);
  counters_.bytes_written += bytes.size();
  if (error) return tl::unexpected(*error);
  return {};
}

Expected<void> MemoryFileSystem::sync(FileHandle file) {
  const Guard guard(mutex_);
  const auto open = open_files_.find(file.value);
  if (open == open_files_.end()) return tl::unexpected(host_error(EBADF, "sync", {}));
  if (auto error = begin("sync", open->second.path)) return tl::unexpected(*error);
  open->second.node->synced_text = open->second.node->text;
  return {};
}

Expected<void> MemoryFileSystem::set_mode(FileHandle file, std::uint32_t mode) {
  const Guard guard(mutex_);
  const auto open = open_files_.find(file.value);
  if (open == open_files_.end()) return tl::unexpected(host_error(EBADF, "set the mode of", {}));
  if (auto error = begin("set the mode of", open->second.path)) return tl::unexpected(*error);
  open->second.node->mode = mode;
  return {};
}

Expected<void> MemoryFileSystem::set_mtime(FileHandle file, std::int64_t mtime_ns) {
  const Guard guard(mutex_);
  const auto open = open_files_.find(file.value);
  if (open == open_files_.end()) return tl::unexpected(host_error(EBADF, "set the time of", {}));
  if (auto error = begin("set the time of", open->second.path)) return tl::unexpected(*error);
  change(*open->second.node);
  open->second.node->mtime_ns = mtime_ns;
  return {};
}

std::int64_t MemoryFileSystem::now_ns() const {
  const Guard guard(mutex_);
  return now_ns_;
}

Expected<void> MemoryFileSystem::close(FileHandle file) {
  const Guard guard(mutex_);
  const auto open = open_files_.find(file.value);
  if (open == open_files_.end()) return tl::unexpected(host_error(EBADF, "close", {}));
  const auto error = begin("close", open->second.path);
  const NodePtr node = open->second.node;
  open_files_.erase(open);
  if (!error) return {};
  // As on a network file system, which writes only now.
  node->text.resize(node->text.size() / 2);
  node->synced_text = node->text;
  return tl::unexpected(*error);
}

Expected<void> MemoryFileSystem::rename(const std::string& from, const std::string& to) {
  const Guard guard(mutex_);
  if (auto error = begin("rename", from)) return tl::unexpected(*error);
  const auto source = find_entry("rename", from);
  if (!source) return tl::unexpected(source.error());
  if (!source->node) return tl::unexpected(host_error(ENOENT, "rename", from));
  const auto target = find_entry("rename", to);
  if (!target) return tl::unexpected(target.error());
  const bool directory = source->node->type == FileType::Directory;
  if (target->node && target->node->type == FileType::Directory && !directory) {
    return tl::unexpected(host_error(EISDIR, "rename", from));
  }
  detach(source->parent, source->name);
  attach(target->parent, target->name, source->node);
  return {};
}

Expected<void> MemoryFileSystem::sync_directory(const std::string& directory) {
  const Guard guard(mutex_);
  if (auto error = begin("sync", directory)) return tl::unexpected(*error);
  const auto node = find_existing("sync", directory, MiddleLinks::Refuse, last_of_directory());
  if (!node) return tl::unexpected(node.error());
  if ((*node)->type != FileType::Directory) {
    return tl::unexpected(host_error(ENOTDIR, "sync", directory));
  }
  (*node)->synced_entries = (*node)->entries;
  return {};
}

Expected<void> MemoryFileSystem::remove(const std::string& path) {
  const Guard guard(mutex_);
  if (auto error = begin("remove", path)) return tl::unexpected(*error);
  const auto found = find_entry("remove", path);
  if (!found) return tl::unexpected(found.error());
  if (!found->node) return tl::unexpected(host_error(ENOENT, "remove", path));
  if (found->node->type == FileType::Directory) {
    return tl::unexpected(host_error(EISDIR, "remove", path));
  }
  detach(found->parent, found->name);
  return {};
}

Expected<void> MemoryFileSystem::remove_directory(const std::string& path) {
  const Guard guard(mutex_);
  if (auto error = begin("remove", path)) return tl::unexpected(*error);
  const auto found = find_entry("remove", path);
  if (!found) return tl::unexpected(found.error());
  if (!found->node) return tl::unexpected(host_error(ENOENT, "remove", path));
  if (found->node->type != FileType::Directory) {
    return tl::unexpected(host_error(ENOTDIR, "remove", path));
  }
  if (!found->node->entries.empty()) {
    return tl::unexpected(host_error(ENOTEMPTY, "remove", path));
  }
  detach(found->parent, found->name);
  return {};
}

Expected<void> MemoryFileSystem::make_link(const std::string& target, const std::string& path) {
  const Guard guard(mutex_);
  if (auto error = begin("link", path)) return tl::unexpected(*error);
  const auto found = find_entry("link", path);
  if (!found) return tl::unexpected(found.error());
  if (found->node) return tl::unexpected(host_error(EEXIST, "link", path));
  const NodePtr node = make_node(FileType::Link);
  node->text = node->synced_text = target;
  attach(found->parent, found->name, node);
  return {};
}

Expected<std::unique_ptr<FileLock>> MemoryFileSystem::lock(const std::string& path) {
  const Guard guard(mutex_);
  if (auto error = begin("lock", path)) return tl::unexpected(*error);
  const auto found = find("lock", path, MiddleLinks::Refuse, LastLink::Keep);
  if (!found) return tl::unexpected(found.error());
  NodePtr node = found->node;
  if (!node) attach(found->parent, found->name, node = make_node(FileType::Regular));
  if (node->type != FileType::Regular && node->type != FileType::Directory) {
    return tl::unexpected(host_error(EINVAL, "lock", path, kind_of(node->type)));
  }
  if (!locks_->insert(node.get()).second) {
    return tl::unexpected(host_error(EWOULDBLOCK, "lock", path, "held by process 1"));
  }
  return std::make_unique<MemoryFileLock<Node>>(locks_, node);
}

FileSystemCounters MemoryFileSystem::counters() const {
  const Guard guard(mutex_);
  return counters_;
}

}  // namespace modbuild
