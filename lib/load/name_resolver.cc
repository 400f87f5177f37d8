#include "load/name_resolver.h"

#include <algorithm>
#include <utility>

#include "base/edit_distance.h"
#include "base/str.h"

namespace modbuild {
namespace {

constexpr std::string_view kListHelp = "`modbuild scan` lists what the tree has";

}  // namespace

TreeNames::TreeNames(const Catalog& known, std::vector<UnreadManifest> not_read)
    : catalog(known), unread(std::move(not_read)), modules(known.module_names()) {}

bool NameResolver::may_exist(std::string_view name) const {
  const std::string quoted = cat("\"", name, "\"");
  const std::string literal = cat("'", name, "'");
  return std::any_of(
      names_.unread.begin(), names_.unread.end(), [&](const UnreadManifest& manifest) {
        return manifest.name == name || manifest.text.find(quoted) != std::string::npos ||
               manifest.text.find(literal) != std::string::npos;
      });
}

std::string NameResolver::near(std::string_view word, const std::vector<std::string>& known) {
  if (known.size() > budget_) return {};
  budget_ -= known.size();
  return did_you_mean(word, known);
}

// Of the modules and capabilities.
std::string NameResolver::near_provider(std::string_view name) {
  if (names_.modules.size() + catalog_.capabilities.size() > budget_) return {};
  std::vector<std::string> words = names_.modules;
  for (const auto& [capability, providers] : catalog_.capabilities) words.push_back(capability);
  return near(name, words);
}

void NameResolver::resolve(Dependency& dependency, std::string_view user) {
  const Text& name = dependency.name;
  const ComponentId found = catalog_.find_component(name.value);
  if (found.valid() && catalog_.components[found].kind == ComponentKind::Module) {
    dependency.providers = {found};
    return;
  }
  const auto capability = catalog_.capabilities.find(name.value);
  if (capability != catalog_.capabilities.end()) {
    dependency.providers = capability->second;
    return;
  }
  if (may_exist(name.value)) return;
  if (found.valid()) {
    const ComponentKind kind = catalog_.components[found].kind;
    diagnostics_.add(Code::UnknownModule, name.at,
                     cat(user, " '", name.value, "', which is a ", kind_word(kind),
                         ", expected a module or capability"),
                     kind == ComponentKind::Library ? "libraries are named in `libraries`"
                                                    : "programs are named in `hosts` or `tools`");
    return;
  }
  std::string help = near_provider(name.value);
  if (help.empty() && catalog_.find_lib(name.value).valid()) {
    help = "external libraries are named in `libs`";
  }
  if (help.empty()) help = std::string(kListHelp);
  diagnostics_.add(Code::UnknownModule, name.at,
                   cat(user, " '", name.value, "', which does not exist"), std::move(help));
}

ComponentId NameResolver::module(const Text& name, std::string_view user) {
  const ComponentId found = catalog_.find_component(name.value);
  if (found.valid() && catalog_.components[found].kind == ComponentKind::Module) return found;
  if (may_exist(name.value)) return {};
  const std::string what =
      found.valid()
          ? cat("which is a ", kind_word(catalog_.components[found].kind), ", expected a module")
          : std::string("which does not exist");
  std::string help = near(name.value, names_.modules);
  if (help.empty()) help = std::string(kListHelp);
  diagnostics_.add(Code::UnknownModule, name.at, cat(user, " '", name.value, "', ", what),
                   std::move(help));
  return {};
}

void NameResolver::resolve(LibUse& use) {
  use.lib = catalog_.find_lib(use.name.value);
  if (!use.lib.valid()) check_lib(use.name);
}

void NameResolver::check_lib(const Text& name) {
  if (catalog_.find_lib(name.value).valid()) return;
  std::string help = near(name.value, names_in(catalog_.libs));
  if (help.empty()) help = cat("declare it in modbuild.toml: [libs.", name.value, "]");
  const ComponentId same = catalog_.find_component(name.value);
  if (same.valid() && catalog_.components[same].kind == ComponentKind::Library) {
    help = "a library of this tree is named in `libraries`";
  }
  diagnostics_.add(Code::UnknownLib, name.at,
                   cat("external library '", name.value, "' is not declared"), std::move(help));
}

void NameResolver::resolve(ComponentUse& use, ComponentKind kind) {
  const std::string& name = use.name.value;
  const ComponentId found = catalog_.find_component(name);
  if (found.valid() && catalog_.components[found].kind == kind) {
    use.component = found;
    return;
  }
  if (may_exist(name)) return;
  const Code code = kind == ComponentKind::Library ? Code::UnknownLibrary : Code::UnknownTool;
  if (found.valid()) {
    diagnostics_.add(code, use.name.at,
                     cat("'", name, "' is a ", kind_word(catalog_.components[found].kind),
                         ", expected a ", kind_word(kind), " of this tree"));
    return;
  }
  std::string help = near(name, names_of(kind));
  if (help.empty() && kind == ComponentKind::Library && catalog_.find_lib(name).valid()) {
    help = "external libraries are named in `libs`";
  } else if (help.empty() && kind == ComponentKind::Program) {
    help = "a program that is installed on the machine is named by the command itself";
  }
  diagnostics_.add(code, use.name.at, cat("there is no ", kind_word(kind), " '", name, "'"),
                   std::move(help));
}

void NameResolver::check_feature(const Component& component, const Text& name) {
  const bool known =
      std::any_of(component.features.begin(), component.features.end(),
                  [&name](const Feature& feature) { return feature.name.value == name.value; });
  if (known) return;
  std::string help = near(name.value, names_in(component.features));
  if (help.empty()) help = cat("declare it: [features.", name.value, "]");
  diagnostics_.add(Code::UnknownFeature, name.at,
                   cat(kind_word(component.kind), " '", component.name.value, "' has no feature '",
                       name.value, "'"),
                   std::move(help));
}

void NameResolver::check_package(const Text& name) {
  if (name.empty() || catalog_.find_package(name.value) != nullptr) return;
  std::string help = near(name.value, names_in(catalog_.packages));
  if (help.empty()) help = cat("declare it in modbuild.toml: [packages.", name.value, "]");
  diagnostics_.add(Code::UnknownPackage, name.at, cat("package '", name.value, "' is not declared"),
                   std::move(help));
}

void NameResolver::check_toolchain(const Text& name) {
  if (name.empty() || catalog_.find_toolchain(name.value) != nullptr) return;
  report_undeclared("toolchain", name, catalog_.toolchain_names());
}

void NameResolver::check_variant(const Text& name) {
  if (name.empty() || catalog_.find_variant(name.value) != nullptr) return;
  report_undeclared("variant", name, catalog_.variant_names());
}

void NameResolver::report_undeclared(std::string_view kind, const Text& name,
                                     const std::vector<std::string>& known) {
  std::string help = near(name.value, known);
  if (help.empty()) {
    help = known.empty() ? cat("declare it in modbuild.toml: [", kind, "s.", name.value, "]")
                         : cat(kind, "s are: ", join(known, ", "));
  }
  diagnostics_.add(Code::UnknownToolchain, name.at,
                   cat("there is no ", kind, " '", name.value, "'"), std::move(help));
}

bool NameResolver::group_exists(const Text& name, const std::vector<std::string>& known) {
  if (std::binary_search(known.begin(), known.end(), name.value)) return true;
  if (may_exist(name.value)) return false;
  std::string help = near(name.value, known);
  if (help.empty()) {
    help = known.empty() ? std::string("the tree has no groups")
                         : std::string("groups come from [groups] and from the modules' `groups`");
  }
  diagnostics_.add(Code::UnknownGroup, name.at, cat("there is no group '", name.value, "'"),
                   std::move(help));
  return false;
}

std::vector<std::string> NameResolver::names_of(ComponentKind kind) const {
  std::vector<std::string> names;
  for (const Component& component : catalog_.components) {
    if (component.kind == kind) names.push_back(component.name.value);
  }
  return names;
}

}  // namespace modbuild
