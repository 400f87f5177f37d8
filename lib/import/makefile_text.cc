#include "import/makefile_text.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"

namespace modbuild {
namespace {

// Fragments that every makefile of the family includes.
constexpr std::array kSkeleton = {"Makefile.defs",    "Makefile.modules", "Makefile.rules",
                                  "Makefile.sources", "Makefile.targets", "Makefile.dirs",
                                  "Makefile.cfg",     "Makefile.shared",  "Makefile.utils",
                                  "Makefile.libs",    "Makefile.groups",  "config.mak"};

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// Calls `body` with each line that is no comment, and its number; continued lines stand alone.
template <class Body>
void for_each_line(const std::string& text, const Body& body) {
  unsigned number = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    ++number;
    if (!line.empty() && line.front() != '#') body(line, number);
  }
}

bool is_name_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

struct Assignment {
  std::string_view name, operation, value;
};

// "NAME ?= value"; the name is empty when `line` is no assignment.
Assignment assignment_of(std::string_view line) {
  std::size_t end = 0;
  while (end < line.size() && is_name_character(line[end])) ++end;
  const std::size_t at = line.find_first_not_of(" \t", end);
  if (end == 0 || at == std::string_view::npos) return {};
  for (const std::string_view operation : {"?=", ":=", "+=", "="}) {
    if (line.substr(at, operation.size()) != operation) continue;
    std::string_view value = line.substr(at + operation.size());
    value = value.substr(0, value.find(" #"));
    return {line.substr(0, end), operation, trimmed(value)};
  }
  return {};
}

struct Comparison {
  std::string name, value;
};

// "ifeq ($(NAME),value)" and its kin, "ifdef NAME"; the name is empty when `line` is none.
Comparison comparison_of(std::string_view line) {
  if (line.starts_with("else ")) line = trimmed(line.substr(5));
  const bool defined = line.starts_with("ifdef ") || line.starts_with("ifndef ");
  if (defined) return {std::string(trimmed(line.substr(line.find(' ')))), ""};
  if (!line.starts_with("ifeq") && !line.starts_with("ifneq")) return {};
  const std::size_t begin = line.find("$(");
  const std::size_t comma = line.find(',');
  if (begin == std::string_view::npos || comma == std::string_view::npos) return {};
  const std::size_t end = line.find(')', begin);
  const std::string_view name = line.substr(begin + 2, end - begin - 2);
  if (!std::all_of(name.begin(), name.end(), is_name_character)) return {};
  const std::size_t open = line.find('(');
  const std::size_t close = line.rfind(')');
  const std::string_view left = line.substr(open + 1, comma - open - 1);
  const std::string_view right = line.substr(comma + 1, close - comma - 1);
  return {std::string(name), std::string(trimmed(begin < comma ? right : left))};
}

}  // namespace

bool MakefileText::mentions(std::string_view variable) const {
  return has_word(cat("$(", variable, ")")) || has_word(cat("${", variable, "}"));
}

bool MakefileText::has_word(std::string_view text) const {
  bool found = false;
  for (const File& file : files) {
    for_each_line(file.text, [&](std::string_view line, unsigned) {
      found = found || line.find(text) != std::string_view::npos;
    });
  }
  return found;
}

bool MakefileText::has_rules() const {
  bool found = false;
  for (const File& file : files) {
    for_each_line(file.text, [&](std::string_view line, unsigned) {
      const std::size_t colon = line.find(':');
      if (colon == std::string_view::npos || colon == 0 || !assignment_of(line).name.empty())
        return;
      const std::string_view targets = line.substr(0, colon);
      const bool names = std::all_of(targets.begin(), targets.end(), [](char c) {
        return is_name_character(c) || c == ' ' || c == '/' || c == '%' || c == '$' || c == '(' ||
               c == ')';
      });
      const bool installs = targets.starts_with("install") || targets.starts_with(".PHONY");
      found = found || (names && !installs);
    });
  }
  return found;
}

std::vector<std::string> MakefileText::compared_values(std::string_view variable) const {
  std::set<std::string> values;
  for (const File& file : files) {
    for_each_line(file.text, [&](std::string_view line, unsigned) {
      const Comparison comparison = comparison_of(line);
      if (comparison.name == variable && !comparison.value.empty()) {
        values.insert(comparison.value);
      }
      // ifneq (,$(findstring darwin,$(OS)))
      constexpr std::string_view kFindString = "$(findstring ";
      const std::size_t find = line.find(kFindString);
      if (find != std::string_view::npos && line.find(cat("$(", variable, ")")) != line.npos) {
        const std::string_view rest = line.substr(find + kFindString.size());
        values.emplace(trimmed(rest.substr(0, rest.find(','))));
      }
    });
  }
  return {values.begin(), values.end()};
}

std::pair<std::string, unsigned> MakefileText::find(const std::vector<std::string>& words) const {
  for (const File& file : files) {
    unsigned found = 0;
    for_each_line(file.text, [&](std::string_view line, unsigned number) {
      const bool all =
          !words.empty() && std::all_of(words.begin(), words.end(), [&](const std::string& word) {
            return line.find(word) != std::string_view::npos;
          });
      if (all && found == 0) found = number;
    });
    if (found > 0) return {file.path, found};
  }
  return {files.empty() ? std::string() : files.front().path, 0};
}

std::string MakefileText::value_of(std::string_view variable) const {
  std::vector<std::string> values;
  for (const File& file : files) {
    for_each_line(file.text, [&](std::string_view line, unsigned) {
      const Assignment assignment = assignment_of(line);
      if (assignment.name == variable) values.emplace_back(assignment.value);
    });
  }
  const bool plain = values.size() == 1 && values[0].find('$') == std::string::npos;
  return plain ? values[0] : std::string();
}

std::vector<MakeOption> MakefileText::options(const std::set<std::string>& known_variables) const {
  std::map<std::string, MakeOption> options;
  std::set<std::string> assigned;
  for (const File& file : files) {
    for_each_line(file.text, [&](std::string_view line, unsigned number) {
      const Assignment assignment = assignment_of(line);
      const std::string name(assignment.name);
      if (assignment.operation == "?=") {
        options.try_emplace(name, MakeOption{name, std::string(assignment.value), {}, number});
      } else if (!name.empty()) {
        assigned.insert(name);
      }
    });
  }
  for (const File& file : files) {
    for_each_line(file.text, [&](std::string_view line, unsigned number) {
      const Comparison comparison = comparison_of(line);
      if (comparison.name.empty()) return;
      MakeOption& option =
          options.try_emplace(comparison.name, MakeOption{comparison.name, "", {}, number})
              .first->second;
      if (!comparison.value.empty() && comparison.value != option.by_default) {
        option.others.push_back(comparison.value);
      } else {
        // Compared with what it is anyhow: anything else makes the difference.
        option.others.emplace_back(option.by_default == "yes"  ? "no"
                                   : option.by_default == "no" ? "yes"
                                                               : kAnyValue);
      }
    });
  }
  std::vector<MakeOption> result;
  for (auto& [name, option] : options) {
    const bool own = option.by_default.empty() && assigned.count(name) > 0;
    if (own || known_variables.count(name) > 0) continue;
    sort_once(option.others);
    result.push_back(std::move(option));
  }
  return result;
}

MakefileText read_makefile(
    const std::string& path,
    const std::function<std::optional<std::string>(const std::string&)>& read) {
  MakefileText makefile;
  std::vector<std::string> waiting = {path};
  std::set<std::string> seen = {path};
  while (!waiting.empty()) {
    const std::string next = waiting.front();
    waiting.erase(waiting.begin());
    const std::optional<std::string> text = read(next);
    if (!text) continue;
    makefile.files.push_back({next, *text});
    for_each_line(*text, [&](std::string_view line, unsigned) {
      if (!line.starts_with("include ") && !line.starts_with("-include ")) return;
      const std::string_view what = trimmed(line.substr(line.find(' ')));
      const bool skeleton =
          std::find(kSkeleton.begin(), kSkeleton.end(), base_name(what)) != kSkeleton.end();
      if (skeleton || what.find('$') != std::string_view::npos) return;
      // Relative to the directory in which make runs: that of the first makefile.
      std::string from(directory_of(path));
      std::string_view rest = what;
      while (rest.starts_with("../")) {
        rest.remove_prefix(3);
        from = directory_of(from);
      }
      const std::string found = join_path(from, rest);
      if (seen.insert(found).second) waiting.push_back(found);
    });
  }
  return makefile;
}

}  // namespace modbuild
