#include "select/request_words.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "base/edit_distance.h"
#include "base/glob.h"
#include "base/sort_once.h"
#include "base/str.h"

namespace modbuild {
namespace {

// A word with a place is pointed at; of another one only the option is known.
std::string said(std::string_view option, const SourceRange& at, std::string_view message) {
  return at.file.valid() ? std::string(message) : cat("--", option, ": ", message);
}

constexpr std::string_view kModulesAre = "`modbuild scan` lists what the tree has";
constexpr std::string_view kGroupsAre = "`modbuild groups` lists the groups of the tree";

// `otherwise` where there is none.
std::string join_hints(const std::vector<std::string>& hints, std::string_view otherwise) {
  std::vector<std::string> given;
  for (const std::string& hint : hints) {
    if (!hint.empty()) given.push_back(hint);
  }
  return given.empty() ? std::string(otherwise) : join(given, "; ");
}

// What else of this tree goes by the name.
std::string other_meaning(const Catalog& catalog, std::string_view name) {
  if (catalog.find_group(name).valid()) {
    return cat("there is a group '", name, "': -g ", name, " or @", name);
  }
  const auto capability = catalog.capabilities.find(std::string(name));
  if (capability != catalog.capabilities.end()) {
    std::vector<std::string> names;
    for (const ComponentId id : capability->second) {
      names.push_back(cat("'", catalog.components[id].name.value, "'"));
    }
    return cat("'", name, "' is provided by ", join(names, ", "));
  }
  if (catalog.find_lib(name).valid()) {
    return cat("'", name, "' is an external library, which needs no asking");
  }
  return {};
}

class WordFinder {
 public:
  WordFinder(const Catalog& catalog, RequestList list, Diagnostics& diagnostics)
      : catalog_(catalog),
        list_(list),
        diagnostics_(diagnostics),
        hits_(catalog.components.size()) {}

  void look_up(const Text& word) {
    if (word.value.starts_with('@')) {
      look_up_group(word);
    } else if (has_glob(word.value)) {
      look_up_glob(word);
    } else {
      look_up_name(word);
    }
  }

  Hits take() { return std::move(hits_); }

 private:
  void add(ComponentId id, const Text& word, bool exact) {
    Hit& hit = hits_[id];
    const bool better =
        !hit || (exact && !hit.exact) || (exact == hit.exact && word.value < hit.word->value);
    if (better) hit = {&word, exact};
  }

  void look_up_group(const Text& word) {
    const std::string name = word.value.substr(1);
    bool found = false;
    for (const GroupId id : catalog_.groups.ids()) {
      const Group& group = catalog_.groups[id];
      if (group.name.value != name && !glob_match_component(name, group.name.value)) continue;
      found = true;
      for (const ComponentId member : group.members) add(member, word, false);
    }
    if (found) return;
    std::string other;
    if (catalog_.find_component(name).valid()) {
      other = cat("'", name, "' is no group: leave out the '@'");
    }
    unknown(word, cat("there is no group '", name, "'"),
            join_hints({did_you_mean(name, catalog_.group_names()), other}, kGroupsAre));
  }

  void look_up_glob(const Text& word) {
    bool found = false;
    for (const ComponentId id : catalog_.components.ids()) {
      const Component& component = catalog_.components[id];
      if (component.kind != ComponentKind::Module) continue;
      if (!glob_match_component(word.value, component.name.value)) continue;
      found = true;
      add(id, word, false);
    }
    if (found) return;
    unknown(word, cat("'", word.value, "' matches no module"), std::string(kModulesAre));
  }

  void look_up_name(const Text& word) {
    const ComponentId id = catalog_.find_component(word.value);
    if (id.valid()) {
      const ComponentKind kind = catalog_.components[id].kind;
      if (kind == ComponentKind::Module || (kind == ComponentKind::Program && takes_programs())) {
        add(id, word, true);
      } else {
        wrong_kind(word, kind);
      }
      return;
    }
    std::vector<std::string> known = catalog_.module_names();
    if (takes_programs()) {
      for (const ComponentId program : catalog_.programs()) {
        known.push_back(catalog_.components[program].name.value);
      }
    }
    unknown(word, cat("there is no module '", word.value, "'"),
            join_hints({did_you_mean(word.value, known), other_meaning(catalog_, word.value)},
                       kModulesAre));
  }

  bool takes_programs() const { return list_ != RequestList::Static; }

  void wrong_kind(const Text& word, ComponentKind kind) {
    if (kind == ComponentKind::Program) {
      unknown(word, cat("'", word.value, "' is a program, not a module"),
              "only modules can be linked into their host");
    } else {
      unknown(word, cat("'", word.value, "' is a library, not a module"),
              "a library is built for the components that link it");
    }
  }

  void unknown(const Text& word, const std::string& message, std::string help) {
    diagnostics_.add(Code::UnknownInRequest, word.at, said(list_word(list_), word.at, message),
                     std::move(help));
  }

  const Catalog& catalog_;
  RequestList list_;
  Diagnostics& diagnostics_;
  Hits hits_;
};

class FeatureFinder {
 public:
  FeatureFinder(const Catalog& catalog, Diagnostics& diagnostics)
      : catalog_(catalog), diagnostics_(diagnostics) {}

  void look_up(const FeatureRequest& request) {
    const std::string& word = request.module.value;
    if (word.starts_with('@') || has_glob(word)) {
      look_up_several(request);
      return;
    }
    const ComponentId id = catalog_.find_component(word);
    if (!id.valid()) {
      unknown(request.module, cat("there is no module '", word, "'"),
              join_hints({did_you_mean(word, catalog_.module_names())}, kModulesAre));
    } else if (!choose(id, request, true)) {
      unknown_feature(catalog_.components[id], request);
    }
  }

  std::vector<FeatureChoice> take() const {
    std::vector<FeatureChoice> choices;
    for (const auto& [key, choice] : last_) choices.push_back(choice);
    return choices;
  }

 private:
  void look_up_several(const FeatureRequest& request) {
    const std::vector<ComponentId> modules = modules_of(request.module);
    if (modules.empty()) return;
    bool found = false;
    for (const ComponentId id : modules) found |= choose(id, request, false);
    if (found) return;
    std::set<std::string> known;
    for (const ComponentId id : modules) {
      for (const Feature& feature : catalog_.components[id].features) {
        known.insert(feature.name.value);
      }
    }
    unknown(request.feature,
            cat("no module of '", request.module.value, "' has a feature '", request.feature.value,
                "'"),
            feature_hint(request, {known.begin(), known.end()}, "none of them has features",
                         "their features are: "));
  }

  // The modules of a glob or @group, by id; an error when there are none.
  std::vector<ComponentId> modules_of(const Text& word) {
    if (!word.value.starts_with('@')) {
      std::vector<ComponentId> modules;
      for (const ComponentId id : catalog_.modules()) {
        if (glob_match_component(word.value, catalog_.components[id].name.value)) {
          modules.push_back(id);
        }
      }
      if (!modules.empty()) return modules;
      unknown(word, cat("'", word.value, "' matches no module"), std::string(kModulesAre));
      return modules;
    }
    const std::string name = word.value.substr(1);
    std::set<ComponentId> members;
    bool known = false;
    for (const Group& group : catalog_.groups) {
      if (group.name.value != name && !glob_match_component(name, group.name.value)) continue;
      known = true;
      members.insert(group.members.begin(), group.members.end());
    }
    if (!known) {
      unknown(word, cat("there is no group '", name, "'"),
              join_hints({did_you_mean(name, catalog_.group_names())}, kGroupsAre));
    } else if (members.empty()) {
      unknown(word, cat("group '", name, "' has no modules"), {});
    }
    return {members.begin(), members.end()};
  }

  // False when the component has no such feature.
  bool choose(ComponentId id, const FeatureRequest& request, bool named) {
    const std::vector<Feature>& features = catalog_.components[id].features;
    const std::string& word = request.feature.value;
    bool found = false;
    for (std::size_t i = 0; i < features.size(); ++i) {
      const std::string& name = features[i].name.value;
      if (name != word && !(has_glob(word) && glob_match_component(word, name))) continue;
      const auto index = static_cast<std::uint32_t>(i);
      last_[{id, index}] = {id, index, request.setting, named, request.feature.at};
      found = true;
    }
    return found;
  }

  void unknown_feature(const Component& component, const FeatureRequest& request) {
    std::vector<std::string> known;
    for (const Feature& feature : component.features) known.push_back(feature.name.value);
    unknown(request.feature,
            cat("'", component.name.value, "' has no feature '", request.feature.value, "'"),
            feature_hint(request, known, "it has no features", "its features are: "));
  }

  static std::string feature_hint(const FeatureRequest& request,
                                  const std::vector<std::string>& known, std::string_view none,
                                  std::string_view some) {
    const std::string near = did_you_mean(request.feature.value, known);
    if (!near.empty()) return near;
    return known.empty() ? std::string(none) : cat(some, join(known, ", "));
  }

  void unknown(const Text& word, std::string_view message, std::string help) {
    diagnostics_.add(Code::UnknownInRequest, word.at, said("feature", word.at, message),
                     std::move(help));
  }

  const Catalog& catalog_;
  Diagnostics& diagnostics_;
  std::map<std::pair<ComponentId, std::uint32_t>, FeatureChoice> last_;
};

}  // namespace

std::string_view list_word(RequestList list) {
  switch (list) {
    case RequestList::Include:
      return "include";
    case RequestList::Exclude:
      return "exclude";
    case RequestList::Static:
      return "static";
    case RequestList::Require:
      return "require";
  }
  return {};
}

Hits find_words(const Catalog& catalog, RequestList list, const std::vector<Text>& words,
                Diagnostics& diagnostics) {
  WordFinder finder(catalog, list, diagnostics);
  for (const Text& word : words) finder.look_up(word);
  return finder.take();
}

std::vector<GroupId> find_groups(const Catalog& catalog, const std::vector<Text>& words,
                                 Diagnostics& diagnostics) {
  std::vector<GroupId> found;
  for (const Text& word : words) {
    const std::size_t before = found.size();
    if (const GroupId exact = catalog.find_group(word.value); exact.valid()) {
      found.push_back(exact);
    } else if (has_glob(word.value)) {
      for (const GroupId id : catalog.groups.ids()) {
        if (glob_match_component(word.value, catalog.groups[id].name.value)) found.push_back(id);
      }
    }
    if (found.size() > before) continue;
    const bool glob = has_glob(word.value);
    std::string other;
    if (catalog.find_component(word.value).valid()) {
      other = cat("there is a module '", word.value, "': -i ", word.value);
    } else if (word.value.starts_with('@')) {
      other = cat("groups are named without '@' here: -g ", word.value.substr(1));
    }
    const std::string near = glob ? "" : did_you_mean(word.value, catalog.group_names());
    diagnostics.add(Code::UnknownInRequest, word.at,
                    said("group", word.at,
                         glob ? cat("'", word.value, "' matches no group")
                              : cat("there is no group '", word.value, "'")),
                    join_hints({near, other}, kGroupsAre));
  }
  sort_once(found);
  return found;
}

std::vector<FeatureChoice> find_features(const Catalog& catalog,
                                         const std::vector<FeatureRequest>& requests,
                                         Diagnostics& diagnostics) {
  FeatureFinder finder(catalog, diagnostics);
  for (const FeatureRequest& request : requests) finder.look_up(request);
  return finder.take();
}

}  // namespace modbuild
