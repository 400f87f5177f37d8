// Audits what was built: whether each module fits its hosts, by what the ELF files say. The door of
// this folder. Knows what it is told of manifests; loads and runs nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/parallel.h"
#include "diag/diagnostics.h"
#include "verify/library_search.h"
#include "verify/static_check.h"

namespace modbuild {

enum class FileRole : std::uint8_t {
  Unknown,  // the file itself says it: a program, or by name and entry symbols a module or library
  Module,
  Host,     // a program that loads modules
  Program,  // any other
  Library   // of the tree
};

// "module", "host", ..
std::string_view role_word(FileRole role);

// An external library that a module is linked with.
struct DeclaredLib {
  std::string name;
  SourceRange at;     // the manifest's word for it; the module where nobody says it in its manifest
  std::string place;  // "depends.libs"
};

// A file to audit, and what is known of it.
struct AuditedFile {
  std::string path;   // absolute
  std::string shown;  // as the user knows it
  FileRole role = FileRole::Module;
  std::string name;  // of the component, or of the file
  SourceRange at;    // where its manifest names it
  // Of modules:
  bool names_hosts = false;          // whether `hosts` is known
  std::vector<std::string> hosts;    // names of the hosts that are to load it
  std::vector<std::string> entries;  // what those look up, any of which it must have; empty = any
  bool has_manifest = false;         // whether the following are known
  std::vector<std::string> modules;  // names of those that are loaded before it, all levels
  std::vector<DeclaredLib> libs;     // that it is linked with, by name
};

// An external library that was found: the words that link it ("-L/opt/lib", "-lssl").
struct KnownLib {
  std::string name;
  std::vector<std::string> words;
};

// An object that a module became which is linked into its host.
struct StaticObject {
  std::string path;  // absolute
  std::string module;
  std::vector<std::string> hosts;
  SourceRange at;
};

struct AuditInput {
  std::vector<AuditedFile> files;
  std::vector<StaticObject> static_objects;
  std::vector<KnownLib> libs;            // by name
  std::vector<std::string> build_roots;  // absolute: where no installed file may look for libraries
  SystemFiles system;
  Threads threads;
};

// How a module fits one host.
struct HostFit {
  std::string host;
  bool declared = false;
  std::vector<std::string> missing;  // symbols, sorted; empty: it can be loaded
};

struct FileAudit {
  std::size_t file = 0;  // in AuditInput
  FileRole role = FileRole::Unknown;
  std::vector<std::string> needed;  // DT_NEEDED
  std::vector<std::string> abi;     // names of ABIs that it has, or that it is built for
  std::vector<HostFit> fits;        // modules: each host, in the order of the files
  std::vector<Code> findings;       // sorted, each once
};

struct Audit {
  std::vector<FileAudit> files;  // in the order of the input
  std::size_t errors = 0;        // findings by severity
  std::size_t warnings = 0;
  std::size_t libraries = 0;  // how many others were read
};

// Reads the files and the libraries that they need, on `threads` threads; the outcome does not
// depend on their number. Findings go to `diagnostics` (MB200..MB219).
Audit audit(const AuditInput& input, Diagnostics& diagnostics);

}  // namespace modbuild
