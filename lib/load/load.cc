#include "load/load.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/parallel.h"
#include "base/path.h"
#include "base/sort_once.h"
#include "load/component_reader.h"
#include "load/document.h"
#include "load/manifest_cache.h"
#include "load/resolve.h"
#include "load/tree_manifest.h"

namespace modbuild {
namespace {

constexpr const char* kTreeFile = "modbuild.toml";

std::vector<ManifestPlace> manifest_places(const SourceTree& source_tree, Sources& sources) {
  std::vector<ManifestPlace> places;
  for (const ComponentDirectory& directory : source_tree.directories) {
    for (const std::string& name : directory.manifests) {
      places.push_back({directory.dir, name, sources.add(join_path(directory.dir, name))});
    }
  }
  return places;
}

// What every list of [defaults] names must be there, as in a component.
void check_default_includes(Defaults& defaults, TreeListings& listings, Diagnostics& diagnostics) {
  FileFinder finder(listings, {}, diagnostics);
  for (Settings* settings : {&defaults.common, &defaults.module, &defaults.program,
                             &defaults.library, &defaults.for_static}) {
    std::erase_if(settings->includes, [&finder](Conditional<Text>& include) {
      std::optional<std::string> path = finder.directory(include.value);
      if (path) include.value.value = std::move(*path);
      return !path;
    });
  }
}

// One component from the cache, or else from its manifest.
LoadedComponent load_component(const ManifestPlace& place, const TreePlaces& tree,
                               TreeListings& listings, const TextRules& rules,
                               Diagnostics& diagnostics) {
  ManifestCache* kept = tree.kept_manifests;
  if (kept != nullptr) {
    auto known = kept->find(place, *tree.manifests, listings);
    if (known) return std::move(*known);
  }
  Diagnostics own;
  LoadedComponent loaded = read_component(place, *tree.manifests, listings, rules, own);
  // What is said about a manifest must be said by the next run, too.
  if (kept != nullptr && own.empty()) kept->put(loaded, listings);
  diagnostics.take_from(own);
  return loaded;
}

// What stays of a manifest besides its component.
struct Remainder {
  bool is_usable = false;
  std::string text;  // of one that is not usable
  std::vector<std::string> listed;
};

// All components of `places`, each in its slot, and what else came of the manifests.
std::vector<Component> load_components(const std::vector<ManifestPlace>& places,
                                       const TreePlaces& tree, TreeListings& listings,
                                       const TreeManifest& manifest, Threads threads,
                                       std::vector<Remainder>& remainders,
                                       Diagnostics& diagnostics) {
  std::vector<Component> components(places.size());
  remainders.resize(places.size());
  if (tree.kept_manifests != nullptr) tree.kept_manifests->settle_rules(manifest.rules);
  for_each_index(places.size(), threads, [&](std::size_t i) {
    LoadedComponent loaded = load_component(places[i], tree, listings, manifest.rules, diagnostics);
    components[i] = std::move(loaded.component);
    remainders[i] = {loaded.is_usable, std::move(loaded.text), std::move(loaded.listed)};
  });
  return components;
}

// `listed` may name one directory many times, mostly in a row.
void add_listed(std::vector<std::string>& inputs, std::vector<std::string> listed) {
  for (std::string& directory : listed) {
    if (inputs.empty() || inputs.back() != directory) inputs.push_back(std::move(directory));
  }
}

// Takes out the components that could not be read, and keeps their names, so that nobody is blamed
// for naming them.
std::vector<UnreadManifest> sort_out(std::vector<Remainder> remainders,
                                     const std::vector<ManifestPlace>& places,
                                     std::vector<Component>& components, LoadResult& result) {
  std::vector<UnreadManifest> unread;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < remainders.size(); ++i) {
    add_listed(result.source_inputs, std::move(remainders[i].listed));
    result.inputs.push_back(components[i].manifest);
    if (!remainders[i].is_usable) {
      unread.push_back({default_name(places[i]), std::move(remainders[i].text)});
    } else if (kept++ != i) {
      components[kept - 1] = std::move(components[i]);
    }
  }
  components.resize(kept);
  return unread;
}

// Into `paths`, which come out sorted.
void add_in_order(std::string path, std::vector<std::string>& paths) {
  sort_once(paths);
  paths.insert(std::upper_bound(paths.begin(), paths.end(), path), std::move(path));
}

// Both, sorted, each once.
std::vector<std::string> merged(std::vector<std::string> a, std::vector<std::string> b) {
  sort_once(a);
  sort_once(b);
  std::vector<std::string> both;
  both.reserve(a.size() + b.size());
  std::merge(std::make_move_iterator(a.begin()), std::make_move_iterator(a.end()),
             std::make_move_iterator(b.begin()), std::make_move_iterator(b.end()),
             std::back_inserter(both));
  both.erase(std::unique(both.begin(), both.end()), both.end());
  return both;
}

}  // namespace

void TreeManifestDeleter::operator()(TreeManifest* manifest) const {
  delete manifest;
}

TreeManifestPtr load_tree(FileSystem& tree, Sources& sources, Diagnostics& diagnostics,
                          Trust trust) {
  const FileId file = sources.add(kTreeFile);
  const std::optional<FileText> text = read_manifest(tree, kTreeFile, file, true, diagnostics);
  if (!text) return nullptr;
  TreeManifestPtr manifest(new TreeManifest);
  manifest->file = file;
  manifest->rules.untrusted = trust == Trust::None;
  const std::optional<Document> document = parse_document(text->text, file, diagnostics);
  if (!document || !check_schema(document->root, diagnostics)) return manifest;
  read_tree(document->root, *manifest, diagnostics);
  return manifest;
}

ScanRoots scan_roots(const TreeManifest& manifest) {
  return {manifest.tree.modules, manifest.tree.programs, manifest.tree.libraries};
}

const Text& sources_directory(const TreeManifest& manifest) {
  return manifest.tree.sources;
}

std::vector<std::string> declared_variants(const TreeManifest& manifest) {
  return names_in(manifest.variants.items);
}

std::string variant_of_profile(const TreeManifest& manifest, std::string_view name) {
  for (const ProfileSection& profile : manifest.profiles.items) {
    if (profile.name.value == name) return profile.variant.value;
  }
  return {};
}

LoadResult load(const TreeManifest& manifest, const SourceTree& source_tree, const TreePlaces& tree,
                Sources& sources, Threads threads, Diagnostics& diagnostics) {
  LoadResult result;
  Catalog& catalog = result.catalog;
  // What the scan listed are the sources too, unless those are elsewhere.
  const SourceTree nothing_listed;
  TreeListings listings(tree.is_overlay() ? *tree.sources : *tree.manifests,
                        tree.is_overlay() ? nothing_listed : source_tree, tree.kept_listings);

  // Every manifest by itself: text, keys, files. One slot each.
  const std::vector<ManifestPlace> places = manifest_places(source_tree, sources);
  std::vector<Remainder> remainders;
  std::vector<Component> components =
      load_components(places, tree, listings, manifest, threads, remainders, diagnostics);

  // Ids, in name order. From here on names can be looked up.
  std::vector<UnreadManifest> unread = sort_out(std::move(remainders), places, components, result);
  add_tree(manifest, catalog);
  check_default_includes(catalog.defaults, listings, diagnostics);
  add_components(std::move(components), catalog, diagnostics);

  // What manifests say about each other.
  const TreeNames tree_names(catalog, std::move(unread));
  NameResolver names(tree_names, diagnostics);
  resolve_components(manifest, names, catalog, threads, diagnostics);
  resolve_groups(manifest, names, catalog, diagnostics);
  resolve_profiles(manifest, names, catalog, diagnostics);
  resolve_tree(manifest, names, catalog, diagnostics);
  check_cycles(catalog, diagnostics);
  add_listed(result.source_inputs, collect_inputs(listings, catalog, diagnostics));

  result.links = listings.take_links();
  add_in_order(kTreeFile, result.inputs);
  std::vector<std::string> listed = std::exchange(result.source_inputs, {});
  std::vector<std::string>& watched = tree.is_overlay() ? result.source_inputs : result.inputs;
  watched = merged(std::move(watched), std::move(listed));
  return result;
}

}  // namespace modbuild
