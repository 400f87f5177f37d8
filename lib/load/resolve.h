// The part of loading that needs more than one manifest.
#pragma once

#include <string>
#include <vector>

#include "base/parallel.h"
#include "load/name_resolver.h"
#include "load/tree_files.h"
#include "load/tree_manifest.h"
#include "model/catalog.h"

namespace modbuild {

// Puts the components into the catalog by name and fills `capabilities`; a name that is taken is
// MB026, and the first manifest by path keeps it.
void add_components(std::vector<Component> components, Catalog& catalog, Diagnostics& diagnostics);

// Tree, defaults, libs and packages of the tree file.
void add_tree(const TreeManifest& manifest, Catalog& catalog);

// Hosts, dependencies, libs, tools, packages and the names inside `when`, component by component,
// on up to `threads` threads.
void resolve_components(const TreeManifest& manifest, NameResolver& names, Catalog& catalog,
                        Threads threads, Diagnostics& diagnostics);
// Each {lib.LIB.NAME} of the component, whose libs are resolved (MB021, MB056).
void check_lib_values(const Component& component, NameResolver& names, const Catalog& catalog,
                      Diagnostics& diagnostics);
// The names inside `when` of the tree file, and the default group.
void resolve_tree(const TreeManifest& manifest, NameResolver& names, const Catalog& catalog,
                  Diagnostics& diagnostics);
// Groups of the tree file and of the modules; their members.
void resolve_groups(const TreeManifest& manifest, NameResolver& names, Catalog& catalog,
                    Diagnostics& diagnostics);
void resolve_profiles(const TreeManifest& manifest, NameResolver& names, Catalog& catalog,
                      Diagnostics& diagnostics);
// What the globs of aggregates find in the directories of the modules; the directories listed for
// it.
std::vector<std::string> collect_inputs(TreeListings& listings, Catalog& catalog,
                                        Diagnostics& diagnostics);
// Circles of hard dependencies, and of libraries and tools (MB029).
void check_cycles(const Catalog& catalog, Diagnostics& diagnostics);

}  // namespace modbuild
