// Brings a tree of makefiles of the Kamailio family in: what make says of it, as manifests. It
// knows the conventions of these makefiles (names and meaning of variables, the include skeleton,
// the groups file), never the modules of one tree.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "diag/diagnostics.h"
#include "import/import_files.h"
#include "import/import_job.h"
#include "import/imported.h"
#include "import/verify.h"
#include "os/environment.h"
#include "os/file_system.h"
#include "os/process_runner.h"

namespace modbuild {

// The directory of the main makefile, "" or "src"; nothing after an error (MB160).
std::optional<std::string> main_directory(const ImportJob& job, FileSystem& source,
                                          Diagnostics& diagnostics);

// The variables of the main makefile that say what the tree is and where it installs.
const std::vector<std::string>& tree_variables();

struct ImportResult {
  ImportedTree tree;
  bool sandboxed = false;
  std::size_t modules_found = 0;  // directories with a makefile of a module
  std::size_t makes_run = 0;
};

// Asks the makefiles of `job.source` and makes a tree of it. Nothing after an error (MB160, MB161).
std::optional<ImportResult> import_tree(const ImportJob& job, FileSystem& source,
                                        const Environment& environment, ProcessRunner& processes,
                                        Diagnostics& diagnostics);

// The manifests of `tree`. `sources`: from the overlay to the sources, "" = beside them.
std::vector<ImportFile> manifests_of(const ImportedTree& tree, const std::string& sources);

}  // namespace modbuild
