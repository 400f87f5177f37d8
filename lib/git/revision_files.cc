#include "git/revision_files.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <utility>

#include "base/path.h"
#include "base/str.h"
#include "git/blobs.h"

namespace modbuild {
namespace {

// Files larger than that are read one by one.
constexpr std::uint64_t kLargestCompanion = 1U << 20U;
constexpr std::uint32_t kExecutable = 0755;

// One record of `git ls-tree -r -l -z`: "100644 blob ID    SIZE\tPATH".
struct TreeEntry {
  std::string mode, id, path;
  std::uint64_t size = 0;
};

std::vector<TreeEntry> read_tree(const std::string& text) {
  std::vector<TreeEntry> entries;
  for (const std::string& record : split(text, std::string_view("\0", 1))) {
    const std::size_t tab = record.find('\t');
    if (tab == std::string::npos) continue;
    const std::vector<std::string> words = split(std::string_view(record).substr(0, tab), " ");
    if (words.size() != 4) continue;
    TreeEntry entry{words[0], words[2], record.substr(tab + 1), 0};
    std::from_chars(words[3].data(), words[3].data() + words[3].size(), entry.size);
    entries.push_back(std::move(entry));
  }
  return entries;
}

tl::unexpected<HostError> read_only(std::string_view operation, const std::string& path) {
  return tl::unexpected(HostError{EROFS, std::string(operation), path, {}});
}

}  // namespace

Expected<void> RevisionFileSystem::add_commit(const GitDirectory& directory,
                                              const std::string& commit, const std::string& at) {
  const auto text = git_.run(directory.path, {"ls-tree", "-r", "-l", "-z", "--full-tree",
                                              cat(commit, ":", directory.prefix)});
  if (!text) return tl::unexpected(text.error());
  std::vector<std::pair<std::string, std::string>> links;  // path, id
  for (TreeEntry& entry : read_tree(*text)) {
    const std::string path = join_path(at, entry.path);
    if (entry.mode == "160000") {
      add_directory(path);
      const GitDirectory submodule{join_path(directory.path, entry.path), {}};
      static_cast<void>(add_commit(submodule, entry.id, path));
    } else if (entry.mode == "120000") {
      links.emplace_back(path, entry.id);
    } else {
      add_file(path, {});
      if (entry.mode == "100755") give_to(path, kUser, kExecutable);
      sizes_[path] = entry.size;
      blobs_[path] = {std::move(entry.id), entry.size, directory.path};
    }
  }
  std::vector<std::string> ids;
  for (const auto& link : links) ids.push_back(link.second);
  const auto targets = read_blobs(git_, directory.path, ids);
  if (!targets) return tl::unexpected(targets.error());
  for (std::size_t i = 0; i < links.size(); ++i) add_link(links[i].first, (*targets)[i]);
  return {};
}

Expected<void> RevisionFileSystem::take_texts(const std::string& path) {
  const auto wanted = blobs_.find(path);
  if (wanted == blobs_.end()) return {};
  const std::string repository = wanted->second.repository;
  const std::string_view suffix = suffix_of(path);
  std::vector<std::string> paths;
  std::vector<std::string> ids;
  for (const auto& [other, blob] : blobs_) {
    const bool companion = !suffix.empty() && suffix_of(other) == suffix &&
                           blob.size <= kLargestCompanion && blob.repository == repository;
    if (!companion && other != path) continue;
    paths.push_back(other);
    ids.push_back(blob.id);
  }
  auto texts = read_blobs(git_, repository, ids);
  if (!texts) return tl::unexpected(texts.error());
  for (std::size_t i = 0; i < paths.size(); ++i) {
    add_file(paths[i], std::move((*texts)[i]));
    blobs_.erase(paths[i]);
  }
  return {};
}

Expected<FileStatus> RevisionFileSystem::status(const std::string& path) {
  Expected<FileStatus> status = MemoryFileSystem::status(path);
  if (!status || status->type != FileType::Regular) return status;
  const auto size = sizes_.find(normalise(path));
  if (size != sizes_.end()) status->size = size->second;
  return status;
}

Expected<FileText> RevisionFileSystem::read_stamped(const std::string& path, std::uint64_t limit) {
  {
    const std::lock_guard<std::mutex> guard(mutex_);
    if (const auto taken = take_texts(normalise(path)); !taken) {
      return tl::unexpected(taken.error());
    }
  }
  return MemoryFileSystem::read_stamped(path, limit);
}

Expected<void> RevisionFileSystem::make_directories(const std::string& path) {
  return read_only("create directory", path);
}

Expected<void> RevisionFileSystem::make_directory(const std::string& path, std::uint32_t) {
  return read_only("create directory", path);
}

Expected<FileHandle> RevisionFileSystem::create(const std::string& path, std::uint32_t) {
  return read_only("create", path);
}

Expected<void> RevisionFileSystem::rename(const std::string& from, const std::string&) {
  return read_only("rename", from);
}

Expected<void> RevisionFileSystem::remove(const std::string& path) {
  return read_only("remove", path);
}

Expected<void> RevisionFileSystem::remove_directory(const std::string& path) {
  return read_only("remove", path);
}

Expected<void> RevisionFileSystem::make_link(const std::string&, const std::string& path) {
  return read_only("create", path);
}

}  // namespace modbuild
