#include "packaging_files.h"

#include <algorithm>
#include <cerrno>
#include <set>

#include "base/str.h"

namespace modbuild::tool {
namespace {

constexpr std::uint64_t kLargestPackagingFile = 64U << 20U;

// Whether `text` has each line of `needed` that is no comment.
bool says_all(const std::string& text, const std::string& needed) {
  const std::vector<std::string> lines = split(text, "\n");
  const std::set<std::string> have(lines.begin(), lines.end());
  const std::vector<std::string> wanted = split(needed, "\n");
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& line) {
    return line.starts_with('#') || have.count(line) != 0;
  });
}

Expected<void> add_step(const PackagingFile& file, const PackagingTarget& target,
                        PackagingSteps& result) {
  if (target.files == nullptr || !target.files->status(file.path)) {
    result.steps.push_back({file.path, PackagingChange::Created, file.text});
    return {};
  }
  const Expected<std::string> old = target.files->read(file.path, kLargestPackagingFile);
  if (!old) return tl::unexpected(old.error());
  PackagingChange change = PackagingChange::Changed;
  if (*old == file.text) {
    change = PackagingChange::Same;
  } else if (!is_own_packaging(*old, target.format) && !target.force) {
    change = PackagingChange::Kept;
    if (!says_all(*old, file.text)) result.in_the_way.push_back(file.path);
  }
  result.steps.push_back({file.path, change, file.text});
  return {};
}

// Files of earlier runs that are written no more.
Expected<void> add_stale(const PackagingTarget& target, PackagingSteps& result) {
  if (target.files == nullptr) return {};
  const Expected<std::vector<DirEntry>> entries = target.files->list("");
  if (!entries) return tl::unexpected(entries.error());
  std::set<std::string> known;
  for (const PackagingStep& step : result.steps) known.insert(step.path);
  for (const DirEntry& entry : *entries) {
    if (entry.type != FileType::Regular || known.count(entry.name) != 0) continue;
    const Expected<std::string> text = target.files->read(entry.name, kLargestPackagingFile);
    if (text && is_own_packaging(*text, target.format)) {
      result.steps.push_back({entry.name, PackagingChange::Removed, {}});
    }
  }
  return {};
}

bool is_written(const PackagingStep& step) {
  return step.change == PackagingChange::Created || step.change == PackagingChange::Changed;
}

std::string temporary_name(const std::string& path) {
  return cat(".", path, ".modbuild-tmp");
}

Expected<void> write_whole(FileSystem& files, const std::string& path, const std::string& text) {
  static_cast<void>(files.remove(path));  // of a run that was killed
  const Expected<FileHandle> file = files.create(path, 0644);
  if (!file) return tl::unexpected(file.error());
  Expected<void> done = files.write(*file, text);
  if (done) done = files.sync(*file);
  const Expected<void> closed = files.close(*file);
  return done ? closed : done;
}

}  // namespace

Expected<PackagingSteps> packaging_steps(const std::vector<PackagingFile>& files,
                                         const PackagingTarget& target) {
  PackagingSteps result;
  for (const PackagingFile& file : files) {
    const Expected<void> added = add_step(file, target, result);
    if (!added) return tl::unexpected(added.error());
  }
  const Expected<void> added = add_stale(target, result);
  if (!added) return tl::unexpected(added.error());
  std::sort(result.steps.begin(), result.steps.end(),
            [](const PackagingStep& a, const PackagingStep& b) { return a.path < b.path; });
  return result;
}

Expected<void> write_packaging(const std::vector<PackagingStep>& steps, FileSystem& files) {
  Expected<void> done;
  for (const PackagingStep& step : steps) {
    if (done && is_written(step)) done = write_whole(files, temporary_name(step.path), step.text);
  }
  for (const PackagingStep& step : steps) {
    if (!is_written(step)) continue;
    if (done) done = files.rename(temporary_name(step.path), step.path);
    if (!done) static_cast<void>(files.remove(temporary_name(step.path)));
  }
  for (const PackagingStep& step : steps) {
    if (done && step.change == PackagingChange::Removed) done = files.remove(step.path);
  }
  if (done) done = files.sync_directory("");
  return done;
}

}  // namespace modbuild::tool
