// What becomes of the symbols of a module that is linked into its host, so that it can be there
// together with any other: as arguments of objcopy.
#pragma once

#include <string>
#include <vector>

#include "elf/object_symbols.h"

namespace modbuild {

struct StaticSymbolsInput {
  ObjectSymbols module;              // of all its objects, linked into one
  std::vector<ObjectSymbols> users;  // objects of the modules that need it
  std::vector<std::string> entries;  // what its hosts look up
  std::string prefix;                // unique among modules; entries are renamed with it
};

// Names of the module that stay global and as they are, sorted: what users refer to, and what is
// one in the whole process. Entries are not among them.
std::vector<std::string> kept_symbols(const StaticSymbolsInput& input);

// Entries are renamed PREFIX_ENTRY and stay global. What users refer to stays as it is, and so does
// what is one in the whole process: the dynamic linker, too, would join those of several modules.
// Everything else becomes local, so equal names of two modules never meet. A section whose bounds
// the module asks for (__start_NAME, __stop_NAME: binutils, "Input Section Example") is renamed
// with them, for the linker would give it those of all modules together.
std::vector<std::string> static_symbol_options(const StaticSymbolsInput& input);

}  // namespace modbuild
