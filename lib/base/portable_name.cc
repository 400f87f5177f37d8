#include "base/portable_name.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "base/str.h"
#include "base/utf8.h"

namespace modbuild {
namespace {

constexpr std::size_t kMaxComponent = 255;
constexpr std::size_t kMaxPath = 4096;
constexpr std::size_t kMaxName = 64;

constexpr const char* kDepfile = "Ninja's depfile reader would cut the name there";
constexpr const char* kGlob = "make and shells would take it for a glob";

// Why a byte may stand nowhere in a name, or null.
const char* fault_of_byte(char c) {
  switch (c) {
    case '\n':
    case '\r':
      return "Ninja and make would end the line there";
    case '\0':
      return "Ninja would take it for the end of the file";
    case '\t':
      return "Ninja's log would be cut there, and the step run every time";
    case ';':
      return "GNU make would execute what follows it";
    case ':':
      return "make would take it for the end of a target, and gcc's depfiles do not escape it";
    case '|':
      return "Ninja would take it for the mark of an implicit dependency";
    case '\\':
      return "gcc's response files and depfiles would take it for an escape";
    case '*':
    case '?':
    case '[':
    case ']':
      return kGlob;
    case '"':
    case '\'':
    case '&':
    case '<':
    case '>':
    case '^':
    case '`':
      return kDepfile;
    default:
      return nullptr;
  }
}

// Why a component may not begin with a byte, or null.
const char* fault_of_first(char c) {
  switch (c) {
    case '-':
      return "compilers would take the name for an option";
    case '@':
      return "gcc would take the name for a response file";
    case '~':
      return "make and shells would put a home directory there";
    default:
      return nullptr;
  }
}

bool is_control(unsigned char c) {
  return c < 0x20 || c == 0x7F;
}

// "byte 0x3B ';' at offset 18: WHY".
NameProblem problem_at(NameFault fault, std::string_view path, std::size_t offset,
                       std::string_view why) {
  const auto byte = static_cast<unsigned char>(path[offset]);
  std::array<char, 16> shown{};
  const bool printable = byte >= 0x20 && byte < 0x7F;
  std::snprintf(shown.data(), shown.size(), printable ? "0x%02X '%c'" : "0x%02X",
                static_cast<unsigned>(byte), byte);
  return {fault, offset, byte,
          cat("byte ", shown.data(), " at offset ", std::to_string(offset), ": ", why)};
}

// The character at `at`, which is not ASCII.
std::optional<NameProblem> check_wide(std::string_view path, std::size_t at, std::size_t& length) {
  const CodePoint c = decode_utf8(path, at);
  length = c.length;
  if (!c.valid) return problem_at(NameFault::Encoding, path, at, "not valid UTF-8");
  if (!is_unsafe_to_show(c.value)) return std::nullopt;
  std::array<char, 16> shown{};
  std::snprintf(shown.data(), shown.size(), "U+%04X", static_cast<unsigned>(c.value));
  return problem_at(NameFault::ControlCharacter, path, at,
                    cat("terminals would act on ", shown.data()));
}

std::optional<NameProblem> check_byte(std::string_view path, std::size_t at) {
  const char c = path[at];
  const char* why = fault_of_byte(c);
  if (is_control(static_cast<unsigned char>(c))) {
    return problem_at(
        NameFault::ControlCharacter, path, at,
        why != nullptr ? why : "depfile readers cut names there, terminals act on it");
  }
  if (why != nullptr) return problem_at(NameFault::Unportable, path, at, why);
  return std::nullopt;
}

// One component: path[begin, end).
std::optional<NameProblem> check_component(std::string_view path, std::size_t begin,
                                           std::size_t end) {
  if (begin == end) {
    const std::size_t slash = std::min(begin, path.size() - 1);
    return problem_at(NameFault::Unportable, path, slash, "no name stands beside the '/'");
  }
  if (const char* why = fault_of_first(path[begin])) {
    return problem_at(NameFault::OptionLike, path, begin, why);
  }
  if (path[begin] == ' ') {
    return problem_at(NameFault::BlankAtEnd, path, begin, "make would cut it off");
  }
  for (std::size_t at = begin; at < end;) {
    std::size_t length = 1;
    const bool wide = static_cast<unsigned char>(path[at]) >= 0x80;
    auto problem = wide ? check_wide(path, at, length) : check_byte(path, at);
    if (problem) return problem;
    at += length;
  }
  if (path[end - 1] == ' ') {
    return problem_at(NameFault::BlankAtEnd, path, end - 1, "make would cut it off");
  }
  if (path[end - 1] == '.') {
    return problem_at(NameFault::BlankAtEnd, path, end - 1, "some file systems would cut it off");
  }
  if (end - begin > kMaxComponent) {
    return problem_at(NameFault::TooLong, path, begin + kMaxComponent,
                      cat("the name has ", std::to_string(end - begin),
                          " bytes, file systems take ", std::to_string(kMaxComponent)));
  }
  return std::nullopt;
}

// Whether the path is short and made of letters, digits, '_', '+', '-' and '.' in such a way that
// nothing can be wrong with it, as nearly all are.
bool is_plain_path(std::string_view path) {
  if (path.size() > kMaxComponent) return false;
  char before = '/';
  for (const char c : path) {
    const bool begins = before == '/';
    const bool is_end = c == '/';
    if (is_end && (begins || before == '.')) return false;
    if (!is_end && !is_ascii_alphanumeric(c) && c != '_' && c != '+' && c != '.' &&
        (c != '-' || begins)) {
      return false;
    }
    before = c;
  }
  return before != '/' && before != '.';
}

// A letter and its accent as two characters look like the one character that others would type.
std::optional<NameProblem> check_normal_form(std::string_view path) {
  const bool ascii = std::none_of(path.begin(), path.end(),
                                  [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (ascii) return std::nullopt;
  utf8proc_uint8_t* buffer = nullptr;
  const auto flags = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(path.data());
  const utf8proc_ssize_t length =
      utf8proc_map(bytes, static_cast<utf8proc_ssize_t>(path.size()), &buffer, flags);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(buffer, &std::free);
  if (length < 0) return problem_at(NameFault::Encoding, path, 0, utf8proc_errmsg(length));
  const auto* end = bytes + path.size();
  const auto difference = std::mismatch(bytes, end, buffer, buffer + length);
  if (difference.first == end) return std::nullopt;
  auto at = static_cast<std::size_t>(difference.first - bytes);
  while (at > 0 && (static_cast<unsigned char>(path[at]) & 0xC0U) == 0x80) --at;
  return problem_at(NameFault::Encoding, path, at,
                    "not in Unicode's normal form NFC, some file systems would change it");
}

}  // namespace

std::optional<NameProblem> check_portable_path(std::string_view path) {
  if (path.empty() || is_plain_path(path)) return std::nullopt;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (auto problem = check_component(path, begin, end)) return problem;
    begin = end + 1;
  }
  if (path.size() > kMaxPath) {
    return problem_at(NameFault::TooLong, path, kMaxPath,
                      cat("the path has ", std::to_string(path.size()), " bytes, systems take ",
                          std::to_string(kMaxPath)));
  }
  if (path.back() == ')' && path.find('(') != std::string_view::npos) {
    return problem_at(NameFault::Unportable, path, path.size() - 1,
                      "make would take 'x(y)' for a member of an archive");
  }
  return check_normal_form(path);
}

bool is_valid_name(std::string_view name) {
  const auto is_alnum = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  if (name.empty() || name.size() > kMaxName || !is_alnum(name.front())) return false;
  const bool known = std::all_of(name.begin(), name.end(), [&](char c) {
    return is_alnum(c) || c == '_' || c == '.' || c == '+' || c == '-';
  });
  return known && name.back() != '.' && !is_reserved_name(name);
}

bool is_reserved_name(std::string_view name) {
  // Targets that every build has, what make reads as a directive, and device names of Windows (also
  // with a suffix).
  static constexpr std::array<std::string_view, 8> kTargets = {
      "all", "build.ninja", "clean", "force", "help", "install", "makefile", "uninstall"};
  static constexpr std::array<std::string_view, 4> kDevices = {"aux", "con", "nul", "prn"};
  const std::string lower = ascii_lower(name);
  if (std::find(kTargets.begin(), kTargets.end(), lower) != kTargets.end()) return true;
  if (lower == "define") return true;
  const std::string_view stem = std::string_view(lower).substr(0, lower.find('.'));
  if (std::find(kDevices.begin(), kDevices.end(), stem) != kDevices.end()) return true;
  const bool numbered = stem.size() == 4 && stem[3] >= '1' && stem[3] <= '9';
  return numbered && (stem.starts_with("com") || stem.starts_with("lpt"));
}

}  // namespace modbuild
