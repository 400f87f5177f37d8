#include "import/import_files.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/hash.h"
#include "base/path.h"
#include "base/str.h"
#include "os/replace_file.h"

namespace modbuild {
namespace {

constexpr std::uint64_t kLargest = 4U << 20U;
constexpr std::size_t kShown = 5;

// Path -> hash of the text that import wrote.
std::map<std::string, std::string> read_record(FileSystem& tree) {
  std::map<std::string, std::string> record;
  const auto text = tree.read(std::string(kImportRecord), kLargest);
  if (!text) return record;
  for (const std::string& line : split(*text, "\n")) {
    const std::size_t blank = line.find("  ");
    if (blank != std::string::npos) record[line.substr(blank + 2)] = line.substr(0, blank);
  }
  return record;
}

std::optional<std::string> read_text(FileSystem& tree, const std::string& path) {
  const auto text = tree.read(path, kLargest);
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

void refuse(const std::vector<std::string>& paths, Diagnostics& diagnostics) {
  std::vector<std::string> shown(
      paths.begin(), paths.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, paths.size())));
  if (paths.size() > kShown) {
    shown.push_back(cat("and ", count_of(paths.size() - kShown, "other file")));
  }
  diagnostics.add(Code::WouldOverwrite, {},
                  cat(count_of(paths.size(), "file"), " would be overwritten: ", join(shown, ", ")),
                  "--update replaces what nobody has edited since import wrote it, --force all");
}

}  // namespace

std::vector<ImportedFile> compare_import(const std::vector<ImportFile>& files, FileSystem& tree,
                                         Overwrite overwrite, Diagnostics& diagnostics) {
  const std::map<std::string, std::string> record = read_record(tree);
  std::map<std::string, ImportChange> changes;
  std::vector<std::string> refused;
  const auto decide = [&](const std::string& path, const std::string& old, ImportChange change) {
    const auto known = record.find(path);
    const bool own = known != record.end() && known->second == hash_hex(old);
    const bool allowed = overwrite == Overwrite::All || (overwrite == Overwrite::OwnFiles && own);
    if (overwrite == Overwrite::Nothing) refused.push_back(path);
    changes[path] = allowed ? change : ImportChange::Kept;
  };
  for (const ImportFile& file : files) {
    const std::optional<std::string> old = read_text(tree, file.path);
    if (!old) {
      changes[file.path] = ImportChange::Created;
    } else if (*old == file.text) {
      changes[file.path] = ImportChange::Same;
    } else {
      decide(file.path, *old, ImportChange::Updated);
    }
  }
  for (const auto& [path, hash] : record) {
    if (changes.count(path) > 0) continue;
    const std::optional<std::string> old = read_text(tree, path);
    if (old) decide(path, *old, ImportChange::Removed);
  }
  if (!refused.empty()) {
    std::sort(refused.begin(), refused.end());
    refuse(refused, diagnostics);
  }
  std::vector<ImportedFile> result;
  for (const auto& [path, change] : changes) result.push_back({path, change});
  return result;
}

Expected<void> write_import(const std::vector<ImportFile>& files,
                            const std::vector<ImportedFile>& changes, FileSystem& tree) {
  std::map<std::string, const ImportFile*> by_path;
  for (const ImportFile& file : files) by_path[file.path] = &file;
  const std::map<std::string, std::string> before = read_record(tree);
  std::string record;
  for (const ImportedFile& one : changes) {
    if (one.change == ImportChange::Removed) {
      const auto removed = tree.remove(one.path);
      if (!removed) return removed;
      continue;
    }
    if (one.change == ImportChange::Kept) {
      // What import wrote last stays known: the edit is one still.
      const auto known = before.find(one.path);
      if (known != before.end()) append(record, known->second, "  ", one.path, "\n");
      continue;
    }
    const ImportFile& file = *by_path.at(one.path);
    append(record, hash_hex(file.text), "  ", file.path, "\n");
    if (one.change == ImportChange::Same) continue;
    const auto made = tree.make_directories(std::string(directory_of(file.path)));
    if (!made) return made;
    const auto written = replace_file(tree, file.path, file.text, Durability::Relaxed);
    if (!written) return written;
  }
  const std::string path(kImportRecord);
  if (read_text(tree, path) == record) return {};
  return replace_file(tree, path, record, Durability::Relaxed);
}

}  // namespace modbuild
