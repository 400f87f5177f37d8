#include "install/journal.h"

#include <cerrno>

#include "base/path.h"
#include "base/str.h"
#include "base/utf8.h"
#include "install/install.h"
#include "os/replace_file.h"

namespace modbuild {
namespace {

std::string journal_path(const std::string& manifest) {
  return cat(manifest, ".journal");
}

}  // namespace

std::unique_ptr<FileLock> lock_installation(const std::string& directory, Destination& destination,
                                            Diagnostics& diagnostics) {
  // The dot looks through a link that leads to a directory.
  Expected<std::unique_ptr<FileLock>> lock =
      destination.files().lock(join_path(below_root(directory), "."));
  if (lock) return std::move(*lock);
  if (lock.error().number != EWOULDBLOCK) {
    destination.fail(lock.error(), directory);
    return nullptr;
  }
  const std::string& holder = lock.error().detail;
  diagnostics.add(Code::InstallLocked, {},
                  cat("another modbuild is installing here",
                      holder.empty() ? std::string() : cat(" (", directory, " is ", holder, ")")),
                  "wait until it is done");
  return nullptr;
}

bool write_journal(const std::string& manifest, const InstalledManifest& planned,
                   Destination& destination) {
  const std::string path = journal_path(manifest);
  const Expected<void> done = replace_file(destination.files(), below_root(path),
                                           installed_manifest_json(planned), Durability::Synced);
  if (!done) return destination.fail(done.error(), path);
  return destination.sync_directories({std::string(directory_of(path))});
}

void remove_journal(const std::string& manifest, FileSystem& files) {
  static_cast<void>(files.remove(below_root(journal_path(manifest))));
}

void take_up_journal(const std::string& manifest, Destination& destination, bool dry_run,
                     InstalledManifest& installed) {
  FileSystem& files = destination.files();
  const Expected<std::string> text =
      files.read(below_root(journal_path(manifest)), kLargestInstalledFile);
  if (!text) return;
  Diagnostics unheard;
  const std::optional<InstalledManifest> journal = parse_installed_manifest(*text, {}, unheard);
  if (!journal) return;
  for (const auto& [path, file] : journal->files) {
    if (!dry_run) static_cast<void>(files.remove(below_root(staged_path(path))));
    if (destination.has_content(path, file.size, file.sha256)) installed.files[path] = file;
  }
  installed.directories.insert(journal->directories.begin(), journal->directories.end());
}

bool write_installed_manifest(const std::string& path, const InstalledManifest& manifest,
                              Destination& destination) {
  FileSystem& files = destination.files();
  // Everybody may verify.
  const Expected<void> done = replace_file(
      files, below_root(path), installed_manifest_json(manifest), Durability::Synced, 0644);
  if (!done) return destination.fail(done.error(), path);
  remove_journal(path, files);
  return destination.sync_directories({std::string(directory_of(path))});
}

}  // namespace modbuild
