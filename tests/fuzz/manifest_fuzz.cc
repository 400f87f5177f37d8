// Any two texts, as tree file and as module manifest of a small tree in memory, are loaded or
// refused with messages that are safe to show and point into the files.
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "base/utf8.h"
#include "diag/render.h"
#include "load/load.h"
#include "model/graph.h"
#include "os/memory_file_system.h"
#include "scan/scan.h"

namespace modbuild {
namespace {

// What stands between the two manifests in the input.
constexpr std::string_view kCut = "\n=====\n";

void add_tree(MemoryFileSystem& tree, std::string_view input) {
  const std::size_t cut = input.find(kCut);
  tree.add_file("modbuild.toml", std::string(input.substr(0, cut)));
  const bool two = cut != std::string_view::npos;
  tree.add_file("modules/m/module.toml",
                two ? std::string(input.substr(cut + kCut.size())) : "schema = 1\n[module]\n");
  tree.add_file("modules/n/module.toml",
                "schema = 1\n[module]\ngroups = [\"g\"]\n[depends]\nmodules = [\"m\"]\n");
  tree.add_file("hosts/h/module.toml", "schema = 1\n[program]\n[host]\n");
  for (const char* path : {"modules/m/a.c", "modules/m/b.cc", "modules/n/n.c", "hosts/h/h.c"}) {
    tree.add_file(path, "int x;\n");
  }
}

void check_ranges(const std::vector<Diagnostic>& items, const Sources& sources) {
  for (const Diagnostic& item : items) {
    if (!item.at.file.valid() || item.at.line == 0) continue;
    const std::string text = sources.text(item.at.file);
    const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
    MB_CHECK(item.at.line <= lines);
    MB_CHECK(item.at.end_line == 0 || item.at.end_line >= item.at.line);
  }
}

void check_input(std::string_view input) {
  MemoryFileSystem tree;
  add_tree(tree, input);
  Sources sources;
  sources.set_reader([&](const std::string& path) {
    return tree.read(path, std::uint64_t{1} << 20U).value_or(std::string());
  });
  Diagnostics diagnostics;
  const TreeManifestPtr manifest = load_tree(tree, sources, diagnostics);
  if (manifest != nullptr) {
    const SourceTree found = scan(scan_roots(*manifest), tree, 1, diagnostics);
    const LoadResult result = load(*manifest, found, {&tree, nullptr}, sources, 1, diagnostics);
    build_graph(result.catalog);
    hard_cycles(result.catalog);
  }
  const std::vector<Diagnostic> items = diagnostics.take_sorted();
  check_ranges(items, sources);
  const std::string said = render(items, sources, DiagnosticFormat::Text, false);
  MB_CHECK(displayable(said, true) == said);
}

}  // namespace
}  // namespace modbuild

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(data, data + size);
  modbuild::check_input(input);
  return 0;
}
