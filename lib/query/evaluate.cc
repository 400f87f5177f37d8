#include <algorithm>
#include <set>
#include <utility>

#include "base/edit_distance.h"
#include "base/glob.h"
#include "base/str.h"
#include "query/component_set.h"
#include "query/files.h"
#include "query/query.h"
#include "query/walk.h"

namespace modbuild {
namespace {

// A kind of thing that has a name: how messages call it, and what there is.
struct Named {
  std::string_view what;  // "group"
  std::vector<std::string> names;
};

class Evaluator {
 public:
  Evaluator(const Query& query, const QuerySubject& subject, Diagnostics& diagnostics)
      : query_(query),
        subject_(subject),
        catalog_(subject.catalog),
        diagnostics_(diagnostics),
        uses_(query.nodes.size(), 0) {
    for (const QueryNode& node : query.nodes) {
      for (const std::uint32_t set : node.sets) ++uses_[set];
    }
    ++uses_[query.root];
  }

  std::optional<std::vector<ComponentId>> evaluate() {
    for (const QueryNode& node : query_.nodes) sets_.push_back(value_of(node));
    if (!good_) return std::nullopt;
    return sets_[query_.root].ids();
  }

 private:
  ComponentSet nothing() const { return ComponentSet(catalog_.components.size()); }

  // The value of an operand; it is given away with its last use.
  ComponentSet operand(const QueryNode& node, std::size_t index) {
    const std::uint32_t set = node.sets[index];
    return --uses_[set] == 0 ? std::exchange(sets_[set], {}) : sets_[set];
  }

  ComponentSet value_of(const QueryNode& node) {
    switch (node.op) {
      case QueryOp::Union:
      case QueryOp::Intersect:
      case QueryOp::Except:
        return combined(node);
      case QueryOp::Deps:
      case QueryOp::Rdeps:
      case QueryOp::AllPaths:
      case QueryOp::SomePath:
        return walked(node);
      case QueryOp::On:
      case QueryOp::Off:
      case QueryOp::Dropped:
      case QueryOp::Static:
      case QueryOp::WhenFalse:
        return decided(node.op);
      default:
        return named(node);
    }
  }

  ComponentSet combined(const QueryNode& node) {
    ComponentSet left = operand(node, 0);
    const ComponentSet right = operand(node, 1);
    if (node.op == QueryOp::Union) left.unite(right);
    if (node.op == QueryOp::Intersect) left.intersect(right);
    if (node.op == QueryOp::Except) left.subtract(right);
    return left;
  }

  ComponentSet walked(const QueryNode& node) {
    const GraphWalk walk(subject_.graph, subject_.kinds);
    ComponentSet first = operand(node, 0);
    if (node.op == QueryOp::Deps) return walk.needs_of(std::move(first), node.depth);
    if (node.sets.size() == 1) return walk.users_of(std::move(first), node.depth);
    ComponentSet second = operand(node, 1);
    if (node.op == QueryOp::Rdeps) {
      const ComponentSet within = walk.needs_of(std::move(first), QueryNode::kNoLimit);
      return walk.users_of(std::move(second), node.depth, &within);
    }
    if (node.op == QueryOp::SomePath) return walk.shortest(first, second);
    ComponentSet between = walk.needs_of(std::move(first), QueryNode::kNoLimit);
    between.intersect(walk.users_of(std::move(second), QueryNode::kNoLimit));
    return between;
  }

  template <class Test>
  ComponentSet where(const Test& test) const {
    ComponentSet found = nothing();
    for (const ComponentId id : catalog_.components.ids()) {
      const Component& component = catalog_.components[id];
      if (!component.copy_of.valid() && test(id, component)) found.add(id);
    }
    return found;
  }

  ComponentSet decided(QueryOp op) const {
    MB_CHECK(subject_.selection != nullptr && subject_.probes != nullptr);
    const Selection& selection = *subject_.selection;
    return where([&](ComponentId id, const Component& component) {
      const Verdict& verdict = selection.verdicts[id];
      switch (op) {
        case QueryOp::On:
          return verdict.on;
        case QueryOp::Off:
          return !verdict.on;
        case QueryOp::Dropped:
          return !verdict.on && verdict.wanted;
        case QueryOp::Static:
          return verdict.on && component.kind == ComponentKind::Module &&
                 verdict.linkage == Linkage::Static;
        default:
          return !modbuild::evaluate(component.when,
                                     facts_of(catalog_, selection, *subject_.probes, id));
      }
    });
  }

  ComponentSet named(const QueryNode& node) {
    switch (node.op) {
      case QueryOp::Kind:
        return of_kind(node);
      case QueryOp::Host:
        return of_hosts(node);
      case QueryOp::Lib:
        return using_libs(node);
      case QueryOp::Package:
        return in_packages(node);
      case QueryOp::File:
        return with_files(node);
      case QueryOp::Feature:
        return with_features(node);
      default:
        return components(node);
    }
  }

  // Names, globs and @groups, as they stand alone, in set(..) and in group(..).
  ComponentSet components(const QueryNode& node) {
    ComponentSet found = nothing();
    for (const Text& word : node.words) {
      if (node.op == QueryOp::Group) {
        add_groups(word, word.value, found);
      } else if (word.value.starts_with('@')) {
        add_groups(word, word.value.substr(1), found);
      } else {
        add_components(word, found);
      }
    }
    return found;
  }

  void add_components(const Text& word, ComponentSet& found) {
    if (const ComponentId id = catalog_.find_component(word.value); id.valid()) {
      found.add(id);
      return;
    }
    bool any = false;
    if (has_glob(word.value)) {
      for (const ComponentId id : catalog_.components.ids()) {
        const Component& component = catalog_.components[id];
        if (component.copy_of.valid()) continue;
        if (!glob_match_component(word.value, component.name.value)) continue;
        found.add(id);
        any = true;
      }
    }
    if (any) return;
    unknown(word,
            has_glob(word.value) ? cat("'", word.value, "' matches no module, program or library")
                                 : cat("there is no module, program or library '", word.value, "'"),
            component_hint(word.value));
  }

  // What else the name might mean.
  std::string component_hint(const std::string& name) const {
    if (has_glob(name)) return {};
    if (catalog_.find_group(name).valid()) return cat("'", name, "' is a group: @", name);
    if (catalog_.find_lib(name).valid()) {
      return cat("'", name, "' is an external library: lib(", name, ")");
    }
    for (const QueryFunction& function : query_functions()) {
      if (function.name == name) return cat("a function has parentheses: ", function.form);
    }
    std::vector<std::string> known = names_in(catalog_.components);
    known.resize(known.size() - catalog_.copies);
    std::string near = did_you_mean(name, known);
    const bool joined = name.find_first_of("+-") != std::string::npos;
    if (!near.empty() || !joined) return near;
    return "an operator has blanks around it: a + b, a - b";
  }

  void add_groups(const Text& word, const std::string& name, ComponentSet& found) {
    for (const std::size_t index : matching(word, name, {"group", catalog_.group_names()})) {
      const GroupId id{static_cast<std::uint32_t>(index)};
      for (const ComponentId member : catalog_.groups[id].members) found.add(member);
    }
  }

  // Indices of the names that a name or glob stands for; an error when there are none.
  std::vector<std::size_t> matching(const Text& word, const std::string& name, const Named& known) {
    std::vector<std::size_t> found;
    const bool glob = has_glob(name);
    for (std::size_t i = 0; i < known.names.size(); ++i) {
      const bool fits =
          known.names[i] == name || (glob && glob_match_component(name, known.names[i]));
      if (fits) found.push_back(i);
    }
    if (!found.empty()) return found;
    if (glob) {
      unknown(word, cat("'", name, "' matches no ", known.what), {});
      return found;
    }
    std::string help = did_you_mean(name, known.names);
    if (help.empty() && known.names.empty()) help = cat("this tree has no ", known.what);
    if (help.empty() && known.names.size() <= 10) help = cat("known are ", join(known.names, ", "));
    unknown(word, cat("there is no ", known.what, " '", name, "'"), std::move(help));
    return found;
  }

  // The names that all words of a function stand for, sorted.
  std::set<std::string_view> chosen(const QueryNode& node, const Named& known) {
    std::set<std::string_view> names;
    for (const Text& word : node.words) {
      for (const std::size_t index : matching(word, word.value, known)) {
        names.insert(known.names[index]);
      }
    }
    return names;
  }

  ComponentSet of_kind(const QueryNode& node) {
    static const Named kinds{"kind of component", {"module", "program", "library"}};
    const std::set<std::string_view> names = chosen(node, kinds);
    ComponentSet found = where([&](ComponentId, const Component& component) {
      return names.count(kinds.names[static_cast<std::size_t>(component.kind)]) != 0;
    });
    if (!node.sets.empty()) found.intersect(operand(node, 0));
    return found;
  }

  ComponentSet of_hosts(const QueryNode& node) {
    const std::vector<ComponentId> hosts = catalog_.hosts();
    Named known{"host", {}};
    for (const ComponentId id : hosts) known.names.push_back(catalog_.components[id].name.value);
    const std::set<std::string_view> names = chosen(node, known);
    ComponentSet asked = nothing();
    for (const ComponentId id : hosts) {
      if (names.count(catalog_.components[id].name.value) != 0) asked.add(id);
    }
    return where([&](ComponentId, const Component& component) {
      if (component.kind != ComponentKind::Module) return false;
      if (component.any_host) return !names.empty();
      return std::any_of(component.hosts.begin(), component.hosts.end(),
                         [&asked](ComponentId host) { return asked.has(host); });
    });
  }

  ComponentSet using_libs(const QueryNode& node) {
    const Named known{"external library", names_in(catalog_.libs)};
    const std::set<std::string_view> names = chosen(node, known);
    const auto asked = [&names](const LibUse& use) { return names.count(use.name.value) != 0; };
    const auto any = [&asked](const std::vector<LibUse>& uses) {
      return std::any_of(uses.begin(), uses.end(), asked);
    };
    const auto any_way = [&any](const std::vector<std::vector<LibUse>>& ways) {
      return std::any_of(ways.begin(), ways.end(), any);
    };
    return where([&](ComponentId, const Component& component) {
      return any(component.libs) || any_way(component.any_lib) ||
             std::any_of(component.features.begin(), component.features.end(),
                         [&](const Feature& feature) {
                           return any(feature.libs) || any_way(feature.any_lib);
                         });
    });
  }

  ComponentSet in_packages(const QueryNode& node) {
    const Named known{"package", names_in(catalog_.packages)};
    const std::set<std::string_view> names = chosen(node, known);
    return where([&](ComponentId, const Component& component) {
      const Text& own =
          component.package.empty() ? catalog_.tree.default_package : component.package;
      return names.count(own.value) != 0 ||
             std::any_of(component.installs.begin(), component.installs.end(),
                         [&names](const Install& install) {
                           return names.count(install.package.value) != 0;
                         });
    });
  }

  ComponentSet with_features(const QueryNode& node) {
    std::set<std::string> all;
    for (const Component& component : catalog_.components) {
      for (const Feature& feature : component.features) all.insert(feature.name.value);
    }
    const Named known{"feature", {all.begin(), all.end()}};
    const std::set<std::string_view> names = chosen(node, known);
    return where([&](ComponentId, const Component& component) {
      return std::any_of(
          component.features.begin(), component.features.end(),
          [&names](const Feature& feature) { return names.count(feature.name.value) != 0; });
    });
  }

  ComponentSet with_files(const QueryNode& node) const {
    std::vector<std::string_view> paths;
    for (const Text& word : node.words) paths.emplace_back(word.value);
    ComponentSet found = nothing();
    add_owners(catalog_, paths, found);
    return found;
  }

  void unknown(const Text& word, std::string message, std::string help) {
    diagnostics_.add(Code::UnknownInRequest, word.at, std::move(message), std::move(help));
    good_ = false;
  }

  const Query& query_;
  const QuerySubject& subject_;
  const Catalog& catalog_;
  Diagnostics& diagnostics_;
  std::vector<std::uint32_t> uses_;  // of each step's value, that are still to come
  std::vector<ComponentSet> sets_;   // value of each step so far
  bool good_ = true;
};

}  // namespace

std::optional<std::vector<ComponentId>> evaluate(const Query& query, const QuerySubject& subject,
                                                 Diagnostics& diagnostics) {
  return Evaluator(query, subject, diagnostics).evaluate();
}

}  // namespace modbuild
