// Where the dynamic linker finds the symbols of a module in one of its hosts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "verify/loaded_files.h"

namespace modbuild {

// How a file is reached, the better the larger.
enum class Reach : std::uint8_t {
  Nowhere,
  Indirect,  // through a library that another library needs: only as long as that one does
  Host,      // a library that the host brings along
  Direct     // the host, a library that the module names itself, a module that it needs
};

// For every file, how it is reached from `start` (not itself): those it names by `first`, those
// that they need by `deeper`.
std::vector<Reach> closure(const LoadedFiles& files, std::size_t start, Reach first, Reach deeper);

// Each file by the better of two ways.
void join(std::vector<Reach>& scope, const std::vector<Reach>& other);

struct SymbolPlace {
  Reach reach = Reach::Nowhere;
  std::size_t file = 0;
};

// The best place of a symbol.
SymbolPlace place_of(const LoadedFiles& files, const std::vector<Reach>& scope,
                     const std::string& symbol);

}  // namespace modbuild
