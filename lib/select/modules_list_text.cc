// Writes a modules.lst.
#include <map>
#include <set>

#include "base/path.h"
#include "base/str.h"
#include "select/modules_list.h"
#include "select/select.h"

namespace modbuild {
namespace {

using Names = std::vector<std::string>;

bool is_on(const Selection& selection, ComponentId id) {
  return selection.verdicts[id].on;
}

// The directory below which all modules that are on lie, as make calls it; nothing after an error.
std::optional<std::string> modules_directory(const Catalog& catalog, const Selection& selection,
                                             Diagnostics& diagnostics) {
  std::map<std::string, std::string> by_directory;  // -> a module in it
  for (const ComponentId id : catalog.modules()) {
    const Component& component = catalog.components[id];
    if (!is_on(selection, id)) continue;
    const std::string name = component.name.value;
    if (base_name(component.dir) != name) {
      diagnostics.add(Code::ModulesListCannotSay, component.name.at,
                      cat("make knows module '", name, "' by its directory, '", component.dir, "'"),
                      "save the selection with --save");
      return std::nullopt;
    }
    by_directory.emplace(base_name(directory_of(component.dir)), name);
  }
  if (by_directory.size() > 1) {
    Names places;
    for (const auto& [directory, name] : by_directory) {
      places.push_back(cat("'", name, "' in '", directory, "'"));
    }
    diagnostics.add(
        Code::ModulesListCannotSay, {},
        cat("a modules.lst can name modules of one directory; there are ", join(places, ", ")),
        "save the selection with --save");
    return std::nullopt;
  }
  return by_directory.empty() ? "modules" : by_directory.begin()->first;
}

// The lists, as `make cfg` would keep them for such a request.
struct Lists {
  Names groups, include, make_static, exclude;
};

Lists lists_of(const Catalog& catalog, const Selection& selection) {
  Lists lists;
  const bool by_groups = selection.base == Base::None;
  for (const Text& group : selection.request.groups) {
    if (by_groups && catalog.find_group(group.value).valid()) lists.groups.push_back(group.value);
  }
  for (const ComponentId id : catalog.modules()) {
    const Component& component = catalog.components[id];
    const Verdict& verdict = selection.verdicts[id];
    const std::string& name = component.name.value;
    if (!verdict.on) {
      if (!by_groups) lists.exclude.push_back(name);
      continue;
    }
    if (by_groups || verdict.requested || !component.by_default) lists.include.push_back(name);
    if (verdict.linkage == Linkage::Static) lists.make_static.push_back(name);
  }
  return lists;
}

void add_list(std::string& text, std::string_view what, std::string_view name, const Names& words) {
  append(text, "# ", what, "\n", name, "=", words.empty() ? "" : " ", join(words, " "), "\n\n");
}

}  // namespace

std::optional<std::string> modules_list_text(const Catalog& catalog, const Selection& selection,
                                             Diagnostics& diagnostics) {
  const auto directory = modules_directory(catalog, selection, diagnostics);
  if (!directory) return std::nullopt;
  const std::string& d = *directory;
  const Lists lists = lists_of(catalog, selection);
  const bool by_groups = selection.base == Base::None;
  std::string text = "# written by modbuild select --save-modules-lst\n\n";
  append(text, "# the list of sub-directories with modules\nmodules_dirs:=", d, "\n\n");
  add_list(text, "the list of module groups to compile", "cfg_group_include", lists.groups);
  add_list(text, "the list of extra modules to compile", "include_modules", lists.include);
  add_list(text, "the list of static modules", "static_modules", lists.make_static);
  add_list(text, "the list of modules to skip from compile list", "skip_modules", {});
  add_list(text, "the list of modules to exclude from compile list", "exclude_modules",
           lists.exclude);
  const std::string omitted =
      cat("$(filter-out $(addprefix ", d, "/, $(exclude_modules) $(static_modules)), ");
  const std::string included = cat("$(addprefix ", d, "/, $(include_modules) )");
  append(text, d, "_all= $(filter-out ", d, "/CMakeLists.txt, $(wildcard ", d, "/*))\n");
  if (by_groups) {
    append(text, d, "_noinc=\n", d, "= ", omitted, included, ")\n");
  } else {
    append(text, d, "_noinc= ", omitted, "$(", d, "_all))\n");
    append(text, d, "= $(filter-out $(", d, "_noinc), ", included, ") $(", d, "_noinc)\n");
  }
  text += "modules_configured:=1\n";
  return text;
}

}  // namespace modbuild
