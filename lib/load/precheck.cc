#include "load/precheck.h"

#include <algorithm>
#include <optional>

#include "base/str.h"
#include "base/utf8.h"

namespace modbuild {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string hex_byte(unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  return cat("0x", kDigits.substr(byte >> 4U, 1), kDigits.substr(byte & 0xFU, 1));
}

std::uint32_t code_points(std::string_view text) {
  return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

bool is_utf16(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
  return text.size() >= 2 && (text[0] == '\0') != (text[1] == '\0');
}

// A control character that is neither a tab nor a proper line end.
bool is_stray(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte == '\r') return text.substr(at, 2) != "\r\n";
  if (byte == 0xC2) {  // U+0080 to U+009F
    return at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0U;
  }
  return (byte < 0x20U && byte != '\t' && byte != '\n') || byte == 0x7FU;
}

std::optional<std::size_t> stray_control_at(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20U && byte < 0x7FU) continue;
    if (is_stray(text, at)) return at;
  }
  return std::nullopt;
}

struct Stray {
  std::string what;
  std::string help;
};

Stray describe_stray(std::string_view text, std::size_t at) {
  if (text[at] == '\r') {
    return {"a carriage return without a line feed", "end lines with LF or CRLF"};
  }
  if (text[at] == '\0') return {"a NUL byte", "remove it"};
  if (text[at] == '\xC2') return {"a C1 control character", "remove it"};
  return {"a control character", "remove it, or write it as an escape such as \\u001B"};
}

// Most manifests are: then nothing else needs a look.
bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20U && byte < 0x7FU) || byte == '\n' || byte == '\t';
  });
}

class Precheck {
 public:
  Precheck(std::string_view text, FileId file, Diagnostics& diagnostics)
      : text_(text), file_(file), diagnostics_(diagnostics) {}

  Prechecked run() {
    Prechecked result;
    if (is_utf16(text_)) {
      SourceRange at{file_, 1, 1, 1, 2};
      diagnostics_.add(Code::BadEncoding, at, "the manifest is UTF-16",
                       "save it as UTF-8: iconv -f UTF-16 -t UTF-8");
      return result;
    }
    skipped_ = text_.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    text_.remove_prefix(skipped_);
    if (!has_clean_bytes()) return result;
    TomlScan scan = scan_toml(text_, false);
    if (!is_within_limits(scan)) return result;
    result.usable = true;
    result.body = text_;
    result.bad_values = std::move(scan.bad_values);
    return result;
  }

 private:
  bool has_clean_bytes() {
    if (is_plain_ascii(text_)) return true;
    const std::optional<std::size_t> invalid = invalid_utf8_at(text_);
    const std::optional<std::size_t> stray = stray_control_at(text_);
    if (invalid && (!stray || *invalid < *stray)) {
      report_byte(*invalid, "is not valid UTF-8", "save the file as UTF-8");
    } else if (stray) {
      const Stray found = describe_stray(text_, *stray);
      report_byte(*stray, cat("is ", found.what), found.help);
    } else if (text_.find(kByteOrderMark) != std::string_view::npos) {
      report_byte(text_.find(kByteOrderMark), "begins another byte order mark",
                  "only one is accepted, at the start of the file");
    } else {
      return true;
    }
    return false;
  }

  void report_byte(std::size_t at, std::string_view what, std::string help) {
    // The text in front is valid, so that the column is right whatever stands here.
    SourceRange range = place_of(text_, {at, at}, file_);
    range.end_column = range.column + 1;
    diagnostics_.add(Code::BadEncoding, range,
                     cat("byte ", hex_byte(static_cast<unsigned char>(text_[at])), " at offset ",
                         std::to_string(at + skipped_), " ", what),
                     std::move(help));
  }

  bool is_within_limits(const TomlScan& scan) {
    if (scan.too_deep) {
      diagnostics_.add(
          Code::TooDeep, place_of(text_, *scan.too_deep, file_),
          cat("the manifest nests deeper than ", std::to_string(kMaxManifestDepth), " levels here"),
          "tables, lists and the parts of dotted keys each count one level");
    }
    if (scan.too_many_keys) {
      diagnostics_.add(
          Code::TooDeep, place_of(text_, *scan.too_many_keys, file_),
          cat("the manifest has more than ", std::to_string(kMaxManifestKeys), " keys"),
          "this is the first one too many");
    }
    return !scan.too_deep && !scan.too_many_keys;
  }

  std::string_view text_;
  FileId file_;
  Diagnostics& diagnostics_;
  std::size_t skipped_ = 0;
};

}  // namespace

SourceRange place_of(std::string_view text, ByteRange bytes, FileId file) {
  const auto position = [text](std::size_t at) {
    const std::string_view before = text.substr(0, at);
    const std::size_t line_begin = before.rfind('\n') + 1;  // npos + 1 = 0
    const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    return std::pair(line + 1, code_points(before.substr(line_begin)) + 1);
  };
  const auto begin = position(bytes.begin);
  const auto end = position(bytes.end);
  return {file, begin.first, begin.second, end.first, end.second};
}

Prechecked precheck(std::string_view text, FileId file, Diagnostics& diagnostics) {
  return Precheck(text, file, diagnostics).run();
}

}  // namespace modbuild
