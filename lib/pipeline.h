// The whole program as a list of stages (pipeline.cc): disk -> SourceTree -> Catalog -> ProbeReport
// -> Selection -> Plan -> files. After each stage, errors end the run.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "abi/abi.h"
#include "base/parallel.h"
#include "base/stats.h"
#include "diag/diagnostics.h"
#include "diag/sources.h"
#include "emit/emit.h"
#include "load/load.h"
#include "os/environment.h"
#include "os/file_system.h"
#include "os/process_runner.h"
#include "plan/plan.h"
#include "probe/probe.h"
#include "scan/scan.h"
#include "select/select.h"
#include "toolchain/toolchain.h"
#include "write/write.h"

namespace modbuild {

enum class Stage : std::uint8_t { Tree, Scan, Load, Probe, Select, Plan, Write };

// In the build directory: the launchers that the build files use, a line each; not there without.
inline constexpr const char* kLauncherFile = ".modbuild/launcher";

// The sources of an overlay tree.
struct OpenedSources {
  FileSystem* files = nullptr;
  std::string root;  // absolute, links resolved
};

// The machine, behind its interfaces.
struct Host {
  FileSystem* tree = nullptr;  // root = the tree
  // Opens the sources of an overlay: a directory as [tree] `sources` names it, relative to the tree
  // or absolute. From then on no program below it is found on the host's PATH.
  std::function<Expected<OpenedSources>(const std::string& directory)> open_sources;
  FileSystem* build = nullptr;  // root = the build directory; only for Stage::Write
  FileSystem* state = nullptr;  // likewise, for what is kept between runs; null = nothing is
  // Makes the build directory where there is none yet, and gives back what `build` is to be; null
  // after an error. Called when nothing but the disk can fail any more; may be empty.
  std::function<FileSystem*()> make_build;
  // Adds to the request what only the catalog can tell. May be empty.
  std::function<void(const Catalog&, Request&)> complete_request;
  // Looks at the selection before anything is planned from it; errors it reports end the run. May
  // be empty.
  std::function<void()> accept;
  ProcessRunner* processes = nullptr;
  Environment environment;
};

// What one run is to do.
struct Job {
  Threads threads;                         // of parallel loops
  std::string profile;                     // "" = none
  Request request;                         // selection files and command line, added up
  std::vector<ModulesList> modules_lists;  // files modules.lst; they count before `request`
  std::string tree_root;                   // absolute; programs below it are never run
  bool no_probe = false;
  bool untrusted = false;  // the tree: nothing that it names is run, and its file permits nothing
  std::chrono::milliseconds probe_limit{10'000};  // of each program that is asked
  bool frozen = false;         // nothing is asked that the probe cache does not know
  bool refresh = false;        // everything is asked anew
  bool probe_all = false;      // every lib, not only those that could matter
  std::string self;            // this program, to be started for reading .pc files; may be empty
  Text toolchain_name;         // of the tree; "" = the profile's, or the environment's programs
  Text variant;                // of the tree; "" = the profile's, or none
  std::vector<Text> launcher;  // words in front of compilers; empty = what the tree says
  Toolchain toolchain;         // as the environment names it; probes ask its `cc`
  Toolchain build_toolchain;   // likewise, for what runs during a build for another machine
  // Stage::Write
  std::string backend = "ninja";
  std::string source_root;                      // from the build directory to the tree: ".."
  std::string build_root;                       // from the tree to the build directory: "build"
  std::string build_directory;                  // absolute; only compile_commands.json needs it
  unsigned local_jobs = 1;                      // processors here, for what launchers leave behind
  std::vector<std::string> regenerate;          // argv that repeats this gen
  std::vector<std::string> clean;               // argv that removes what the build made
  std::vector<std::string> install, uninstall;  // argv of these
  std::vector<std::string> extra_inputs;  // selection files and the like: regeneration watches them
  // Files of the caller (relative to the build directory) that belong to this generation.
  std::vector<OutputFile> extra_files;
  bool dry_run = false;
  bool no_cache = false;  // every manifest and directory is read, and what was read is not kept
};

// What the stages made; a stage that was not reached leaves its default.
struct Results {
  Sources sources;
  OpenedSources overlay;  // files = null: the sources are in the tree
  Stats stats;
  TreeManifestPtr tree;
  SourceTree source_tree;
  Catalog catalog;
  std::vector<std::string> load_inputs;    // relative to the tree
  std::vector<std::string> source_inputs;  // relative to the sources of an overlay
  std::vector<std::string> source_links;   // likewise, links that were followed
  Toolchains toolchains;
  Wanted wanted;
  ProbeReport probes;
  Selection selection;
  AbiReport abi;
  Plan plan;
  std::vector<WrittenFile> written;
  std::int64_t began_ns = 0;  // when the inputs were first looked at, by the file system's clock
};

// Runs the stages up to and including `last`. False when one ended with errors; what was made until
// then stands in `results`.
bool run_until(Stage last, const Job& job, Host& host, Results& results, Diagnostics& diagnostics);

// Lets messages show what stands in the files of the tree, which must live as long.
void show_sources_of(FileSystem& tree, Sources& sources);

// Fills in what was done until now: files looked at, processes started. `sources` may be null.
void count_work(const Host& host, const FileSystem* sources, Stats& stats);

// The machine whose answer about a lib is to be told: the target, unless only the build machine
// asks for the lib, or lacks it.
Machine machine_to_tell(const ProbeReport& probes, LibId id);

// No stage: looks up which packages bring those of `libs` that a machine lacks and for which the
// tree names none here, for commands that tell people what to install. Fills
// results.probes.package_search; nothing is started with `no_probe`.
void find_packages(const Job& job, Host& host, Results& results, std::vector<LibId> libs);

}  // namespace modbuild
