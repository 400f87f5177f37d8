// `verify` as an audit of ELF files: which files, what is known of each, and how it is shown.
#pragma once

#include <string>
#include <vector>

#include "exit_status.h"
#include "installation.h"
#include "verify/verify.h"

namespace modbuild::tool {

struct AuditOptions {
  std::vector<std::string> files;  // files and directories; none: the build directory, or --destdir
  std::vector<std::string> hosts;
  std::vector<std::string> entries;
  bool strict = false;
  InstallationOptions where;
};

// The audit of `input`, what it says, and the exit status. `not_there`: files that should be.
ExitStatus run_audit(const AuditInput& input, const std::vector<std::string>& not_there,
                     const AuditOptions& options, Context& context);

// Audits the build directory's files.
ExitStatus audit_build(const AuditOptions& options, Context& context);

// Audits what is installed below --destdir, as its installed manifest tells.
ExitStatus audit_staged(const AuditOptions& options, Context& context);

// Audits files that nothing is known of but what they say themselves.
ExitStatus audit_files(const AuditOptions& options, Context& context);

}  // namespace modbuild::tool
