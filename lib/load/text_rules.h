// What the strings behind keys must look like, by kind. Rules that need a place in the tree (does
// the file exist?) or other components (is there such a module?) come later.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/portable_name.h"
#include "diag/diagnostics.h"
#include "load/key_table.h"
#include "model/external_lib.h"

namespace modbuild {

// What the check needs to know besides the text.
struct TextRules {
  std::vector<std::string> allow_flags;  // flags that the tree file permits by name
  bool untrusted = false;                // it may permit none
};

// Whether `text` may stand where `kind` is expected; says why not.
bool check_text(TextKind kind, const Text& text, const TextRules& rules, Diagnostics& diagnostics);

// The regular expression of `kind` for the JSON Schemas; "" when there is none.
std::string_view text_pattern(TextKind kind);

// "libssl >= 1.1" taken apart; the text has passed check_text.
VersionedName parse_versioned_name(const Text& text);

}  // namespace modbuild
