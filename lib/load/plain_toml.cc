#include "load/plain_toml.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "load/toml_scanner.h"

namespace modbuild {
namespace {

// What a byte may be part of.
constexpr std::uint8_t kBareKey = 1;
constexpr std::uint8_t kAnyText = 2;  // of comments and strings

constexpr std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> classes{};
  for (std::size_t c = 0x20; c < 0x7F; ++c) classes[c] = kAnyText;
  classes['\t'] = kAnyText;
  for (std::size_t c = '0'; c <= '9'; ++c) classes[c] |= kBareKey;
  for (std::size_t c = 'a'; c <= 'z'; ++c) classes[c] |= kBareKey;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) classes[c] |= kBareKey;
  classes['-'] |= kBareKey;
  classes['_'] |= kBareKey;
  return classes;
}

constexpr std::array<std::uint8_t, 256> kClasses = make_classes();

bool is_of(char c, std::uint8_t byte_class) {
  return (kClasses[static_cast<unsigned char>(c)] & byte_class) != 0;
}

// How a table or list came to be: that decides what may be added to it.
enum class MadeBy : std::uint8_t { Value, DottedKey, HeaderBelow, Header, ListHeader };

struct PlainEntry : Entry {
  MadeBy made_by = MadeBy::Value;
};

// Every member function returns false to give up.
class PlainReader {
 public:
  PlainReader(std::string_view text, FileId file, Document& document)
      : text_(text), file_(file), document_(document), table_(&document.root) {}

  bool run() {
    Value& root = document_.root;
    root.kind = Value::Kind::Table;
    while (true) {
      skip_blanks();
      if (at_ == text_.size()) break;
      if (next() == '[') {
        if (!read_header()) return false;
      } else if (next() != '\n' && next() != '\r' && next() != '#') {
        if (!read_pair(*table_, header_depth_)) return false;
      }
      if (!end_line()) return false;
    }
    // The document ends behind its last character, even if that is a line feed.
    const Place end = at_ == line_begin_ ? last_line_end_ : place();
    root.at = {file_, 1, 1, end.line, end.column};
    return true;
  }

 private:
  // The next byte; NUL, which stands for nothing, at the end.
  char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (next() != c) return false;
    ++at_;
    return true;
  }
  void skip_blanks() {
    while (next() == ' ' || next() == '\t') ++at_;
  }

  // --- places ---

  struct Place {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
  };
  Place place() const { return {line_, static_cast<std::uint32_t>(at_ - line_begin_ + 1)}; }
  SourceRange since(const Place& begin) const {
    const Place end = place();
    return {file_, begin.line, begin.column, end.line, end.column};
  }

  // --- lines ---

  // What may follow a statement on its line, and the line's end.
  bool end_line() {
    skip_blanks();
    return skip_comment() && skip_line_break();
  }

  bool skip_comment() {
    if (!take('#')) return true;
    while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r') {
      if (!skip_text()) return false;
    }
    return true;
  }

  bool skip_line_break() {
    if (at_ == text_.size()) return true;
    if (next() == '\r') ++at_;
    if (!take('\n')) return false;
    last_line_end_ = place();
    ++line_;
    line_begin_ = at_;
    return true;
  }

  // One character of a string or comment.
  bool skip_text() {
    if (is_of(text_[at_], kAnyText)) {
      ++at_;
      return true;
    }
    const CodePoint c = decode_utf8(text_, at_);
    constexpr char32_t kLastControl = 0x9F;
    constexpr char32_t kByteOrderMark = 0xFEFF;
    if (!c.valid || c.value <= kLastControl || c.value == kByteOrderMark) return false;
    at_ += c.length;
    line_begin_ += c.length - 1;  // columns count characters
    return true;
  }

  // Blanks, line ends and comments inside a list.
  bool skip_gap() {
    while (true) {
      skip_blanks();
      if (next() == '#' && !skip_comment()) return false;
      if (next() != '\n' && next() != '\r') return true;
      if (!skip_line_break()) return false;
    }
  }

  // --- keys ---

  bool read_key() {
    key_.clear();
    do {
      skip_blanks();
      const Place begin = place();
      std::string_view part;
      if (next() == '"' || next() == '\'') {
        if (!read_string(part)) return false;
      } else {
        const std::size_t first = at_;
        while (is_of(next(), kBareKey)) ++at_;
        part = text_.substr(first, at_ - first);
      }
      if (part.empty()) return false;
      key_.push_back({part, since(begin)});
      skip_blanks();
    } while (take('.'));
    keys_ += key_.size();
    return keys_ <= kMaxManifestKeys;
  }

  // The entry under `name`, or null. False when there are too many to look through.
  static bool find(Value& table, std::string_view name, PlainEntry*& found) {
    found = nullptr;
    std::size_t seen = 0;
    for (Entry& entry : table.entries) {
      if (entry.key.value == name) {
        found = static_cast<PlainEntry*>(&entry);
        return true;
      }
      if (++seen == kMostPlainEntries) return false;
    }
    return true;
  }

  PlainEntry& add(Value& table, const TextView& key, MadeBy made_by) {
    auto& entry = document_.make<PlainEntry>();
    entry.key = key;
    entry.made_by = made_by;
    table.entries.append(entry);
    return entry;
  }

  // `key = value`, into `table`, which lies `depth` deep.
  bool read_pair(Value& table, std::size_t depth) {
    if (!read_key() || !take('=')) return false;
    depth += key_.size() - 1;
    if (depth > kMaxManifestDepth) return false;
    Value* parent = &table;
    for (std::size_t i = 0; i + 1 < key_.size(); ++i) {
      PlainEntry* entry = nullptr;
      if (!find(*parent, key_[i].value, entry)) return false;
      if (entry == nullptr) {
        entry = &add(*parent, key_[i], MadeBy::DottedKey);
        entry->value.kind = Value::Kind::Table;
        entry->value.at = key_[i].at;
      } else if (entry->made_by != MadeBy::DottedKey) {
        return false;
      }
      parent = &entry->value;
    }
    PlainEntry* known = nullptr;
    if (!find(*parent, key_.back().value, known) || known != nullptr) return false;
    PlainEntry& entry = add(*parent, key_.back(), MadeBy::Value);
    skip_blanks();
    return read_value(entry.value, depth);
  }

  // [table] or [[list]].
  bool read_header() {
    const Place begin = place();
    ++at_;
    const bool is_list = take('[');
    if (!read_key() || !take(']') || (is_list && !take(']'))) return false;
    header_depth_ = key_.size() + (is_list ? 1 : 0);
    if (header_depth_ > kMaxManifestDepth) return false;
    const SourceRange at = since(begin);
    Value* parent = &document_.root;
    for (std::size_t i = 0; i + 1 < key_.size(); ++i) {
      parent = table_in_header(*parent, key_[i], at);
      if (parent == nullptr) return false;
    }
    PlainEntry* entry = nullptr;
    if (!find(*parent, key_.back().value, entry)) return false;
    return is_list ? open_item(*parent, entry, at) : open_table(*parent, entry, at);
  }

  // The table that a part of a header, but for the last, stands for; null to give up.
  Value* table_in_header(Value& parent, const TextView& key, const SourceRange& at) {
    PlainEntry* entry = nullptr;
    if (!find(parent, key.value, entry)) return nullptr;
    if (entry == nullptr) {
      entry = &add(parent, key, MadeBy::HeaderBelow);
      entry->value.kind = Value::Kind::Table;
      entry->value.at = at;
      return &entry->value;
    }
    if (entry->made_by == MadeBy::ListHeader) return &entry->value.items.back();
    const bool is_open = entry->made_by == MadeBy::HeaderBelow || entry->made_by == MadeBy::Header;
    return is_open ? &entry->value : nullptr;
  }

  bool open_table(Value& parent, PlainEntry* entry, const SourceRange& at) {
    if (entry == nullptr) {
      entry = &add(parent, key_.back(), MadeBy::Header);
    } else if (entry->made_by != MadeBy::HeaderBelow) {
      return false;
    }
    entry->made_by = MadeBy::Header;
    entry->value.kind = Value::Kind::Table;
    entry->value.at = at;
    table_ = &entry->value;
    return true;
  }

  bool open_item(Value& parent, PlainEntry* entry, const SourceRange& at) {
    if (entry == nullptr) {
      entry = &add(parent, key_.back(), MadeBy::ListHeader);
      entry->value.kind = Value::Kind::Array;
      entry->value.at = at;
    } else if (entry->made_by != MadeBy::ListHeader) {
      return false;
    }
    Value& list = entry->value;
    list.at.end_line = at.end_line;  // it reaches from its first header to its last
    list.at.end_column = at.end_column;
    table_ = &document_.add_item(list);
    table_->kind = Value::Kind::Table;
    table_->at = at;
    return true;
  }

  // --- values ---

  // Recursion is bounded by `depth`, of the table or list around the value.
  bool read_value(Value& value, std::size_t depth) {
    const Place begin = place();
    switch (next()) {
      case '"':
      case '\'':
        value.kind = Value::Kind::String;
        if (!read_string(value.text)) return false;
        break;
      case '[':
        if (!read_list(value, depth + 1)) return false;
        break;
      case '{':
        if (!read_inline_table(value, depth + 1)) return false;
        break;
      default:
        if (!read_bare_value(value)) return false;
    }
    value.at = since(begin);
    return true;
  }

  bool read_list(Value& value, std::size_t depth) {
    if (depth > kMaxManifestDepth) return false;
    value.kind = Value::Kind::Array;
    ++at_;
    do {
      if (!skip_gap()) return false;
      if (take(']')) return true;
      if (!read_value(document_.add_item(value), depth) || !skip_gap()) return false;
    } while (take(','));
    return take(']');
  }

  // On one line, and without a comma at its end.
  bool read_inline_table(Value& value, std::size_t depth) {
    if (depth > kMaxManifestDepth) return false;
    value.kind = Value::Kind::Table;
    ++at_;
    skip_blanks();
    if (take('}')) return true;
    do {
      if (!read_pair(value, depth)) return false;
      skip_blanks();
    } while (take(','));
    return take('}');
  }

  bool read_bare_value(Value& value) {
    const std::size_t first = at_;
    while (is_of(next(), kBareKey) || next() == '+') ++at_;
    std::string_view word = text_.substr(first, at_ - first);
    if (word == "true" || word == "false") {
      value.kind = Value::Kind::Boolean;
      value.boolean = word == "true";
      return true;
    }
    const bool is_negative = word.starts_with('-');
    if (is_negative || word.starts_with('+')) word.remove_prefix(1);
    if (word.empty() || word.size() > kLongestInteger) return false;
    if (word.size() > 1 && word.front() == '0') return false;
    for (const char c : word) {
      if (c < '0' || c > '9') return false;
      value.integer = value.integer * 10 + (c - '0');
    }
    if (is_negative) value.integer = -value.integer;
    value.kind = Value::Kind::Integer;
    return true;
  }

  // --- strings ---

  bool read_string(std::string_view& out) {
    const char quote = text_[at_];
    if (text_.substr(at_ + 1, 2) == std::string_view(quote == '"' ? "\"\"" : "''")) return false;
    const std::size_t first = ++at_;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\\' && quote == '"') return read_escaped(first, out);
      if (!skip_text()) return false;
    }
    out = text_.substr(first, at_ - first);
    return take(quote);
  }

  // A string with escapes, of which the text from `first` on holds none yet.
  bool read_escaped(std::size_t first, std::string_view& out) {
    unescaped_.assign(text_.substr(first, at_ - first));
    while (at_ < text_.size() && text_[at_] != '"') {
      const std::size_t begin = at_;
      if (take('\\')) {
        constexpr std::string_view kNames = "btnfr\"\\";
        constexpr std::string_view kMeanings = "\b\t\n\f\r\"\\";
        const std::size_t which = kNames.find(next());
        if (which == std::string_view::npos) return false;
        unescaped_ += kMeanings[which];
        ++at_;
      } else {
        if (!skip_text()) return false;
        unescaped_ += text_.substr(begin, at_ - begin);
      }
    }
    out = document_.keep(unescaped_);
    return take('"');
  }

  std::string_view text_;
  FileId file_;
  Document& document_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::size_t line_begin_ = 0;    // where the line would begin if all its characters were one byte
  Place last_line_end_{1, 1};     // behind the latest line feed
  Value* table_;                  // of the latest header
  std::size_t header_depth_ = 0;  // likewise
  std::size_t keys_ = 0;
  std::vector<TextView> key_;  // the parts of the latest key
  std::string unescaped_;
};

}  // namespace

std::optional<Document> parse_plain_toml(std::string_view text, FileId file) {
  std::optional<Document> document(std::in_place);
  if (!PlainReader(text, file, *document).run()) document.reset();
  return document;
}

}  // namespace modbuild
