// Reads the document modbuild.plan/1 (install-plan.json). A build directory is not trusted: whoever
// may write there must not gain what the one who installs has (HAZARDS 4.5), so everything that the
// document says is checked again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "diag/diagnostics.h"
#include "model/install_plan.h"

namespace modbuild {

// The plan that `text` says, items by destination; nothing after an error at `at` (MB170): it is no
// such document, a destination is not absolute and normalised, lies in another or has a name that
// `install` uses itself, a source leads out of its root, or two items have one destination.
std::optional<InstallPlan> parse_install_plan(std::string_view text, const SourceRange& at,
                                              Diagnostics& diagnostics);

}  // namespace modbuild
