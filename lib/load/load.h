// Reads manifests: text -> checked TOML -> values by key table -> names resolved -> Catalog.
// Two steps, because the tree file says where components are.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/parallel.h"
#include "diag/diagnostics.h"
#include "diag/sources.h"
#include "model/catalog.h"
#include "os/file_system.h"
#include "os/listing_cache.h"
#include "scan/scan.h"

namespace modbuild {

// The tree file as read, before anything in it is resolved. Opaque outside load.
struct TreeManifest;

struct TreeManifestDeleter {
  void operator()(TreeManifest* manifest) const;
};
using TreeManifestPtr = std::unique_ptr<TreeManifest, TreeManifestDeleter>;

// How far a tree file is believed. None: it has no more rights than a module, its flags pass the
// allowlist only, its sources lie in the tree, and no generator command is its own (MB046).
enum class Trust : std::uint8_t { Full, None };

// Reads `modbuild.toml` at the tree's root. Mistakes go to `diagnostics`; the result is the best
// that could be made of it, null only when the file cannot be read at all.
TreeManifestPtr load_tree(FileSystem& tree, Sources& sources, Diagnostics& diagnostics,
                          Trust trust = Trust::Full);

// Where the tree file says that components are.
ScanRoots scan_roots(const TreeManifest& manifest);

// The directory that [tree] sources names, as written there; empty when the sources are in the
// tree.
const Text& sources_directory(const TreeManifest& manifest);

// The variants that the tree file declares, and the one that its profile `name` is built in, "" if
// none: for those who must know before all else is read.
std::vector<std::string> declared_variants(const TreeManifest& manifest);
std::string variant_of_profile(const TreeManifest& manifest, std::string_view name);

// Components kept from one run to the next. Opaque outside load.
class ManifestCache;

struct ManifestCacheDeleter {
  void operator()(ManifestCache* cache) const;
};
using ManifestCachePtr = std::unique_ptr<ManifestCache, ManifestCacheDeleter>;

// With what packed() of a former run's gave, which must live as long; malformed bytes are as good
// as none. `began_ns` (file_clock_ns) is when the run began, see is_settled().
ManifestCachePtr open_manifest_cache(std::string_view bytes, std::int64_t began_ns);
bool is_changed(const ManifestCache& cache);
std::string packed(const ManifestCache& cache);

// Where a tree is read: its manifests, and all else that they name. Two places where the tree is an
// overlay of another one that is laid out alike.
struct TreePlaces {
  FileSystem* manifests = nullptr;
  FileSystem* sources = nullptr;  // null = in the tree
  // What is kept from former runs; may be null. The listings are those of `sources`, or of the
  // tree.
  ManifestCache* kept_manifests = nullptr;
  ListingCache* kept_listings = nullptr;

  bool is_overlay() const { return sources != nullptr; }
};

struct LoadResult {
  Catalog catalog;
  // Files and directories that the catalog depends on (manifests read, directories listed for
  // globs), sorted, relative to the tree's root: regeneration watches them.
  std::vector<std::string> inputs;
  // Likewise those in the sources of an overlay, relative to their root.
  std::vector<std::string> source_inputs;
  // Links among the sources that were followed, relative to the sources' root.
  std::vector<std::string> links;
};

// Reads every component manifest of `source_tree` on up to `threads` threads and resolves names.
// Paths of the catalog hang from the sources' root, but for manifests.
LoadResult load(const TreeManifest& manifest, const SourceTree& source_tree, const TreePlaces& tree,
                Sources& sources, Threads threads, Diagnostics& diagnostics);

// The JSON Schema of one manifest ("tree" or "module"), made from the key tables.
std::string manifest_schema(std::string_view name);

}  // namespace modbuild
