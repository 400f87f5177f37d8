#include "emit/escape.h"

#include <array>
#include <optional>

namespace modbuild {

// Makes quoted texts; a class only so that the types can befriend it.
class Quoter {
 public:
  template <class Q>
  static Q make(std::string text) {
    return Q(std::move(text));
  }
  template <class Q>
  static std::string take(Q&& quoted) {
    return std::move(quoted.text_);
  }
};

namespace {

// What a byte means to the sinks, as bits.
enum : std::uint8_t {
  kControl = 1,        // 00-1F, 7F
  kShellSafe = 2,      // needs no quotes anywhere in a shell word
  kPlain = 4,          // special to nobody
  kNinjaPath = 8,      // escaped with '$' in a path
  kRsp = 16,           // escaped with '\' in a response file
  kDepfileBlank = 32,  // a blank, or misread, to Ninja's depfile reader
  kBar = 64            // '|', for which a Ninja path has no escape
};

using ByteTable = std::array<std::uint8_t, 256>;

constexpr void mark(ByteTable& table, std::string_view bytes, std::uint8_t bit) {
  for (const char c : bytes) table[static_cast<unsigned char>(c)] |= bit;
}

constexpr ByteTable make_table() {
  constexpr std::string_view kAlnum =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  ByteTable table{};
  for (std::size_t byte = 0; byte < 0x20; ++byte) table[byte] |= kControl;
  table[0x7F] |= kControl;
  mark(table, kAlnum, kShellSafe | kPlain);
  mark(table, "_./+-", kShellSafe | kPlain);
  mark(table, "=,@%:", kShellSafe);
  mark(table, "$ :", kNinjaPath);
  mark(table, " \\'\"", kRsp);
  mark(table, "\"&'*;<>?^`|\\", kDepfileBlank);
  mark(table, "|", kBar);
  return table;
}

constexpr ByteTable kBytes = make_table();

bool has(char c, std::uint8_t bits) {
  return (kBytes[static_cast<unsigned char>(c)] & bits) != 0;
}

// Every bit that some byte of `text` has.
std::uint8_t bits_of(std::string_view text) {
  std::uint8_t bits = 0;
  for (const char c : text) bits |= kBytes[static_cast<unsigned char>(c)];
  return bits;
}

bool all(std::string_view text, std::uint8_t bits) {
  for (const char c : text) {
    if (!has(c, bits)) return false;
  }
  return true;
}

Rejection reject(Fault fault, std::string_view text, std::size_t offset) {
  return {fault, static_cast<unsigned char>(text[offset]), offset};
}

// The first byte of `text` that has one of `bits`; there is one.
Rejection reject_first(Fault fault, std::string_view text, std::uint8_t bits) {
  std::size_t offset = 0;
  while (!has(text[offset], bits)) ++offset;
  return reject(fault, text, offset);
}

bool is_option_like(std::string_view text) {
  return !text.empty() && (text[0] == '-' || text[0] == '@' || text[0] == '~');
}

// `text` with `escape` before every byte that has one of `bits`.
std::string escape_bytes(std::string text, std::uint8_t bits, char escape) {
  std::string out;
  out.reserve(text.size() + 8);
  for (const char c : text) {
    if (has(c, bits)) out.push_back(escape);
    out.push_back(c);
  }
  return out;
}

std::string double_dollars(std::string text) {
  if (text.find('$') == std::string::npos) return text;
  std::string out;
  out.reserve(text.size() + 8);
  for (const char c : text) out.append(c == '$' ? 2U : 1U, c);
  return out;
}

// A bare NAME=VALUE could be taken for an assignment; behind a '-' it cannot.
bool needs_no_quotes(std::string_view text) {
  if (text.empty() || !all(text, kShellSafe)) return false;
  if (text[0] == '-') return true;
  return text[0] != '@' && text.find('=') == std::string_view::npos;
}

}  // namespace

Escaped<NinjaPath> ninja_target(std::string name) {
  if (name.empty()) return tl::unexpected(Rejection{});
  const std::uint8_t bits = bits_of(name);
  if ((bits & kControl) != 0) {
    return tl::unexpected(reject_first(Fault::ControlCharacter, name, kControl));
  }
  // No escape exists: Ninja would end the list of inputs, or of outputs, there.
  if ((bits & kBar) != 0) return tl::unexpected(reject_first(Fault::Unrepresentable, name, kBar));
  if ((bits & kNinjaPath) != 0) name = escape_bytes(std::move(name), kNinjaPath, '$');
  return Quoter::make<NinjaPath>(std::move(name));
}

Escaped<NinjaPath> ninja_path(std::string path) {
  if (is_option_like(path)) return tl::unexpected(reject(Fault::OptionLike, path, 0));
  return ninja_target(std::move(path));
}

NinjaPath ninja_part_target(const NinjaPath& whole, std::size_t number) {
  return Quoter::make<NinjaPath>("_" + whole.text() + "." + std::to_string(number));
}

Escaped<NinjaValue> ninja_value(std::string_view text) {
  if ((bits_of(text) & kControl) != 0) {
    return tl::unexpected(reject_first(Fault::ControlCharacter, text, kControl));
  }
  std::string value = double_dollars(std::string(text));
  // Ninja skips blanks before a value.
  if (value.starts_with(' ')) value.insert(0, 1, '$');
  return Quoter::make<NinjaValue>(std::move(value));
}

Escaped<NinjaName> ninja_name(std::string_view name) {
  if (name.empty()) return tl::unexpected(Rejection{});
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool good = has(name[i], kPlain) && name[i] != '/' && name[i] != '+';
    if (!good) return tl::unexpected(reject(Fault::Unrepresentable, name, i));
  }
  return Quoter::make<NinjaName>(std::string(name));
}

Escaped<ShellWord> shell_word(std::string text) {
  if ((bits_of(text) & kControl) != 0) {
    return tl::unexpected(reject_first(Fault::ControlCharacter, text, kControl));
  }
  if (needs_no_quotes(text)) return Quoter::make<ShellWord>(std::move(text));
  std::string out;
  out.reserve(text.size() + 8);
  out.push_back('\'');
  for (const char c : text) {
    if (c == '\'') {
      out.append("'\\''");
    } else {
      out.push_back(c);
    }
  }
  out.push_back('\'');
  return Quoter::make<ShellWord>(std::move(out));
}

NinjaCommand ninja_command(ShellWord word) {
  return Quoter::make<NinjaCommand>(double_dollars(Quoter::take(std::move(word))));
}

Escaped<RspToken> rsp_token(std::string text) {
  const std::uint8_t bits = bits_of(text);
  if ((bits & kControl) != 0) {
    return tl::unexpected(reject_first(Fault::ControlCharacter, text, kControl));
  }
  // '@' names a further response file, however it is quoted.
  if (text.starts_with('@')) return tl::unexpected(reject(Fault::OptionLike, text, 0));
  if (text.empty()) return Quoter::make<RspToken>("\"\"");
  if ((bits & kRsp) != 0) text = escape_bytes(std::move(text), kRsp, '\\');
  return Quoter::make<RspToken>(std::move(text));
}

NinjaRsp ninja_rsp(RspToken token) {
  return Quoter::make<NinjaRsp>(double_dollars(Quoter::take(std::move(token))));
}

namespace {

// '$' is doubled; '#' would begin a comment, and a '\\' before it would take its escape away.
std::string make_text(const std::string& text) {
  std::string out;
  out.reserve(text.size() + 8);
  std::size_t backslashes = 0;
  for (const char c : text) {
    if (c == '#') out.append(backslashes + 1, '\\');
    if (c == '$') out.push_back('$');
    out.push_back(c);
    backslashes = c == '\\' ? backslashes + 1 : 0;
  }
  if (backslashes != 0) out.push_back(' ');  // it would continue the line
  return out;
}

}  // namespace

MakeValue make_value(ShellWord word) {
  return Quoter::make<MakeValue>(make_text(Quoter::take(std::move(word))));
}

MakeValue make_value(RspToken token) {
  return Quoter::make<MakeValue>(make_text(Quoter::take(std::move(token))));
}

namespace {

std::optional<Rejection> make_path_fault(std::string_view path) {
  if (path.empty()) return Rejection{};
  if ((bits_of(path) & kControl) != 0) {
    return reject_first(Fault::ControlCharacter, path, kControl);
  }
  if (path.front() == '~') return reject(Fault::OptionLike, path, 0);
  // "lib(member)" names a member of an archive.
  const bool member = path.back() == ')' && path.find('(') != std::string_view::npos;
  if (member || path.back() == ' ') {
    return reject(Fault::Unrepresentable, path, path.size() - 1);
  }
  // What ends a rule, what make takes for a pattern of files, and what it would run.
  const std::size_t at = path.find_first_of(";|&*?[]\\<>\"'`^");
  if (at != std::string_view::npos) return reject(Fault::Unrepresentable, path, at);
  return std::nullopt;
}

std::string make_path(std::string_view path, std::string_view percent, std::string_view colon) {
  std::string out;
  out.reserve(path.size() + 8);
  for (const char c : path) {
    if (c == '$') out.push_back('$');
    if (c == ' ' || c == '#') out.push_back('\\');
    if (c == '=') {
      out.append("$(EQ)");
    } else if (c == '%') {
      out.append(percent);
    } else if (c == ':') {
      out.append(colon);
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace

Escaped<MakeTarget> make_target(std::string_view path) {
  if (const auto fault = make_path_fault(path)) return tl::unexpected(*fault);
  return Quoter::make<MakeTarget>(make_path(path, "\\%", "\\:"));
}

Escaped<MakePrerequisite> make_prerequisite(std::string_view path) {
  if (const auto fault = make_path_fault(path)) return tl::unexpected(*fault);
  return Quoter::make<MakePrerequisite>(make_path(path, "%", "\\:"));
}

Escaped<MakeIncluded> make_included(std::string_view path) {
  if (const auto fault = make_path_fault(path)) return tl::unexpected(*fault);
  return Quoter::make<MakeIncluded>(make_path(path, "%", ":"));
}

Escaped<MakeName> make_name(std::string_view name) {
  if (name.empty()) return tl::unexpected(Rejection{});
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool good = has(name[i], kPlain) && name[i] != '/';
    if (!good) return tl::unexpected(reject(Fault::Unrepresentable, name, i));
  }
  return Quoter::make<MakeName>(std::string(name));
}

Escaped<DepfilePath> depfile_path(std::string_view path) {
  if (path.empty()) return tl::unexpected(Rejection{});
  if ((bits_of(path) & kControl) != 0) {
    return tl::unexpected(reject_first(Fault::ControlCharacter, path, kControl));
  }
  std::string out;
  out.reserve(path.size() + 8);
  for (std::size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    // A colon at the end would make the path a target.
    const bool ends_as_target = c == ':' && i + 1 == path.size();
    if (has(c, kDepfileBlank) || ends_as_target) {
      return tl::unexpected(reject(Fault::Unrepresentable, path, i));
    }
    if (c == ' ' || c == '#') out.push_back('\\');
    if (c == '$') out.push_back('$');
    out.push_back(c);
  }
  return Quoter::make<DepfilePath>(std::move(out));
}

bool is_plain_path(std::string_view path) {
  return !path.empty() && all(path, kPlain) && !is_option_like(path);
}

}  // namespace modbuild
