#include "load/toml_scanner.h"

#include <algorithm>

namespace modbuild {
namespace {

constexpr std::string_view kEndsBareValue = " \t\r\n,]}#";
constexpr std::string_view kEndsBareKey = " \t\r\n.=[]{},#\"'";
constexpr std::size_t kMaxBadValues = 100;
constexpr char kPathSeparator = '\x1f';

bool is_plain_value(std::string_view token) {
  if (token == "true" || token == "false") return true;
  if (token.starts_with('+') || token.starts_with('-')) token.remove_prefix(1);
  if (token.empty() || token.size() > kLongestInteger) return false;
  if (token.size() > 1 && token.front() == '0') return false;
  return std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class TomlScanner {
 public:
  TomlScanner(std::string_view text, bool with_keys) : text_(text), with_keys_(with_keys) {}

  TomlScan run() {
    while (at_ < text_.size() && !stopped()) step();
    if (!brackets_.empty()) scan_.open_bracket = brackets_.back().at;
    return std::move(scan_);
  }

 private:
  enum class Mode { Key, Header, Value, AfterValue };
  struct Bracket {
    ByteRange at;
    bool is_table = false;
    std::size_t depth = 0;        // around the bracket
    std::size_t prefix_size = 0;  // of prefix_, around the bracket
  };

  bool stopped() const { return scan_.too_deep || scan_.too_many_keys; }

  void step() {
    const char c = text_[at_];
    if (c == ' ' || c == '\t' || c == '\r') {
      ++at_;
    } else if (c == '\n') {
      ++at_;
      if (brackets_.empty()) start_statement();
    } else if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (mode_ == Mode::Key || mode_ == Mode::Header) {
      step_key(c);
    } else {
      step_value(c);
    }
  }

  void start_statement() {
    mode_ = Mode::Key;
    depth_ = header_depth_;
    prefix_ = header_;
    parts_ = 0;
    path_ = prefix_;
  }

  // --- keys ---

  void step_key(char c) {
    if (c == '"' || c == '\'') {
      const std::size_t begin = at_;
      skip_string();
      add_part({begin, at_});
    } else if (c == '[' && mode_ == Mode::Key && brackets_.empty() && parts_ == 0) {
      open_header();
    } else if (c == ']' && mode_ == Mode::Header) {
      close_header();
    } else if (c == '=') {
      ++at_;
      end_key();
    } else if (c == '}' || c == ']' || c == ',' || c == '{' || c == '[' || c == '.') {
      if (c == '}' || c == ']') close_bracket();
      ++at_;
    } else {
      const std::size_t begin = at_;
      at_ = std::min(text_.find_first_of(kEndsBareKey, at_), text_.size());
      add_part({begin, at_});
    }
  }

  void add_part(ByteRange part) {
    ++parts_;
    last_part_ = part;
    if (parts_ == 1) first_part_ = part;
    // The last part names a value; the parts before it are tables around it. In a header each is.
    if (parts_ > 1 || mode_ == Mode::Header) enter(part);
    if (!with_keys_) return;
    std::string_view name = text_.substr(part.begin, part.end - part.begin);
    if (name.size() > 1 && (name.front() == '"' || name.front() == '\'')) {
      name = name.substr(1, name.size() - 2);
    }
    name_ = name;
    path_.append(name).push_back(kPathSeparator);
  }

  void end_key() {
    if (mode_ == Mode::Header) return;
    if (parts_ > 0) count_key(false, false);
    mode_ = Mode::Value;
  }

  void count_key(bool is_header, bool is_list) {
    keys_ += parts_;
    if (keys_ > kMaxManifestKeys) scan_.too_many_keys = last_part_;
    if (!with_keys_) return;
    scan_.keys.push_back({path_, name_, {first_part_.begin, last_part_.end}, is_header, is_list});
  }

  void open_header() {
    mode_ = Mode::Header;
    depth_ = 0;
    path_.clear();
    list_header_ = text_.substr(at_, 2) == "[[";
    at_ += list_header_ ? 2 : 1;
    if (list_header_) enter({at_ - 2, at_});
  }

  void close_header() {
    ++at_;
    if (parts_ > 0) count_key(true, list_header_);
    // Each [[x]] is a table of its own, whose keys may repeat those of the one before.
    if (list_header_ && with_keys_) {
      path_.append(std::to_string(scan_.keys.size())).push_back(kPathSeparator);
    }
    header_ = path_;
    header_depth_ = depth_;
    mode_ = Mode::AfterValue;
    if (list_header_ && at_ < text_.size() && text_[at_] == ']') ++at_;
  }

  // --- values ---

  void step_value(char c) {
    if (c == '"' || c == '\'') {
      skip_string();
      mode_ = Mode::AfterValue;
    } else if (c == '[' || c == '{') {
      open_bracket(c == '{');
    } else if (c == ']' || c == '}') {
      close_bracket();
      ++at_;
    } else if (c == ',') {
      ++at_;
      next_item();
    } else {
      const std::size_t begin = at_;
      at_ = std::min(text_.find_first_of(kEndsBareValue, at_), text_.size());
      if (at_ == begin) ++at_;
      if (mode_ == Mode::Value) check_bare({begin, at_});
      mode_ = Mode::AfterValue;
    }
  }

  void check_bare(ByteRange token) {
    if (is_plain_value(text_.substr(token.begin, token.end - token.begin))) return;
    if (scan_.bad_values.size() < kMaxBadValues) scan_.bad_values.push_back(token);
  }

  void open_bracket(bool is_table) {
    const ByteRange at{at_, at_ + 1};
    brackets_.push_back({at, is_table, depth_, prefix_.size()});
    enter(at);
    ++at_;
    if (with_keys_) {
      prefix_ = path_;
      prefix_.append(std::to_string(at.begin)).push_back(kPathSeparator);
    }
    next_item();
  }

  void next_item() {
    if (brackets_.empty()) return;
    mode_ = brackets_.back().is_table ? Mode::Key : Mode::Value;
    depth_ = brackets_.back().depth + 1;
    parts_ = 0;
    path_ = prefix_;
  }

  void close_bracket() {
    if (!brackets_.empty()) {
      prefix_.resize(std::min(prefix_.size(), brackets_.back().prefix_size));
      brackets_.pop_back();
    }
    if (!brackets_.empty()) depth_ = brackets_.back().depth + 1;
    mode_ = Mode::AfterValue;
  }

  void enter(ByteRange at) {
    ++depth_;
    if (depth_ > kMaxManifestDepth && !scan_.too_deep) scan_.too_deep = at;
  }

  // --- strings ---

  void skip_string() {
    const std::size_t begin = at_;
    const char quote = text_[at_];
    const bool long_form = text_.substr(at_, 3) == std::string(3, quote);
    at_ += long_form ? 3 : 1;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\\' && quote == '"') {
        ++at_;
      } else if (c == '\n' && !long_form) {
        if (!scan_.open_string) scan_.open_string = ByteRange{begin, at_};
        return;
      } else if (c == quote && !long_form) {
        ++at_;
        return;
      } else if (c == quote && text_.substr(at_, 3) == std::string(3, quote)) {
        at_ += 3;
        // Up to two more quotes belong to the string.
        for (int more = 0; more < 2 && at_ < text_.size() && text_[at_] == quote; ++more) ++at_;
        return;
      }
    }
    at_ = std::min(at_, text_.size());
    if (!scan_.open_string) scan_.open_string = ByteRange{begin, at_};
  }

  std::string_view text_;
  bool with_keys_;
  TomlScan scan_;
  std::size_t at_ = 0;
  Mode mode_ = Mode::Key;
  std::vector<Bracket> brackets_;
  std::size_t keys_ = 0;
  std::size_t depth_ = 0;         // tables and lists around the place
  std::size_t header_depth_ = 0;  // of the latest [header]
  std::size_t parts_ = 0;         // of the key being read
  bool list_header_ = false;
  ByteRange first_part_;
  ByteRange last_part_;
  std::string name_;    // of the latest key part
  std::string path_;    // of the key being read
  std::string prefix_;  // of the table it stands in
  std::string header_;  // of the latest [header]
};

}  // namespace

TomlScan scan_toml(std::string_view text, bool with_keys) {
  return TomlScanner(text, with_keys).run();
}

}  // namespace modbuild
