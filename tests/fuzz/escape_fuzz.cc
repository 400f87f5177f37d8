// Any bytes are either refused, or written so that readers written after the manuals of sh, Ninja
// and libiberty give the same bytes back.
#include "emit/escape.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/check.h"

namespace modbuild {
namespace {

using Decoded = std::optional<std::string>;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// One POSIX shell word made of single quotes, backslashes and characters that mean themselves.
Decoded read_shell(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\'') {
      const std::size_t end = text.find('\'', i + 1);
      if (end == std::string::npos) return std::nullopt;
      out += text.substr(i + 1, end - i - 1);
      i = end;
    } else if (c == '\\') {
      if (++i == text.size()) return std::nullopt;
      out += text[i];
    } else if (is_letter_or_digit(c) || std::string("_./=+,@%:-").find(c) != std::string::npos) {
      out += c;
    } else {
      return std::nullopt;
    }
  }
  return out;
}

// A value of a Ninja variable: blanks in front are skipped, `$` escapes.
Decoded read_ninja_value(const std::string& text) {
  std::string out;
  std::size_t i = text.find_first_not_of(' ');
  for (; i < text.size(); ++i) {
    if (text[i] == '\n' || text[i] == '\r' || text[i] == '\0') return std::nullopt;
    if (text[i] == '$') {
      ++i;
      if (i == text.size() || (text[i] != '$' && text[i] != ' ' && text[i] != ':'))
        return std::nullopt;
    }
    out += text[i];
  }
  return out;
}

// A path on a build line of Ninja; nothing may end it early.
Decoded read_ninja_path(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '$') {
      ++i;
    } else if (text[i] == ' ' || text[i] == ':' || text[i] == '|') {
      return std::nullopt;
    }
  }
  return read_ninja_value(text);
}

// The only word of a response file (libiberty's buildargv).
Decoded read_response_file(const std::string& text) {
  std::string out;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\') {
      if (++i == text.size()) return std::nullopt;
      out += text[i];
    } else if (quote != '\0') {
      if (c == quote) {
        quote = '\0';
      } else {
        out += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
      return std::nullopt;
    } else {
      out += c;
    }
  }
  return quote == '\0' ? Decoded(out) : std::nullopt;
}

// A path of a depfile, by the plain class and escapes of Ninja's depfile_parser.in.cc.
Decoded read_depfile(const std::string& text) {
  const std::string plain = "+,/_:.~()}{%=@[]!-";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' || c == '$') {
      const char next = i + 1 < text.size() ? text[i + 1] : '\0';
      const bool escape = c == '$' ? next == '$' : next == ' ' || next == '#';
      if (!escape) return std::nullopt;
      out += next;
      ++i;
    } else if (is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80 ||
               plain.find(c) != std::string::npos) {
      out += c;
    } else {
      return std::nullopt;
    }
  }
  if (text.ends_with(':')) return std::nullopt;
  return out;
}

// The sink either gives `input` back when read, or was refused with a reason inside of it.
template <class T>
void check(const Escaped<T>& escaped, Decoded (*read)(const std::string&),
           const std::string& input) {
  if (escaped) {
    MB_CHECK(read(escaped->text()) == input);
    return;
  }
  const Rejection& rejection = escaped.error();
  MB_CHECK(input.empty() || rejection.offset < input.size());
  MB_CHECK(input.empty() || static_cast<unsigned char>(input[rejection.offset]) == rejection.byte);
}

void check_input(const std::string& input) {
  const Escaped<ShellWord> word = shell_word(input);
  check(word, read_shell, input);
  if (word) MB_CHECK(read_ninja_value(ninja_command(*word).text()) == word->text());
  const Escaped<RspToken> token = rsp_token(input);
  check(token, read_response_file, input);
  if (token) MB_CHECK(read_ninja_value(ninja_rsp(*token).text()) == token->text());
  check(ninja_path(input), read_ninja_path, input);
  check(ninja_target(input), read_ninja_path, input);
  check(ninja_value(input), read_ninja_value, input);
  check(depfile_path(input), read_depfile, input);
  if (is_plain_path(input)) {
    MB_CHECK(shell_word(input)->text() == input && rsp_token(input)->text() == input &&
             ninja_path(input)->text() == input && depfile_path(input)->text() == input);
  }
}

}  // namespace
}  // namespace modbuild

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  modbuild::check_input(std::string(data, data + size));
  return 0;
}
