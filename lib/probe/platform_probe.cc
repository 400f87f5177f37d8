#include "probe/platform_probe.h"

#include <algorithm>

#include "base/str.h"
#include "base/utf8.h"

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

// The first word of `text` that is a dotted number: "gcc (Debian 12.2.0-14) 12.2.0" -> "12.2.0".
std::string version_in(std::string_view text) {
  for (const std::string& word : split(text.substr(0, text.find('\n')), " ()")) {
    const std::size_t end = word.find_first_not_of("0123456789.");
    const std::string number = word.substr(0, end);
    if (number.find('.') != std::string::npos && number.front() != '.') return number;
  }
  return {};
}

void read_compiler(const std::string& banner, Platform& platform) {
  const std::string lower = ascii_lower(banner);
  if (lower.find("clang") != std::string::npos) {
    platform.cc = "clang";
  } else if (lower.find("gcc") != std::string::npos ||
             lower.find("free software foundation") != std::string::npos) {
    platform.cc = "gcc";
  }
  platform.cc_version = version_in(banner);
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
#endif
#if defined(__linux__)
  platform.os = "linux";
#elif defined(__FreeBSD__)
  platform.os = "freebsd";
#elif defined(__APPLE__)
  platform.os = "darwin";
#endif
#if defined(__GLIBC__)
  platform.libc = "glibc";
#endif
  return platform;
}

Platform ask_compiler(const std::vector<std::string>& cc, const std::string& tree_root,
                      const std::map<std::string, std::string>& environment,
                      ProcessRunner& processes, Diagnostics& diagnostics) {
  const auto path = environment.find("PATH");
  const std::string program =
      find_program(cc.front(), path == environment.end() ? "" : path->second, tree_root);
  const auto ask = [&](const char* option) {
    ProcessRequest request;
    request.argv = cc;
    if (!program.empty()) request.argv.front() = program;
    request.argv.emplace_back(option);
    request.environment = environment;
    return processes.run(request);
  };
  Expected<ProcessAnswer> machine = ask("-dumpmachine");
  if (!machine || machine->exit_status != 0) {
    const std::string why = machine
                                ? cat("it ends with status ", std::to_string(machine->exit_status))
                                : machine.error().message();
    diagnostics.add(Code::NoCompiler, {},
                    cat("the compiler '", join(cc, " "), "' cannot be run: ", why),
                    "install one (apt-get install gcc g++), or name yours in CC and CXX");
    return {};
  }
  const std::vector<std::string> lines = split(machine->output, "\n");
  Platform platform =
      platform_of_triple(lines.empty() ? std::string() : displayable(lines.front()));
  const Expected<ProcessAnswer> banner = ask("--version");
  if (banner && banner->exit_status == 0) read_compiler(banner->output, platform);
  return platform;
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
