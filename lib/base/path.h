// Lexical work on '/'-separated paths, and the Path type that says which root a path hangs from.
// Knows nothing of what exists on disk.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace modbuild {

enum class Root : std::uint8_t { Source, Build, Install, Absolute };

// A path below one of the roots; `text` is normalised: no '.', '..', '//' or trailing '/'.
// Empty text is the root itself.
struct Path {
  Root root = Root::Source;
  std::string text;

  friend bool operator==(const Path&, const Path&) = default;
  friend auto operator<=>(const Path&, const Path&) = default;
};

// "a/b" + "c" = "a/b/c"; an empty side is left out.
std::string join_path(std::string_view directory, std::string_view name);

// "a/b/c" -> "a/b"; "c" -> "".
std::string_view directory_of(std::string_view path);

// "a/b/c.c" -> "c.c".
std::string_view base_name(std::string_view path);

// "a/b.c" -> ".c"; none -> "".
std::string_view suffix_of(std::string_view path);

// Removes '.' components, doubled and trailing '/'. Keeps '..' (callers refuse it before).
std::string normalise(std::string_view path);

// An absolute path without '.' and '..', as if no directory of it were a link.
std::string without_dots(std::string_view path);

// How to reach `target` from directory `from`, both absolute and normalised: "../src/a.c".
std::string relative_path(std::string_view from, std::string_view target);

// Whether `path` is `directory` or lies below it (both normalised).
bool is_below(std::string_view path, std::string_view directory);

}  // namespace modbuild
