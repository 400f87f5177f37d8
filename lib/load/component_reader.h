// One component manifest to a Component: read, checked and with its files looked up. Needs nothing
// of other components, so that all manifests can be read at once; names are looked up by resolve.h.
#pragma once

#include <string>
#include <vector>

#include "diag/diagnostics.h"
#include "load/text_rules.h"
#include "load/tree_files.h"
#include "model/component.h"

namespace modbuild {

// Where a manifest lies.
struct ManifestPlace {
  std::string dir;   // relative to the tree's root
  std::string name;  // "module.toml" or "NAME.module.toml"
  FileId file;
};

struct LoadedComponent {
  Component component;
  // Whether it belongs into the catalog. If not, the manifest says too little, which was reported;
  // `text` then tells which names it might have defined.
  bool is_usable = false;
  std::string text;
  std::vector<std::string> listed;  // directories whose listing decided something
  // What it was made from, for the cache: the manifest's stamp, and what the tree was asked.
  FileStamp stamp;
  std::vector<TreeQuestion> questions;
  bool followed_links = false;
};

// The component at a place, not read yet.
LoadedComponent unread_component(const ManifestPlace& place);

LoadedComponent read_component(const ManifestPlace& place, FileSystem& tree, TreeListings& listings,
                               const TextRules& rules, Diagnostics& diagnostics);

// The name of a component whose manifest gives none: its directory's, or NAME of NAME.module.toml.
std::string default_name(const ManifestPlace& place);

// Whether the manifest is of the version this program reads (MB044).
bool check_schema(const Value& root, Diagnostics& diagnostics);

}  // namespace modbuild
