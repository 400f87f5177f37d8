#include <algorithm>
#include <cerrno>

#include "base/path.h"
#include "base/str.h"
#include "base/utf8.h"
#include "install/destination.h"
#include "install/install.h"
#include "install/journal.h"

namespace modbuild {
namespace {

class Uninstaller {
 public:
  Uninstaller(const std::string& path, FileSystem& files, const UninstallOptions& options,
              Diagnostics& diagnostics)
      : path_(path),
        options_(options),
        diagnostics_(diagnostics),
        destination_(files, diagnostics) {}

  std::optional<std::vector<FileOutcome>> run() {
    const std::string directory(directory_of(path_));
    std::unique_ptr<FileLock> lock;
    std::optional<InstalledManifest> manifest =
        read_installed_manifest(path_, destination_.files(), diagnostics_);
    if (!manifest) return std::nullopt;
    if (!options_.dry_run) {
      lock = lock_installation(directory, destination_, diagnostics_);
      if (lock == nullptr) return std::nullopt;
    }
    take_up_journal(path_, destination_, options_.dry_run, *manifest);
    left_ = *manifest;
    for (const auto& [path, file] : manifest->files) {
      if (is_selected(options_.packages, file.package) && !take_away(path, file))
        return std::nullopt;
    }
    if (!options_.dry_run && !finish()) return std::nullopt;
    report_kept();
    return std::move(outcomes_);
  }

 private:
  bool take_away(const std::string& path, const InstalledFile& file) {
    const std::optional<Standing> there = destination_.look(path);
    if (!there) return false;
    if (!there->exists) {
      outcomes_.push_back({path, FileAction::Missing});
      left_.files.erase(path);
      return true;
    }
    const bool ours = destination_.has_content(path, file.size, file.sha256);
    const bool removable = there->type == FileType::Regular || there->type == FileType::Link;
    if (ours || (options_.force && removable)) {
      if (!options_.dry_run && !destination_.remove(path)) return false;
      touched_.emplace(directory_of(path));
      outcomes_.push_back({path, FileAction::Removed});
      left_.files.erase(path);
      return true;
    }
    outcomes_.push_back({path, FileAction::Kept});
    // Whoever edits a configuration keeps it: from now on it is theirs.
    if (file.kind == InstallKind::Config) {
      left_.files.erase(path);
    } else {
      kept_.push_back(path);
    }
    return true;
  }

  // Directories that hold the manifest go behind it.
  bool finish() {
    std::set<std::string> of_manifest;
    for (std::string_view at = directory_of(path_); at.size() > 1; at = directory_of(at)) {
      if (left_.directories.erase(std::string(at)) != 0) of_manifest.emplace(at);
    }
    for (const std::string& directory : left_.directories)
      touched_.emplace(directory_of(directory));
    destination_.remove_empty(left_.directories);
    // Only then the manifest may go: what comes back after a loss of power has to be in it.
    if (!destination_.sync_directories(touched_)) return false;
    if (!left_.files.empty()) {
      left_.directories.merge(of_manifest);
      return write_installed_manifest(path_, left_, destination_);
    }
    remove_journal(path_, destination_.files());
    if (!destination_.remove(path_)) return false;
    destination_.remove_empty(of_manifest);
    return true;
  }

  void report_kept() {
    for (const std::string& path : kept_) {
      diagnostics_.add(Code::ChangedFile, {},
                       cat(displayable(path), " was changed since it was installed, and is kept"),
                       "--force removes it");
    }
  }

  const std::string& path_;
  const UninstallOptions& options_;
  Diagnostics& diagnostics_;
  Destination destination_;
  InstalledManifest left_;         // what is still there
  std::set<std::string> touched_;  // directories that names were taken from
  std::vector<FileOutcome> outcomes_;
  std::vector<std::string> kept_;
};

}  // namespace

std::optional<std::vector<FileOutcome>> uninstall(const std::string& manifest,
                                                  FileSystem& destination,
                                                  const UninstallOptions& options,
                                                  Diagnostics& diagnostics) {
  return Uninstaller(manifest, destination, options, diagnostics).run();
}

std::optional<InstalledManifest> read_installed_manifest(const std::string& path,
                                                         FileSystem& destination,
                                                         Diagnostics& diagnostics) {
  const Expected<std::string> text = destination.read(below_root(path), kLargestInstalledFile);
  if (text) return parse_installed_manifest(*text, {}, diagnostics);
  if (text.error().number == ENOENT || text.error().number == ENOTDIR) {
    diagnostics.add(Code::BadInstalledManifest, {},
                    cat("there is no installed manifest ", displayable(path)),
                    "name the one that 'modbuild install' wrote, or another --destdir");
  } else {
    Destination(destination, diagnostics).fail(text.error(), path);
  }
  return std::nullopt;
}

}  // namespace modbuild
