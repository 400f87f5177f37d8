// Paths as manifests write them, made relative to the tree's root. Says nothing of what exists.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "diag/diagnostics.h"

namespace modbuild {

// `text` as written in a manifest of directory `dir`: relative to it, or with a leading "//" to the
// tree's root. Globs stay. Nothing when it is not allowed there (MB052), which is reported.
std::optional<std::string> tree_path(const Text& text, const std::string& dir,
                                     Diagnostics& diagnostics);

// As tree_path(), for one exact path: a glob is MB057, what tools cannot carry MB060 to MB065.
std::optional<std::string> exact_tree_path(const Text& text, const std::string& dir,
                                           Diagnostics& diagnostics);

// A path below a directory of the build tree: no "//", no glob.
std::optional<std::string> generated_path_text(const Text& text, Diagnostics& diagnostics);

// Whether every tool can carry `path`; when not, says so at `at`. `what`: "file", "path", ...
bool check_carriable(const std::string& path, std::string_view what, const SourceRange& at,
                     Diagnostics& diagnostics);

}  // namespace modbuild
