// Which modules the configuration of a host loads, by the patterns of its manifest ([host]
// config-load). Knows no language of configurations: what a comment is, patterns say.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "model/catalog.h"

namespace modbuild {

inline constexpr std::uint64_t kLargestConfig = 16U << 20U;  // bytes

// A module that a configuration loads, with the word that names it.
struct ConfigLoad {
  ComponentId module;
  Text word;
};

// Whether any host says how its configuration loads modules.
bool has_config_patterns(const Catalog& catalog);

// Errors (MB048) for patterns that cannot be used.
void check_config_patterns(const Catalog& catalog, Diagnostics& diagnostics);

// Tries every pattern on every line of `text`, which is `file`. A pattern may match a line up to 64
// times. What its first group captures is the name or file of a module, with or without
// directories and ".so", of the pattern's own host; where patterns of several hosts capture one
// word, of any of them. Unknown words are errors (MB070). Modules come in the order of the text,
// each once.
std::vector<ConfigLoad> modules_in_config(const Catalog& catalog, std::string_view text,
                                          FileId file, Diagnostics& diagnostics);

}  // namespace modbuild
