#include "install/destination.h"

#include <cerrno>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/path.h"
#include "base/str.h"
#include "base/utf8.h"
#include "install/source_reader.h"

namespace modbuild {
namespace {

constexpr std::uint32_t kWritableByAll = 0002;
constexpr std::uint32_t kSticky = 01000;

}  // namespace

std::string below_root(std::string_view path) {
  while (path.starts_with('/')) path.remove_prefix(1);
  return std::string(path);
}

std::string staged_path(const std::string& path) {
  return cat(directory_of(path), "/.", base_name(path), ".modbuild-new");
}

bool Destination::fail(HostError error, const std::string& path) {
  report_failure(std::move(error), path, diagnostics_);
  return false;
}

bool Destination::refuse(const std::string& path, std::string_view why, std::string help) {
  diagnostics_.add(Code::BadDestination, {}, cat(displayable(path), " ", why), std::move(help));
  return false;
}

std::optional<Standing> Destination::look(const std::string& path) {
  const Expected<FileStatus> status = files_.status(below_root(path));
  if (status) return Standing{true, status->type, status->mode, status->size};
  const int number = status.error().number;
  if (number == ENOENT) return Standing{};
  // A file in the place of one of the directories; ensure_directory() says so.
  if (number == ENOTDIR) return Standing{};
  fail(status.error(), path);
  return std::nullopt;
}

std::optional<std::string> Destination::read(const std::string& path) {
  Expected<std::string> bytes = files_.read(below_root(path), kLargestInstalledFile);
  if (bytes) return std::move(*bytes);
  fail(bytes.error(), path);
  return std::nullopt;
}

bool Destination::has_content(const std::string& path, std::uint64_t size,
                              std::string_view sha256) {
  const Expected<FileStatus> status = files_.status(below_root(path));
  if (!status || status->type != FileType::Regular || status->size != size) return false;
  const Expected<std::string> bytes = files_.read(below_root(path), kLargestInstalledFile);
  return bytes && sha256_hex(*bytes) == sha256;
}

std::string Destination::identity(const std::string& path) {
  const std::string directory(directory_of(path));
  const auto [known, fresh] = identities_.try_emplace(directory);
  if (fresh) {
    const Expected<FileStatus> status = files_.status(join_path(below_root(directory), "."));
    if (status) {
      known->second = cat(std::to_string(status->device), ":", std::to_string(status->inode), "/");
    }
  }
  return known->second.empty() ? std::string() : cat(known->second, base_name(path));
}

bool Destination::is_owned_by_us(const std::string& directory, std::uint32_t owner) {
  if (owner == 0 || owner == files_.user()) return true;
  diagnostics_.add(Code::UnsafeDirectory, {},
                   cat(displayable(directory), " belongs to the user with the id ",
                       std::to_string(owner), ", who could exchange what is installed"),
                   "give it to root, install as that user, or install into another directory");
  return false;
}

bool Destination::is_safe(const std::string& directory, const FileStatus& status) {
  const bool open = (status.mode & kWritableByAll) != 0 && (status.mode & kSticky) == 0;
  if (!open) return is_owned_by_us(directory, status.owner);
  diagnostics_.add(Code::UnsafeDirectory, {},
                   cat(displayable(directory), " can be written by everybody"),
                   "take that right away, or install into another directory");
  return false;
}

bool Destination::make_one(const std::string& directory, bool dry_run) {
  // The dot looks through a link that leads to a directory.
  const Expected<FileStatus> status = files_.status(join_path(below_root(directory), "."));
  if (status) {
    // A link on the way must be as trustworthy as what it leads to.
    const Expected<FileStatus> itself = files_.status(below_root(directory));
    const bool is_link = itself && itself->type == FileType::Link;
    return is_safe(directory, *status) && (!is_link || is_owned_by_us(directory, itself->owner));
  }
  const int number = status.error().number;
  if (number == ENOTDIR) {
    return refuse(directory, "is a file, and a directory is needed there",
                  "move it away, or install into another directory");
  }
  if (number != ENOENT) return fail(status.error(), directory);
  made_.insert(directory);
  if (dry_run) return true;
  const Expected<void> done = files_.make_directory(below_root(directory), 0755);
  if (done) return true;
  made_.erase(directory);
  if (done.error().number == EEXIST) {
    return refuse(directory, "is a link that leads nowhere", "remove it");
  }
  return fail(done.error(), directory);
}

bool Destination::ensure_directory(const std::string& directory, bool dry_run) {
  if (known_.count(directory) != 0) return true;
  for (std::size_t end = directory.find('/', 1); true; end = directory.find('/', end + 1)) {
    const std::string part = directory.substr(0, end);
    if (part.size() > 1 && known_.count(part) == 0) {
      const bool below_new = made_.count(std::string(directory_of(part))) != 0;
      if (dry_run && below_new) made_.insert(part);
      if (!(dry_run && below_new) && !make_one(part, dry_run)) return false;
      known_.insert(part);
    }
    if (end == std::string::npos) return true;
  }
}

void Destination::unmake() {
  remove_empty(made_);
  known_.clear();
  identities_.clear();
}

void Destination::remove_empty(std::set<std::string>& directories) {
  // Once more after a success: links may have put one into another that sorts behind it.
  for (std::size_t left = directories.size() + 1; directories.size() < left;) {
    left = directories.size();
    const std::vector<std::string> deepest_first(directories.rbegin(), directories.rend());
    for (const std::string& directory : deepest_first) {
      const Expected<void> gone = files_.remove_directory(below_root(directory));
      if (gone || gone.error().number == ENOENT) directories.erase(directory);
    }
  }
}

bool Destination::write(const std::string& path, std::string_view bytes, std::uint32_t mode) {
  const std::string name = below_root(path);
  static_cast<void>(files_.remove(name));  // of a run that was killed
  const Expected<FileHandle> file = files_.create(name, 0600);
  if (!file) return fail(file.error(), path);
  Expected<void> done = files_.write(*file, bytes);
  if (done) done = files_.set_mode(*file, mode);
  if (done) done = files_.sync(*file);
  const Expected<void> closed = files_.close(*file);
  if (done) done = closed;
  if (done) return true;
  static_cast<void>(files_.remove(name));
  return fail(done.error(), path);
}

bool Destination::rename(const std::string& from, const std::string& to) {
  const Expected<void> done = files_.rename(below_root(from), below_root(to));
  return done ? true : fail(done.error(), to);
}

bool Destination::remove(const std::string& path) {
  const Expected<void> done = files_.remove(below_root(path));
  if (done || done.error().number == ENOENT) return true;
  return fail(done.error(), path);
}

bool Destination::sync_directories(const std::set<std::string>& directories) {
  for (const std::string& directory : directories) {
    const Expected<void> done = files_.sync_directory(join_path(below_root(directory), "."));
    if (!done && done.error().number != ENOENT) return fail(done.error(), directory);
  }
  return true;
}

}  // namespace modbuild
