#include "load/document.h"

#include <algorithm>
#include <cerrno>
#include <map>

#include "base/str.h"
#include "base/utf8.h"
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
  return {Code::WrongType, cat("found ", what, ", '", shown, "'; no key of a manifest takes one"),
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

  std::optional<Value> run() {
    for (const ByteRange& bad : checked_.bad_values) {
      places_.push_back(place_of(checked_.body, bad, file_));
    }
    tl::expected<Value, TomlError> parsed =
        checked_.bad_values.empty()
            ? parse_toml(checked_.body, file_)
            : parse_toml(without_bad_values(checked_.body, checked_.bad_values), file_);
    if (!parsed) {
      report_bad_values(&parsed.error().at);
      report_syntax(parsed.error());
      return std::nullopt;
    }
    report_bad_values(nullptr);
    if (!places_.empty()) mark_reported(*parsed, places_);
    return std::move(*parsed);
  }

 private:
  // After a syntax error nobody knows what is a value and what is a key.
  void report_bad_values(const SourceRange* syntax_error) {
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (syntax_error != nullptr && places_[i].line > syntax_error->line) break;
      const ByteRange& bad = checked_.bad_values[i];
      BadValue described = describe_bad_value(checked_.body.substr(bad.begin, bad.end - bad.begin));
      diagnostics_.add(described.code, places_[i], std::move(described.message),
                       std::move(described.help));
    }
  }

  void report_syntax(const TomlError& error) {
    // "a = hello world": the bad value is the mistake, what follows it is no other one.
    for (const SourceRange& place : places_) {
      if (place.line == error.at.line) return;
    }
    const TomlScan scan = scan_toml(checked_.body, true);
    if (error.what.find("cannot redefine") != std::string::npos && report_duplicate(scan)) return;
    Diagnostic diagnostic{Code::TomlSyntax, error.at, error.what, {}, {}};
    if (error.is_end) diagnostic.message = "the manifest ends in the middle of a value";
    if (error.what.find("control characters other than TAB") != std::string::npos) {
      diagnostic.message = "the line ends inside a string";
      diagnostic.help = "close it with ', or use ''' for text of several lines";
    } else if (error.what.find("dangling comma") != std::string::npos) {
      diagnostic.help = "an inline table takes no comma at its end";
    } else if (error.what.find("escape sequence") != std::string::npos) {
      diagnostic.help = "write a backslash as \\\\, or use 'single quotes', which know no escapes";
    }
    if (error.is_end && scan.open_bracket) {
      diagnostic.help = "close the bracket";
      diagnostic.notes.push_back(
          {place_of(checked_.body, *scan.open_bracket, file_), "it was opened here"});
    }
    diagnostics_.add(std::move(diagnostic));
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

std::optional<std::string> read_manifest(FileSystem& tree, const std::string& path, FileId file,
                                         bool is_tree_file, Diagnostics& diagnostics) {
  Expected<std::string> text = tree.read(path, kMaxManifestBytes);
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

std::optional<Value> parse_document(std::string_view text, FileId file, Diagnostics& diagnostics) {
  const Prechecked checked = precheck(text, file, diagnostics);
  if (!checked.usable) return std::nullopt;
  return DocumentParser(checked, file, diagnostics).run();
}

}  // namespace modbuild
