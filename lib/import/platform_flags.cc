#include "import/platform_flags.h"

#include <algorithm>
#include <array>

#include "base/parallel.h"
#include "base/str.h"
#include "import/module_runs.h"

namespace modbuild {
namespace {

constexpr std::array kSystems = {"linux", "freebsd", "netbsd", "openbsd", "darwin", "solaris"};
constexpr std::array kArchs = {"x86_64", "i386", "aarch64", "riscv64", "s390x"};
constexpr const char* kDefs = "Makefile.defs";
// Fewer defines in common than this share of the skeleton's: the makefile has thrown them away.
constexpr std::size_t kShare = 2;

constexpr const char* kOfProgram = "program ";

const std::vector<std::string>& skeleton_variables() {
  static const std::vector<std::string> kNames = {"C_DEFS",      "CFLAGS",  "MOD_CFLAGS",
                                                  "MOD_LDFLAGS", "LDFLAGS", "LIBS"};
  return kNames;
}

// `names` joined by `operation`, each behind `sign`.
std::string expression(const std::vector<std::string>& names, std::string_view sign,
                       std::string_view operation) {
  std::string text;
  for (const std::string& name : names) {
    append(text, text.empty() ? "" : operation, sign, name);
  }
  return text;
}

// The shorter of the two ways to say which of all names are meant; "" when all are.
std::string condition_of(const std::vector<std::string>& with,
                         const std::vector<std::string>& without) {
  if (without.empty()) return {};
  return with.size() <= without.size() ? expression(with, "", " | ")
                                       : expression(without, "!", " & ");
}

std::string both(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return cat(a, b);
  const auto grouped = [](const std::string& text) {
    return text.find('|') == std::string::npos ? text : cat("(", text, ")");
  };
  return cat(grouped(a), " & ", grouped(b));
}

}  // namespace

PlatformFlags::PlatformFlags(MakeRuns& runs, const std::string& main, const std::string& arch,
                             Threads threads) {
  platforms_.push_back({"linux", arch, {}, {}});
  for (const char* system : kSystems) {
    if (platforms_[0].system != system) platforms_.push_back({system, arch, {}, {}});
  }
  for (const char* other : kArchs) {
    if (arch != other) platforms_.push_back({"linux", other, {}, {}});
  }
  for_each_index(platforms_.size(), threads, [&](std::size_t i) {
    Platform& platform = platforms_[i];
    Scenario scenario;
    scenario.machine = true;
    scenario.settings = {{"main_makefile", "1"},
                         {"OS", platform.system},
                         {"ARCH", platform.arch},
                         {"HOST_ARCH", platform.arch}};
    const Transcript transcript = runs.variables_of(main, kDefs, skeleton_variables(), scenario);
    for (const auto& [name, value] : transcript.variables) {
      for (const std::string& word : flag_words(value)) {
        platform.words.insert(name == "LIBS" ? cat(kOfProgram, word) : word);
        if (name == "C_DEFS" && word.starts_with("-D")) platform.defines.push_back(word.substr(2));
      }
    }
  });
  // A platform of which nothing can be said decides nothing.
  std::erase_if(platforms_, [](const Platform& platform) { return platform.words.empty(); });
}

std::string PlatformFlags::condition(const std::string& word) const {
  std::vector<std::string> systems, no_systems, archs, no_archs;
  const Platform& here = platforms_.front();
  for (const Platform& platform : platforms_) {
    const bool has = platform.words.count(word) > 0;
    if (platform.arch == here.arch) {
      (has ? systems : no_systems).push_back(platform.system);
    }
    if (platform.system == here.system) (has ? archs : no_archs).push_back(platform.arch);
  }
  if (here.words.count(word) == 0) {
    // It is of other platforms: either of their systems or of their processors.
    return systems.empty() ? condition_of(archs, no_archs) : condition_of(systems, no_systems);
  }
  return both(condition_of(systems, no_systems), condition_of(archs, no_archs));
}

void PlatformFlags::add_conditions(ImportedValues& values, const char* prefix) const {
  for (ImportedValue& value : values) {
    const std::string word = cat(prefix, value.value);
    if (!value.when.empty() || platforms_.front().words.count(word) == 0) continue;
    value.when = condition(word);
  }
}

void PlatformFlags::apply(ImportedComponent& component) const {
  if (platforms_.size() < 2) return;
  const std::vector<std::string>& skeleton = platforms_.front().defines;
  const auto has = [&](const std::string& define) {
    return std::any_of(component.defines.begin(), component.defines.end(),
                       [&](const ImportedValue& value) { return value.value == define; });
  };
  const auto kept = static_cast<std::size_t>(std::count_if(skeleton.begin(), skeleton.end(), has));
  add_conditions(component.defines, "-D");
  add_conditions(component.cflags, "");
  add_conditions(component.ldflags, "");
  // Modules name libraries of their own; those of the skeleton are the main program's.
  if (component.kind == ImportedKind::Program) add_conditions(component.ldflags, kOfProgram);
  if (kept * kShare < skeleton.size()) return;
  for (const Platform& platform : platforms_) {
    for (const std::string& define : platform.defines) {
      if (!has(define)) component.defines.push_back({define, condition(cat("-D", define))});
    }
  }
}

}  // namespace modbuild
