#include <algorithm>
#include <map>
#include <utility>

#include "base/glob.h"
#include "base/str.h"
#include "load/resolve.h"

namespace modbuild {
namespace {

struct Member {
  ComponentId module;
  SourceRange at;  // the entry that put it in
};

// A group while its members are being found.
struct OpenGroup {
  Text name;
  Text description;
  std::vector<Member> members;  // of its own, then those of nested groups
  const GroupSection* section = nullptr;
  enum class State : std::uint8_t { New, Open, Done } state = State::New;
};

class GroupResolver {
 public:
  GroupResolver(const TreeManifest& manifest, NameResolver& names, Catalog& catalog,
                Diagnostics& diagnostics)
      : names_(names), catalog_(catalog), diagnostics_(diagnostics) {
    modules_ = catalog.modules();
    for (const GroupSection& section : manifest.groups.items) {
      OpenGroup& group = groups_[section.name.value];
      group.name = section.name;
      group.description = section.description;
      group.section = &section;
    }
    for (const ComponentId id : modules_) {
      for (const Text& name : catalog.components[id].groups) {
        OpenGroup& group = groups_[name.value];
        if (group.name.empty()) group.name = name;
        own_.push_back({&group, {id, name.at}});
      }
    }
    for (const auto& [name, group] : groups_) group_names_.push_back(name);
  }

  void run() {
    for (auto& [name, group] : groups_) add_patterns(group);
    for (const auto& [group, member] : own_) group->members.push_back(member);
    for (auto& [name, group] : groups_) add_nested(group);
    for (auto& [name, group] : groups_) catalog_.groups.push_back(finished(group));
  }

 private:
  void add_patterns(OpenGroup& group) {
    if (group.section == nullptr) return;
    for (const Text& pattern : group.section->modules) {
      if (has_glob(pattern.value)) {
        add_matches(pattern, group);
      } else {
        const ComponentId id = names_.module(pattern, cat("group '", group.name.value, "' lists"));
        if (id.valid()) group.members.push_back({id, pattern.at});
      }
    }
  }

  void add_matches(const Text& pattern, OpenGroup& group) {
    const std::size_t before = group.members.size();
    for (const ComponentId id : modules_) {
      if (glob_match_component(pattern.value, catalog_.components[id].name.value)) {
        group.members.push_back({id, pattern.at});
      }
    }
    if (group.members.size() > before || !names_.all_read()) return;
    diagnostics_.add(Code::EmptyGlob, pattern.at,
                     cat("glob '", pattern.value, "' matches no module"), "mend it or remove it");
  }

  // Recursion is as deep as groups nest, and kMaxNesting bounds that.
  void add_nested(OpenGroup& group) {
    if (group.state == OpenGroup::State::Done) return;
    group.state = OpenGroup::State::Open;
    if (group.section != nullptr) {
      for (const Text& name : group.section->groups) {
        if (names_.group_exists(name, group_names_)) add_group(name, group);
      }
    }
    keep_first(group.members);
    group.state = OpenGroup::State::Done;
  }

  // Of several entries that put a module in, the first counts. Sorts by module.
  static void keep_first(std::vector<Member>& members) {
    const auto is_before = [](const Member& a, const Member& b) { return a.module < b.module; };
    if (!std::is_sorted(members.begin(), members.end(), is_before)) {
      std::stable_sort(members.begin(), members.end(), is_before);
    }
    const auto same = [](const Member& a, const Member& b) { return a.module == b.module; };
    members.erase(std::unique(members.begin(), members.end(), same), members.end());
  }

  void add_group(const Text& name, OpenGroup& group) {
    OpenGroup& nested = groups_.at(name.value);
    path_.push_back(&name);
    if (nested.state == OpenGroup::State::Open) {
      report_cycle(nested);
    } else if (path_.size() > kMaxNesting) {
      diagnostics_.add(Code::GroupCycle, name.at,
                       cat("groups nest deeper than ", std::to_string(kMaxNesting), " levels"),
                       "list the modules instead");
    } else {
      add_nested(nested);
      for (const Member& member : nested.members) group.members.push_back({member.module, name.at});
    }
    path_.pop_back();
  }

  // `path_` ends with the entry that leads back to `start`.
  void report_cycle(const OpenGroup& start) {
    std::size_t first = path_.size() - 1;
    while (first > 0 && path_[first - 1]->value != start.name.value) --first;
    std::string circle = start.name.value;
    Diagnostic diagnostic{Code::GroupCycle, path_[first]->at, {}, {}, {}};
    std::string from = start.name.value;
    for (std::size_t i = first; i < path_.size(); ++i) {
      append(circle, " -> ", path_[i]->value);
      if (i > first) {
        diagnostic.notes.push_back(
            {path_[i]->at, cat("'", from, "' contains '", path_[i]->value, "'")});
      }
      from = path_[i]->value;
    }
    diagnostic.message = cat("groups contain each other: ", circle);
    diagnostic.help = "remove one of these entries";
    diagnostics_.add(std::move(diagnostic));
  }

  static Group finished(OpenGroup& open) {
    Group group;
    group.name = std::move(open.name);
    group.description = std::move(open.description);
    group.members.reserve(open.members.size());
    group.member_at.reserve(open.members.size());
    for (const Member& member : open.members) {
      group.members.push_back(member.module);
      group.member_at.push_back(member.at);
    }
    return group;
  }

  static constexpr std::size_t kMaxNesting = 64;

  NameResolver& names_;
  Catalog& catalog_;
  Diagnostics& diagnostics_;
  std::vector<ComponentId> modules_;
  std::map<std::string, OpenGroup> groups_;
  std::vector<std::pair<OpenGroup*, Member>> own_;  // what modules say of themselves
  std::vector<std::string> group_names_;
  std::vector<const Text*> path_;  // entries from the outermost group to the one being added
};

}  // namespace

void resolve_groups(const TreeManifest& manifest, NameResolver& names, Catalog& catalog,
                    Diagnostics& diagnostics) {
  GroupResolver(manifest, names, catalog, diagnostics).run();
}

}  // namespace modbuild
