// One manifest's text to values, with everything that is wrong with it as TOML reported.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "diag/diagnostics.h"
#include "diag/sources.h"
#include "load/value.h"
#include "os/file_system.h"

namespace modbuild {

// Reads the file behind `path`; nothing when it cannot be read, which is reported (MB001 when the
// file is missing and `is_tree_file`, MB002, MB004, MB009).
std::optional<FileText> read_manifest(FileSystem& tree, const std::string& path, FileId file,
                                      bool is_tree_file, Diagnostics& diagnostics);

// The values of `text`, which must live as long as they; nothing when it is no TOML document
// (MB005, MB006, MB007).
std::optional<Document> parse_document(std::string_view text, FileId file,
                                       Diagnostics& diagnostics);

// The same without the short cut that plain text takes (plain_toml.h).
std::optional<Document> parse_any_toml(std::string_view text, FileId file,
                                       Diagnostics& diagnostics);

}  // namespace modbuild
