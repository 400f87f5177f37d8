// What a modules.lst asks for in a tree.
#include <algorithm>
#include <map>
#include <set>

#include "base/glob.h"
#include "base/path.h"
#include "base/str.h"
#include "select/modules_list.h"
#include "select/request_words.h"

namespace modbuild {
namespace {

using ComponentSet = std::set<ComponentId>;

// make's `%` as a glob.
std::string as_glob(std::string word) {
  std::replace(word.begin(), word.end(), '%', '*');
  return word;
}

// The last component of the directory in which a module's own directory lies: "modules".
std::string_view module_directory(const Component& component) {
  return base_name(directory_of(component.dir));
}

// Of one line of the file.
struct UnknownWords {
  std::string kind;
  std::map<SourceRange, std::string> names;  // by place, quoted
};

class Settler {
 public:
  Settler(const ModulesList& list, const Catalog& catalog, const Request& others,
          Diagnostics& diagnostics)
      : list_(list), catalog_(catalog), others_(others), diagnostics_(diagnostics) {}

  Request settle() {
    Request request;
    groups_ = known_groups();
    include_ = known_names(list_.include);
    exclude_ = known_words(list_.exclude);
    skip_ = known_words(list_.skip);
    request.make_static = known_words(list_.make_static);
    if (list_.by_groups) {
      settle_by_groups(request);
    } else {
      settle_from_all(request);
    }
    report_unknown();
    return request;
  }

 private:
  // include - exclude. Members of groups count as brought in by their group, and need no naming;
  // what joined a group after the file was written is not in it.
  void settle_by_groups(Request& request) {
    request.base = Base::None;
    request.groups = groups_;
    const std::map<ComponentId, const Text*> members = members_of_groups();
    const ComponentSet excluded = named_by(exclude_);
    ComponentSet listed;
    for (const Text& word : include_) {
      const ComponentId id = catalog_.find_component(word.value);
      listed.insert(id);
      if (members.count(id) == 0 && excluded.count(id) == 0) request.include.push_back(word);
    }
    request.exclude = exclude_;
    const ComponentSet asked = asked_besides();
    for (const auto& [id, group] : members) {
      if (listed.count(id) != 0 || excluded.count(id) != 0 || asked.count(id) != 0) continue;
      request.exclude.push_back({catalog_.components[id].name.value, group->at});
    }
  }

  // (all - exclude) + include.
  void settle_from_all(Request& request) {
    request.include = include_;
    if (!others_.groups.empty()) {
      request.exclude = skip_;
      return;
    }
    request.base = list_.exclude_given ? Base::All : Base::Default;
    ComponentSet included = asked_besides();
    for (const Text& word : include_) included.insert(catalog_.find_component(word.value));
    const auto add = [&](const Text& word) {
      const ComponentId id = catalog_.find_component(word.value);
      if (!id.valid() || included.count(id) == 0) request.exclude.push_back(word);
    };
    for (const Text& word : list_.exclude_given ? exclude_ : skip_) add(word);
    for (const Text& word : outside_of_directories()) add(word);
  }

  // Modules that lie in another directory than those that the file is about.
  std::vector<Text> outside_of_directories() {
    std::set<std::string_view> dirs;
    for (const Text& dir : list_.dirs) dirs.insert(dir.value);
    std::set<std::string_view> met;
    std::vector<Text> outside;
    for (const ComponentId id : catalog_.modules()) {
      const Component& component = catalog_.components[id];
      met.insert(module_directory(component));
      if (dirs.count(module_directory(component)) != 0) continue;
      outside.push_back(
          {component.name.value, list_.dirs.empty() ? SourceRange{} : list_.dirs[0].at});
    }
    bool usable = false;
    for (const Text& dir : list_.dirs) {
      const bool known = met.count(dir.value) != 0;
      usable |= known;
      if (!known) unknown("directory", dir);
    }
    return usable ? outside : std::vector<Text>();
  }

  std::vector<Text> known_groups() {
    std::vector<Text> known;
    for (const Text& word : list_.groups) {
      if (catalog_.find_group(word.value).valid()) {
        known.push_back(word);
      } else {
        unknown("group", word);
      }
    }
    return known;
  }

  // Exact names of modules; make knows no patterns here, and takes the directory "tm/" for "tm".
  std::vector<Text> known_names(const std::vector<Text>& words) {
    std::vector<Text> known;
    for (Text word : words) {
      if (word.value.ends_with('/')) word.value.pop_back();
      if (is_module(word.value)) {
        known.push_back(std::move(word));
      } else {
        unknown("module", word);
      }
    }
    return known;
  }

  // Names and patterns that fit a module, patterns as globs.
  std::vector<Text> known_words(const std::vector<Text>& words) {
    std::vector<Text> known;
    for (const Text& word : words) {
      Text glob{as_glob(word.value), word.at};
      if (is_module(glob.value) || (has_glob(glob.value) && !named_by({glob}).empty())) {
        known.push_back(std::move(glob));
      } else {
        unknown("module", word);
      }
    }
    return known;
  }

  bool is_module(const std::string& name) const {
    const ComponentId id = catalog_.find_component(name);
    return id.valid() && catalog_.components[id].kind == ComponentKind::Module;
  }

  ComponentSet named_by(const std::vector<Text>& words) const {
    ComponentSet named;
    for (const Text& word : words) {
      if (!has_glob(word.value)) {
        named.insert(catalog_.find_component(word.value));
        continue;
      }
      for (const ComponentId id : catalog_.modules()) {
        if (glob_match_component(word.value, catalog_.components[id].name.value)) named.insert(id);
      }
    }
    return named;
  }

  // The modules that the rest of the request includes; its mistakes are told elsewhere.
  ComponentSet asked_besides() const {
    Diagnostics unheard;
    ComponentSet asked;
    const auto add = [&](RequestList list, const std::vector<Text>& words) {
      const Hits hits = find_words(catalog_, list, words, unheard);
      for (const ComponentId id : catalog_.components.ids()) {
        if (hits[id]) asked.insert(id);
      }
    };
    add(RequestList::Include, others_.include);
    add(RequestList::Require, others_.require);
    return asked;
  }

  std::map<ComponentId, const Text*> members_of_groups() const {
    std::map<ComponentId, const Text*> members;
    for (const Text& word : groups_) {
      for (const ComponentId id : catalog_.groups[catalog_.find_group(word.value)].members) {
        members.emplace(id, &word);
      }
    }
    return members;
  }

  void unknown(const char* kind, const Text& word) {
    UnknownWords& words = unknown_[word.at.line];
    words.kind = kind;  // one line is one list
    words.names.emplace(word.at, cat("'", word.value, "'"));
  }

  // One warning for each line, at its first unknown word.
  void report_unknown() {
    for (const auto& [line, words] : unknown_) {
      std::vector<std::string> names;
      for (const auto& [at, name] : words.names) names.push_back(name);
      diagnostics_.add(Code::UnknownInModulesList, words.names.begin()->first,
                       cat("this tree has no ", words.kind, " ", join(names, ", ")),
                       "what is not there is not built; configure anew to have this silent");
    }
  }

  const ModulesList& list_;
  const Catalog& catalog_;
  const Request& others_;
  Diagnostics& diagnostics_;
  std::vector<Text> groups_, include_, exclude_, skip_;
  std::map<std::uint32_t, UnknownWords> unknown_;  // by line
};

}  // namespace

Request request_of(const ModulesList& list, const Catalog& catalog, const Request& others,
                   Diagnostics& diagnostics) {
  return Settler(list, catalog, others, diagnostics).settle();
}

}  // namespace modbuild
