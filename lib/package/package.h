// What a plan means to those who make distribution packages: which package holds which file, what
// each needs, and the files that packaging tools read. Pure: neither reads nor writes anything.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "model/catalog.h"
#include "model/install_plan.h"
#include "plan/plan.h"
#include "probe/probe.h"
#include "select/select.h"

namespace modbuild {

struct PackagedFile {
  InstallItem item;
  SourceRange at;  // the manifest line that installs it
};

// Another package of the tree, always in the same version. Of several any one will do.
struct PackageNeed {
  std::vector<std::string> any;  // by name
  std::string because;           // "edged loads edged_monitor"
};

// The ABI that modules are built for, which programs of other packages have: any one will do.
struct AbiNeed {
  std::string abi;
  std::vector<std::string> any;  // by name

  friend auto operator<=>(const AbiNeed&, const AbiNeed&) = default;
};

struct BinaryPackage {
  std::string name;
  std::string description;          // one line; never empty
  SourceRange at;                   // [packages.NAME]; nothing for the tree's own package
  std::vector<PackagedFile> files;  // by destination; may be none
  std::vector<PackageNeed> needs;   // by name; without these its files do not work
  std::vector<PackageNeed> wishes;  // by name; what its modules load when they run
  std::vector<std::string> abi;     // names of ABIs that its programs have, sorted
  std::vector<AbiNeed> abi_needs;   // sorted
  bool named = false;               // some component names it, whether that is on or off
  bool machine_dependent = false;   // its files differ from one architecture to another
};

// An external library that the build uses.
struct BuildNeed {
  std::string lib;
  std::map<std::string, std::string> packages;  // distribution -> what brings it
  std::vector<std::string> pkg_config;          // "libxxhash >= 0.8", if that is how it was found
};

struct PackageSet {
  std::string tree;
  std::string version;
  std::string summary;                      // of the tree, one line; never empty
  std::map<std::string, std::string> dirs;  // prefix, bindir, ..., resolved
  std::string installed_manifest;  // what `install` writes besides the files; in no package
  std::string triple;              // of the machine that is built for; "" = unknown
  std::string backend;             // "ninja"
  bool uses_cxx = false;
  bool uses_pkg_config = false;
  std::vector<BinaryPackage> packages;  // by name, empty ones too
  std::vector<PackagedFile> in_none;    // by destination: files that no package takes
  std::vector<BuildNeed> build_needs;   // by lib
};

struct PackageInput {
  const Catalog* catalog = nullptr;
  const Selection* selection = nullptr;
  const ProbeReport* probes = nullptr;
  const Plan* plan = nullptr;
  std::string backend = "ninja";
};

// Sorts the plan's files into packages, and finds out who needs whom: a module needs its host (any
// one of several), the modules it depends on and the shared libraries it links.
PackageSet package_set(const PackageInput& input);

// Directories above the plan's files that are the tree's own: no system brings them.
std::set<std::string> own_directories(const InstallPlan& plan);

// A file that packaging reads.
struct PackagingFile {
  std::string path;  // relative to the directory of packaging
  std::string text;
};

struct PackagingOptions {
  std::string distribution;  // whose names of packages are used; "" = the format's own
};

struct PackagingFormat {
  std::string_view name;  // "deb"
  std::string_view summary;
  std::string_view distribution;  // "debian": whose names of packages it uses unless told otherwise
  // A name or path that the format cannot carry is an error (MB186, MB187).
  std::vector<PackagingFile> (*write)(const PackageSet& set, const PackagingOptions& options,
                                      Diagnostics& diagnostics);
};

// deb, rpm, cpack.
std::span<const PackagingFormat> packaging_formats();

// The row of a name; null when there is none.
const PackagingFormat* find_packaging_format(std::string_view name);

// All files of a format as one text, each behind a line with its name.
std::string plan_listing(const PackagingFormat& format, const PackageSet& set,
                         Diagnostics& diagnostics);

// What every file written here says in its first lines, behind the comment sign of its format: how
// one that is written again is told from one that somebody wrote by hand.
inline constexpr std::string_view kPackagingMark = "made by modbuild package";

// Whether `text` is of a file that was written here, for that format.
bool is_own_packaging(std::string_view text, std::string_view format);

// Libraries in use for which the tree names no package of that distribution, by name.
std::vector<std::string> libs_without_package(const PackageSet& set, std::string_view distribution);

// Adds what keeps the set from being packaged whole: files in no package (MB180), and packages that
// would be empty (MB181).
void check_packages(const PackageSet& set, Diagnostics& diagnostics);

// Where a file is said to belong to a package: one pattern of a debhelper file.
struct PackageClaim {
  std::string package;
  std::string pattern;             // as written, below the staging directory: "usr/lib/{a,b}/m*.so"
  std::vector<std::string> globs;  // the same without braces and variables: all that it stands for
  bool in_stage = false;           // it names the staging directory, so the sources do not count
  SourceRange at;
};

// How the words of a line are meant: the last of several is a directory, or all are files.
enum class ClaimWords : std::uint8_t { FilesAndDirectory, Files };

// The patterns of a debhelper file: PACKAGE.install with FilesAndDirectory; PACKAGE.manpages,
// not-installed and the like with Files. A variable that only a build of the package knows stands
// for any name. Patterns for files of debian/ itself are left out.
std::vector<PackageClaim> read_claims(std::string_view text, FileId file,
                                      const std::string& package, ClaimWords words);

// Whether the pattern stands for the file (below the staging directory): itself, or a directory
// above it.
bool claims(const PackageClaim& claim, std::string_view file);

struct ClaimsInput {
  const PackageSet* set = nullptr;
  std::vector<PackageClaim> claims;
  std::vector<PackageClaim> not_installed;  // what is left out on purpose
  std::vector<std::string> staged;          // what really lies in the staging directory, if known
  std::set<std::string> unread;             // packages, not all of whose claims are known
  // Whether a pattern finds a file in the sources, where debhelper looks first.
  std::function<bool(const std::string& glob)> in_sources;
};

// Compares claims with planned files: a file of several packages (MB182), one of none (MB183), a
// claim that stands for no planned, staged or source file (MB184).
void check_claims(const ClaimsInput& input, Diagnostics& diagnostics);

// Compares what lies below the staging directory with the plan: files of nobody (MB183), unless
// `claimed` says that somebody takes them, and planned files that are not there (MB185).
void check_staged(const PackageSet& set, const std::vector<std::string>& staged,
                  const std::vector<PackageClaim>& claimed, Diagnostics& diagnostics);

}  // namespace modbuild
