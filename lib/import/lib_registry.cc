#include "import/lib_registry.h"

#include <algorithm>
#include <set>

#include "base/sort_once.h"
#include "base/str.h"

namespace modbuild {
namespace {

// What is looked for, without the flags that are given on top.
std::vector<std::string> subject(const ImportedAlternative& one) {
  std::vector<std::string> words;
  for (const char* key : {"pkg-config", "config-tool", "query", "link", "program", "framework"}) {
    const auto* values = one.find(key);
    if (values == nullptr) continue;
    words.emplace_back(key);
    words.insert(words.end(), values->begin(), values->end());
  }
  return words;
}

// Adds to `into` what `from` says on top; both have one subject.
void join_flags(ImportedAlternative& into, const ImportedAlternative& from) {
  for (const auto& added : from.keys) {
    auto own = std::find_if(into.keys.begin(), into.keys.end(),
                            [&](const auto& one) { return one.first == added.first; });
    if (own == into.keys.end()) {
      into.keys.push_back(added);
      continue;
    }
    for (const std::string& value : added.second) {
      auto& list = own->second;
      add_once(list, value);
    }
  }
}

// Only -lX and directories: cflags and libs say where it may be.
bool is_bare(const ImportedAlternative& one) {
  return !one.keys.empty() && one.keys.front().first == "link";
}

// Only directories may differ: other flags make another lib.
bool may_join(const ImportedAlternative& a, const ImportedAlternative& b) {
  if (subject(a) != subject(b)) return false;
  const auto same = [&](const char* key) {
    const auto* one = a.find(key);
    const auto* other = b.find(key);
    return (one == nullptr && other == nullptr) ||
           (one != nullptr && other != nullptr && *one == *other);
  };
  return same("defines") && (is_bare(a) || (same("cflags") && same("libs") && same("add-cflags") &&
                                            same("add-libs") && a.variables == b.variables));
}

}  // namespace

LibRegistry::Number LibRegistry::add(const LibDeclaration& declaration) {
  const ImportedAlternative& first = declaration.any.front();
  for (Number i = 0; i < libs_.size(); ++i) {
    Lib& lib = libs_[i];
    if (lib.any == declaration.any) return i;
    // A bare library is the same only where it is looked for in the same directories: what one
    // module needs is nothing for all others.
    if (is_bare(first) || !may_join(lib.any.front(), first)) continue;
    lib.joined = true;
    for (const ImportedAlternative& one : declaration.any) {
      const auto known =
          std::find_if(lib.any.begin(), lib.any.end(),
                       [&](const ImportedAlternative& other) { return may_join(other, one); });
      if (known != lib.any.end()) {
        join_flags(*known, one);
      } else if (!is_bare(one) || std::none_of(lib.any.begin(), lib.any.end(), is_bare)) {
        lib.any.push_back(one);
      }
    }
    return i;
  }
  libs_.push_back({declaration.name, declaration.any, false});
  return libs_.size() - 1;
}

std::string LibRegistry::add_variable(std::vector<Number>& libs,
                                      const std::vector<std::string>& command) {
  for (const Number number : libs) {
    if (libs_[number].any.size() > 1) continue;
    for (ImportedAlternative& one : libs_[number].any) {
      const auto* tool = one.find("query");
      if (tool == nullptr) tool = one.find("config-tool");
      if (tool == nullptr || tool->front() != command.front()) continue;
      // Of a query, arguments stand behind those that all its questions share.
      const std::size_t shared = std::min(tool->size(), command.size());
      if (!std::equal(tool->begin(), tool->begin() + static_cast<std::ptrdiff_t>(shared),
                      command.begin())) {
        continue;
      }
      const std::vector<std::string> rest(command.begin() + static_cast<std::ptrdiff_t>(shared),
                                          command.end());
      for (const auto& [name, words] : one.variables) {
        if (words == rest) return cat("{lib.", std::to_string(number), ".", name, "}");
      }
      const std::string name = cat("value", std::to_string(one.variables.size() + 1));
      one.variables.emplace_back(name, rest);
      return cat("{lib.", std::to_string(number), ".", name, "}");
    }
  }
  LibDeclaration tool;
  tool.name = command.front();
  tool.any.emplace_back().set("query", {command.front()});
  tool.any.front().variables.emplace_back(
      "value1", std::vector<std::string>(command.begin() + 1, command.end()));
  libs.push_back(add(tool));
  return cat("{lib.", std::to_string(libs.back()), ".value1}");
}

void LibRegistry::name_all() {
  std::set<std::string> taken;
  for (Lib& lib : libs_) {
    const std::string proposed = lib.name;
    if (taken.count(ascii_lower(lib.name)) > 0 && lib.any.front().find("link") != nullptr) {
      lib.name = cat(proposed, "-link");
    }
    for (int number = 2; taken.count(ascii_lower(lib.name)) > 0; ++number) {
      lib.name = cat(proposed, "-", std::to_string(number));
    }
    taken.insert(ascii_lower(lib.name));
  }
}

std::map<std::string, ImportedLib> LibRegistry::take() const {
  std::map<std::string, ImportedLib> result;
  for (const Lib& lib : libs_) result[lib.name] = {lib.name, lib.any};
  return result;
}

std::vector<std::string> LibRegistry::joined() const {
  std::vector<std::string> names;
  for (const Lib& lib : libs_) {
    if (lib.joined) names.push_back(lib.name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace modbuild
