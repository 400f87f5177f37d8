// The `when` expressions of manifests, such as linux & (x86_64 | arm) & !musl & cc(gcc >= 12).
// Parsing keeps ranges; evaluation is total and needs only facts, never the host.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/boxed.h"
#include "diag/diagnostics.h"
#include "diag/source_range.h"
#include "model/platform.h"

namespace modbuild {

// A parsed expression in postfix order; no nodes means "always".
struct When {
  enum class Op : std::uint8_t { Word, Feature, Lib, Cc, Not, And, Or };
  struct Node {
    Op op = Op::Word;
    std::string name;        // word, feature, lib or compiler family
    std::string comparison;  // cc only: "", ">=", "<=", ">", "<", "=", "!="
    std::string version;     // cc only
    SourceRange at;
  };
  struct Expression {
    std::vector<Node> nodes;
    std::string text;  // as written
    SourceRange at;
  };
  Boxed<Expression> expression;  // none where nothing is written, as nearly everywhere

  bool always() const { return !expression || expression->nodes.empty(); }
  // The expression, an empty one if there is none.
  const Expression& written() const;
  const std::vector<Node>& nodes() const { return written().nodes; }
  const std::string& text() const { return written().text; }
  const SourceRange& at() const { return written().at; }
};

// A value that counts only where its `when` holds.
template <class T>
struct Conditional {
  T value;
  When when;
};
using TextList = std::vector<Conditional<Text>>;

// What a `when` may ask about.
struct Facts {
  const Platform* platform = nullptr;
  Linkage linkage = Linkage::Shared;              // for the words `static` and `shared`
  std::function<bool(std::string_view)> feature;  // of the component the expression stands in
  std::function<bool(std::string_view)> lib;
};

// Parses `text.value`; on a mistake adds MB050/MB051 at the place inside the string and returns
// "always". At most 256 nodes, nesting 16.
When parse_when(const Text& text, Diagnostics& diagnostics);

// The value of the expression.
bool evaluate(const When& when, const Facts& facts);

// Which word, feature, lib or compiler test made it false, for messages: "linux", "!musl",
// "feature(tls)"; "" when the expression is true.
std::string first_false(const When& when, const Facts& facts);

// A leaf, that is any node but Not, And and Or: its value, and how messages name it.
bool leaf_holds(const When::Node& leaf, const Facts& facts);
std::string leaf_text(const When::Node& leaf);

// Every bare word `when` knows: operating systems, architectures, C libraries, linkages.
const std::vector<std::string>& when_words();

// -1, 0 or 1: dotted versions compared number by number ("1.10" > "1.9").
int compare_versions(std::string_view a, std::string_view b);

// Whether `found` satisfies e.g. (">=", "1.1"); an empty comparison is always satisfied.
bool version_satisfies(std::string_view found, std::string_view comparison,
                       std::string_view wanted);

}  // namespace modbuild
