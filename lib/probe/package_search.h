// Which packages hold the files that a missing lib is looked for by: asks apt-file, where the tree
// names no package itself. Knows nothing of selections; never invents a name.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/parallel.h"
#include "model/catalog.h"
#include "os/environment.h"
#include "os/process_runner.h"

namespace modbuild {

class ProbeCache;
struct ProbeReport;

struct PackageQuery {
  const Catalog* catalog = nullptr;
  std::vector<LibId> libs;  // whose packages are asked for
  std::string triple;       // of the machine that is built for, "" when unknown
  std::string tree_root;    // absolute; programs below it are never run
  Threads threads;
  std::chrono::milliseconds time_limit{30'000};
  ProbeCache* cache = nullptr;  // read and added to; may be null
  bool refresh = false;         // whatever the cache knows
  bool frozen = false;          // nothing is started
};

struct PackageSearch {
  bool answered = false;  // apt-file is there, has data and answered
  // For each lib of the catalog the packages that fit equally well, best name first, at most three.
  IdVector<LibId, std::vector<std::string>> packages;
};

// Looks for NAME.pc in a pkgconfig directory, headers below an include directory, config tools and
// programs in bin. The package with most of a lib's files at the places where compilers look is
// taken; of equal ones those named -dev, then the shorter name. Where apt-file knows a lib's .pc
// file it is not asked for the others, and few files are asked for one by one: it answers both
// several times as fast as a regular expression for many. An answer is kept in the cache until
// apt's lists change.
PackageSearch search_packages(const PackageQuery& query, ProcessRunner& processes,
                              const Environment& environment);

// The files, as apt-file is asked for them: "/pkgconfig/libssl.pc", "/openssl/ssl.h",
// "/bin/mysql_config". Names with characters that would need quoting are left out.
std::vector<std::string> sought_files(const ExternalLib& lib);

enum class PackageSource : std::uint8_t { None, Tree, Search };

// What to install for a lib on this machine.
struct LibPackage {
  PackageSource source = PackageSource::None;
  std::string name;  // may be several, with blanks between
};

// The tree's own word for this distribution, else the best of what was found by a search.
LibPackage package_here(const Catalog& catalog, const ProbeReport& probes, LibId id);

}  // namespace modbuild
