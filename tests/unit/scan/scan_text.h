// Globs as they would stand in a tree file, and a scan's result as text to compare.
#pragma once

#include <string>
#include <vector>

#include "scan/scan.h"

namespace modbuild {

// One glob a line, from line 1 on.
inline ScanRoots roots_of(const std::vector<std::string>& modules) {
  ScanRoots roots;
  for (const std::string& glob : modules) {
    Text text;
    text.value = glob;
    text.at.line = static_cast<std::uint32_t>(roots.modules.size() + 1);
    roots.modules.push_back(text);
  }
  return roots;
}

// "modules/tm: module.toml" for each component directory, "watch modules" for each listed one.
inline std::string text_of(const SourceTree& tree) {
  std::string text;
  for (const ComponentDirectory& directory : tree.directories) {
    text += (directory.dir.empty() ? "." : directory.dir) + ":";
    for (const std::string& manifest : directory.manifests) text += " " + manifest;
    text += '\n';
  }
  for (const std::string& dir : tree.listed) text += "watch " + (dir.empty() ? "." : dir) + "\n";
  return text;
}

// "1 MB055 message" for each, the number being the line of the glob.
inline std::string text_of(Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& item : diagnostics.take_sorted()) {
    text += std::to_string(item.at.line) + " " + std::string(code_info(item.code).id) + " " +
            item.message + "\n";
  }
  return text;
}

// The whole outcome.
inline std::string scan_text(const std::vector<std::string>& globs, FileSystem& fs,
                             unsigned threads = 1) {
  Diagnostics diagnostics;
  const std::string tree = text_of(scan(roots_of(globs), fs, threads, diagnostics));
  return tree + text_of(diagnostics);
}

}  // namespace modbuild
