#include "unit/query/expression.h"

#include <algorithm>
#include <map>

#include "base/str.h"

namespace modbuild::test {
namespace {

using Relation = std::multimap<std::string, std::string>;

NameSet stepped(const Relation& relation, const NameSet& from, const NameSet* within) {
  NameSet next = from;
  for (const auto& [user, used] : relation) {
    if (from.count(user) != 0 && (within == nullptr || within->count(used) != 0)) next.insert(used);
  }
  return next;
}

NameSet walked(const Relation& relation, NameSet from, std::size_t depth,
               const NameSet* within = nullptr) {
  for (std::size_t i = 0; i < depth; ++i) from = stepped(relation, from, within);
  return from;
}

class ExpressionMaker {
 public:
  ExpressionMaker(const QueryCase& subject, Dice& dice)
      : subject_(subject),
        catalog_(subject.catalog),
        dice_(dice),
        far_(catalog_.components.size()) {
    const Graph graph = build_graph(catalog_);
    for (const ComponentId id : catalog_.components.ids()) {
      for (const Edge& edge : graph.needs[id]) {
        const bool follows =
            std::find(subject.kinds.begin(), subject.kinds.end(), edge.kind) != subject.kinds.end();
        if (!follows) continue;
        needs_.emplace(name(id), name(edge.to));
        users_.emplace(name(edge.to), name(id));
      }
    }
  }

  // Operators stand to the right of a left operand that needs no parentheses.
  Expression expression(int depth) {
    Expression left = term(depth);
    while (depth > 0 && dice_.one_in(3)) {
      const Expression right = term(depth - 1);
      static const std::vector<std::string> words = {" + ",         " & ",      " - ", " union ",
                                                     " intersect ", " except ", " ^ ", "\n+"};
      const std::string& op = dice_.of(words);
      left.value = combined(op, left.value, right.value);
      append(left.text, op, right.text);
    }
    return left;
  }

 private:
  const std::string& name(ComponentId id) const { return catalog_.components[id].name.value; }

  static NameSet combined(const std::string& op, const NameSet& left, const NameSet& right) {
    const bool unites = op == " + " || op == " union " || op == "\n+";
    const bool subtracts = op == " - " || op == " except ";
    NameSet out = unites ? right : NameSet();
    for (const std::string& item : left) {
      if (unites || (right.count(item) != 0) != subtracts) out.insert(item);
    }
    return out;
  }

  Expression term(int depth) {
    switch (dice_.below(depth == 0 ? 6 : 14)) {
      case 0:
        return {"@basic", members("basic")};
      case 1:
        return {"group(db extra)", combined(" + ", members("db"), members("extra"))};
      case 2:
        return {"s*", where([](const Component& component, const Verdict&) {
                  return component.name.value.starts_with('s');
                })};
      case 3:
        return decided();
      case 4:
        return chosen();
      case 6:
      case 7:
      case 8:
      case 9:
        return function(depth - 1);
      case 10: {
        const Expression inside = expression(depth - 1);
        return {cat("(", inside.text, ")"), inside.value};
      }
      case 11:
        return named(depth - 1);
      default: {
        const std::string& any =
            name(ComponentId{static_cast<std::uint32_t>(dice_.below(catalog_.components.size()))});
        return {any, {any}};
      }
    }
  }

  template <class Test>
  NameSet where(const Test& test) const {
    NameSet found;
    for (const ComponentId id : catalog_.components.ids()) {
      if (test(catalog_.components[id], subject_.selection.verdicts[id])) found.insert(name(id));
    }
    return found;
  }

  NameSet members(const std::string& group) const {
    NameSet found;
    for (const ComponentId id : catalog_.groups[catalog_.find_group(group)].members) {
      found.insert(name(id));
    }
    return found;
  }

  Expression decided() {
    switch (dice_.below(4)) {
      case 0:
        return {"on()", where([](const Component&, const Verdict& verdict) { return verdict.on; })};
      case 1:
        return {"off()",
                where([](const Component&, const Verdict& verdict) { return !verdict.on; })};
      case 2:
        return {"dropped()", where([](const Component&, const Verdict& verdict) {
                  return verdict.wanted && !verdict.on;
                })};
      default:
        return {"static()", where([](const Component& component, const Verdict& verdict) {
                  return verdict.on && component.kind == ComponentKind::Module &&
                         verdict.linkage == Linkage::Static;
                })};
    }
  }

  Expression chosen() {
    switch (dice_.below(3)) {
      case 0:
        return {"kind(library)", where([](const Component& component, const Verdict&) {
                  return component.kind == ComponentKind::Library;
                })};
      case 1:
        return {"kind(module, off())",
                where([](const Component& component, const Verdict& verdict) {
                  return component.kind == ComponentKind::Module && !verdict.on;
                })};
      default:
        return {"lib(openssl)", where([](const Component& component, const Verdict&) {
                  const auto uses = [](const std::vector<LibUse>& libs) {
                    return std::any_of(libs.begin(), libs.end(), [](const LibUse& use) {
                      return use.name.value == "openssl";
                    });
                  };
                  bool any = uses(component.libs);
                  for (const auto& way : component.any_lib) any = any || uses(way);
                  for (const Feature& feature : component.features) {
                    any = any || uses(feature.libs);
                    for (const auto& way : feature.any_lib) any = any || uses(way);
                  }
                  return any;
                })};
    }
  }

  Expression function(int depth) {
    const Expression one = expression(depth);
    const std::size_t steps = dice_.below(3);
    const std::string limit = std::to_string(steps);
    switch (dice_.below(7)) {
      case 0:
        return {cat("deps(", one.text, ")"), walked(needs_, one.value, far_)};
      case 1:
        return {cat("deps(", one.text, ",", limit, ")"), walked(needs_, one.value, steps)};
      case 2:
        return {cat("rdeps(", one.text, ")"), walked(users_, one.value, far_)};
      case 3:
        return {cat("rdeps( ", one.text, " , ", limit, ")"), walked(users_, one.value, steps)};
      default:
        break;
    }
    const Expression two = expression(depth);
    switch (dice_.below(3)) {
      case 0: {
        const NameSet within = walked(needs_, one.value, far_);
        const NameSet from = combined(" & ", two.value, within);
        return {cat("rdeps(", one.text, ", ", two.text, ", ", limit, ")"),
                walked(users_, from, steps, &within)};
      }
      case 1:
        return {cat("allpaths(", one.text, ", ", two.text, ")"),
                combined(" & ", walked(needs_, one.value, far_), walked(users_, two.value, far_))};
      default:
        return {cat("somepath(", one.text, ", ", two.text, ")"), way(one.value, two.value)};
    }
  }

  // As far as it takes; where it begins with the smallest name, and goes on to the smallest.
  NameSet way(const NameSet& from, const NameSet& to) const {
    for (std::size_t length = 0; length < far_; ++length) {
      NameSet starts = combined(" & ", from, walked(users_, to, length));
      if (starts.empty()) continue;
      NameSet found;
      std::string at = *starts.begin();
      for (std::size_t left = length;; --left) {
        found.insert(at);
        if (left == 0) return found;
        const NameSet nearer = walked(users_, to, left - 1);
        const NameSet next = stepped(needs_, {at}, nullptr);
        at = *combined(" & ", combined(" - ", next, {at}), nearer).begin();
      }
    }
    return {};
  }

  // The body goes as far as it can, so that all of it stands in parentheses.
  Expression named(int depth) {
    const Expression bound = expression(depth);
    const Expression other = expression(depth);
    return {cat("(let v = ", bound.text, " in deps($v) - (", other.text, ") + $v)"),
            combined(" + ", combined(" - ", walked(needs_, bound.value, far_), other.value),
                     bound.value)};
  }

  const QueryCase& subject_;
  const Catalog& catalog_;
  Dice& dice_;
  std::size_t far_;
  Relation needs_, users_;
};

}  // namespace

Expression random_expression(const QueryCase& subject, Dice& dice) {
  return ExpressionMaker(subject, dice).expression(4);
}

}  // namespace modbuild::test
