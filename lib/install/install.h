// Puts the files of an install plan where they belong, takes them away again, and checks them: a
// destination is always whole, old or new. Knows nothing of manifests and of how files are built.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "diag/diagnostics.h"
#include "install/content.h"
#include "install/install_plan_document.h"
#include "install/installed_manifest.h"
#include "install/source_reader.h"
#include "model/install_plan.h"
#include "os/file_system.h"

namespace modbuild {

enum class FileAction : std::uint8_t {
  Installed,  // was not there
  Updated,    // was there with other bytes or another mode
  Same,       // left alone
  Sample,     // a config file that differs stays; the new one is beside it as .sample
  Removed,
  Kept,     // changed since it was installed, so it stays
  Missing,  // to be removed, and gone already
};

// "installed", "updated", ...
std::string_view file_action_word(FileAction action);

struct FileOutcome {
  std::string path;  // on the system that is installed for
  FileAction action = FileAction::Same;
};

struct InstallOptions {
  std::vector<std::string> packages;  // only files of these; empty = of all
  bool all = false;                   // also replace what is the same
  bool dry_run = false;
  Strip strip;  // may be empty
};

struct InstallPlaces {
  FileSystem* tree = nullptr;         // where sources of Root::Source lie
  FileSystem* build = nullptr;        // where those of Root::Build lie
  FileSystem* destination = nullptr;  // the system's root, or what stands for it (DESTDIR)
};

// Installs `plan`, in two phases as dpkg does: first every file that changes is written beside its
// destination under a temporary name, with its mode set and synced to disk; only when all are there
// they are renamed, their directories synced, and the installed manifest is written last. A failure
// in the first phase leaves everything as it was; what a killed run leaves is known from its
// journal, which the next run takes up. The outcomes by path; nothing after an error: sources that
// are not built, all at once (MB171), destinations that cannot be files (MB172), a failure of the
// machine (MB173), another install at work (MB174), a damaged installed manifest (MB175), content
// that cannot be made (MB178), a directory that others could change (MB179). Modes are exact,
// whatever the umask. Config files that exist are never written to. Files of the last install that
// are no longer planned are removed, those changed since then kept.
std::optional<std::vector<FileOutcome>> install(const InstallPlan& plan,
                                                const InstallPlaces& places,
                                                const InstallOptions& options,
                                                Diagnostics& diagnostics);

struct UninstallOptions {
  std::vector<std::string> packages;  // as above
  bool force = false;                 // remove what was changed, too
  bool dry_run = false;
};

// Removes what the installed manifest at `manifest` (absolute) lists, and directories that were
// made for it once they are empty. A file that was changed since then stays (Kept): it is an error
// (MB177) unless it is a config file. The manifest goes last, so that a run that was cut off can be
// repeated; while changed files are left, it lists them.
std::optional<std::vector<FileOutcome>> uninstall(const std::string& manifest,
                                                  FileSystem& destination,
                                                  const UninstallOptions& options,
                                                  Diagnostics& diagnostics);

enum class InstalledFaultKind : std::uint8_t { Missing, NotAFile, Content, Mode, Foreign, Edited };

// "missing", "content", ...
std::string_view fault_word(InstalledFaultKind kind);

struct InstalledFault {
  std::string path;
  InstalledFaultKind kind = InstalledFaultKind::Missing;
  std::string expected;  // what the manifest says, as people read it
  std::string found;

  // An edited config file is no mistake.
  bool is_failure() const { return kind != InstalledFaultKind::Edited; }
};

// How the files of `manifest` differ from what was installed, by path; files that nobody installed
// into directories of modules, or of the tree's own that `install` made, are Foreign. Errors of the
// machine are MB173.
std::vector<InstalledFault> verify_installed(const InstalledManifest& manifest,
                                             const std::string& manifest_path,
                                             FileSystem& destination, Diagnostics& diagnostics);

// The installed manifest at `path` (absolute) of `destination`; nothing after an error: it is
// missing (MB175) or cannot be used.
std::optional<InstalledManifest> read_installed_manifest(const std::string& path,
                                                         FileSystem& destination,
                                                         Diagnostics& diagnostics);

}  // namespace modbuild
