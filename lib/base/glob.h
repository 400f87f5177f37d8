// Glob patterns: `*` and `?` within one path component, `[..]` sets, `**` for any depth; letters
// are code points.
// Pure text; walking directories is the caller's work.
#pragma once

#include <string_view>

namespace modbuild {

// Whether `text` holds a glob character.
bool has_glob(std::string_view text);

// Whether one component (no '/') matches; a leading '.' must be matched literally.
bool glob_match_component(std::string_view pattern, std::string_view name);

// Whether a whole '/'-separated path matches; `**` stands for zero or more components that do not
// begin with '.'.
bool glob_match_path(std::string_view pattern, std::string_view path);

// The directory part of `pattern` that holds no glob: "a/b/*.c" -> "a/b"; "*.c" -> "".
std::string_view glob_fixed_directory(std::string_view pattern);

}  // namespace modbuild
