// Puts imported manifests on disk without losing what somebody wrote there: what import wrote is
// remembered in a file of its own, so that edits are seen.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "os/file_system.h"

namespace modbuild {

struct ImportFile {
  std::string path;  // below the tree
  std::string text;
};

// The file at the tree's root that says what import wrote: "HASH  PATH", one a line.
inline constexpr std::string_view kImportRecord = ".modbuild-import";

enum class Overwrite {
  Nothing,   // any file that would change is an error
  OwnFiles,  // files that nobody edited since import wrote them
  All
};

enum class ImportChange { Created, Updated, Same, Kept, Removed };

struct ImportedFile {
  std::string path;
  ImportChange change = ImportChange::Same;
};

// What happens to each file, sorted by path: those of `files`, and those that import wrote before
// and writes no more. Nothing is written. Files that `overwrite` protects are errors with Nothing
// (MB162), and Kept with OwnFiles.
std::vector<ImportedFile> compare_import(const std::vector<ImportFile>& files, FileSystem& tree,
                                         Overwrite overwrite, Diagnostics& diagnostics);

// Does what compare_import() said; each file is replaced as a whole, the record last.
Expected<void> write_import(const std::vector<ImportFile>& files,
                            const std::vector<ImportedFile>& changes, FileSystem& tree);

}  // namespace modbuild
