#include "write/stale_outputs.h"

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <set>

#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "write/write.h"

namespace modbuild {
namespace {

bool is_plain_relative(const std::string& path) {
  if (path.empty() || path.starts_with('/') || path != normalise(path)) return false;
  const std::vector<std::string> components = split(path, "/");
  return std::find(components.begin(), components.end(), "..") == components.end();
}

}  // namespace

Expected<std::vector<std::string>> find_stale_outputs(std::string_view old_list,
                                                      const std::vector<std::string_view>& outputs,
                                                      const std::vector<std::string>& kept,
                                                      FileSystem& build) {
  std::vector<std::string> old = split(old_list, "\n");
  sort_once(old);
  std::vector<std::string> gone;
  std::set_difference(old.begin(), old.end(), outputs.begin(), outputs.end(),
                      std::back_inserter(gone));
  std::vector<std::string> stale;
  for (std::string& path : gone) {
    if (!is_plain_relative(path) || is_below(path, kStateDirectory)) continue;
    if (std::binary_search(kept.begin(), kept.end(), path)) continue;
    const auto status = build.status(path);
    if (status && status->type == FileType::Regular) stale.push_back(std::move(path));
    if (status) continue;
    const int number = status.error().number;
    const bool is_absent = number == ENOENT || number == ENOTDIR || number == EXDEV ||
                           number == ELOOP || number == ENAMETOOLONG;
    if (!is_absent) return tl::unexpected(status.error());
  }
  return stale;
}

Expected<void> remove_stale_outputs(const std::vector<std::string>& stale, FileSystem& build) {
  std::set<std::string> changed;
  for (const std::string& path : stale) {
    const auto removed = build.remove(path);
    // ELOOP: behind a link that the user put there; not ours to clean.
    const bool is_gone =
        removed || removed.error().number == ENOENT || removed.error().number == ELOOP;
    if (!is_gone) return removed;
    std::string directory(directory_of(path));
    while (!directory.empty() && build.remove_directory(directory)) {
      directory = directory_of(directory);
    }
    if (removed) changed.insert(std::move(directory));
  }
  // They must not come back after a loss of power: nobody would know them for stale then.
  for (const std::string& directory : changed) {
    const auto synced = build.sync_directory(directory);
    if (!synced && synced.error().number != ENOENT) return synced;
  }
  return {};
}

}  // namespace modbuild
