#include <vector>

#include "base/sort_once.h"
#include "base/str.h"
#include "toolchain/toolchain.h"

namespace modbuild {
namespace {

// The variables of the target are not the build machine's: it has its own, as compilers have.
Environment build_environment(const Environment& environment) {
  Environment made = environment;
  for (const char* name :
       {"PKG_CONFIG", "PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR", "PKG_CONFIG_SYSROOT_DIR"}) {
    made.variables.erase(name);
    const std::string own = environment.get(cat(name, "_FOR_BUILD"));
    if (!own.empty()) made.variables[name] = own;
  }
  return made;
}

void add_inputs(const ProbeReport& from, ProbeReport& to) {
  to.inputs.insert(to.inputs.end(), from.inputs.begin(), from.inputs.end());
  sort_once(to.inputs);
}

}  // namespace

ProbeReport probe_machines(const MachineProbes& input, const Toolchains& toolchains,
                           ProcessRunner& processes, const Environment& environment,
                           Diagnostics& diagnostics) {
  ProbeInput target = input.target;
  target.toolchain = toolchains.target;
  ProbeReport report = probe(target, processes, environment, diagnostics);
  if (!toolchains.build || !input.build) return report;

  ProbeInput build = input.target;
  build.toolchain = *toolchains.build;
  build.libs = input.build_libs;
  report.for_build.push_back(probe(build, processes, build_environment(environment), diagnostics));
  add_inputs(report.for_build.front(), report);
  return report;
}

}  // namespace modbuild
