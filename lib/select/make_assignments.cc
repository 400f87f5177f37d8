#include "select/make_assignments.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/str.h"

namespace modbuild {
namespace {

struct Place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

// A line with those that continue it; every character with its place, and one beyond the end.
struct LogicalLine {
  std::string text;
  std::vector<Place> places;
};

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

bool is_control(char c) {
  return std::iscntrl(static_cast<unsigned char>(c)) != 0 && c != '\t';
}

bool is_name_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
}

// The bytes after the first of a code point have no column of their own.
bool begins_column(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

// Lines joined where a backslash ends them, without their comments.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  bool next(LogicalLine& line) {
    line = {};
    if (at_ == text_.size()) return false;
    while (take_physical(line)) continue;
    cut_comment(line);
    return true;
  }

 private:
  // Whether another line continues this one.
  bool take_physical(LogicalLine& line) {
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view physical = text_.substr(at_, end - at_);
    at_ = std::min(end + 1, text_.size());
    if (physical.ends_with('\r')) physical.remove_suffix(1);
    const bool continued = physical.ends_with('\\') && end < text_.size();
    if (continued) physical.remove_suffix(1);
    ++number_;
    std::uint32_t column = 1;
    for (const char c : physical) {
      line.text += c;
      line.places.push_back({number_, column});
      if (begins_column(c)) ++column;
    }
    line.places.push_back({number_, column});
    if (continued) line.text += ' ';
    return continued;
  }

  static void cut_comment(LogicalLine& line) {
    for (std::size_t i = 0; i < line.text.size(); ++i) {
      if (line.text[i] != '#' || (i > 0 && line.text[i - 1] == '\\')) continue;
      line.text.resize(i);
      line.places.resize(i + 1);
      return;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t number_ = 0;
};

class LineReader {
 public:
  LineReader(const LogicalLine& line, FileId file) : line_(line), file_(file) {}

  bool is_empty() const {
    return std::all_of(line_.text.begin(), line_.text.end(), [](char c) { return is_blank(c); });
  }

  bool is_text() const { return std::none_of(line_.text.begin(), line_.text.end(), is_control); }

  // Nothing when the line is no assignment.
  std::optional<MakeAssignment> assignment() {
    if (line_.text.starts_with('\t')) return std::nullopt;  // make takes it for a command
    skip_blanks();
    const std::size_t begin = at_;
    while (at_ < line_.text.size() && is_name_character(line_.text[at_])) ++at_;
    MakeAssignment assignment;
    assignment.name = text(begin, at_);
    skip_blanks();
    if (assignment.name.empty() || !take_sign(assignment.sign)) return std::nullopt;
    take_words(assignment.words);
    return assignment;
  }

  SourceRange whole() const {
    std::size_t begin = 0;
    while (begin < line_.text.size() && is_blank(line_.text[begin])) ++begin;
    std::size_t end = begin;
    const std::uint32_t number = line_.places[begin].line;
    while (end < line_.text.size() && line_.places[end].line == number) ++end;
    while (end > begin + 1 && is_blank(line_.text[end - 1])) --end;
    return range(begin, end);
  }

 private:
  void skip_blanks() {
    while (at_ < line_.text.size() && is_blank(line_.text[at_])) ++at_;
  }

  bool take_sign(std::string& sign) {
    constexpr auto kSigns = std::to_array<std::string_view>({"=", ":=", "::=", "+=", "?="});
    for (const std::string_view known : kSigns) {
      if (!std::string_view(line_.text).substr(at_).starts_with(known)) continue;
      at_ += known.size();
      sign = known == "::=" ? ":=" : known;
      return true;
    }
    return false;
  }

  void take_words(std::vector<Text>& words) {
    for (skip_blanks(); at_ < line_.text.size(); skip_blanks()) {
      const std::size_t begin = at_;
      while (at_ < line_.text.size() && !is_blank(line_.text[at_])) ++at_;
      words.push_back(text(begin, at_));
    }
  }

  Text text(std::size_t begin, std::size_t end) const {
    return {line_.text.substr(begin, end - begin), range(begin, end)};
  }

  SourceRange range(std::size_t begin, std::size_t end) const {
    const Place& first = line_.places[begin];
    const Place& last = line_.places[end];
    return {file_, first.line, first.column, last.line, last.column};
  }

  const LogicalLine& line_;
  FileId file_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::vector<MakeAssignment>> read_make_assignments(std::string_view text, FileId file,
                                                                 Diagnostics& diagnostics) {
  std::vector<MakeAssignment> assignments;
  Lines lines(text);
  LogicalLine line;
  bool clean = true;
  while (lines.next(line)) {
    LineReader reader(line, file);
    if (reader.is_empty()) continue;
    std::optional<MakeAssignment> assignment;
    if (reader.is_text()) assignment = reader.assignment();
    if (assignment) {
      assignments.push_back(std::move(*assignment));
      continue;
    }
    clean = false;
    diagnostics.add(Code::BadModulesList, reader.whole(),
                    "expected an assignment such as 'include_modules= tm rr', or a comment",
                    "make is never run to read a modules.lst, so nothing else can stand in one");
  }
  if (!clean) return std::nullopt;
  return assignments;
}

}  // namespace modbuild
