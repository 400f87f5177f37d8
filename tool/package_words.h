// What to install for a library, in words: the tree's package here, what apt-file found, or how one
// could look.
#pragma once

#include <string>
#include <vector>

#include "context.h"
#include "table.h"

namespace modbuild::tool {

// "debian libssl-dev, fedora openssl-devel": as the tree has it.
std::string package_list(const ExternalLib& lib);

// "libssl-dev"; "a or b (found by apt-file)"; "" when no package is known here.
std::string package_text(const Context& context, LibId id);

// The libs without a package here: what is not known, and how to look. "" when one is known.
std::string unknown_package_text(const Context& context, LibId id);

// One row for each alternative that was tried on a machine, then where the lib comes from.
void add_lib_story(const Context& context, Machine machine, LibId id, Table& table);

// Candidates that apt-file found, where the tree names no package.
std::vector<std::string> found_packages(const Context& context, LibId id);

}  // namespace modbuild::tool
