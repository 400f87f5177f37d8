// Runs the stages up to load on any file system, as the pipeline does, and keeps what was said.
#pragma once

#include <string>
#include <vector>

#include "diag/diagnostics.h"
#include "diag/render.h"
#include "diag/sources.h"
#include "load/load.h"
#include "os/file_system.h"
#include "scan/scan.h"

namespace modbuild {

struct TreeLoad {
  std::string messages;  // rendered as text
  bool has_errors = false;
  Catalog catalog;
  std::vector<std::string> inputs;
  std::vector<std::string> source_inputs;
};

// With `places.sources`, the tree is an overlay of what lies there.
inline TreeLoad load_whole_tree(const TreePlaces& places, unsigned threads = 1) {
  FileSystem& tree = *places.manifests;
  TreeLoad result;
  Sources sources;
  sources.set_reader([&tree](const std::string& path) {
    return tree.read(path, 1U << 20U).value_or(std::string());
  });
  Diagnostics diagnostics;
  const TreeManifestPtr manifest = load_tree(tree, sources, diagnostics);
  if (manifest != nullptr && !diagnostics.has_errors()) {
    const SourceTree scanned = scan(scan_roots(*manifest), tree, threads, diagnostics,
                                    places.is_overlay() ? nullptr : places.kept_listings);
    if (!diagnostics.has_errors()) {
      LoadResult loaded = load(*manifest, scanned, places, sources, threads, diagnostics);
      result.catalog = std::move(loaded.catalog);
      result.inputs = std::move(loaded.inputs);
      result.source_inputs = std::move(loaded.source_inputs);
    }
  }
  result.has_errors = diagnostics.has_errors();
  result.messages = render(diagnostics.take_sorted(), sources, DiagnosticFormat::Text, false);
  return result;
}

inline TreeLoad load_whole_tree(FileSystem& tree, unsigned threads = 1) {
  return load_whole_tree(TreePlaces{&tree, nullptr}, threads);
}

}  // namespace modbuild
