// Where lists of changed files come from: git, a file, standard input.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "os/changed_file.h"

namespace modbuild::tool {

struct Context;

// The files of the sources that differ between two revisions, without `head` between `base` and the
// work tree. The tree must be open, and loaded where it may be an overlay. Nothing after an error.
std::optional<std::vector<ChangedFile>> changes_in_git(const std::string& base,
                                                       const std::string& head, Context& context);

// The lines of a file of the command line, "-" for standard input. Nothing after an error.
std::optional<std::vector<std::string>> read_lines(const std::string& file, Context& context);

// Paths as people and tools write them, "a/b", "./a/b", "//a/b" or absolute, relative to the
// sources; those elsewhere are left out. A file that is not there was deleted, any other may be
// new.
std::vector<ChangedFile> changes_named(const std::vector<std::string>& paths, Context& context);

}  // namespace modbuild::tool
