#include <algorithm>
#include <iterator>
#include <set>

#include "base/str.h"
#include "preview/preview.h"

namespace modbuild {
namespace {

// Walks two lists sorted by `key` side by side: visit(first or null, second or null).
template <class Item, class Key, class Visit>
void walk_both(const std::vector<Item>& before, const std::vector<Item>& after, const Key& key,
               const Visit& visit) {
  auto a = before.begin();
  auto b = after.begin();
  while (a != before.end() || b != after.end()) {
    if (b == after.end() || (a != before.end() && key(*a) < key(*b))) {
      visit(&*a++, static_cast<const Item*>(nullptr));
    } else if (a == before.end() || key(*b) < key(*a)) {
      visit(static_cast<const Item*>(nullptr), &*b++);
    } else {
      visit(&*a++, &*b++);
    }
  }
}

template <class Item>
Change change_of(const Item* before, const Item* after) {
  if (before == nullptr) return Change::Gained;
  return after == nullptr ? Change::Lost : Change::Changed;
}

std::string_view linkage_text(const PreviewComponent& component) {
  return component.linkage == Linkage::Static ? "static" : "shared";
}

std::vector<std::string> only_in(const std::vector<std::string>& a,
                                 const std::vector<std::string>& b) {
  std::multiset<std::string> left(b.begin(), b.end());
  std::vector<std::string> found;
  for (const std::string& item : a) {
    const auto same = left.find(item);
    if (same == left.end()) {
      found.push_back(item);
    } else {
      left.erase(same);
    }
  }
  return found;
}

class Comparer {
 public:
  Comparer(const Preview& before, const Preview& after) : before_(before), after_(after) {}

  PreviewDifference run() {
    flags("", before_.common, after_.common);
    const auto name = [](const PreviewComponent& c) -> const std::string& { return c.name; };
    walk_both(before_.components, after_.components, name,
              [&](const PreviewComponent* a, const PreviewComponent* b) { components(a, b); });
    const auto place = [](const PreviewFile& f) -> const std::string& { return f.destination; };
    walk_both(before_.files, after_.files, place,
              [&](const PreviewFile* a, const PreviewFile* b) { files(a, b); });
    const auto outputs = [](const PreviewStep& s) -> const std::string& {
      return s.outputs.front();
    };
    walk_both(before_.steps, after_.steps, outputs,
              [&](const PreviewStep* a, const PreviewStep* b) { steps(a, b); });
    packages();
    libs();
    return std::move(difference_);
  }

 private:
  void components(const PreviewComponent* a, const PreviewComponent* b) {
    const bool was_on = a != nullptr && a->on;
    const bool is_on = b != nullptr && b->on;
    const PreviewComponent* told = b != nullptr ? b : a;
    if (told == nullptr || (!was_on && !is_on)) return;
    ComponentChange row{Change::Changed, told->name,       told->kind, {},
                        told->reason,    told->root_cause, told->at};
    if (a == nullptr || b == nullptr || was_on != is_on) {
      row.change = is_on ? Change::Gained : Change::Lost;
      if (b == nullptr) row.reason = "no longer in the tree";
      difference_.components.push_back(std::move(row));
      return;
    }
    if (a->linkage != b->linkage) {
      row.what.push_back(cat(linkage_text(*b), ", was ", linkage_text(*a)));
    }
    for (const std::string& feature : only_in(b->features, a->features)) {
      row.what.push_back(cat("feature ", feature, " on"));
    }
    for (const std::string& feature : only_in(a->features, b->features)) {
      row.what.push_back(cat("feature ", feature, " off"));
    }
    row.at.clear();  // it is where the component came from, and not the change
    if (!row.what.empty()) difference_.components.push_back(std::move(row));
    flags(b->name, a->flags, b->flags);
  }

  void flags(const std::string& component, const std::vector<PreviewFlags>& a,
             const std::vector<PreviewFlags>& b) {
    std::set<std::string> steps;
    for (const PreviewFlags& list : a) steps.insert(list.step);
    for (const PreviewFlags& list : b) steps.insert(list.step);
    for (const std::string& step : steps) {
      const std::vector<std::string>& was = list_of(a, step);
      const std::vector<std::string>& is = list_of(b, step);
      if (was == is) continue;
      FlagsChange change{component, step, only_in(was, is), only_in(is, was), false};
      change.reordered = change.lost.empty() && change.gained.empty();
      difference_.flags.push_back(std::move(change));
    }
  }

  static const std::vector<std::string>& list_of(const std::vector<PreviewFlags>& lists,
                                                 const std::string& step) {
    static const std::vector<std::string> none;
    for (const PreviewFlags& list : lists) {
      if (list.step == step) return list.flags;
    }
    return none;
  }

  void files(const PreviewFile* a, const PreviewFile* b) {
    const PreviewFile* told = b != nullptr ? b : a;
    if (told == nullptr) return;
    InstalledChange row{change_of(a, b), *told, {}};
    if (a != nullptr && b != nullptr) {
      const auto differ = [&](const char* what, const std::string& was, const std::string& is) {
        if (was == is) return;
        row.what.push_back(
            cat(what, " ", is.empty() ? "none" : is, ", was ", was.empty() ? "none" : was));
      };
      differ("mode", a->mode, b->mode);
      differ("package", a->package, b->package);
      differ("component", a->component, b->component);
      if (row.what.empty()) return;
    }
    difference_.files.push_back(std::move(row));
  }

  void steps(const PreviewStep* a, const PreviewStep* b) {
    if (a != nullptr && b != nullptr && a->command == b->command) return;
    difference_.steps.push_back({change_of(a, b), a, b});
  }

  static std::set<std::string> packages_of(const Preview& preview) {
    std::set<std::string> packages;
    for (const PreviewFile& file : preview.files) {
      if (!file.package.empty()) packages.insert(file.package);
    }
    return packages;
  }

  void packages() {
    const std::set<std::string> before = packages_of(before_);
    const std::set<std::string> after = packages_of(after_);
    std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                        std::back_inserter(difference_.packages_gained));
    std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                        std::back_inserter(difference_.packages_lost));
  }

  static std::string answer(const PreviewLib& lib) {
    if (!lib.found) return "not found";
    return lib.version.empty() ? std::string("found") : cat("found ", lib.version);
  }

  void libs() {
    std::set<std::string> names;
    for (const auto& [name, lib] : before_.libs) names.insert(name);
    for (const auto& [name, lib] : after_.libs) names.insert(name);
    for (const std::string& name : names) {
      const auto a = before_.libs.find(name);
      const auto b = after_.libs.find(name);
      LibChange change{Change::Changed, name, {}, {}};
      if (a != before_.libs.end()) change.before = answer(a->second);
      if (b != after_.libs.end()) change.after = answer(b->second);
      if (change.before == change.after) continue;
      if (change.before.empty()) change.change = Change::Gained;
      if (change.after.empty()) change.change = Change::Lost;
      difference_.libs.push_back(std::move(change));
    }
  }

  const Preview& before_;
  const Preview& after_;
  PreviewDifference difference_;
};

}  // namespace

PreviewDifference compare(const Preview& before, const Preview& after) {
  return Comparer(before, after).run();
}

}  // namespace modbuild
