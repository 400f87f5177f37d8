// Reads what the ABIs of hosts depend on: the files that their [host] `abi` names, by content
// (DESIGN.md 7). What else counts is known without the disk; the plan puts both together.
#pragma once

#include <string>
#include <vector>

#include "base/id.h"
#include "base/parallel.h"
#include "diag/diagnostics.h"
#include "model/catalog.h"
#include "os/file_system.h"
#include "select/select.h"

namespace modbuild {

struct AbiReport {
  // Of hosts that are on and name files: a digest of the files' names and contents; else "".
  IdVector<ComponentId, std::string> digests;
  // The files, sorted, relative to the root of the sources: regeneration watches them.
  std::vector<std::string> inputs;
};

// Reads on up to `threads` threads. A file that cannot be read is MB107.
AbiReport read_abi_files(const Catalog& catalog, const Selection& selection, FileSystem& sources,
                         Threads threads, Diagnostics& diagnostics);

}  // namespace modbuild
