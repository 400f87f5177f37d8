// The flags of a directory as pieces that a manifest can hold, and how they differ between
// operating systems and options.
#pragma once

#include <string>
#include <vector>

#include "import/imported.h"
#include "import/lib_registry.h"
#include "import/module_runs.h"

namespace modbuild {

enum class PieceKind { Include, Define, Cflag, Ldflag, Object, Lib, OptionalLib };

struct Piece {
  PieceKind kind = PieceKind::Cflag;
  std::string value;  // of a lib: its number
  std::string when;

  bool same(const Piece& other) const { return kind == other.kind && value == other.value; }
};
using Pieces = std::vector<Piece>;

struct FlagPieces {
  Pieces pieces;  // merged over all systems, each once, in the makefile's order
  std::vector<ImportedFeature> features;  // of options
  std::vector<ImportNote> leftovers, decisions;
};

// `directory` is where relative paths hang from.
FlagPieces flag_pieces(const DirectoryRuns& runs, LibRegistry& registry);

}  // namespace modbuild
