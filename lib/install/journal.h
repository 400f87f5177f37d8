// What install and uninstall share: the lock of an installation, its manifest on disk, and the
// journal by which the next run knows what a killed one has left.
#pragma once

#include <memory>
#include <string>

#include "diag/diagnostics.h"
#include "install/destination.h"
#include "install/installed_manifest.h"
#include "os/file_system.h"

namespace modbuild {

// The lock on the directory of the installed manifest; null after an error (MB174: another install
// holds it).
std::unique_ptr<FileLock> lock_installation(const std::string& directory, Destination& destination,
                                            Diagnostics& diagnostics);

// The journal stands beside the manifest at `manifest` and is a manifest itself: it names each file
// beside which a temporary one may lie, and what the file becomes (a SHA-256 of zeros: not known
// yet); it is on the disk afterwards. False after an error (MB173).
bool write_journal(const std::string& manifest, const InstalledManifest& planned,
                   Destination& destination);
void remove_journal(const std::string& manifest, FileSystem& files);

// Removes the temporary files of a run that was cut off, and adds to `installed` what it had put in
// its place already. A journal that cannot be read is ignored. With `dry_run` nothing is removed.
void take_up_journal(const std::string& manifest, Destination& destination, bool dry_run,
                     InstalledManifest& installed);

// Writes the manifest, all or nothing, then removes the journal. False after an error (MB173).
bool write_installed_manifest(const std::string& path, const InstalledManifest& manifest,
                              Destination& destination);

}  // namespace modbuild
