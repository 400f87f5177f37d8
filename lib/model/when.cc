// What `when` expressions mean: their words, their value, and which part made one false.
#include "model/when.h"

#include <algorithm>
#include <array>

#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::array<std::string_view, 6> kSystems = {"linux",   "freebsd", "netbsd",
                                                      "openbsd", "darwin",  "solaris"};
constexpr std::array<std::string_view, 7> kArchitectures = {"x86_64",  "i386",    "aarch64", "arm",
                                                            "riscv64", "ppc64le", "s390x"};
constexpr std::array<std::string_view, 2> kLibcs = {"glibc", "musl"};

template <class Words>
bool contains(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool word_holds(std::string_view word, const Facts& facts) {
  if (word == "true") return true;
  if (word == "static") return facts.linkage == Linkage::Static;
  if (word == "shared") return facts.linkage == Linkage::Shared;
  if (facts.platform == nullptr) return false;
  const Platform& platform = *facts.platform;
  if (word == "unix") return contains(kSystems, platform.os);
  if (contains(kSystems, word)) return platform.os == word;
  if (contains(kArchitectures, word)) return platform.arch == word;
  if (contains(kLibcs, word)) return platform.libc == word;
  return false;
}

bool compiler_holds(const When::Node& node, const Facts& facts) {
  if (facts.platform == nullptr || facts.platform->cc != node.name) return false;
  return version_satisfies(facts.platform->cc_version, node.comparison, node.version);
}

// The value of every node, and where its left operand stands (the right one is the node before).
struct Values {
  std::vector<bool> holds;
  std::vector<std::size_t> left;
};

Values values_of(const When& when, const Facts& facts) {
  Values values;
  std::vector<std::size_t> open;  // roots of finished sub-expressions
  for (std::size_t i = 0; i < when.nodes().size(); ++i) {
    const When::Node& node = when.nodes()[i];
    const bool pair = node.op == When::Op::And || node.op == When::Op::Or;
    bool holds = false;
    std::size_t left = i;
    if (pair) {
      const bool right_holds = values.holds[open.back()];
      open.pop_back();
      left = open.back();
      const bool left_holds = values.holds[left];
      open.pop_back();
      holds = node.op == When::Op::And ? left_holds && right_holds : left_holds || right_holds;
    } else if (node.op == When::Op::Not) {
      holds = !values.holds[open.back()];
      open.pop_back();
    } else {
      holds = leaf_holds(node, facts);
    }
    values.holds.push_back(holds);
    values.left.push_back(left);
    open.push_back(i);
  }
  return values;
}

// Why node `at` does not have the value `wanted`: one leaf, or several joined by '|' when each of
// them alone would have been enough.
std::string reason(const When& when, const Values& values, std::size_t at, bool wanted) {
  const When::Node& node = when.nodes()[at];
  if (node.op == When::Op::Not) return reason(when, values, at - 1, !wanted);
  if (node.op != When::Op::And && node.op != When::Op::Or) {
    return cat(wanted ? "" : "!", leaf_text(node));
  }
  const std::size_t left = values.left[at];
  const std::size_t right = at - 1;
  const bool both_needed = (node.op == When::Op::And) == wanted;
  if (both_needed) {
    return reason(when, values, values.holds[left] != wanted ? left : right, wanted);
  }
  return cat(reason(when, values, left, wanted), " | ", reason(when, values, right, wanted));
}

}  // namespace

bool leaf_holds(const When::Node& leaf, const Facts& facts) {
  switch (leaf.op) {
    case When::Op::Word:
      return word_holds(leaf.name, facts);
    case When::Op::Feature:
      return facts.feature && facts.feature(leaf.name);
    case When::Op::Lib:
      return facts.lib && facts.lib(leaf.name);
    default:
      return compiler_holds(leaf, facts);
  }
}

std::string leaf_text(const When::Node& leaf) {
  switch (leaf.op) {
    case When::Op::Word:
      return leaf.name;
    case When::Op::Feature:
      return cat("feature(", leaf.name, ")");
    case When::Op::Lib:
      return cat("lib(", leaf.name, ")");
    default:
      if (leaf.comparison.empty()) return cat("cc(", leaf.name, ")");
      return cat("cc(", leaf.name, " ", leaf.comparison, " ", leaf.version, ")");
  }
}

const When::Expression& When::written() const {
  static const Expression kNothing;
  return expression ? *expression : kNothing;
}

bool evaluate(const When& when, const Facts& facts) {
  return when.always() || values_of(when, facts).holds.back();
}

std::string first_false(const When& when, const Facts& facts) {
  if (when.always()) return {};
  const Values values = values_of(when, facts);
  return values.holds.back() ? std::string() : reason(when, values, when.nodes().size() - 1, true);
}

const std::vector<std::string>& when_words() {
  static const std::vector<std::string> words = [] {
    std::vector<std::string> all(kSystems.begin(), kSystems.end());
    all.emplace_back("unix");
    all.insert(all.end(), kArchitectures.begin(), kArchitectures.end());
    all.insert(all.end(), kLibcs.begin(), kLibcs.end());
    for (const char* word : {"static", "shared", "true", "false"}) all.emplace_back(word);
    return all;
  }();
  return words;
}

}  // namespace modbuild
