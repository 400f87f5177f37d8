// The groups of a tree of the family: variables mod_list_NAME and module_group_NAME of its groups
// file.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "import/imported.h"

namespace modbuild {

// Names of the lists and groups that the text of a groups file sets.
std::vector<std::string> group_variables(std::string_view text);

struct ImportedGroups {
  std::vector<ImportedGroup> groups;
  std::vector<std::string> unknown;  // "module: variable, variable": members without a directory
};

// `values`: what make says each variable stands for. A group keeps the lists it is made of, as far
// as they add up to the same; a list is a group of the variable's name.
ImportedGroups read_groups(std::string_view text, const std::map<std::string, std::string>& values,
                           const std::set<std::string>& modules);

}  // namespace modbuild
