// What an import found, before it is written as manifests: components, libs, groups, and what could
// not be expressed. Plain data.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace modbuild {

// A value of a list, with the `when` under which it counts ("" = always).
struct ImportedValue {
  std::string value;
  std::string when;

  auto operator<=>(const ImportedValue&) const = default;
};
using ImportedValues = std::vector<ImportedValue>;

// One way to find a lib: keys of the manifest in their order, with one value or several.
struct ImportedAlternative {
  std::vector<std::pair<std::string, std::vector<std::string>>> keys;
  std::vector<std::pair<std::string, std::vector<std::string>>> variables;

  const std::vector<std::string>* find(const std::string& key) const {
    for (const auto& [name, values] : keys) {
      if (name == key) return &values;
    }
    return nullptr;
  }
  void set(std::string key, std::vector<std::string> values) {
    if (!values.empty()) keys.emplace_back(std::move(key), std::move(values));
  }
  auto operator<=>(const ImportedAlternative&) const = default;
};

struct ImportedLib {
  std::string name;
  std::vector<ImportedAlternative> any;
};

struct ImportedFeature {
  std::string name;
  std::string by_default;  // "auto", "off"
  ImportedValues libs, defines, cflags, ldflags, includes;
  std::string when;
};

struct ImportedPerFile {
  std::vector<std::string> files;
  std::vector<std::string> cflags, defines;
};

struct ImportedGenerate {
  std::vector<std::string> inputs, outputs, command;
  bool to_stdout = false;
};

struct ImportedInstall {
  std::string kind;
  std::vector<std::string> from;
  std::string to, rename, mode;
  std::vector<std::pair<std::string, std::string>> subst;
  bool keep_tree = false;
  std::string when;

  auto operator<=>(const ImportedInstall&) const = default;
};

enum class ImportedKind { Module, Program };

struct ImportedComponent {
  ImportedKind kind = ImportedKind::Module;
  std::string name;
  std::string directory;  // in the tree
  std::string manifest;   // file name
  std::string description;
  std::string when;
  ImportedValues sources;  // empty = every source file of the directory
  std::vector<std::string> exclude;
  ImportedValues includes, defines, cflags, ldflags;
  std::vector<ImportedPerFile> per_file;
  ImportedValues libs;  // names of libs
  ImportedValues load;
  std::vector<ImportedFeature> features;
  std::vector<ImportedGenerate> generates;
  std::vector<ImportedInstall> installs;
  std::vector<std::string> entry_symbols;  // Program that loads modules
  std::string file;                        // module file; "" = {name}.so
  std::string to;                          // Program: where it is installed; "" = {bindir}
};

struct ImportedGroup {
  std::string name;
  std::vector<std::string> modules;
  std::vector<std::string> groups;
};

// A place of the imported tree.
struct ImportNote {
  std::string file;   // in the tree
  unsigned line = 0;  // 0 = the whole file
  std::string text;

  auto operator<=>(const ImportNote&) const = default;
};

struct ImportedSettings {
  ImportedValues includes, defines, cflags, ldflags;
};

struct ImportedTree {
  std::string name, version, default_group;
  std::vector<std::string> modules, programs;  // globs of directories
  std::vector<std::string> allow_flags;
  ImportedSettings common, for_modules, for_programs;
  std::map<std::string, ImportedLib> libs;
  std::vector<ImportedGroup> groups;
  std::vector<ImportedComponent> components;  // sorted by directory
  std::map<std::string, std::string> dirs;    // install directories that differ from the defaults
  std::vector<ImportNote> leftovers;          // what could not be expressed
  std::vector<ImportNote> decisions;          // what is expressed in another way, and how
};

}  // namespace modbuild
