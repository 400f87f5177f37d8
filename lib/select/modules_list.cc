#include "select/modules_list.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/str.h"
#include "select/make_assignments.h"

namespace modbuild {
namespace {

constexpr const char* kWriteAnew =
    "`make modules-cfg` or `modbuild select --save-modules-lst` writes one";

using Variables = std::map<std::string, std::vector<Text>>;

// The variables that matter, and where their words go.
struct ListVariable {
  const char* name;
  std::vector<Text> ModulesList::*words;
};
constexpr auto kListVariables =
    std::to_array<ListVariable>({{"modules_dirs", &ModulesList::dirs},
                                 {"cfg_group_include", &ModulesList::groups},
                                 {"include_modules", &ModulesList::include},
                                 {"static_modules", &ModulesList::make_static},
                                 {"skip_modules", &ModulesList::skip},
                                 {"exclude_modules", &ModulesList::exclude}});

// As make does, but for when values are expanded: always at the end.
Variables assign(const std::vector<MakeAssignment>& assignments) {
  Variables variables;
  for (const MakeAssignment& assignment : assignments) {
    const bool is_new = variables.count(assignment.name.value) == 0;
    std::vector<Text>& words = variables[assignment.name.value];
    if (assignment.sign == "?=" && !is_new) continue;
    if (assignment.sign != "+=") words.clear();
    words.insert(words.end(), assignment.words.begin(), assignment.words.end());
  }
  return variables;
}

// "name" of "$(name)" and "${name}"; "" for anything else.
std::string referred(const std::string& word) {
  const bool round = word.starts_with("$(") && word.ends_with(')');
  const bool curly = word.starts_with("${") && word.ends_with('}');
  if (!round && !curly) return {};
  const std::string name = word.substr(2, word.size() - 3);
  return name.find_first_of("$(){},: ") == std::string::npos ? name : std::string();
}

class ListReader {
 public:
  ListReader(const Variables& variables, Diagnostics& diagnostics)
      : variables_(variables), diagnostics_(diagnostics) {}

  std::optional<ModulesList> read() {
    ModulesList list;
    for (const ListVariable& variable : kListVariables) {
      expand(variable.name, list.*variable.words);
    }
    list.exclude_given = variables_.count("exclude_modules") != 0 || !list.groups.empty();
    for (const Text& dir : list.dirs) read_formula(dir, list);
    if (list.dirs.empty()) read_formula({"modules", {}}, list);
    if (!clean_) return std::nullopt;
    return list;
  }

 private:
  void expand(const std::string& name, std::vector<Text>& out) {
    const auto variable = variables_.find(name);
    if (variable == variables_.end()) return;
    open_.push_back(name);
    for (const Text& word : variable->second) expand_word(word, out);
    open_.pop_back();
  }

  void expand_word(const Text& word, std::vector<Text>& out) {
    const std::string name = referred(word.value);
    const bool plain = word.value.find('$') == std::string::npos;
    const bool pattern = std::count(word.value.begin(), word.value.end(), '%') > 1;
    if (plain && !pattern && word.value.find_first_of("*?[]@\\") == std::string::npos) {
      out.push_back(word);
    } else if (name.empty()) {
      fail(word, cat("'", word.value, "' is neither a name nor a variable of this file"));
    } else if (std::find(open_.begin(), open_.end(), name) != open_.end()) {
      fail(word, cat("the variable '", open_.front(), "' refers to itself"));
    } else if (variables_.count(name) == 0) {
      fail(word, cat("this file has no variable '", name, "'"));
    } else {
      expand(name, out);
    }
  }

  // How the lists make up what is built from directory `dir`: `make cfg` writes one of two formulas
  // into the variable named after the directory.
  void read_formula(const Text& dir, ModulesList& list) {
    if (variables_.count(dir.value) == 0) return;
    const std::string& d = dir.value;
    const std::string formula = value(d);
    const std::string omitted =
        cat("$(filter-out$(addprefix", d, "/,$(exclude_modules)$(static_modules)),");
    const std::string included = cat("$(addprefix", d, "/,$(include_modules))");
    const std::string others = cat("$(", d, "_noinc)");
    const auto from = [&](std::string_view noinc) {
      return formula == cat("$(filter-out", noinc, ",", included, ")", others);
    };
    const bool by_groups = formula == cat(omitted, included, ")");
    const bool from_all = (from("$(modules_noinc)") || from(others)) &&
                          value(d + "_noinc") == cat(omitted, "$(", d, "_all))");
    const bool agrees = !by_groups_ || *by_groups_ == by_groups;
    if ((by_groups || from_all) && agrees) {
      by_groups_ = by_groups;
      list.by_groups = by_groups;
      return;
    }
    const std::vector<Text>& words = variables_.at(d);
    fail(words.empty() ? dir : words.front(),
         cat("the value of '", d, "' is not the formula that `make cfg` writes"));
  }

  // The text of a formula without its blanks, which mean nothing there.
  std::string value(const std::string& name) const {
    std::string text;
    const auto variable = variables_.find(name);
    if (variable == variables_.end()) return text;
    for (const Text& word : variable->second) text += word.value;
    return text;
  }

  void fail(const Text& word, std::string message) {
    clean_ = false;
    diagnostics_.add(Code::BadModulesList, word.at, std::move(message), kWriteAnew);
  }

  const Variables& variables_;
  Diagnostics& diagnostics_;
  std::vector<std::string> open_;  // variables that are being expanded
  std::optional<bool> by_groups_;  // what the formulas until now say
  bool clean_ = true;
};

}  // namespace

std::optional<ModulesList> read_modules_list(std::string_view text, FileId file,
                                             Diagnostics& diagnostics) {
  const auto assignments = read_make_assignments(text, file, diagnostics);
  if (!assignments) return std::nullopt;
  const Variables variables = assign(*assignments);
  const bool known =
      std::any_of(kListVariables.begin(), kListVariables.end(),
                  [&](const ListVariable& row) { return variables.count(row.name) != 0; });
  if (!known) {
    SourceRange whole;
    whole.file = file;
    diagnostics.add(Code::BadModulesList, whole, "none of the variables of a modules.lst is set",
                    kWriteAnew);
    return std::nullopt;
  }
  return ListReader(variables, diagnostics).read();
}

}  // namespace modbuild
