#include "load/tree_files.h"

#include <algorithm>

#include "base/edit_distance.h"
#include "base/glob.h"
#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "load/tree_paths.h"

namespace modbuild {
namespace {

constexpr int kMaxGlobDepth = 64;
constexpr std::size_t kLongListing = 64;              // entries
constexpr std::string_view kBuildMark = ".modbuild";  // what modbuild keeps in a build directory

const DirEntry* find_entry(const std::vector<DirEntry>& entries, std::string_view name) {
  const auto found = std::lower_bound(
      entries.begin(), entries.end(), name,
      [](const DirEntry& entry, std::string_view wanted) { return entry.name < wanted; });
  return found == entries.end() || found->name != name ? nullptr : &*found;
}

}  // namespace

const std::vector<DirEntry>* TreeListings::list(const std::string& directory) {
  const auto scanned = std::lower_bound(
      scanned_.directories.begin(), scanned_.directories.end(), directory,
      [](const ComponentDirectory& known, const std::string& dir) { return known.dir < dir; });
  if (scanned != scanned_.directories.end() && scanned->dir == directory) return &scanned->entries;
  const std::lock_guard<std::mutex> lock(mutex_);
  auto [found, is_new] = others_.try_emplace(directory);
  if (is_new) {
    if (Expected<std::vector<DirEntry>> entries = modbuild::list(tree_, kept_, directory)) {
      found->second = std::move(*entries);
    }
  }
  return found->second ? &*found->second : nullptr;
}

const DirEntry* TreeListings::find(const std::string& path) {
  const std::vector<DirEntry>* entries = list(std::string(directory_of(path)));
  return entries == nullptr ? nullptr : find_entry(*entries, base_name(path));
}

bool TreeListings::is_file(const std::string& path, const DirEntry& entry) {
  if (entry.type == FileType::Regular) return true;
  if (entry.type != FileType::Link) return false;
  const std::lock_guard<std::mutex> lock(mutex_);
  links_.push_back(path);
  return tree_.is_file_below(path).value_or(false);
}

std::uint64_t TreeListings::answer(const TreeQuestion& question) {
  const std::string& path = question.path;
  if (!question.listing) {
    const DirEntry* entry = find(path);
    return entry == nullptr ? 0 : 1 + static_cast<std::uint64_t>(entry->type);
  }
  const std::vector<DirEntry>* entries = list(path);
  if (entries == nullptr || entries->size() < kLongListing) return hash_of(entries);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (const auto known = hashes_.find(path); known != hashes_.end()) return known->second;
  }
  const std::uint64_t hash = hash_of(entries);
  const std::lock_guard<std::mutex> lock(mutex_);
  hashes_.emplace(path, hash);
  return hash;
}

const std::vector<DirEntry>* FileFinder::list(const std::string& directory) {
  if (directory == dir_) return own_;
  asked_lists_.insert(directory);
  return listings_.list(directory);
}

const DirEntry* FileFinder::find(const std::string& path) {
  if (directory_of(path) == dir_) {
    return own_ == nullptr ? nullptr : find_entry(*own_, base_name(path));
  }
  asked_entries_.insert(path);
  return listings_.find(path);
}

bool FileFinder::is_directory(const std::string& path) {
  if (path.empty()) return true;
  const DirEntry* entry = find(path);
  return entry != nullptr && entry->type == FileType::Directory;
}

bool FileFinder::is_file(const std::string& path, const DirEntry& entry) {
  followed_links_ |= entry.type == FileType::Link;
  return listings_.is_file(path, entry);
}

std::vector<TreeQuestion> FileFinder::take_questions() {
  std::vector<TreeQuestion> questions;
  asked_lists_.insert(dir_);
  for (const std::string& path : asked_lists_) questions.push_back({path, true});
  for (const std::string& path : asked_entries_) questions.push_back({path, false});
  return questions;
}

std::vector<std::string> FileFinder::files(const Text& text) {
  const std::optional<std::string> path = tree_path(text, dir_, diagnostics_);
  if (!path) return {};
  std::vector<std::string> found;
  if (has_glob(text.value)) {
    found = matches(*path);
    if (found.empty()) {
      diagnostics_.add(Code::EmptyGlob, text.at, cat("glob '", text.value, "' matches no file"),
                       "mend it or remove it");
    }
  } else {
    const DirEntry* entry = find(*path);
    if (entry != nullptr && is_file(*path, *entry)) {
      found.push_back(*path);
    } else {
      report_missing(text, *path);
    }
  }
  std::erase_if(found, [&](const std::string& file) {
    return !check_carriable(file, "file", text.at, diagnostics_);
  });
  return found;
}

std::vector<std::string> FileFinder::files_if_any(const Text& text) {
  const std::optional<std::string> path = tree_path(text, dir_, diagnostics_);
  if (!path) return {};
  std::vector<std::string> found = matches(*path);
  std::erase_if(found, [&](const std::string& file) {
    return !check_carriable(file, "file", text.at, diagnostics_);
  });
  return found;
}

std::vector<std::string> FileFinder::own_files() {
  return matches(join_path(dir_, "*"));
}

std::optional<std::string> FileFinder::directory(const Text& text) {
  std::optional<std::string> path = exact_tree_path(text, dir_, diagnostics_);
  if (!path || *path == dir_ || is_directory(*path)) return path;
  report_missing(text, *path);
  return std::nullopt;
}

std::vector<std::string> FileFinder::matches(const std::string& pattern) {
  std::vector<std::string> found;
  const std::string fixed(glob_fixed_directory(pattern));
  const std::string_view rest = fixed.empty() ? std::string_view(pattern)
                                              : std::string_view(pattern).substr(fixed.size() + 1);
  match(fixed, rest, 0, found);
  sort_once(found);
  return found;
}

void FileFinder::match(const std::string& directory, std::string_view pattern, int depth,
                       std::vector<std::string>& found) {
  const std::size_t cut = pattern.find('/');
  const std::string_view head = pattern.substr(0, cut);
  const bool is_last = cut == std::string_view::npos;
  if (head == "**") {
    match_below(directory, is_last ? std::string_view("*") : pattern.substr(cut + 1), depth, found);
    return;
  }
  const std::vector<DirEntry>* entries = list(directory);
  if (entries == nullptr) {
    // Nothing is there yet: the nearest directory that exists shows when it comes.
    std::string existing = directory;
    while (!is_directory(existing)) existing = directory_of(existing);
    listed_.push_back(std::move(existing));
    return;
  }
  listed_.push_back(directory);
  for (const DirEntry& entry : *entries) {
    if (!glob_match_component(head, entry.name)) continue;
    std::string path = join_path(directory, entry.name);
    if (is_last) {
      if (is_file(path, entry)) found.push_back(std::move(path));
    } else if (entry.type == FileType::Directory) {
      match(path, pattern.substr(cut + 1), depth, found);
    }
  }
}

void FileFinder::match_below(const std::string& directory, std::string_view rest, int depth,
                             std::vector<std::string>& found) {
  match(directory, rest, depth, found);
  const std::vector<DirEntry>* entries = list(directory);
  if (entries == nullptr || depth >= kMaxGlobDepth) return;
  for (const DirEntry& entry : *entries) {
    if (entry.type != FileType::Directory || entry.name.starts_with('.')) continue;
    const std::string path = join_path(directory, entry.name);
    // What lies in a build directory was made from the tree and is no part of it.
    const std::vector<DirEntry>* below = list(path);
    if (below != nullptr && find_entry(*below, kBuildMark) != nullptr) continue;
    match_below(path, rest, depth + 1, found);
  }
}

void FileFinder::report_missing(const Text& text, const std::string& path) {
  const std::string directory(directory_of(path));
  const std::string shown =
      directory.empty() ? std::string("the tree's root") : cat("'", directory, "'");
  const DirEntry* entry = find(path);
  if (entry != nullptr) {
    std::string_view what = "is a FIFO, socket or device";
    if (entry->type == FileType::Directory) what = "is a directory";
    if (entry->type == FileType::Regular) what = "is a file, expected a directory";
    if (entry->type == FileType::Link) what = "is a link that leads to no file of the tree";
    diagnostics_.add(Code::MissingFile, text.at, cat("'", text.value, "' ", what),
                     entry->type == FileType::Directory
                         ? cat("name its files: \"", text.value, "/*\"")
                         : std::string());
    return;
  }
  std::vector<std::string> names;
  if (const std::vector<DirEntry>* entries = list(directory)) {
    for (const DirEntry& known : *entries) names.push_back(known.name);
    const std::string near = did_you_mean(base_name(path), names);
    diagnostics_.add(
        Code::MissingFile, text.at,
        cat("'", text.value, "' does not exist: ", shown, " has no '", base_name(path), "'"), near);
    return;
  }
  diagnostics_.add(Code::MissingFile, text.at,
                   cat("'", text.value, "' does not exist: there is no directory ", shown));
}

}  // namespace modbuild
