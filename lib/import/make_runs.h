// Asks GNU Make what a makefile tree means, without touching that tree: a private copy, in a
// sandbox where bubblewrap can make one (no network, everything else read-only), with a shell that
// records what makefiles ask of the machine (recording_shell.bash). Knows nothing of what the
// answers mean.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/str.h"
#include "diag/diagnostics.h"
#include "import/transcript.h"
#include "os/environment.h"
#include "os/file_system.h"
#include "os/process_runner.h"
#include "os/scratch_directory.h"

namespace modbuild {

// What a run of make is told of the machine: every question is answered with yes but these.
struct Scenario {
  std::vector<std::string> no;
  bool machine = false;                         // the machine answers instead
  bool opaque = false;                          // flags do not show which library they are of
  std::map<std::string, std::string> settings;  // variables of make's command line

  auto operator<=>(const Scenario&) const = default;
};

// The names of the regular files of a directory, sorted; none when it cannot be read.
std::vector<std::string> regular_files(FileSystem& files, const std::string& directory);

// What installs the main program and everything that belongs to no module.
const std::vector<std::string>& main_install_targets();

class MakeRuns {
 public:
  // Copies `source` (absolute) and finds the programs. Nothing after an error (MB210, MB211).
  static std::unique_ptr<MakeRuns> prepare(const std::string& source,
                                           const Environment& environment, ProcessRunner& processes,
                                           Diagnostics& diagnostics);

  bool is_sandboxed() const { return sandboxed_; }
  // Where `path` of the tree is in the copy; absolute.
  std::string copied(const std::string& path) const;
  // `path` of the copy as a path of the tree: "src/modules/tm"; other paths stay.
  std::string in_tree(const std::string& path) const;
  // Whether an absolute path below the copy, or where recipes installed, is a directory.
  bool is_directory(const std::string& path) const;

  // The text of a file of the copy; "" when there is none.
  std::string read(const std::string& path) const { return scratch_.read(cat("tree/", path)); }

  // Runs `targets` with the machine's own shell: what makes config files.
  Transcript configure(const std::string& directory, const std::vector<std::string>& targets,
                       const Scenario& scenario);
  // The values of `variables`, expanded in the makefile of `directory`.
  Transcript variables(const std::string& directory, const std::vector<std::string>& variables,
                       const Scenario& scenario);
  // As variables(), of the one makefile `file` of `directory`.
  Transcript variables_of(const std::string& directory, const std::string& file,
                          const std::vector<std::string>& variables, const Scenario& scenario);
  // The recipes of `targets`, printed and not run; the variables too. The file `old` counts as
  // made.
  Transcript recipes(const std::string& directory, const std::vector<std::string>& targets,
                     const std::vector<std::string>& variables, const Scenario& scenario,
                     const std::string& old = {});
  // Runs the recipes of `targets` with programs that are recorded; compilers make empty files, and
  // what is installed goes below the transcript's install_root.
  Transcript rehearse(const std::string& directory, const std::vector<std::string>& targets,
                      Scenario scenario);

 private:
  MakeRuns(ScratchDirectory scratch, ProcessRunner& processes)
      : scratch_(std::move(scratch)), processes_(processes) {}

  bool find_programs(const Environment& environment, Diagnostics& diagnostics);
  bool copy(const std::string& source, Diagnostics& diagnostics);
  std::vector<std::string> sandbox() const;
  Transcript run(std::vector<std::string> argv, const Scenario& scenario, bool recorded);
  std::string next_name(std::string_view directory);

  ScratchDirectory scratch_;
  ProcessRunner& processes_;
  std::map<std::string, std::string> programs_;  // name -> absolute path
  std::string path_;                             // the machine's PATH
  bool sandboxed_ = false;
  std::atomic<unsigned> number_{0};
};

}  // namespace modbuild
