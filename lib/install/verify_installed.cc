#include <algorithm>

#include "base/path.h"
#include "base/str.h"
#include "install/destination.h"
#include "install/install.h"
#include "model/install_dirs.h"

namespace modbuild {
namespace {

std::string_view type_word(FileType type) {
  switch (type) {
    case FileType::Regular:
      return "a file";
    case FileType::Directory:
      return "a directory";
    case FileType::Link:
      return "a symbolic link";
    case FileType::Other:
      break;
  }
  return "a FIFO, socket or device";
}

class Verifier {
 public:
  Verifier(const InstalledManifest& manifest, const std::string& path, FileSystem& files,
           Diagnostics& diagnostics)
      : manifest_(manifest), path_(path), destination_(files, diagnostics) {}

  std::vector<InstalledFault> run() {
    for (const auto& [path, file] : manifest_.files) check(path, file);
    for (const auto& [path, file] : manifest_.files) know(path);
    for (const std::string& directory : manifest_.directories) know(directory);
    know(path_);
    for (const std::string& directory : own_directories()) look_for_foreign(directory);
    std::sort(faults_.begin(), faults_.end(),
              [](const InstalledFault& a, const InstalledFault& b) { return a.path < b.path; });
    return std::move(faults_);
  }

 private:
  void check(const std::string& path, const InstalledFile& file) {
    const std::optional<Standing> there = destination_.look(path);
    if (!there) return;
    if (!there->exists) return add(path, InstalledFaultKind::Missing, {}, {});
    if (!there->is_regular()) {
      return add(path, InstalledFaultKind::NotAFile, "a file", std::string(type_word(there->type)));
    }
    const bool config = file.kind == InstallKind::Config;
    if (there->size != file.size) {
      return add(path, config ? InstalledFaultKind::Edited : InstalledFaultKind::Content,
                 cat(std::to_string(file.size), " bytes"),
                 cat(std::to_string(there->size), " bytes"));
    }
    const std::optional<std::string> bytes = destination_.read(path);
    if (!bytes) return;
    const std::string sha256 = sha256_hex(*bytes);
    if (sha256 != file.sha256) {
      return add(path, config ? InstalledFaultKind::Edited : InstalledFaultKind::Content,
                 cat("sha256 ", file.sha256.substr(0, 12)), cat("sha256 ", sha256.substr(0, 12)));
    }
    if (there->mode != file.mode) {
      add(path, InstalledFaultKind::Mode, mode_text(file.mode), mode_text(there->mode));
    }
  }

  // Where others install, too: /usr/bin, whoever made it, and what lies above.
  bool is_shared(const std::string& directory) const {
    if (directory == directory_of(path_)) return true;
    return std::any_of(manifest_.dirs.begin(), manifest_.dirs.end(), [&](const auto& known) {
      return !is_own_directory_name(known.first) && is_below(known.second, directory);
    });
  }

  // Where nobody but `install` has any business: directories of the tree that it made, and those of
  // modules.
  std::set<std::string> own_directories() const {
    std::set<std::string> directories = manifest_.directories;
    std::erase_if(directories, [&](const std::string& one) { return is_shared(one); });
    for (const auto& [path, file] : manifest_.files) {
      if (file.kind == InstallKind::Module) directories.insert(std::string(directory_of(path)));
    }
    return directories;
  }

  void look_for_foreign(const std::string& directory) {
    const Expected<std::vector<DirEntry>> entries =
        destination_.files().list(below_root(directory));
    if (!entries) return;  // each file that should be in it is missing
    for (const DirEntry& entry : *entries) {
      const std::string path = cat(directory, "/", entry.name);
      if (!known_.contains(destination_.identity(path)))
        add(path, InstalledFaultKind::Foreign, {}, std::string(type_word(entry.type)));
    }
  }

  // What was installed, and the directories that hold it, whatever paths lead there.
  void know(std::string_view path) {
    for (; path.size() > 1; path = directory_of(path)) {
      if (!known_paths_.emplace(path).second) return;
      known_.insert(destination_.identity(std::string(path)));
    }
  }

  void add(const std::string& path, InstalledFaultKind kind, std::string expected,
           std::string found) {
    faults_.push_back({path, kind, std::move(expected), std::move(found)});
  }

  const InstalledManifest& manifest_;
  const std::string& path_;
  Destination destination_;
  std::set<std::string> known_paths_;
  std::set<std::string> known_;  // their identities
  std::vector<InstalledFault> faults_;
};

}  // namespace

std::string_view fault_word(InstalledFaultKind kind) {
  switch (kind) {
    case InstalledFaultKind::Missing:
      return "missing";
    case InstalledFaultKind::NotAFile:
      return "not-a-file";
    case InstalledFaultKind::Content:
      return "content";
    case InstalledFaultKind::Mode:
      return "mode";
    case InstalledFaultKind::Foreign:
      return "foreign";
    case InstalledFaultKind::Edited:
      break;
  }
  return "edited";
}

std::vector<InstalledFault> verify_installed(const InstalledManifest& manifest,
                                             const std::string& manifest_path,
                                             FileSystem& destination, Diagnostics& diagnostics) {
  return Verifier(manifest, manifest_path, destination, diagnostics).run();
}

}  // namespace modbuild
