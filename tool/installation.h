// What install, uninstall and verify share on the command line: where the system is that they work
// on, and how their outcomes are shown.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "build_directory.h"
#include "install/install.h"

namespace CLI {
class App;
}

namespace modbuild::tool {

struct Context;

// The root that is installed into.
struct SystemRoot {
  std::string path;   // absolute; "" = the system itself
  std::string shown;  // as it was typed
  std::unique_ptr<FileSystem> files;
};

// The options --destdir and --component.
struct InstallationOptions {
  std::string destdir;
  std::vector<std::string> packages;
};
void declare_installation_options(CLI::App& app, InstallationOptions& options);

// Opens the directory that --destdir or else DESTDIR of the environment names, or '/'. With `make`
// a missing one is made; otherwise it is empty, in memory. Nothing after an error.
std::optional<SystemRoot> open_system(const InstallationOptions& options, bool make,
                                      Context& context);

// The machine's own files by absolute paths, links followed; null after an error.
std::unique_ptr<FileSystem> open_machine(Context& context);

// install-plan.json of the build directory; nothing after an error: there is none (MB170).
std::optional<InstallPlan> read_install_plan(BuildDirectory& build, Context& context);

// The path of the installed manifest: `typed`, seen from below the root, else what the install plan
// of the build directory says.
std::optional<std::string> find_installed_manifest(const std::string& typed, const SystemRoot& root,
                                                   Context& context);

// Reports names of --component that are none of `known` (MB070). False after such an error.
bool check_packages(const std::vector<std::string>& names, std::vector<std::string> known,
                    Context& context);

// The outcomes as a table, names or the document `schema`; files that are the same only with -v.
void print_outcomes(const std::vector<FileOutcome>& outcomes, const SystemRoot& root,
                    std::string_view schema, bool dry_run, Context& context);

// "3 installed, 24 same".
std::string outcome_counts(const std::vector<FileOutcome>& outcomes);

}  // namespace modbuild::tool
