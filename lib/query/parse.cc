// Reads expressions:
//   expression = term { ("+" | "union" | "&" | "^" | "intersect" | "-" | "except") term }
//   term = NAME | $VARIABLE | "(" expression ")" | "let" VARIABLE "=" expression "in" expression
//        | FUNCTION "(" [ argument { "," argument } ] ")"
#include <algorithm>
#include <charconv>

#include "base/edit_distance.h"
#include "base/str.h"
#include "query/query.h"
#include "query/token.h"

namespace modbuild {
namespace {

constexpr std::size_t kMaxLength = 64U << 10U;
constexpr std::size_t kMaxNodes = 4096;
constexpr int kMaxNesting = 64;

using Kind = QueryToken::Kind;

// The operator that a token is; Names when it is none.
QueryOp operator_of(const QueryToken& token) {
  if (token.kind == Kind::Symbol) {
    if (token.text == "+") return QueryOp::Union;
    if (token.text == "&" || token.text == "^") return QueryOp::Intersect;
    if (token.text == "-") return QueryOp::Except;
  } else if (token.kind == Kind::Name) {
    if (token.text == "union") return QueryOp::Union;
    if (token.text == "intersect") return QueryOp::Intersect;
    if (token.text == "except") return QueryOp::Except;
  }
  return QueryOp::Names;
}

bool is_reserved(const QueryToken& token) {
  return token.kind == Kind::Name &&
         (token.text == "let" || token.text == "in" || operator_of(token) != QueryOp::Names);
}

const QueryFunction* find_function(std::string_view name) {
  for (const QueryFunction& function : query_functions()) {
    if (function.name == name) return &function;
  }
  return nullptr;
}

std::optional<std::uint32_t> number_in(const QueryToken& token) {
  std::uint32_t number = 0;
  const char* const end = token.text.data() + token.text.size();
  const auto [stop, error] = std::from_chars(token.text.data(), end, number);
  const bool good = token.kind == Kind::Name && error == std::errc() && stop == end;
  return good ? std::optional(number) : std::nullopt;
}

class QueryParser {
 public:
  QueryParser(std::string_view text, FileId file, Diagnostics& diagnostics)
      : diagnostics_(diagnostics), tokens_(query_tokens(text, file)) {}

  std::optional<Query> parse() {
    Query query;
    if (!parse_expression(0, query.root)) return std::nullopt;
    if (peek().kind != Kind::End) fail(peek(), "expected an operator or the end");
    if (!good_) return std::nullopt;
    query.nodes = std::move(nodes_);
    return query;
  }

 private:
  struct Variable {
    std::string_view name;
    std::uint32_t node = 0;
  };

  const QueryToken& peek() const { return tokens_[at_]; }
  bool peek_symbol(std::string_view symbol) const {
    return peek().kind == Kind::Symbol && peek().text == symbol;
  }
  bool peek_word(std::string_view word) const {
    return peek().kind == Kind::Name && peek().text == word;
  }
  bool accept(std::string_view symbol) {
    if (!peek_symbol(symbol)) return false;
    ++at_;
    return true;
  }

  static std::string named(const QueryToken& token) {
    if (token.kind == Kind::End) return "the end";
    return cat("'", token.kind == Kind::Variable ? "$" : "", token.text, "'");
  }

  // What was probably meant by a token that cannot stand where it stands.
  static std::string way_out(const QueryToken& token) {
    if (token.kind == Kind::OpenQuote) return "close the quote";
    const bool means_union = token.text == "," || token.text == "|";
    if (token.kind == Kind::Symbol && means_union) return "write '+' for a union";
    if (token.kind == Kind::Symbol && token.text == "!") return "write 'A - B' for A without B";
    if (token.text == "and") return "write '&' for what is in both sets";
    if (token.text == "or") return "write '+' for a union";
    if (token.text == "not") return "write 'A - B' for A without B";
    if (is_reserved(token))
      return cat("a name that is such a word is put in quotes: \"", token.text, "\"");
    if (token.kind == Kind::Name || token.kind == Kind::Quoted) {
      return "write '+' between sets for their union, '&' for what is in both, '-' for 'without'";
    }
    return "an expression looks like: deps(tm) & on() - @basic";
  }

  // Always false, so that callers can return it. After the first error of this kind the rest of
  // the expression has no meaning.
  bool fail(const QueryToken& token, std::string_view expected, std::string help = {}) {
    diagnostics_.add(Code::BadQuery, token.at,
                     cat("found ", named(token), " in an expression, ", expected),
                     help.empty() ? way_out(token) : std::move(help));
    good_ = false;
    return false;
  }

  // An unknown name leaves the shape intact: parsing goes on, and all of them are told.
  void unknown(const QueryToken& token, std::string message, std::string help) {
    diagnostics_.add(Code::BadQuery, token.at, std::move(message), std::move(help));
    good_ = false;
  }

  bool limit(const QueryToken& token, std::string message) {
    diagnostics_.add(Code::BadQuery, token.at, std::move(message),
                     "names of one kind can stand together: set(a b c), file(a.c b.c)");
    good_ = false;
    return false;
  }

  bool push(QueryNode node, const QueryToken& token, std::uint32_t& out) {
    if (nodes_.size() == kMaxNodes) {
      return limit(token, cat("an expression has more than ", std::to_string(kMaxNodes),
                              " parts, the limit"));
    }
    out = static_cast<std::uint32_t>(nodes_.size());
    nodes_.push_back(std::move(node));
    return true;
  }

  bool parse_expression(int nesting, std::uint32_t& out) {
    if (nesting == kMaxNesting) {
      return limit(peek(), cat("an expression nests more than ", std::to_string(kMaxNesting),
                               " levels deep, the limit"));
    }
    if (!parse_term(nesting, out)) return false;
    while (operator_of(peek()) != QueryOp::Names) {
      const QueryToken& token = tokens_[at_++];
      std::uint32_t right = 0;
      if (!parse_term(nesting, right)) return false;
      QueryNode node{operator_of(token), {}, {out, right}};
      if (!push(std::move(node), token, out)) return false;
    }
    return true;
  }

  bool parse_term(int nesting, std::uint32_t& out) {
    const QueryToken& token = peek();
    if (accept("(")) {
      if (!parse_expression(nesting + 1, out)) return false;
      return accept(")") || fail(peek(), "expected an operator or ')'");
    }
    if (token.kind == Kind::Variable) return parse_variable(out);
    if (peek_word("let")) return parse_let(nesting, out);
    if (is_reserved(token) || (token.kind != Kind::Name && token.kind != Kind::Quoted)) {
      return fail(token, "expected a name, a function or '('");
    }
    ++at_;
    if (token.kind == Kind::Name && peek_symbol("(")) return parse_call(token, nesting, out);
    return push({QueryOp::Names, {text_of(token)}, {}}, token, out);
  }

  static Text text_of(const QueryToken& token) { return {std::string(token.text), token.at}; }

  bool parse_variable(std::uint32_t& out) {
    const QueryToken& token = tokens_[at_++];
    const auto found =
        std::find_if(variables_.rbegin(), variables_.rend(),
                     [&token](const Variable& variable) { return variable.name == token.text; });
    if (found != variables_.rend()) {
      out = found->node;
      return true;
    }
    std::vector<std::string> known;
    for (const Variable& variable : variables_) known.emplace_back(variable.name);
    const std::string near = did_you_mean(token.text, known);
    unknown(token, cat("there is no variable '$", token.text, "'"),
            near.empty() ? "let x = deps(tm) in $x - tm  gives one its value" : near);
    return push({QueryOp::Names, {}, {}}, token, out);
  }

  // let NAME = VALUE in BODY; the body goes as far as it can.
  bool parse_let(int nesting, std::uint32_t& out) {
    ++at_;
    const QueryToken& name = tokens_[at_];
    const bool good = name.kind == Kind::Name && !is_reserved(name) &&
                      std::all_of(name.text.begin(), name.text.end(),
                                  [](char c) { return is_ascii_alphanumeric(c) || c == '_'; });
    if (!good) return fail(name, "expected the name of a variable", "let x = deps(tm) in $x - tm");
    ++at_;
    if (!accept("=")) return fail(peek(), "expected '='", "let x = deps(tm) in $x - tm");
    std::uint32_t value = 0;
    if (!parse_expression(nesting + 1, value)) return false;
    if (!peek_word("in")) {
      return fail(peek(), "expected an operator or 'in'", "let x = deps(tm) in $x - tm");
    }
    ++at_;
    variables_.push_back({name.text, value});
    const bool parsed = parse_expression(nesting + 1, out);
    variables_.pop_back();
    return parsed;
  }

  bool parse_call(const QueryToken& name, int nesting, std::uint32_t& out) {
    const QueryFunction* function = find_function(name.text);
    if (function == nullptr) {
      unknown_function(name);
      return skip_call() && push({QueryOp::Names, {}, {}}, name, out);
    }
    ++at_;  // the parenthesis
    QueryNode node{function->op, {}, {}};
    if (!parse_arguments(*function, nesting, node)) return false;
    if (node.sets.size() < function->least_sets) {
      return fail(peek(), node.sets.empty() ? "expected a set" : "expected ',' and another set",
                  std::string(function->form));
    }
    if (!accept(")")) {
      return fail(peek(), takes_more(*function, node) ? "expected ',' or ')'" : "expected ')'",
                  std::string(function->form));
    }
    return push(std::move(node), name, out);
  }

  static bool takes_more(const QueryFunction& function, const QueryNode& node) {
    return node.depth == QueryNode::kNoLimit &&
           (function.depth || node.sets.size() < function.most_sets);
  }

  bool parse_arguments(const QueryFunction& function, int nesting, QueryNode& node) {
    if (function.words) {
      if (!parse_words(function, node)) return false;
      if (function.most_sets == 0 || !accept(",")) return true;
    }
    while (function.words || !peek_symbol(")")) {
      const std::optional<std::uint32_t> depth = number_in(peek());
      if (function.depth && depth && !node.sets.empty()) {
        ++at_;
        node.depth = std::min(*depth, QueryNode::kNoLimit - 1);
        return true;
      }
      if (node.sets.size() == function.most_sets) {
        return fail(peek(), function.depth ? "expected a number" : "expected ')'",
                    std::string(function.form));
      }
      std::uint32_t set = 0;
      if (!parse_expression(nesting + 1, set)) return false;
      node.sets.push_back(set);
      if (!takes_more(function, node) || !accept(",")) return true;
    }
    return true;
  }

  bool parse_words(const QueryFunction& function, QueryNode& node) {
    while (peek().kind == Kind::Name || peek().kind == Kind::Quoted) {
      node.words.push_back(text_of(tokens_[at_++]));
    }
    return !node.words.empty() || fail(peek(), "expected a name", std::string(function.form));
  }

  void unknown_function(const QueryToken& name) {
    std::vector<std::string> known;
    for (const QueryFunction& function : query_functions()) known.emplace_back(function.name);
    std::string help = did_you_mean(name.text, known);
    if (help.empty()) help = cat("known are ", join(known, ", "));
    unknown(name, cat("there is no function '", name.text, "'"), std::move(help));
  }

  // Passes over the arguments of a function that nobody knows.
  bool skip_call() {
    std::size_t open = 0;
    do {
      if (peek().kind == Kind::End) return fail(peek(), "expected ')'");
      open += peek_symbol("(") ? 1U : 0U;
      open -= peek_symbol(")") ? 1U : 0U;
      ++at_;
    } while (open > 0);
    return true;
  }

  Diagnostics& diagnostics_;
  std::vector<QueryToken> tokens_;
  std::size_t at_ = 0;
  std::vector<QueryNode> nodes_;
  std::vector<Variable> variables_;  // innermost last
  bool good_ = true;
};

}  // namespace

std::optional<Query> parse_query(std::string_view text, FileId file, Diagnostics& diagnostics) {
  if (text.size() > kMaxLength) {
    diagnostics.add(Code::BadQuery, {file},
                    cat("an expression has ", std::to_string(text.size()), " bytes, more than ",
                        std::to_string(kMaxLength), ", the limit"));
    return std::nullopt;
  }
  return QueryParser(text, file, diagnostics).parse();
}

}  // namespace modbuild
