// The audit of one module: its symbols, libraries and hosts. audit.cc calls it for each.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "verify/loaded_files.h"
#include "verify/scope.h"

namespace modbuild {

// A host, and what it brings along.
struct AuditedHost {
  std::size_t file = 0;
  std::vector<Reach> scope;  // itself Direct, the libraries it loads Host
  bool complete = true;      // all of those were found
};

// The external libraries of the tree, each with the files behind its words.
struct KnownLibFiles {
  std::string name;
  std::vector<std::size_t> files;
  bool complete = true;  // every -l word led to a shared library
};

struct ModuleCheck {
  const AuditInput* input = nullptr;
  const LoadedFiles* files = nullptr;
  const std::vector<AuditedHost>* hosts = nullptr;
  const std::map<std::string, std::size_t>* modules = nullptr;  // file by name
  const std::vector<KnownLibFiles>* libs = nullptr;
};

// Fills `result.fits` and reports what is wrong: MB201..MB208, MB212..MB214, MB216, MB217.
void check_module(const ModuleCheck& check, FileAudit& result, Diagnostics& diagnostics);

// Adds a finding about the file of `result`.
void add_finding(const AuditedFile& file, FileAudit& result, Diagnostic diagnostic,
                 Diagnostics& diagnostics);

}  // namespace modbuild
