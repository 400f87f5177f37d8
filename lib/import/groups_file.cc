#include "import/groups_file.h"

#include <algorithm>

#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::string_view kGroup = "module_group_";
constexpr std::string_view kList = "mod_list_";

// The lines of a makefile with continuations joined.
std::vector<std::string> logical_lines(std::string_view text) {
  std::vector<std::string> lines(1);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\\' && at + 1 < text.size() && text[at + 1] == '\n') {
      lines.back() += ' ';
      ++at;
    } else if (text[at] == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += text[at];
    }
  }
  return lines;
}

// The variable that a line sets, and its value; empty for other lines and other variables.
std::pair<std::string, std::string> set_by(const std::string& line) {
  const std::size_t equals = line.find('=');
  if (equals == std::string::npos) return {};
  const std::vector<std::string> name = split(line.substr(0, equals), " \t:?+");
  if (name.size() != 1) return {};
  if (!name[0].starts_with(kGroup) && !name[0].starts_with(kList)) return {};
  return {name[0], line.substr(equals + 1)};
}

std::string group_name(const std::string& variable) {
  return variable.starts_with(kGroup) ? variable.substr(kGroup.size()) : variable;
}

// "$(mod_list_basic)" -> "mod_list_basic"; "" for anything else.
std::string reference(const std::string& word) {
  const bool one = word.size() > 3 && (word.starts_with("$(") || word.starts_with("${"));
  return one ? word.substr(2, word.size() - 3) : std::string();
}

class Reader {
 public:
  Reader(const std::map<std::string, std::string>& values, const std::set<std::string>& modules)
      : values_(values), modules_(modules) {}

  ImportedGroup read(const std::string& variable, const std::string& text) {
    ImportedGroup group;
    group.name = group_name(variable);
    std::set<std::string> reached;
    bool plain = true;
    for (const std::string& word : split(text, " \t")) {
      const std::string other = reference(word);
      if (other.empty()) {
        if (word.find('$') != std::string::npos) plain = false;
        group.modules.push_back(word);
        reached.insert(word);
      } else if (values_.count(other) > 0 && other != variable) {
        group.groups.push_back(group_name(other));
        for (const std::string& name : members(other)) reached.insert(name);
      } else {
        plain = false;
      }
    }
    const std::vector<std::string> all = members(variable);
    // Conditions and functions may make something else of it than the text says.
    if (!plain || reached != std::set<std::string>(all.begin(), all.end())) {
      group.modules = all;
      group.groups.clear();
    }
    keep_known(variable, group.modules);
    std::erase_if(group.groups, [&](const std::string& name) { return is_empty(name); });
    return group;
  }

  std::vector<std::string> unknown() const {
    std::vector<std::string> texts;
    for (const auto& [module, variables] : unknown_) {
      texts.push_back(cat(module, ": ", join(variables, ", ")));
    }
    return texts;
  }

 private:
  std::vector<std::string> members(const std::string& variable) const {
    const auto found = values_.find(variable);
    return found == values_.end() ? std::vector<std::string>{} : split(found->second, " \t");
  }

  bool is_empty(const std::string& group) const {
    const auto own = values_.count(group) > 0 ? group : cat(kGroup, group);
    const std::vector<std::string> all = members(own);
    return std::none_of(all.begin(), all.end(),
                        [&](const std::string& name) { return modules_.count(name) > 0; });
  }

  void keep_known(const std::string& variable, std::vector<std::string>& names) {
    std::vector<std::string> known;
    for (const std::string& name : names) {
      if (modules_.count(name) == 0) {
        unknown_[name].push_back(variable);
      } else if (std::find(known.begin(), known.end(), name) == known.end()) {
        known.push_back(name);
      }
    }
    names = std::move(known);
  }

  const std::map<std::string, std::string>& values_;
  const std::set<std::string>& modules_;
  std::map<std::string, std::vector<std::string>> unknown_;
};

}  // namespace

std::vector<std::string> group_variables(std::string_view text) {
  std::set<std::string> names;
  for (const std::string& line : logical_lines(text)) {
    const std::string name = set_by(line).first;
    if (!name.empty()) names.insert(name);
  }
  return {names.begin(), names.end()};
}

ImportedGroups read_groups(std::string_view text, const std::map<std::string, std::string>& values,
                           const std::set<std::string>& modules) {
  Reader reader(values, modules);
  std::map<std::string, std::string> texts;  // the last assignment wins, as make has it
  for (const std::string& line : logical_lines(text)) {
    const auto [variable, value] = set_by(line);
    if (!variable.empty() && values.count(variable) > 0) texts[variable] = value;
  }
  ImportedGroups result;
  for (const auto& [variable, value] : texts) {
    ImportedGroup group = reader.read(variable, value);
    if (!group.modules.empty() || !group.groups.empty()) result.groups.push_back(std::move(group));
  }
  std::sort(result.groups.begin(), result.groups.end(),
            [](const ImportedGroup& a, const ImportedGroup& b) { return a.name < b.name; });
  result.unknown = reader.unknown();
  return result;
}

}  // namespace modbuild
