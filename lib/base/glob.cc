#include "base/glob.h"

#include "base/path.h"

namespace modbuild {
namespace {

// Matches `[...]` at the start of `pattern` against `c`; sets `length` to the set's length, or 0
// when the bracket is never closed (then '[' is an ordinary character, as in POSIX).
bool match_set(std::string_view pattern, char c, std::size_t& length) {
  std::size_t i = 1;
  const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (negated) ++i;
  bool matched = false;
  const std::size_t first = i;
  for (; i < pattern.size() && (pattern[i] != ']' || i == first); ++i) {
    if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
      matched |= pattern[i] <= c && c <= pattern[i + 2];
      i += 2;
    } else {
      matched |= pattern[i] == c;
    }
  }
  length = i < pattern.size() ? i + 1 : 0;
  return matched != negated;
}

}  // namespace

bool has_glob(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

bool glob_match_component(std::string_view pattern, std::string_view name) {
  if (name.starts_with('.') && !pattern.starts_with('.')) return false;
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t star = std::string_view::npos;  // where to resume after the last '*'
  std::size_t star_name = 0;
  while (n < name.size()) {
    std::size_t step = 0;
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      star_name = n;
      continue;
    }
    if (p < pattern.size()) {
      if (pattern[p] == '?') {
        step = 1;
      } else if (pattern[p] == '[') {
        std::size_t length = 0;
        const bool in_set = match_set(pattern.substr(p), name[n], length);
        if (length > 0 && in_set) step = length;
        if (length == 0 && name[n] == '[') step = 1;
      } else if (pattern[p] == name[n]) {
        step = 1;
      }
    }
    if (step > 0) {
      p += step;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star;
      n = ++star_name;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool glob_match_path(std::string_view pattern, std::string_view path) {
  const std::size_t cut = pattern.find('/');
  const std::string_view head = pattern.substr(0, cut);
  const bool last = cut == std::string_view::npos;
  const std::string_view rest = last ? std::string_view{} : pattern.substr(cut + 1);
  if (head == "**") {
    if (last) return true;
    for (std::string_view tail = path;;) {
      if (glob_match_path(rest, tail)) return true;
      const std::size_t slash = tail.find('/');
      if (slash == std::string_view::npos) return false;
      tail = tail.substr(slash + 1);
    }
  }
  const std::size_t slash = path.find('/');
  if (!glob_match_component(head, path.substr(0, slash))) return false;
  if (last) return slash == std::string_view::npos;
  return slash != std::string_view::npos && glob_match_path(rest, path.substr(slash + 1));
}

std::string_view glob_fixed_directory(std::string_view pattern) {
  const std::size_t glob = pattern.find_first_of("*?[");
  return directory_of(glob == std::string_view::npos ? pattern : pattern.substr(0, glob));
}

}  // namespace modbuild
