#include "base/glob.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/path.h"
#include "base/str.h"
#include "base/utf8.h"

namespace modbuild {
namespace {

// A piece of a pattern's text or of a name: one code point, or one byte that is no UTF-8.
struct Letter {
  char32_t value = 0;
  std::size_t length = 1;
};

Letter letter_at(std::string_view text, std::size_t at) {
  const CodePoint c = decode_utf8(text, at);
  return {c.value, c.length};
}

// Matches the set `[..]` at the start of `pattern` against `c`. Returns the set's length when `c`
// is in it, 0 when it is not; a bracket that is never closed is an ordinary '[', as in POSIX.
std::size_t match_set(std::string_view pattern, char32_t c) {
  std::size_t at = 1;
  const bool negated = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
  if (negated) ++at;
  bool matched = false;
  const std::size_t first = at;
  while (at < pattern.size() && (pattern[at] != ']' || at == first)) {
    const Letter low = letter_at(pattern, at);
    at += low.length;
    Letter high = low;
    if (at + 1 < pattern.size() && pattern[at] == '-' && pattern[at + 1] != ']') {
      high = letter_at(pattern, at + 1);
      at += 1 + high.length;
    }
    matched |= low.value <= c && c <= high.value;
  }
  if (at >= pattern.size()) return c == '[' ? 1 : 0;
  return matched != negated ? at + 1 : 0;
}

// Whether `pattern` is "*" and plain text of ASCII, as in "*.c".
bool is_suffix_pattern(std::string_view pattern) {
  return pattern.starts_with('*') && std::all_of(pattern.begin() + 1, pattern.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x80 && c != '*' && c != '?' && c != '[';
         });
}

// How much of `pattern`, which is not empty and does not start with '*', stands for the letter
// `c`; 0 when it does not.
std::size_t match_letter(std::string_view pattern, char32_t c) {
  if (pattern[0] == '?') return 1;
  if (pattern[0] == '[') return match_set(pattern, c);
  const Letter wanted = letter_at(pattern, 0);
  return wanted.value == c ? wanted.length : 0;
}

}  // namespace

bool has_glob(std::string_view text) {
  return text.find_first_of("*?[") != std::string_view::npos;
}

bool glob_match_component(std::string_view pattern, std::string_view name) {
  if (name.starts_with('.') && !pattern.starts_with('.')) return false;
  if (is_suffix_pattern(pattern)) return name.ends_with(pattern.substr(1));
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t star = std::string_view::npos;  // where to resume after the last '*'
  std::size_t star_name = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = ++p;
      star_name = n;
      continue;
    }
    const Letter letter = letter_at(name, n);
    const std::size_t step = p < pattern.size() ? match_letter(pattern.substr(p), letter.value) : 0;
    if (step > 0) {
      p += step;
      n += letter.length;
    } else if (star != std::string_view::npos) {
      p = star;
      star_name += letter_at(name, star_name).length;
      n = star_name;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool glob_match_path(std::string_view pattern, std::string_view path) {
  const std::vector<std::string> patterns = split(pattern, "/");
  const std::vector<std::string> names = split(path, "/");
  // reached[n]: the patterns so far match the first n names. A table rather than recursion, so that
  // no pattern takes more than patterns x names steps.
  std::vector<bool> reached(names.size() + 1, false);
  reached[0] = true;
  for (const std::string& component : patterns) {
    std::vector<bool> next(names.size() + 1, false);
    const bool any_depth = component == "**";
    next[0] = any_depth && reached[0];
    for (std::size_t n = 0; n < names.size(); ++n) {
      const std::string& name = names[n];
      next[n + 1] = any_depth ? reached[n + 1] || (next[n] && !name.starts_with('.'))
                              : reached[n] && glob_match_component(component, name);
    }
    reached = next;
  }
  return reached.back();
}

std::string_view glob_fixed_directory(std::string_view pattern) {
  const std::size_t glob = pattern.find_first_of("*?[");
  return directory_of(glob == std::string_view::npos ? pattern : pattern.substr(0, glob));
}

}  // namespace modbuild
