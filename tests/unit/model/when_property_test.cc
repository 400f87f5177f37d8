// Random expressions: printed, parsed and evaluated, they have the value of a naive evaluator.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <memory>

#include "base/str.h"
#include "model/when.h"

namespace modbuild {
namespace {

struct Tree;
using TreePtr = std::shared_ptr<const Tree>;

struct Tree {
  When::Op op = When::Op::Word;
  std::string leaf;
  TreePtr left;
  TreePtr right;
};

rc::Gen<TreePtr> leaf_tree() {
  const auto text = rc::gen::element<std::string>(
      "linux", "freebsd", "unix", "x86_64", "arm", "glibc", "musl", "static", "shared", "true",
      "false", "feature(a)", "feature(b)", "lib(a)", "lib(b)", "cc(gcc)", "cc(gcc >= 12)",
      "cc(clang < 3)");
  return rc::gen::map(text, [](const std::string& leaf) {
    return std::make_shared<const Tree>(Tree{When::Op::Word, leaf, nullptr, nullptr});
  });
}

rc::Gen<TreePtr> tree_of_depth(int depth) {
  if (depth == 0) return leaf_tree();
  const auto smaller = tree_of_depth(depth - 1);
  const auto op = rc::gen::element(When::Op::Word, When::Op::Not, When::Op::And, When::Op::Or);
  return rc::gen::map(rc::gen::tuple(op, leaf_tree(), smaller, smaller),
                      [](const std::tuple<When::Op, TreePtr, TreePtr, TreePtr>& parts) -> TreePtr {
                        const auto& [kind, leaf, left, right] = parts;
                        if (kind == When::Op::Word) return leaf;
                        return std::make_shared<const Tree>(Tree{kind, "", left, right});
                      });
}

// How tightly an operator binds.
int rank(const Tree& tree) {
  if (tree.op == When::Op::Or) return 1;
  return tree.op == When::Op::And ? 2 : 3;
}

// With only the parentheses that are needed.
std::string print(const Tree& tree, int outer_rank) {
  std::string text = tree.leaf;
  if (tree.op == When::Op::Not) text = cat("!", print(*tree.left, 3));
  if (tree.op == When::Op::And) text = cat(print(*tree.left, 2), "&", print(*tree.right, 3));
  if (tree.op == When::Op::Or) text = cat(print(*tree.left, 1), " | ", print(*tree.right, 2));
  return rank(tree) < outer_rank ? cat("(", text, ")") : text;
}

// On an x86_64 Linux with glibc and gcc 12.2, shared, with feature a and lib b.
bool naive(const Tree& tree) {
  switch (tree.op) {
    case When::Op::Not:
      return !naive(*tree.left);
    case When::Op::And:
      return naive(*tree.left) && naive(*tree.right);
    case When::Op::Or:
      return naive(*tree.left) || naive(*tree.right);
    default:
      break;
  }
  for (const char* holds : {"linux", "unix", "x86_64", "glibc", "shared", "true", "feature(a)",
                            "lib(b)", "cc(gcc)", "cc(gcc >= 12)"}) {
    if (tree.leaf == holds) return true;
  }
  return false;
}

Facts plain_facts(const Platform& platform) {
  Facts facts;
  facts.platform = &platform;
  facts.feature = [](std::string_view name) { return name == "a"; };
  facts.lib = [](std::string_view name) { return name == "b"; };
  return facts;
}

const Platform& machine() {
  static const Platform platform{"linux", "x86_64", "glibc", "gcc", "12.2.0", "x86_64-linux-gnu"};
  return platform;
}

RC_GTEST_PROP(When, PrintedAndParsedHasTheValueOfANaiveEvaluator, ()) {
  const TreePtr tree = *tree_of_depth(5);
  const std::string text = print(*tree, 0);
  RC_LOG() << text << "\n";
  Diagnostics diagnostics;
  const When when = parse_when({text, {}}, diagnostics);
  RC_ASSERT(diagnostics.empty());
  RC_ASSERT(evaluate(when, plain_facts(machine())) == naive(*tree));
}

RC_GTEST_PROP(When, HasAReasonExactlyWhenItIsFalse, ()) {
  Diagnostics diagnostics;
  const When when = parse_when({print(**tree_of_depth(5), 0), {}}, diagnostics);
  const Facts facts = plain_facts(machine());
  RC_ASSERT(first_false(when, facts).empty() == evaluate(when, facts));
}

// The reason is itself an expression, and each of its alternatives is false.
RC_GTEST_PROP(When, IsFalseForAReasonThatIsFalse, ()) {
  Diagnostics diagnostics;
  const When when = parse_when({print(**tree_of_depth(5), 0), {}}, diagnostics);
  const Facts facts = plain_facts(machine());
  RC_PRE(!evaluate(when, facts));
  const When reason = parse_when({first_false(when, facts), {}}, diagnostics);
  RC_ASSERT(diagnostics.empty());
  RC_ASSERT(!evaluate(reason, facts));
}

RC_GTEST_PROP(When, OfAnyTextIsParsedOrRefused, (const std::string& text)) {
  Diagnostics diagnostics;
  const When when = parse_when({text, {}}, diagnostics);
  RC_ASSERT(when.always() == diagnostics.has_errors());
}

}  // namespace
}  // namespace modbuild
