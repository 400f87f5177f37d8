#include "install/install.h"

#include <algorithm>
#include <cerrno>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "base/path.h"
#include "base/str.h"
#include "base/utf8.h"
#include "install/destination.h"
#include "install/journal.h"
#include "os/replace_file.h"

namespace modbuild {
namespace {

class Installer {
 public:
  Installer(const InstallPlan& plan, const InstallPlaces& places, const InstallOptions& options,
            Diagnostics& diagnostics)
      : plan_(plan),
        places_(places),
        sources_({places.tree, places.build}, diagnostics),
        options_(options),
        diagnostics_(diagnostics),
        destination_(*places.destination, diagnostics) {}

  std::optional<std::vector<FileOutcome>> run() {
    if (!sources_.check(plan_, options_.packages) || !begin()) return give_up();
    for (const InstallItem& item : plan_.items) {
      if (is_selected(options_.packages, item.package)) decide(item);
    }
    if (diagnostics_.has_errors()) return give_up();
    keep_other_files();
    find_obsolete();
    if (diagnostics_.has_errors()) return give_up();
    if (!options_.dry_run && !commit()) return std::nullopt;
    std::sort(outcomes_.begin(), outcomes_.end(),
              [](const FileOutcome& a, const FileOutcome& b) { return a.path < b.path; });
    return std::move(outcomes_);
  }

 private:
  // The lock, what was installed before, and what a killed run has left.
  bool begin() {
    const std::string directory(directory_of(plan_.installed_manifest));
    if (!destination_.ensure_directory(directory, options_.dry_run)) return false;
    if (!options_.dry_run) {
      lock_ = lock_installation(directory, destination_, diagnostics_);
      if (lock_ == nullptr) return false;
    }
    const std::optional<Standing> standing = destination_.look(plan_.installed_manifest);
    if (!standing) return false;
    if (standing->exists) {
      std::optional<InstalledManifest> old =
          read_installed_manifest(plan_.installed_manifest, destination_.files(), diagnostics_);
      if (!old) return false;
      old_ = std::move(*old);
    }
    take_up_journal(plan_.installed_manifest, destination_, options_.dry_run, old_);
    new_.tree = plan_.tree;
    new_.version = plan_.version;
    new_.dirs = plan_.dirs;
    if (options_.dry_run) return true;
    return destination_.sync_directories(parents(destination_.made())) &&
           write_journal(plan_.installed_manifest, paths_to_stage(), destination_);
  }

  static std::set<std::string> parents(const std::set<std::string>& paths) {
    std::set<std::string> result;
    for (const std::string& path : paths) result.emplace(directory_of(path));
    return result;
  }

  // Every path beside which a temporary file may come to lie, and every directory to be made.
  InstalledManifest paths_to_stage() const {
    InstalledManifest planned;
    planned.tree = plan_.tree;
    Diagnostics unheard;
    Destination ahead(*places_.destination, unheard);
    for (const InstallItem& item : plan_.items) {
      if (!is_selected(options_.packages, item.package)) continue;
      ahead.ensure_directory(std::string(directory_of(item.destination)), true);
      InstalledFile unknown;
      unknown.sha256 = std::string(64, '0');
      unknown.owner = item.owner;
      planned.files[item.destination] = unknown;
      if (item.kind == InstallKind::Config) planned.files[item.destination + ".sample"] = unknown;
    }
    planned.directories = ahead.made();
    planned.directories.insert(destination_.made().begin(), destination_.made().end());
    return planned;
  }

  // What becomes of one file; it is staged where it changes.
  void decide(const InstallItem& item) {
    const std::string directory(directory_of(item.destination));
    if (!destination_.ensure_directory(directory, options_.dry_run)) return;
    if (!claim(item.destination)) return;
    const std::optional<Standing> there = look(item.destination);
    if (!there) return;
    const std::optional<std::string> bytes = sources_.read(item, options_.strip);
    if (!bytes) return;
    InstalledFile file = installed_file(item, *bytes);
    if (item.kind == InstallKind::Config && there->exists) {
      return decide_config(item, *there, *bytes, std::move(file));
    }
    place(item.destination, *there, *bytes, std::move(file));
  }

  // A directory cannot be replaced, and what is no file at all should not be.
  std::optional<Standing> look(const std::string& path) {
    std::optional<Standing> there = destination_.look(path);
    if (!there || !there->exists) return there;
    if (there->type == FileType::Directory) {
      destination_.refuse(path, "is a directory, and a file goes there",
                          "move it away, or install into another directory");
      return std::nullopt;
    }
    if (there->type == FileType::Other) {
      destination_.refuse(path, "is a FIFO, socket or device, and a file goes there", "remove it");
      return std::nullopt;
    }
    return there;
  }

  bool is_same(const std::string& path, const Standing& there, const InstalledFile& file) {
    return there.is_regular() && destination_.has_content(path, file.size, file.sha256);
  }

  // It is never written to: it may be what somebody has made of it.
  void decide_config(const InstallItem& item, const Standing& there, const std::string& bytes,
                     InstalledFile file) {
    if (is_same(item.destination, there, file)) {
      file.mode = there.mode;
      new_.files[item.destination] = std::move(file);
      outcomes_.push_back({item.destination, FileAction::Same});
      return;
    }
    const auto installed = old_.files.find(item.destination);
    if (installed != old_.files.end()) new_.files.insert(*installed);
    const std::string sample = item.destination + ".sample";
    const std::optional<Standing> beside = look(sample);
    if (beside && claim(sample)) place(sample, *beside, bytes, std::move(file), FileAction::Sample);
  }

  void place(const std::string& path, const Standing& there, const std::string& bytes,
             InstalledFile file, FileAction action = FileAction::Updated) {
    const bool same = !options_.all && there.mode == file.mode && is_same(path, there, file);
    if (same) {
      action = FileAction::Same;
    } else if (!there.exists && action == FileAction::Updated) {
      action = FileAction::Installed;
    }
    // After the first mistake the rest is only looked at.
    if (!same && !options_.dry_run && !diagnostics_.has_errors()) {
      if (!destination_.write(staged_path(path), bytes, file.mode)) return;
      staged_.push_back(path);
    }
    outcomes_.push_back({path, action});
    new_.files[path] = std::move(file);
  }

  // False after an error: another item goes to the same file. Paths do not tell: a link on the way
  // may make two of them one.
  bool claim(const std::string& path) {
    const std::string identity = destination_.identity(path);
    if (identity.empty()) return true;
    const auto [other, first] = claimed_.emplace(identity, path);
    if (first) return true;
    return destination_.refuse(path,
                               other->second == path
                                   ? "is the sample of a config file, too"
                                   : cat("is the same file as ", displayable(other->second)),
                               "install one of the two elsewhere");
  }

  // What other packages have installed stays as it is.
  void keep_other_files() {
    for (const auto& [path, file] : old_.files) {
      if (!is_selected(options_.packages, file.package)) new_.files.insert({path, file});
    }
  }

  // Files of the last time that are no longer planned.
  void find_obsolete() {
    for (const auto& [path, file] : old_.files) {
      // It may have another path now: /lib was a directory, and is a link to /usr/lib.
      const bool planned =
          new_.files.contains(path) || claimed_.contains(destination_.identity(path));
      if (planned) continue;
      const std::optional<Standing> there = destination_.look(path);
      if (!there) return;
      if (!there->exists) continue;
      const bool ours = destination_.has_content(path, file.size, file.sha256);
      if (ours) obsolete_.push_back(path);
      outcomes_.push_back({path, ours ? FileAction::Removed : FileAction::Kept});
    }
  }

  bool commit() {
    std::set<std::string> directories(destination_.made());
    directories.insert(old_.directories.begin(), old_.directories.end());
    new_.directories = directories;
    if (!write_journal(plan_.installed_manifest, new_, destination_)) {
      give_up();
      return false;
    }
    // From here on each destination is old or new; a failure leaves the journal to the next run.
    std::set<std::string> touched = parents(destination_.made());
    for (const std::string& path : staged_) {
      if (!destination_.rename(staged_path(path), path)) return false;
      touched.insert(std::string(directory_of(path)));
    }
    for (const std::string& path : obsolete_) {
      if (!destination_.remove(path)) return false;
      touched.insert(std::string(directory_of(path)));
    }
    touched.merge(forget_unused_directories());
    return destination_.sync_directories(touched) &&
           write_installed_manifest(plan_.installed_manifest, new_, destination_);
  }

  // Removes them; where their names stood.
  std::set<std::string> forget_unused_directories() {
    std::set<std::string> unused = new_.directories;
    const auto use = [&](const std::string& path) {
      for (std::string_view at = directory_of(path); at.size() > 1; at = directory_of(at)) {
        unused.erase(std::string(at));
      }
    };
    for (const auto& [path, file] : new_.files) use(path);
    use(plan_.installed_manifest);
    for (const std::string& directory : unused) new_.directories.erase(directory);
    const std::set<std::string> touched = parents(unused);
    destination_.remove_empty(unused);
    new_.directories.insert(unused.begin(), unused.end());  // somebody else's files are in there
    return touched;
  }

  // Takes everything back; nothing has been renamed yet.
  std::nullopt_t give_up() {
    for (const std::string& path : staged_) {
      static_cast<void>(destination_.files().remove(below_root(staged_path(path))));
    }
    if (lock_ != nullptr) remove_journal(plan_.installed_manifest, destination_.files());
    if (!options_.dry_run) destination_.unmake();
    return std::nullopt;
  }

  const InstallPlan& plan_;
  const InstallPlaces& places_;
  SourceReader sources_;
  const InstallOptions& options_;
  Diagnostics& diagnostics_;
  Destination destination_;
  std::unique_ptr<FileLock> lock_;
  InstalledManifest old_, new_;
  std::vector<FileOutcome> outcomes_;
  std::vector<std::string> staged_;  // destinations whose new files wait under temporary names
  std::map<std::string, std::string> claimed_;  // identity of a file -> its path
  std::vector<std::string> obsolete_;
};

}  // namespace

std::string_view file_action_word(FileAction action) {
  switch (action) {
    case FileAction::Installed:
      return "installed";
    case FileAction::Updated:
      return "updated";
    case FileAction::Same:
      return "same";
    case FileAction::Sample:
      return "sample";
    case FileAction::Removed:
      return "removed";
    case FileAction::Kept:
      return "kept";
    case FileAction::Missing:
      break;
  }
  return "missing";
}

std::optional<std::vector<FileOutcome>> install(const InstallPlan& plan,
                                                const InstallPlaces& places,
                                                const InstallOptions& options,
                                                Diagnostics& diagnostics) {
  return Installer(plan, places, options, diagnostics).run();
}

}  // namespace modbuild
