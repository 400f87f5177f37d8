// What `install` writes down of what it installed: the document modbuild.installed/1. Uninstalling
// and verifying need nothing else, neither the tree nor the build directory.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "model/install_plan.h"

namespace modbuild {

struct InstalledFile {
  InstallKind kind = InstallKind::Data;
  std::uint64_t size = 0;
  std::uint32_t mode = 0;  // permission bits
  std::string sha256;
  std::string package;  // may be empty
  ComponentKind owner_kind = ComponentKind::Module;
  std::string owner;
  // As in the plan (InstallItem).
  std::vector<std::string> abi;
  std::vector<std::string> hosts;
  std::vector<std::string> entries;

  friend bool operator==(const InstalledFile&, const InstalledFile&) = default;
};

// What is written down of `item` once `bytes` have been installed for it.
InstalledFile installed_file(const InstallItem& item, std::string_view bytes);

// Paths are those on the system that is installed for: DESTDIR is in none of them.
struct InstalledManifest {
  std::string tree;
  std::string version;
  std::map<std::string, std::string> dirs;     // prefix, bindir, ...
  std::set<std::string> directories;           // that were made for the files
  std::map<std::string, InstalledFile> files;  // by path

  friend bool operator==(const InstalledManifest&, const InstalledManifest&) = default;
};

// The document modbuild.installed/1.
std::string installed_manifest_json(const InstalledManifest& manifest);

// What `text` says; nothing after an error at `at` (MB175). The document is not trusted: a path
// that is not absolute and normalised, or holds '..', is refused.
std::optional<InstalledManifest> parse_installed_manifest(std::string_view text,
                                                          const SourceRange& at,
                                                          Diagnostics& diagnostics);

}  // namespace modbuild
