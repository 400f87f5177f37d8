#include "load/tree_paths.h"

#include "base/glob.h"
#include "base/path.h"
#include "base/portable_name.h"
#include "base/str.h"
#include "diag/name_code.h"
#include "load/text_place.h"
#include "load/text_rules.h"

namespace modbuild {
namespace {

bool fail(const Text& text, std::string_view why, std::string help, Diagnostics& diagnostics) {
  diagnostics.add(Code::BadPath, text.at, cat("path '", text.value, "' ", why), std::move(help));
  return false;
}

bool has_upward_step(std::string_view path) {
  return path == ".." || path.starts_with("../") || path.ends_with("/..") ||
         path.find("/../") != std::string_view::npos;
}

// A pattern with many `**` takes time that grows with their number as an exponent.
constexpr int kMaxDeepGlobs = 3;

int deep_globs(std::string_view path) {
  int count = 0;
  for (std::size_t at = path.find("**"); at != std::string_view::npos;
       at = path.find("**", at + 2)) {
    ++count;
  }
  return count;
}

bool is_allowed(const Text& text, Diagnostics& diagnostics) {
  const std::string_view path = text.value;
  if (path.empty()) return fail(text, "is empty", "remove it", diagnostics);
  if (path.find('\\') != std::string_view::npos) {
    return fail(text, "holds a backslash", "separate directories with '/'", diagnostics);
  }
  if (path.starts_with('/') && !path.starts_with("//")) {
    return fail(text, "is absolute",
                cat("write it relative to the manifest's directory, or to the tree's root: \"/",
                    path, "\""),
                diagnostics);
  }
  if (has_upward_step(path)) {
    return fail(text, "leads upwards with '..'",
                "begin it with // to name a file by its path from the tree's root", diagnostics);
  }
  if (deep_globs(path) > kMaxDeepGlobs) {
    return fail(text, "holds more than three '**'", "write several entries", diagnostics);
  }
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto byte = static_cast<unsigned char>(path[i]);
    if (byte >= 0x20U && byte != 0x7FU) continue;
    diagnostics.add(Code::ControlCharacter, place_in_text(text, i, i + 1),
                    cat("the path holds a control character at offset ", std::to_string(i)),
                    "rename the file");
    return false;
  }
  return true;
}

}  // namespace

std::optional<std::string> tree_path(const Text& text, const std::string& dir,
                                     Diagnostics& diagnostics) {
  if (!is_allowed(text, diagnostics)) return std::nullopt;
  if (text.value.starts_with("//")) {
    const std::size_t begin = text.value.find_first_not_of('/');
    if (begin == std::string::npos) return std::string();
    return normalise(std::string_view(text.value).substr(begin));
  }
  return join_path(dir, normalise(text.value));
}

std::optional<std::string> exact_tree_path(const Text& text, const std::string& dir,
                                           Diagnostics& diagnostics) {
  const std::optional<std::string> path = tree_path(text, dir, diagnostics);
  if (!path) return std::nullopt;
  if (has_glob(text.value)) {
    diagnostics.add(Code::GlobNotAllowed, text.at,
                    cat("'", text.value, "' is a glob, expected one exact path"),
                    "write each path out");
    return std::nullopt;
  }
  if (!check_carriable(*path, "path", text.at, diagnostics)) return std::nullopt;
  return path;
}

std::optional<std::string> generated_path_text(const Text& text, Diagnostics& diagnostics) {
  if (text.value.starts_with("//")) {
    fail(text, "begins with '//'",
         "what is generated lies in the component's own directory of the "
         "build tree: leave out the //",
         diagnostics);
    return std::nullopt;
  }
  const std::optional<std::string> path = exact_tree_path(text, {}, diagnostics);
  if (path && path->empty()) {
    fail(text, "is no file", "write the file's name", diagnostics);
    return std::nullopt;
  }
  return path;
}

bool check_carriable(const std::string& path, std::string_view what, const SourceRange& at,
                     Diagnostics& diagnostics) {
  const auto problem = check_portable_path(path);
  if (!problem) return true;
  diagnostics.add(code_of(problem->fault), at, cat(what, " '", path, "': ", problem->why),
                  cat("rename the ", what));
  return false;
}

}  // namespace modbuild
