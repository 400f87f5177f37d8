#include <algorithm>
#include <array>
#include <utility>

#include "base/path.h"
#include "base/str.h"
#include "toolchain/toolchain.h"

namespace modbuild {
namespace {

using Variables = std::map<std::string, std::string>;

void set(Variables& variables, const char* name, const std::string& value) {
  if (!value.empty()) variables[name] = value;
}

// What the environment says of pkg-config, and the toolchain's own words before it.
Environment target_environment(const Environment& environment, const Toolchain& toolchain) {
  Environment made = environment;
  set(made.variables, "PKG_CONFIG", join(toolchain.pkg_config, " "));
  set(made.variables, "PKG_CONFIG_PATH", join(toolchain.pkg_config_path, ":"));
  set(made.variables, "PKG_CONFIG_LIBDIR", join(toolchain.pkg_config_libdir, ":"));
  set(made.variables, "PKG_CONFIG_SYSROOT_DIR", toolchain.sysroot);
  return made;
}

// The variables of the target are not the build machine's: it has its own, as compilers have.
Environment build_environment(const Environment& environment) {
  Environment made = environment;
  for (const char* name :
       {"PKG_CONFIG", "PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR", "PKG_CONFIG_SYSROOT_DIR"}) {
    made.variables.erase(name);
    set(made.variables, name, environment.get(cat(name, "_FOR_BUILD")));
  }
  return made;
}

// The name of a target's directories: "aarch64-linux-gnu" for aarch64-unknown-linux-gnu.
std::string directory_triple(const Platform& platform) {
  std::vector<std::string> parts = split(platform.triple, "-");
  if (parts.size() == 4) parts.erase(parts.begin() + 1);
  if (!parts.empty() && platform.arch == "i386") parts.front() = platform.arch;
  return join(parts, "-");
}

std::vector<std::string> usual_directories(const Platform& target, const std::string& sysroot) {
  const std::string triple = directory_triple(target);
  std::vector<std::string> found = {cat(sysroot, "/usr/lib/", triple, "/pkgconfig")};
  if (sysroot.empty()) {
    found.push_back(cat("/usr/", triple, "/lib/pkgconfig"));
  } else {
    found.push_back(cat(sysroot, "/usr/lib64/pkgconfig"));
    found.push_back(cat(sysroot, "/usr/lib/pkgconfig"));
  }
  found.push_back(cat(sysroot, "/usr/share/pkgconfig"));
  return found;
}

bool same_machine(const Platform& a, const Platform& b) {
  const bool same_libc = a.libc.empty() || b.libc.empty() || a.libc == b.libc;
  return a.os == b.os && a.arch == b.arch && same_libc;
}

// What is asked of the target: with directories for pkg-config that are not this machine's.
ProbeInput for_target(ProbeInput input, ProcessRunner& processes, const Environment& environment,
                      Diagnostics& diagnostics) {
  Toolchain& toolchain = input.toolchain;
  const bool told = !toolchain.pkg_config.empty() || !toolchain.pkg_config_libdir.empty() ||
                    !environment.get("PKG_CONFIG").empty() ||
                    !environment.get("PKG_CONFIG_LIBDIR").empty();
  if (told || input.no_probe || input.libs.empty()) return input;
  ProbeInput question = input;
  question.libs.clear();
  const Platform target = probe(question, processes, environment, diagnostics).platform;
  question.no_probe = true;
  const Platform own = probe(question, processes, environment, diagnostics).platform;
  if (toolchain.sysroot.empty() && same_machine(target, own)) return input;
  toolchain.pkg_config_libdir = usual_directories(target, toolchain.sysroot);
  return input;
}

void add_inputs(const ProbeReport& from, ProbeReport& to) {
  to.inputs.insert(to.inputs.end(), from.inputs.begin(), from.inputs.end());
  std::sort(to.inputs.begin(), to.inputs.end());
  to.inputs.erase(std::unique(to.inputs.begin(), to.inputs.end()), to.inputs.end());
}

}  // namespace

ProbeReport probe_machines(const MachineProbes& input, const Toolchains& toolchains,
                           ProcessRunner& processes, const Environment& environment,
                           Diagnostics& diagnostics) {
  ProbeInput target = input.target;
  target.toolchain = toolchains.target;
  if (!toolchains.build) return probe(target, processes, environment, diagnostics);

  target = for_target(std::move(target), processes, environment, diagnostics);
  if (diagnostics.has_errors()) return {};
  ProbeReport report =
      probe(target, processes, target_environment(environment, target.toolchain), diagnostics);
  if (!input.build) return report;
  ProbeInput build = input.target;
  build.toolchain = *toolchains.build;
  build.libs = input.build_libs;
  report.for_build.push_back(probe(build, processes, build_environment(environment), diagnostics));
  add_inputs(report.for_build.front(), report);
  return report;
}

}  // namespace modbuild
