#include "load/load.h"

#include <algorithm>
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

// `listed` may name one directory many times, mostly in a row.
void add_listed(std::vector<std::string>& inputs, std::vector<std::string> listed) {
  for (std::string& directory : listed) {
    if (inputs.empty() || inputs.back() != directory) inputs.push_back(std::move(directory));
  }
}

// The components that were read; the others' names, so that nobody is blamed for naming them.
std::vector<UnreadManifest> sort_out(std::vector<LoadedComponent> loaded,
                                     const std::vector<ManifestPlace>& places,
                                     std::vector<Component>& components, LoadResult& result) {
  std::vector<UnreadManifest> unread;
  components.reserve(loaded.size());
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    add_listed(result.source_inputs, std::move(loaded[i].listed));
    result.inputs.push_back(loaded[i].component.manifest);
    if (loaded[i].is_usable) {
      components.push_back(std::move(loaded[i].component));
    } else {
      unread.push_back({default_name(places[i]), std::move(loaded[i].text)});
    }
  }
  return unread;
}

void sort_unique(std::vector<std::string>& paths) {
  sort_once(paths);
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
  std::vector<LoadedComponent> loaded(places.size());
  if (tree.kept_manifests != nullptr) tree.kept_manifests->settle_rules(manifest.rules);
  for_each_index(places.size(), threads, [&](std::size_t i) {
    loaded[i] = load_component(places[i], tree, listings, manifest.rules, diagnostics);
  });

  // Ids, in name order. From here on names can be looked up.
  std::vector<Component> components;
  std::vector<UnreadManifest> unread = sort_out(std::move(loaded), places, components, result);
  add_tree(manifest, catalog);
  check_default_includes(catalog.defaults, listings, diagnostics);
  add_components(std::move(components), catalog, diagnostics);

  // What manifests say about each other.
  NameResolver names(catalog, std::move(unread), diagnostics);
  resolve_components(manifest, names, catalog, diagnostics);
  resolve_groups(manifest, names, catalog, diagnostics);
  resolve_profiles(manifest, names, catalog, diagnostics);
  resolve_tree(manifest, names, catalog, diagnostics);
  check_cycles(catalog, diagnostics);
  add_listed(result.source_inputs, collect_inputs(listings, catalog, diagnostics));

  result.links = listings.take_links();
  result.inputs.emplace_back(kTreeFile);
  if (!tree.is_overlay()) add_listed(result.inputs, std::exchange(result.source_inputs, {}));
  sort_unique(result.inputs);
  sort_unique(result.source_inputs);
  return result;
}

}  // namespace modbuild
