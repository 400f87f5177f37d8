// Reads `when` expressions:
//   or = and { "|" and }   and = not { "&" not }   not = "!" not | "(" or ")" | leaf
//   leaf = WORD | feature(NAME) | lib(NAME) | cc(FAMILY [OP VERSION])
#include <algorithm>

#include "base/edit_distance.h"
#include "base/str.h"
#include "base/utf8.h"
#include "model/when.h"

namespace modbuild {
namespace {

constexpr std::size_t kMaxNodes = 256;
constexpr int kMaxNesting = 16;

struct Token {
  enum class Kind : std::uint8_t { Word, Symbol, End };
  Kind kind = Kind::End;
  std::string_view text;
  std::size_t begin = 0;  // byte offsets in the expression
  std::size_t end = 0;
};

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '+' || c == '-';
}

std::vector<Token> tokenise(std::string_view text) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = at;
    if (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r') {
      ++at;
      continue;
    }
    Token::Kind kind = Token::Kind::Symbol;
    if (is_word_character(text[at])) {
      kind = Token::Kind::Word;
      while (at < text.size() && is_word_character(text[at])) ++at;
    } else {
      const std::string_view two = text.substr(at, 2);
      const bool pair =
          two == ">=" || two == "<=" || two == "!=" || two == "==" || two == "&&" || two == "||";
      at += pair ? 2 : decode_utf8(text, at).length;
    }
    tokens.push_back({kind, text.substr(begin, at - begin), begin, at});
  }
  tokens.push_back({Token::Kind::End, "", text.size(), text.size()});
  return tokens;
}

// The place of bytes [begin, end) of a TOML string. Only a string that stands on one line without
// escapes and with single quotes (then it is as wide as its value) can be pointed into.
SourceRange place_inside(const Text& text, std::size_t begin, std::size_t end) {
  const std::string_view value = text.value;
  const SourceRange& at = text.at;
  const bool plain = at.line > 0 && at.line == at.end_line && at.column > 0 &&
                     at.end_column == at.column + display_width(value) + 2;
  if (!plain) return at;
  SourceRange place = at;
  const auto width = [&](std::size_t bytes) {
    return static_cast<std::uint32_t>(display_width(value.substr(0, bytes)));
  };
  place.column = at.column + 1 + width(begin);
  place.end_column = std::max(place.column + 1, at.column + 1 + width(end));
  return place;
}

class WhenParser {
 public:
  WhenParser(const Text& text, Diagnostics& diagnostics)
      : text_(text), diagnostics_(diagnostics), tokens_(tokenise(text.value)) {}

  When parse() {
    When::Expression written{{}, text_.value, text_.at};
    if (parse_or(0) && peek().kind != Token::Kind::End) {
      fail(peek(), "expected '&', '|' or the end");
    }
    if (good_) written.nodes = std::move(nodes_);
    return {std::move(written)};
  }

 private:
  const Token& peek() const { return tokens_[at_]; }
  bool peek_is(std::string_view symbol) const {
    return peek().kind != Token::Kind::End && peek().text == symbol;
  }
  bool accept(std::string_view symbol) {
    if (!peek_is(symbol)) return false;
    ++at_;
    return true;
  }
  SourceRange place(const Token& token) const {
    return place_inside(text_, token.begin, token.end);
  }

  // What a token is called in messages.
  static std::string named(const Token& token) {
    return token.kind == Token::Kind::End ? "the end" : cat("'", token.text, "'");
  }

  static std::string way_out(const Token& token) {
    if (token.text == "&&" || token.text == "and") return "write '&' for and";
    if (token.text == "||" || token.text == "or" || token.text == ",") return "write '|' for or";
    if (token.text == "not") return "write '!' for not";
    if (token.text == "==") return "write '=' to compare for equality";
    return "a `when` looks like \"linux & (x86_64 | aarch64) & !musl & feature(tls)\"";
  }

  // Always false, so that callers can return it. After the first error of this kind the rest of
  // the expression has no meaning.
  bool fail(const Token& token, std::string_view expected) {
    diagnostics_.add(Code::BadWhen, place(token),
                     cat("found ", named(token), " in a `when` expression, ", expected),
                     way_out(token));
    good_ = false;
    return false;
  }

  // An unknown word leaves the shape intact, so that parsing goes on and all of them are reported.
  void unknown(const Token& token, std::string message, const std::vector<std::string>& known) {
    std::string help = did_you_mean(token.text, known);
    if (help.empty()) help = cat("known are ", join(known, ", "));
    diagnostics_.add(Code::UnknownWhenWord, place(token), std::move(message), std::move(help));
    good_ = false;
  }

  bool push(When::Op op, const Token& token) {
    if (nodes_.size() == kMaxNodes) {
      diagnostics_.add(Code::BadWhen, place(token),
                       "a `when` expression has more than 256 parts, the limit",
                       "split the entry into several with a `when` each");
      good_ = false;
      return false;
    }
    nodes_.push_back({op, {}, {}, {}, place(token)});
    return true;
  }

  bool enter(int nesting, const Token& token) {
    if (nesting < kMaxNesting) return true;
    diagnostics_.add(Code::BadWhen, place(token),
                     "a `when` expression nests deeper than 16 levels, the limit",
                     "leave out parentheses that change nothing");
    good_ = false;
    return false;
  }

  bool parse_or(int nesting) {
    if (!parse_and(nesting)) return false;
    while (peek_is("|")) {
      const Token op = tokens_[at_++];
      if (!parse_and(nesting) || !push(When::Op::Or, op)) return false;
    }
    return true;
  }

  bool parse_and(int nesting) {
    if (!parse_not(nesting)) return false;
    while (peek_is("&")) {
      const Token op = tokens_[at_++];
      if (!parse_not(nesting) || !push(When::Op::And, op)) return false;
    }
    return true;
  }

  bool parse_not(int nesting) {
    const Token first = peek();
    if (accept("!")) {
      return enter(nesting, first) && parse_not(nesting + 1) && push(When::Op::Not, first);
    }
    if (accept("(")) {
      if (!enter(nesting, first) || !parse_or(nesting + 1)) return false;
      return accept(")") || fail(peek(), "expected '&', '|' or ')'");
    }
    if (first.kind != Token::Kind::Word) {
      return fail(first, "expected a word, feature(..), lib(..), cc(..), '!' or '('");
    }
    ++at_;
    return peek_is("(") ? parse_call(first) : parse_word(first);
  }

  bool parse_word(const Token& word) {
    if (word.text == "and" || word.text == "or" || word.text == "not") {
      return fail(word, "expected a word, feature(..), lib(..), cc(..), '!' or '('");
    }
    const auto& known = when_words();
    if (std::find(known.begin(), known.end(), word.text) == known.end()) {
      const bool function = word.text == "feature" || word.text == "lib" || word.text == "cc";
      if (function) return fail(peek(), cat("expected '(' after '", word.text, "'"));
      unknown(word, cat("unknown word '", word.text, "' in a `when` expression"), known);
    }
    if (!push(When::Op::Word, word)) return false;
    nodes_.back().name = word.text;
    return true;
  }

  bool parse_call(const Token& function) {
    static const std::vector<std::string> functions = {"cc", "feature", "lib"};
    ++at_;  // the parenthesis that the caller saw
    if (std::find(functions.begin(), functions.end(), function.text) == functions.end()) {
      unknown(function, cat("unknown function '", function.text, "' in a `when` expression"),
              functions);
    }
    const Token name = peek();
    if (name.kind != Token::Kind::Word) return fail(name, "expected a name");
    ++at_;
    const When::Op op = function.text == "cc"    ? When::Op::Cc
                        : function.text == "lib" ? When::Op::Lib
                                                 : When::Op::Feature;
    Token whole = function;
    When::Node node;
    node.name = name.text;
    if (op == When::Op::Cc && !parse_compiler(name, node)) return false;
    if (!peek_is(")")) return fail(peek(), "expected ')'");
    whole.end = tokens_[at_++].end;
    if (!push(op, whole)) return false;
    node.op = op;
    node.at = nodes_.back().at;
    nodes_.back() = std::move(node);
    return true;
  }

  // The inside of cc(..) after the family.
  bool parse_compiler(const Token& family, When::Node& node) {
    static const std::vector<std::string> families = {"clang", "gcc"};
    static const std::vector<std::string> comparisons = {">=", "<=", ">", "<", "=", "!="};
    if (std::find(families.begin(), families.end(), family.text) == families.end()) {
      unknown(family, cat("unknown compiler '", family.text, "' in a `when` expression"), families);
    }
    if (peek_is(")")) return true;
    const Token comparison = peek();
    if (std::find(comparisons.begin(), comparisons.end(), comparison.text) == comparisons.end()) {
      return fail(comparison, "expected ')' or one of >= <= > < = !=");
    }
    const Token version = tokens_[++at_];
    const bool digit =
        version.kind == Token::Kind::Word && version.text[0] >= '0' && version.text[0] <= '9';
    if (!digit) return fail(version, "expected a version such as 12 or 12.2");
    ++at_;
    node.comparison = comparison.text;
    node.version = version.text;
    return true;
  }

  const Text& text_;
  Diagnostics& diagnostics_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::vector<When::Node> nodes_;
  bool good_ = true;
};

}  // namespace

When parse_when(const Text& text, Diagnostics& diagnostics) {
  return WhenParser(text, diagnostics).parse();
}

}  // namespace modbuild
