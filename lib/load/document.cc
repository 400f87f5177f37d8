#include "load/document.h"

#include <algorithm>
#include <cerrno>
#include <map>

#include "base/str.h"
#include "base/utf8.h"
#include "load/plain_toml.h"
#include "load/precheck.h"
#include "load/toml_document.h"

namespace modbuild {
namespace {

constexpr std::size_t kLongestShown = 40;

// A value that no manifest holds, and what to write instead.
struct BadValue {
  Code code = Code::WrongType;
  std::string message;
  std::string help;
};

bool starts_like_number(std::string_view token) {
  const char c = token.front();
  return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || token == "inf" ||
         token == "nan";
}

BadValue describe_bad_value(std::string_view token) {
  const std::string shown =
      token.size() > kLongestShown ? cat(token.substr(0, kLongestShown), "..") : std::string(token);
  if (!starts_like_number(token)) {
    const std::string lower = ascii_lower(token);
    const bool is_boolean = lower == "true" || lower == "false" || lower == "yes" ||
                            lower == "no" || lower == "on" || lower == "off";
    return {Code::TomlSyntax, cat("'", shown, "' is no TOML value"),
            is_boolean ? cat("write true or false, or \"", shown, "\" where a word is expected")
                       : cat("text stands in quotes: \"", shown, "\"")};
  }
  std::string_view what = "a number that is not a plain decimal integer";
  if (token.find(':') != std::string_view::npos || token.find('-', 1) != std::string_view::npos) {
    what = "a date or time";
  } else if (token.find('.') != std::string_view::npos) {
    what = "a number with a fraction";
  }
  return {
      Code::WrongType,
      cat("found ", what, ", '", shown, "'; manifests hold text, whole numbers, true and false"),
      cat("text stands in quotes: \"", shown, "\"")};
}

// The body with each bad value replaced by a 0 as wide, so that the rest can be read all the same.
std::string without_bad_values(std::string_view body, const std::vector<ByteRange>& bad) {
  std::string text;
  text.reserve(body.size());
  std::size_t at = 0;
  for (const ByteRange& range : bad) {
    text += body.substr(at, range.begin - at);
    text += '0';
    text.append(display_width(body.substr(range.begin, range.end - range.begin)) - 1, ' ');
    at = range.end;
  }
  text += body.substr(at);
  return text;
}

void mark_reported(Value& value, const std::vector<SourceRange>& places) {
  if (value.kind == Value::Kind::Integer) {
    for (const SourceRange& place : places) {
      if (place.line == value.at.line && place.column == value.at.column) {
        value.kind = Value::Kind::Reported;
      }
    }
  }
  for (Value& item : value.items) mark_reported(item, places);
  for (Entry& entry : value.entries) mark_reported(entry.value, places);
}

class DocumentParser {
 public:
  DocumentParser(const Prechecked& checked, FileId file, Diagnostics& diagnostics)
      : checked_(checked), file_(file), diagnostics_(diagnostics) {}

  std::optional<Document> run() {
    for (const ByteRange& bad : checked_.bad_values) {
      places_.push_back(place_of(checked_.body, bad, file_));
    }
    tl::expected<Document, TomlError> parsed =
        checked_.bad_values.empty()
            ? parse_toml(checked_.body, file_)
            : parse_toml(without_bad_values(checked_.body, checked_.bad_values), file_);
    if (!parsed) {
      report_syntax(parsed.error());
      return std::nullopt;
    }
    report_bad_values(nullptr);
    if (!places_.empty()) mark_reported(parsed->root, places_);
    return std::move(*parsed);
  }

 private:
  // The values up to `end`: behind a syntax error nobody knows what is a value and what is a key.
  void report_bad_values(const SourceRange* end) {
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (end != nullptr && places_[i] > *end) break;
      const ByteRange& bad = checked_.bad_values[i];
      BadValue described = describe_bad_value(checked_.body.substr(bad.begin, bad.end - bad.begin));
      diagnostics_.add(described.code, places_[i], std::move(described.message),
                       std::move(described.help));
    }
  }

  // The library says where it could not go on; what was left open before is the better place.
  void report_syntax(const TomlError& error) {
    const TomlScan scan = scan_toml(checked_.body, true);
    if (scan.open_string) {
      const SourceRange at = place_of(checked_.body, *scan.open_string, file_);
      if (at.line <= error.at.line) return report_open_string(*scan.open_string, at);
    }
    if (scan.open_bracket) {
      const SourceRange at = place_of(checked_.body, *scan.open_bracket, file_);
      if (at < error.at) return report_open_bracket(*scan.open_bracket, at);
    }
    report_bad_values(&error.at);
    // "a = hello world": the bad value is the mistake, what follows it is no other one.
    for (const SourceRange& place : places_) {
      if (place.line == error.at.line) return;
    }
    if (error.what.find("cannot redefine") != std::string::npos && report_duplicate(scan)) return;
    std::string help;
    if (error.what.find("dangling comma") != std::string::npos) {
      help = "an inline table takes no comma at its end";
    } else if (error.what.find("escape sequence") != std::string::npos) {
      help = "write a backslash as \\\\, or use 'single quotes', which know no escapes";
    }
    std::string message = error.what;
    if (error.is_end) {
      message = "the text ends before this is complete";
    } else if (message.find("expected value") != std::string::npos) {
      message = "a value is missing";
      help = "write it behind the '=', text in quotes";
    }
    diagnostics_.add(Code::TomlSyntax, error.at, std::move(message), std::move(help));
  }

  void report_open_string(const ByteRange& bytes, SourceRange at) {
    report_bad_values(&at);
    const std::string_view text = checked_.body.substr(bytes.begin, bytes.end - bytes.begin);
    const std::string_view quote = text.substr(0, 1);
    const bool is_long = text.starts_with(cat(quote, quote, quote));
    if (at.end_line != at.line) {
      at.end_line = at.line;
      at.end_column = at.column + 3;
    }
    diagnostics_.add(Code::TomlSyntax, at, "the string is never closed",
                     is_long ? cat("close it with ", quote, quote, quote)
                             : cat("close it with ", quote, " on the same line"));
  }

  void report_open_bracket(const ByteRange& bytes, const SourceRange& at) {
    report_bad_values(&at);
    const bool is_table = checked_.body[bytes.begin] == '{';
    diagnostics_.add(Code::TomlSyntax, at,
                     is_table ? "the '{' is never closed" : "the '[' is never closed",
                     is_table ? "close it with }" : "close it with ]");
  }

  bool report_duplicate(const TomlScan& scan) {
    std::map<std::string_view, const ScannedKey*> seen;
    for (const ScannedKey& key : scan.keys) {
      const auto [first, is_new] = seen.try_emplace(key.path, &key);
      if (is_new || (key.is_list_header && first->second->is_list_header)) continue;
      const bool tables = key.is_header && first->second->is_header;
      diagnostics_.add(
          {Code::TomlSyntax,
           place_of(checked_.body, key.at, file_),
           cat(tables ? "table '" : "key '", key.name, "' is given twice"),
           tables ? "put all of its keys under one header" : "keep one of the two",
           {{place_of(checked_.body, first->second->at, file_), "given here before"}}});
      return true;
    }
    return false;
  }

  const Prechecked& checked_;
  FileId file_;
  Diagnostics& diagnostics_;
  std::vector<SourceRange> places_;  // of the bad values
};

}  // namespace

std::optional<FileText> read_manifest(FileSystem& tree, const std::string& path, FileId file,
                                      bool is_tree_file, Diagnostics& diagnostics) {
  Expected<FileText> text = tree.read_stamped(path, kMaxManifestBytes);
  if (text) return std::move(*text);
  const SourceRange whole{file, 0, 0, 0, 0};
  const HostError& error = text.error();
  if (is_tree_file && error.number == ENOENT) {
    diagnostics.add(Code::NoTreeFile, {}, "there is no modbuild.toml here",
                    "run modbuild in the tree's root, or name it: modbuild -C DIRECTORY");
  } else if (error.number == EFBIG) {
    diagnostics.add(Code::ManifestTooLarge, whole, "the manifest is larger than 1 MiB",
                    "split the component, or use globs");
  } else if (error.number == EAGAIN) {
    diagnostics.add(Code::ChangedWhileReading, whole, "the manifest changed while it was read",
                    "run the command again");
  } else {
    diagnostics.add(Code::UnreadableFile, whole, error.message(),
                    "a manifest is a regular file that lies in the tree and may be read");
  }
  return std::nullopt;
}

std::optional<Document> parse_document(std::string_view text, FileId file,
                                       Diagnostics& diagnostics) {
  std::optional<Document> plain = parse_plain_toml(text, file);
  return plain ? std::move(plain) : parse_any_toml(text, file, diagnostics);
}

std::optional<Document> parse_any_toml(std::string_view text, FileId file,
                                       Diagnostics& diagnostics) {
  const Prechecked checked = precheck(text, file, diagnostics);
  if (!checked.usable) return std::nullopt;
  return DocumentParser(checked, file, diagnostics).run();
}

}  // namespace modbuild
