// Reads what an install plan installs: each file's bytes, ready to be written. Knows nothing of
// where they go.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "diag/diagnostics.h"
#include "model/install_plan.h"
#include "os/file_system.h"

namespace modbuild {

// Makes a binary smaller: bytes in, bytes out, or why it failed.
using Strip = std::function<tl::expected<std::string, std::string>(const std::string& bytes)>;

struct InstallSources {
  FileSystem* tree = nullptr;   // where sources of Root::Source lie
  FileSystem* build = nullptr;  // where those of Root::Build lie
};

// Whether a file of `package` is among those of `packages`; none at all stands for all packages.
bool is_selected(const std::vector<std::string>& packages, const std::string& package);

// Whether every source of the selected packages is there; reports all that are not (MB171).
bool check_sources(const InstallPlan& plan, const std::vector<std::string>& packages,
                   const InstallSources& sources, Diagnostics& diagnostics);

// What `install` writes for `item`: its source with the substitutions done, the RUNPATH of the
// installed file, and stripped if `strip` is given and it is a binary. Nothing after an error: the
// source cannot be read (MB173), or the content cannot be made (MB178).
std::optional<std::string> installed_bytes(const InstallItem& item, const InstallSources& sources,
                                           const Strip& strip, Diagnostics& diagnostics);

// Reports a failure of the machine at `path` (MB173), with what to do about it.
void report_failure(HostError error, const std::string& path, Diagnostics& diagnostics);

}  // namespace modbuild
