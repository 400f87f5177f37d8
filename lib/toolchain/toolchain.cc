#include "toolchain/toolchain.h"

#include "base/edit_distance.h"
#include "base/str.h"
#include "os/nearest_directory.h"

namespace modbuild {
namespace {

struct RoleRow {
  ToolRole role;
  std::string_view key;       // in [toolchains.NAME]
  std::string_view variable;  // in the environment
  std::vector<std::string> Toolchain::*words;
  std::vector<Text> DeclaredToolchain::*declared;
};
constexpr RoleRow kRoles[] = {
    {ToolRole::Cc, "cc", "CC_FOR_BUILD", &Toolchain::cc, &DeclaredToolchain::cc},
    {ToolRole::Cxx, "cxx", "CXX_FOR_BUILD", &Toolchain::cxx, &DeclaredToolchain::cxx},
    {ToolRole::Ar, "ar", "AR_FOR_BUILD", &Toolchain::ar, &DeclaredToolchain::ar},
};

void report_unknown(const Catalog& catalog, const Text& name, Diagnostics& diagnostics) {
  const std::vector<std::string> known = catalog.toolchain_names();
  const std::string near = did_you_mean(name.value, known);
  const std::string all = known.empty() ? cat("the tree declares none; [toolchains.", name.value,
                                              "] in modbuild.toml would be one")
                                        : cat("toolchains are: ", join(known, ", "));
  diagnostics.add(Code::UnknownInRequest, name.at, cat("there is no toolchain '", name.value, "'"),
                  near.empty() ? all : cat(near, " ", all));
}

}  // namespace

Toolchains choose_toolchains(const Catalog& catalog, const ToolchainChoice& choice,
                             Diagnostics& diagnostics) {
  Text name = choice.wanted;
  if (name.empty() && choice.profile != nullptr) name = choice.profile->toolchain;
  if (name.empty()) return {choice.environment, std::nullopt};
  const DeclaredToolchain* declared = catalog.find_toolchain(name.value);
  if (declared != nullptr && choice.untrusted) {
    diagnostics.add(Code::NotTrusted, name.at,
                    cat("toolchain '", name.value,
                        "' names programs of the tree's choice, and the tree is not trusted"),
                    "name compilers in CC, CXX and AR, or leave out --untrusted");
    return {};
  }
  if (declared != nullptr) return {combine(*declared, choice.environment), choice.for_build};
  report_unknown(catalog, name, diagnostics);
  return {};
}

void require_tool(const Catalog& catalog, const Toolchains& toolchains, Machine machine,
                  ToolRole role, const ProgramSearch& search, Diagnostics& diagnostics) {
  const RoleRow& row = kRoles[static_cast<std::size_t>(role)];
  const bool for_build = machine == Machine::Build && toolchains.build;
  const std::vector<std::string>& words =
      (for_build ? *toolchains.build : toolchains.target).*row.words;
  const std::string program = words.empty() ? std::string() : words.front();
  // One that the user named by its path is run as it is.
  if (program.find('/') != std::string::npos) return;
  if (!find_program(program, search.path, search.tree_root).empty()) return;
  if (for_build) {
    diagnostics.add(Code::NoCompiler, {},
                    cat("there is no '", program, "' for the programs that run during the build"),
                    cat("install it, or name another one in ", row.variable));
    return;
  }
  const DeclaredToolchain* declared = catalog.find_toolchain(toolchains.target.name);
  if (declared == nullptr) return;
  const std::vector<Text>& texts = declared->*row.declared;
  diagnostics.add(Code::NoCompiler, texts.empty() ? declared->name.at : texts.front().at,
                  cat("'", program, "', the `", row.key, "` of toolchain '", declared->name.value,
                      "', is not on PATH"),
                  "install it, or choose another toolchain");
}

void require_compiler(const Toolchain& environment, const ProgramSearch& search,
                      Diagnostics& diagnostics) {
  const std::string program = environment.cc.empty() ? std::string() : environment.cc.front();
  // One that the user named by its path may lie anywhere.
  const bool is_path = program.find('/') != std::string::npos;
  const bool is_there = is_path ? nearest_directory(program) == program
                                : !find_program(program, search.path, search.tree_root).empty();
  if (is_there) return;
  diagnostics.add(Code::NoCompiler, {}, cat("there is no compiler '", program, "'"),
                  "install one, for example with 'apt-get install gcc g++', or name yours in CC "
                  "and CXX");
}

void require_sysroot(const Catalog& catalog, const Toolchain& toolchain, Diagnostics& diagnostics) {
  const DeclaredToolchain* declared = catalog.find_toolchain(toolchain.name);
  if (declared == nullptr || toolchain.sysroot.empty()) return;
  if (nearest_directory(toolchain.sysroot) == toolchain.sysroot) return;
  diagnostics.add(Code::NoCompiler, declared->sysroot.at,
                  cat("the sysroot of toolchain '", declared->name.value, "', '", toolchain.sysroot,
                      "', does not exist"),
                  "put the target's headers and libraries there, or name another directory");
}

}  // namespace modbuild
