#include "toolchain/toolchain.h"

#include <algorithm>

#include "base/edit_distance.h"
#include "base/path.h"
#include "base/str.h"
#include "model/launcher.h"
#include "os/machine_files.h"
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

// The user's choice, else the profile's.
const DeclaredVariant* choose_variant(const Catalog& catalog, const ToolchainChoice& choice,
                                      Diagnostics& diagnostics) {
  Text name = choice.variant;
  if (name.empty() && choice.profile != nullptr) name = choice.profile->variant;
  if (name.empty()) return nullptr;
  const DeclaredVariant* declared = catalog.find_variant(name.value);
  if (declared == nullptr) {
    report_undeclared("variant", name, catalog.variant_names(), diagnostics);
  }
  return declared;
}

// Puts the variant's flags before those of the environment: the user's word is the last one.
void add_variant(const DeclaredVariant& variant, Toolchain& environment) {
  std::vector<std::string> common;
  for (const Text& define : variant.defines) common.push_back("-D" + define.value);
  for (const Text& flag : variant.cflags) common.push_back(flag.value);
  const auto put_first = [](std::vector<std::string> first, std::vector<std::string>& flags) {
    first.insert(first.end(), flags.begin(), flags.end());
    flags = std::move(first);
  };
  put_first(values_of(variant.cxxflags), environment.cxxflags);
  put_first(common, environment.cxxflags);
  put_first(common, environment.cflags);
  put_first(values_of(variant.ldflags), environment.ldflags);
}

// Settles what stands in front of each compiler.
class LauncherChooser {
 public:
  LauncherChooser(const ToolchainChoice& choice, std::vector<Text>& programs,
                  Diagnostics& diagnostics)
      : choice_(choice), programs_(programs), diagnostics_(diagnostics) {}

  void choose(const Catalog& catalog, Toolchains& made) {
    static const DeclaredLauncher none;
    const DeclaredToolchain* declared = catalog.find_toolchain(made.target.name);
    const DeclaredLauncher& own = declared == nullptr ? none : declared->launcher;
    fill({&own, &catalog.launcher}, made.target);
    // A toolchain's own may know its compilers only.
    if (made.build) fill({&none, &catalog.launcher}, *made.build);
  }

 private:
  void fill(const std::vector<const DeclaredLauncher*>& declared, Toolchain& toolchain) {
    toolchain.launcher_c = argv(words(declared, &DeclaredLauncher::c));
    toolchain.launcher_cxx = argv(words(declared, &DeclaredLauncher::cxx));
  }

  // The first that says something; the user's word counts for every language.
  const std::vector<Text>& words(const std::vector<const DeclaredLauncher*>& declared,
                                 std::vector<Text> DeclaredLauncher::*language) const {
    if (!choice_.launcher.empty()) return choice_.launcher;
    for (const DeclaredLauncher* launcher : declared) {
      if (!(launcher->*language).empty()) return launcher->*language;
      if (!launcher->common.empty()) return launcher->common;
    }
    return choice_.launcher;
  }

  std::vector<std::string> argv(const std::vector<Text>& texts) {
    const std::vector<std::string> plain = values_of(texts);
    if (plain.empty() || plain.front() == kNoLauncher || !may_use(texts, plain)) return {};
    const std::size_t count = launcher_programs(plain).size();
    for (std::size_t i = 0; i < count; ++i) {
      const bool known = std::any_of(programs_.begin(), programs_.end(), [&](const Text& program) {
        return program.value == plain[i];
      });
      if (!known) programs_.push_back(texts[i]);
    }
    return launcher_argv(plain);
  }

  bool may_use(const std::vector<Text>& texts, const std::vector<std::string>& plain) {
    const bool typed = &texts == &choice_.launcher;
    if (choice_.untrusted && !typed) {
      if (!told_) {
        diagnostics_.add(Code::NotTrusted, texts.front().at,
                         cat("launcher '", plain.front(),
                             "' is a program of the tree's choice, and the tree is not trusted"),
                         "say which one you trust: --launcher NAME, or --launcher none");
      }
      told_ = true;
      return false;
    }
    const std::string_view refused = refused_prefix(plain);
    if (!refused.empty() && !told_) {
      diagnostics_.add(Code::UnknownInRequest, texts.front().at,
                       cat("ccache cannot hand '", refused, "' to the program behind it"),
                       "behind ccache stand programs only; put their arguments into a script");
      told_ = true;
    }
    return refused.empty();
  }

  const ToolchainChoice& choice_;
  std::vector<Text>& programs_;
  Diagnostics& diagnostics_;
  bool told_ = false;
};

// A launcher that the user named by its path must be outside the tree, as all that is run.
std::string launcher_fault(const std::string& program, const ProgramSearch& search) {
  if (program.find('/') == std::string::npos) {
    return find_program(program, search.path, search.tree_root).empty() ? "is not on PATH" : "";
  }
  if (nearest_directory(program) != program) return "does not exist";
  const std::string root = real_path(search.tree_root);
  const bool inside =
      !root.empty() && (is_below(program, root) || is_below(real_path(program), root));
  return inside ? "lies in the tree, and nothing of it is run" : "";
}

// Whose programs build, without what stands in front of them.
Toolchains choose_compilers(const Catalog& catalog, const ToolchainChoice& choice,
                            Diagnostics& diagnostics) {
  Text name = choice.wanted;
  if (name.empty() && choice.profile != nullptr) name = choice.profile->toolchain;
  if (name.empty()) return {choice.environment, {}, std::nullopt, {}};
  const DeclaredToolchain* declared = catalog.find_toolchain(name.value);
  if (declared != nullptr && choice.untrusted) {
    diagnostics.add(Code::NotTrusted, name.at,
                    cat("toolchain '", name.value,
                        "' names programs of the tree's choice, and the tree is not trusted"),
                    "name compilers in CC, CXX and AR, or leave out --untrusted");
    return {};
  }
  if (declared != nullptr) {
    return {combine(*declared, choice.environment), {}, choice.for_build, {}};
  }
  report_undeclared("toolchain", name, catalog.toolchain_names(), diagnostics);
  return {};
}

}  // namespace

void report_undeclared(std::string_view kind, const Text& name,
                       const std::vector<std::string>& known, Diagnostics& diagnostics) {
  const std::string near = did_you_mean(name.value, known);
  const std::string all = known.empty() ? cat("the tree declares none; [", kind, "s.", name.value,
                                              "] in modbuild.toml would be one")
                                        : cat(kind, "s are: ", join(known, ", "));
  diagnostics.add(Code::UnknownInRequest, name.at, cat("there is no ", kind, " '", name.value, "'"),
                  near.empty() ? all : cat(near, " ", all));
}

Toolchains choose_toolchains(const Catalog& catalog, const ToolchainChoice& asked,
                             Diagnostics& diagnostics) {
  ToolchainChoice choice = asked;
  const DeclaredVariant* variant = choose_variant(catalog, asked, diagnostics);
  if (variant != nullptr) add_variant(*variant, choice.environment);
  Toolchains made = choose_compilers(catalog, choice, diagnostics);
  if (variant != nullptr) made.variant = variant->name.value;
  LauncherChooser(choice, made.launchers, diagnostics).choose(catalog, made);
  return made;
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

void require_launchers(const Toolchains& toolchains, const ProgramSearch& search,
                       Diagnostics& diagnostics) {
  for (const Text& program : toolchains.launchers) {
    const std::string fault = launcher_fault(program.value, search);
    if (fault.empty()) continue;
    diagnostics.add(Code::NoCompiler, program.at, cat("launcher '", program.value, "' ", fault),
                    "install it, name another one with --launcher, or build without: --launcher "
                    "none");
  }
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
