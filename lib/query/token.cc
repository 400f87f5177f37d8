#include "query/token.h"

#include "base/str.h"
#include "base/utf8.h"

namespace modbuild {
namespace {

constexpr std::string_view kNameSymbols = "_.+-*?/@:~%";

bool is_name_character(char c) {
  return is_ascii_alphanumeric(c) || kNameSymbols.find(c) != std::string_view::npos ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class QueryScanner {
 public:
  QueryScanner(std::string_view text, FileId file) : text_(text), file_(file) {}

  std::vector<QueryToken> scan() {
    while (true) {
      while (at_ < text_.size() && is_blank(text_[at_])) pass(1);
      if (at_ == text_.size()) break;
      tokens_.push_back(next());
    }
    tokens_.push_back({QueryToken::Kind::End, "", range_from(line_, column_)});
    return std::move(tokens_);
  }

 private:
  QueryToken next() {
    const std::uint32_t line = line_;
    const std::uint32_t column = column_;
    QueryToken token;
    const char first = text_[at_];
    if (first == '\'' || first == '"') {
      token = quoted(first);
    } else if (first == '$') {
      pass(1);
      token = {QueryToken::Kind::Variable, take(variable_end()), {}};
    } else if (const std::size_t end = name_end(); end > at_) {
      token = {QueryToken::Kind::Name, take(end), {}};
    } else {
      token = {QueryToken::Kind::Symbol, take(at_ + decode_utf8(text_, at_).length), {}};
    }
    token.at = range_from(line, column);
    return token;
  }

  QueryToken quoted(char quote) {
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) return {QueryToken::Kind::OpenQuote, take(at_ + 1), {}};
    pass(1);
    const QueryToken token{QueryToken::Kind::Quoted, take(end), {}};
    pass(1);
    return token;
  }

  std::size_t variable_end() const {
    std::size_t end = at_;
    while (end < text_.size() && (is_ascii_alphanumeric(text_[end]) || text_[end] == '_')) ++end;
    return end;
  }

  // Where the name that begins here ends; here, when none does.
  std::size_t name_end() const {
    if (text_[at_] == '+' || text_[at_] == '-') return at_;
    std::size_t end = at_;
    while (end < text_.size()) {
      const std::size_t close = text_[end] == '[' ? set_end(end) : end;
      if (close == end && !is_name_character(text_[end])) break;
      end = close + 1;
    }
    return end;
  }

  // The ']' of a glob's set that opens at `open`; `open` itself when it is none.
  std::size_t set_end(std::size_t open) const {
    for (std::size_t end = open + 1; end < text_.size() && !is_blank(text_[end]); ++end) {
      if (text_[end] == ']' && end > open + 1) return end;
    }
    return open;
  }

  std::string_view take(std::size_t end) {
    const std::string_view taken = text_.substr(at_, end - at_);
    pass(end - at_);
    return taken;
  }

  // Goes on by so many bytes.
  void pass(std::size_t bytes) {
    for (const std::size_t end = at_ + bytes; at_ < end;) {
      const bool line_feed = text_[at_] == '\n';
      at_ += decode_utf8(text_, at_).length;
      line_ += line_feed ? 1U : 0U;
      column_ = line_feed ? 1 : column_ + 1;
    }
  }

  SourceRange range_from(std::uint32_t line, std::uint32_t column) const {
    return {file_, line, column, line_, column_};
  }

  std::string_view text_;
  FileId file_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t column_ = 1;
  std::vector<QueryToken> tokens_;
};

}  // namespace

std::vector<QueryToken> query_tokens(std::string_view text, FileId file) {
  return QueryScanner(text, file).scan();
}

}  // namespace modbuild
