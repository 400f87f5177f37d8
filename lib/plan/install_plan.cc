#include <charconv>

#include "base/path.h"
#include "base/str.h"
#include "plan/plan.h"

namespace modbuild {
namespace {

std::uint32_t mode_bits(const std::string& text) {
  std::uint32_t mode = 0;
  std::from_chars(text.data(), text.data() + text.size(), mode, 8);
  return mode;
}

std::vector<std::string> abi_of(const Plan& plan, const InstallEntry& entry) {
  const bool carries = entry.source.root == Root::Build &&
                       (entry.kind == InstallKind::Module || entry.kind == InstallKind::Program);
  return carries && !plan.abi.empty() ? plan.abi[entry.component] : std::vector<std::string>();
}

}  // namespace

std::string binutils_program(const Toolchain& toolchain, std::string_view program) {
  if (toolchain.ar.empty()) return std::string(program);
  const std::string& ar = toolchain.ar.front();
  const std::string_view directory = directory_of(ar);
  std::string name(base_name(ar));
  for (const std::string_view word : {"gcc-ar", "ar"}) {
    const std::size_t at = name.rfind(word);
    if (at == std::string::npos) continue;
    name.replace(at, word.size(), program);
    return ar.starts_with('/') || !directory.empty() ? cat(directory, "/", name) : name;
  }
  return std::string(program);
}

InstallPlan install_plan_head(const Plan& plan, const Catalog& catalog) {
  InstallPlan result;
  result.tree = catalog.tree.name.value;
  result.version = catalog.tree.version.value;
  result.dirs = plan.dirs;
  const auto state = plan.dirs.find("localstatedir");
  result.installed_manifest = cat(state == plan.dirs.end() ? "/var" : state->second,
                                  "/lib/modbuild/", result.tree, ".json");
  result.strip = {binutils_program(plan.toolchain, "strip")};
  return result;
}

InstallItem install_item(const Plan& plan, const Catalog& catalog, const InstallEntry& entry) {
  const Component& owner = catalog.components[entry.component];
  return {entry.kind,    entry.source,  entry.to,         entry.destination, mode_bits(entry.mode),
          entry.package, owner.kind,    owner.name.value, entry.rpath,       abi_of(plan, entry),
          entry.hosts,   entry.entries, entry.subst};
}

InstallPlan install_plan(const Plan& plan, const Catalog& catalog) {
  InstallPlan result = install_plan_head(plan, catalog);
  result.items.reserve(plan.install.size());
  for (const InstallEntry& entry : plan.install) {
    result.items.push_back(install_item(plan, catalog, entry));
  }
  return result;
}

}  // namespace modbuild
