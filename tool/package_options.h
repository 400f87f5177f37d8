// What follows `modbuild package`: a word, one row of the table in cmd_package.cc, and options.
// Each word says which of them it takes.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "command.h"
#include "generation.h"
#include "package/package.h"
#include "packaging_files.h"

namespace modbuild::tool {

struct PackageOptions {
  GenOptions gen;  // the request
  std::string word;
  std::string out;
  std::string distribution;
  std::string destdir;
  std::string deb;
  std::vector<std::string> packages;  // --component
  bool strip = false;
  bool dry_run = false;
  bool force = false;
};

struct PackageWord {
  std::string_view name;
  std::string_view summary;
  std::string_view options;  // those it takes of its own: "--out --force"
  ExitStatus (*run)(const PackageOptions& options, Context& context);
};

// Plans as `gen` would, and sorts the files into packages. Nothing after an error.
std::optional<PackageSet> plan_packages(const PackageOptions& options, Context& context);

// "created", "changed", "same", "kept", "removed": what became of a file, in text and documents.
std::string_view change_word(PackagingChange change);
Style change_style(PackagingChange change);

// deb, rpm, cpack: writes the files of the format that is named like the word.
ExitStatus package_format(const PackageOptions& options, Context& context);

// tar: packs what was built.
ExitStatus package_tar(const PackageOptions& options, Context& context);

// check: compares the plan with packages, a staging directory and debhelper's files.
ExitStatus package_check(const PackageOptions& options, Context& context);

}  // namespace modbuild::tool
