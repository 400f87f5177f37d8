// Reads what an install plan installs: each file's bytes, ready to be written. Knows nothing of
// where they go.
#pragma once

#include <functional>
#include <map>
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

class SourceReader {
 public:
  SourceReader(const InstallSources& sources, Diagnostics& diagnostics)
      : sources_(sources), diagnostics_(diagnostics) {}

  // Whether every source of the selected packages is there; reports all that are not (MB171).
  // Remembers how they are.
  bool check(const InstallPlan& plan, const std::vector<std::string>& packages);

  // What `install` writes for `item`, one of those checked: its source with the substitutions done,
  // the RUNPATH of the installed file, and stripped if `strip` is given and it is a binary. Nothing
  // after an error: the source cannot be read or has changed since check(), so that a build may
  // have written half of it (MB173); or the content cannot be made (MB178).
  std::optional<std::string> read(const InstallItem& item, const Strip& strip);

 private:
  FileSystem& files_of(const Path& source) const;
  bool is_as_before(const Path& source);

  InstallSources sources_;
  Diagnostics& diagnostics_;
  std::map<std::string, FileStatus> before_;  // by install_source_text()
};

// Reports a failure of the machine at `path` (MB173), with what to do about it.
void report_failure(HostError error, const std::string& path, Diagnostics& diagnostics);

}  // namespace modbuild
