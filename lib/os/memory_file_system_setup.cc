// The side of MemoryFileSystem that tests use to arrange a disk, its failures and its losses.
#include <algorithm>

#include "base/path.h"
#include "base/str.h"
#include "os/memory_file_system.h"

namespace modbuild {

using Guard = std::lock_guard<std::recursive_mutex>;

MemoryFileSystem::NodePtr MemoryFileSystem::add_directories(const std::string& path) {
  NodePtr directory = root_;
  for (const std::string& name : split(path, "/")) {
    NodePtr& entry = directory->entries[name];
    if (!entry) {
      entry = make_node(FileType::Directory);
      directory->synced_entries[name] = entry;
      change(*directory);
    }
    directory = entry;
  }
  return directory;
}

MemoryFileSystem::NodePtr MemoryFileSystem::add_node(const std::string& path, FileType type) {
  const NodePtr directory = add_directories(std::string(directory_of(path)));
  const std::string name(base_name(path));
  const auto existing = directory->entries.find(name);
  if (existing != directory->entries.end() && existing->second->type == type) {
    change(*existing->second);
    return existing->second;
  }
  NodePtr node = make_node(type);
  attach(directory, name, node);
  directory->synced_entries[name] = node;
  return node;
}

void MemoryFileSystem::add_file(const std::string& path, std::string text) {
  const Guard guard(mutex_);
  const NodePtr node = add_node(path, FileType::Regular);
  node->text = node->synced_text = std::move(text);
}

void MemoryFileSystem::add_directory(const std::string& path) {
  const Guard guard(mutex_);
  add_directories(path);
}

void MemoryFileSystem::add_link(const std::string& path, const std::string& target) {
  const Guard guard(mutex_);
  const NodePtr node = add_node(path, FileType::Link);
  node->text = node->synced_text = target;
}

void MemoryFileSystem::add_special(const std::string& path) {
  const Guard guard(mutex_);
  add_node(path, FileType::Other);
}

void MemoryFileSystem::break_directory(const std::string& path, int number) {
  const Guard guard(mutex_);
  add_directories(path)->broken = number;
}

void MemoryFileSystem::before_operation(std::uint64_t k, std::function<void()> action) {
  const Guard guard(mutex_);
  action_at_ = operations_ + k;
  action_ = std::move(action);
}

void MemoryFileSystem::give_to(const std::string& path, std::uint32_t owner, std::uint32_t mode) {
  const Guard guard(mutex_);
  const auto found = find_entry("give", path);
  if (!found || !found->node) return;
  found->node->owner = owner;
  found->node->mode = mode;
}

void MemoryFileSystem::erase(const std::string& path) {
  const Guard guard(mutex_);
  const auto found = find_entry("erase", path);
  if (!found || !found->node) return;
  detach(found->parent, found->name);
  found->parent->synced_entries.erase(found->name);
}

void MemoryFileSystem::fail_at(std::uint64_t k, int number, bool persistent) {
  const Guard guard(mutex_);
  fail_at_ = k == 0 ? 0 : operations_ + k;
  fail_number_ = number;
  fail_persistent_ = persistent;
}

void MemoryFileSystem::shuffle(std::uint64_t seed) {
  const Guard guard(mutex_);
  seed_ = seed << 32U;
  std::uint64_t next = 0;
  std::vector<NodePtr> pending{root_};
  while (!pending.empty()) {
    const NodePtr node = pending.back();
    pending.pop_back();
    node->inode = seed_ + (++next * 0x9E3779B97F4A7C15U);
    for (const auto& entry : node->entries) pending.push_back(entry.second);
  }
}

void MemoryFileSystem::forget_unsynced(const NodePtr& node, UnsyncedNames names) {
  node->text = node->synced_text;
  const bool lost = names == UnsyncedNames::Lost ||
                    (names == UnsyncedNames::Some && (node->inode >> 40U) % 2 == 0);
  if (lost) node->entries = node->synced_entries;
  node->synced_entries = node->entries;
  for (const auto& entry : node->entries) forget_unsynced(entry.second, names);
}

void MemoryFileSystem::lose_power(UnsyncedNames names) {
  const Guard guard(mutex_);
  open_files_.clear();
  locks_->clear();
  forget_unsynced(root_, names);
}

std::map<std::string, std::string> MemoryFileSystem::files() const {
  const Guard guard(mutex_);
  std::map<std::string, std::string> result;
  std::vector<std::pair<std::string, NodePtr>> pending{{"", root_}};
  while (!pending.empty()) {
    const auto [path, node] = pending.back();
    pending.pop_back();
    if (node->type == FileType::Regular) result[path] = node->text;
    for (const auto& entry : node->entries) {
      pending.emplace_back(join_path(path, entry.first), entry.second);
    }
  }
  return result;
}

}  // namespace modbuild
