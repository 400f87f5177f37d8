#include "probe/platform_probe.h"

#include <algorithm>
#include <array>

#include "base/str.h"
#include "base/utf8.h"
#include "probe/compiler.h"

namespace modbuild {
namespace {

// Names that compilers use for what `when` calls by another.
std::string architecture(std::string_view name) {
  if (name.size() == 4 && name[0] == 'i' && name.ends_with("86")) return "i386";
  if (name == "amd64") return "x86_64";
  if (name == "arm64") return "aarch64";
  if (name.starts_with("arm")) return "arm";
  if (name == "powerpc64le") return "ppc64le";
  return std::string(name);
}

std::string operating_system(std::string_view triple) {
  for (const std::string_view os : {"linux", "freebsd", "netbsd", "openbsd", "darwin", "solaris"}) {
    if (triple.find(os) != std::string_view::npos) return std::string(os);
  }
  return {};
}

// "gcc version 12.2.0 (Debian 12.2.0-14)" with "gcc version " -> "12.2.0".
std::string version_behind(std::string_view line, std::string_view words) {
  const std::size_t at = line.find(words);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = line.substr(at + words.size());
  return std::string(rest.substr(0, rest.find_first_not_of("0123456789.")));
}

// What `cc -v` says in its lines "Target: TRIPLE" and "clang version 14.0.6".
Platform platform_of_banner(const std::string& banner) {
  constexpr std::string_view kTarget = "Target: ";
  std::string triple;
  Platform compiler;
  for (const std::string& line : split(banner, "\r\n")) {
    if (line.starts_with(kTarget)) triple = displayable(line.substr(kTarget.size()));
    for (const std::string_view family : {"clang", "gcc"}) {
      const std::string version = version_behind(line, cat(family, " version "));
      if (version.empty() || !compiler.cc.empty()) continue;
      compiler.cc = family;
      compiler.cc_version = version;
    }
  }
  Platform platform = platform_of_triple(triple);
  platform.cc = compiler.cc;
  platform.cc_version = compiler.cc_version;
  return platform;
}

// Debian's name of a machine's directories (dpkg-architecture, DEB_HOST_MULTIARCH).
std::string multiarch_name(const Platform& platform) {
  if (platform.arch == "ppc64le") return "powerpc64le-linux-gnu";
  if (platform.arch != "arm") return cat(platform.arch, "-linux-gnu");
  const bool soft = platform.triple.ends_with("gnueabi");
  return soft ? "arm-linux-gnueabi" : "arm-linux-gnueabihf";
}

std::vector<std::string> os_release_values(std::string_view text, std::string_view key) {
  for (const std::string& line : split(text, "\n")) {
    if (line.starts_with(cat(key, "="))) return split(line.substr(key.size() + 1), " \"'");
  }
  return {};
}

}  // namespace

Platform platform_of_triple(std::string_view triple) {
  Platform platform;
  platform.triple = triple;
  platform.arch = architecture(triple.substr(0, triple.find('-')));
  platform.os = operating_system(triple);
  if (triple.find("musl") != std::string_view::npos) {
    platform.libc = "musl";
  } else if (platform.os == "linux" && triple.find("gnu") != std::string_view::npos) {
    platform.libc = "glibc";
  }
  return platform;
}

Platform own_platform() {
  Platform platform;
#if defined(__x86_64__)
  platform.arch = "x86_64";
#elif defined(__aarch64__)
  platform.arch = "aarch64";
#elif defined(__i386__)
  platform.arch = "i386";
#elif defined(__arm__)
  platform.arch = "arm";
#elif defined(__riscv) && __riscv_xlen == 64
  platform.arch = "riscv64";
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
  platform.arch = "ppc64le";
#elif defined(__s390x__)
  platform.arch = "s390x";
#endif
#if defined(__linux__)
  platform.os = "linux";
#elif defined(__FreeBSD__)
  platform.os = "freebsd";
#elif defined(__NetBSD__)
  platform.os = "netbsd";
#elif defined(__OpenBSD__)
  platform.os = "openbsd";
#elif defined(__APPLE__)
  platform.os = "darwin";
#elif defined(__sun)
  platform.os = "solaris";
#endif
#if defined(__GLIBC__)
  platform.libc = "glibc";
#endif
  return platform;
}

LibraryDirectories library_directories_of(const Environment& environment,
                                          const Platform& platform) {
  std::vector<std::string> names = os_release_values(environment.os_release, "ID");
  for (const std::string& like : os_release_values(environment.os_release, "ID_LIKE")) {
    names.push_back(like);
  }
  if (platform.os != "linux") return {};
  if (std::find(names.begin(), names.end(), "debian") != names.end()) {
    return {cat("lib/", multiarch_name(platform)), "lib"};
  }
  constexpr std::array<std::string_view, 5> k64Bit = {"x86_64", "aarch64", "riscv64", "ppc64le",
                                                      "s390x"};
  const bool is_64_bit = std::find(k64Bit.begin(), k64Bit.end(), platform.arch) != k64Bit.end();
  if (environment.has_lib64 && is_64_bit) return {"lib64", "lib64"};
  return {};
}

Platform ask_compiler(const Toolchain& toolchain, const std::string& tree_root,
                      const std::map<std::string, std::string>& environment,
                      ProcessRunner& processes, std::vector<std::string>& inputs,
                      Diagnostics& diagnostics) {
  const std::vector<std::string>& cc = toolchain.cc;
  const auto refuse = [&](std::string_view why) {
    diagnostics.add(Code::NoCompiler, {},
                    cat("the compiler '", displayable(join(cc, " ")), "' cannot be used: ", why),
                    toolchain.name.empty()
                        ? "install one (apt-get install gcc g++), or name yours in CC and CXX"
                        : cat("see [toolchains.", toolchain.name, "] in modbuild.toml"));
    return Platform();
  };
  if (cc.empty()) return refuse("it has no name");
  ProcessRequest request;
  const auto path = environment.find("PATH");
  const std::string search_path = path == environment.end() ? std::string() : path->second;
  watch_command(cc, search_path, tree_root, inputs);
  request.argv = resolve_command(cc, search_path, tree_root);
  request.environment = environment;
  if (request.argv.empty()) return refuse("it is not on PATH");
  // One question tells family, version and target; only compilers unlike gcc need a second.
  request.argv.emplace_back("-v");
  const Expected<ProcessAnswer> banner = processes.run(request);
  if (!banner) return refuse(banner.error().message());
  if (banner->timed_out) return refuse("it did not end in time");
  const Platform platform = platform_of_banner(banner->errors);
  if (!platform.triple.empty()) return platform;
  request.argv.back() = "-dumpmachine";
  const Expected<ProcessAnswer> machine = processes.run(request);
  if (!machine) return refuse(machine.error().message());
  const std::vector<std::string> lines = split(machine->output, "\r\n");
  const bool triple = !lines.empty() && lines.front().find('-', 1) != std::string::npos &&
                      lines.front().front() != '-';
  if (machine->exit_status != 0 || !triple) return refuse("it does not say its target");
  const Platform target = platform_of_triple(displayable(lines.front()));
  return {target.os, target.arch, target.libc, platform.cc, platform.cc_version, target.triple};
}

std::string distribution_of(std::string_view os_release, const Catalog& catalog) {
  const std::vector<std::string> ids = os_release_values(os_release, "ID");
  if (ids.empty()) return {};
  std::vector<std::string> names = ids;
  for (const std::string& like : os_release_values(os_release, "ID_LIKE")) names.push_back(like);
  for (const std::string& name : names) {
    const bool known =
        std::any_of(catalog.libs.begin(), catalog.libs.end(),
                    [&](const ExternalLib& lib) { return lib.packages.contains(name); });
    if (known) return name;
  }
  return displayable(ids.front());
}

}  // namespace modbuild
