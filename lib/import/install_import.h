// What installing does: the programs that install recipes ran (install, cp, sed, mv, chmod) become
// entries of files with their origin, destination and mode.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "import/imported.h"
#include "import/transcript.h"

namespace modbuild {

// The machine's paths and the directories that a user of modbuild can choose instead, the longest
// first.
using DirectoryNames = std::vector<std::pair<std::string, std::string>>;

struct RecipePlaces {
  std::string root;                                        // below it the recipes installed
  std::function<std::string(const std::string&)> in_tree;  // a path of the copy -> of the tree
  std::function<bool(const std::string&)> is_directory;    // of the copy, or below the root
  std::function<std::optional<std::string>(const std::string&)> read;  // a file of the tree
  DirectoryNames names;
};

// One file that the recipes installed.
struct RecipeFile {
  std::string from;         // in the tree
  std::string destination;  // directory, with {placeholders}
  std::string name;
  std::string mode;        // "0644"
  bool is_sample = false;  // put in place only where there is none yet
  std::vector<std::pair<std::string, std::string>> subst;  // text -> text with {placeholders}
  std::string when;
  std::string fault;  // what of it cannot be expressed; "" = nothing

  auto operator<=>(const RecipeFile&) const = default;
};

// The files that `commands` installed, sorted by destination. What make built itself (its path in
// the tree is no file there) is among them.
std::vector<RecipeFile> installed_files(const std::vector<Command>& commands,
                                        const RecipePlaces& places);

// Entries for `files` of a component in `directory`; files that go together are one entry.
// `files_of` lists a directory of the tree.
std::vector<ImportedInstall> install_entries(
    std::vector<RecipeFile> files, const std::string& directory,
    const std::function<std::vector<std::string>(const std::string&)>& files_of);

}  // namespace modbuild
