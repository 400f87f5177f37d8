#include "probe/probe.h"

#include <algorithm>
#include <map>

#include "base/parallel.h"
#include "base/str.h"
#include "os/nearest_directory.h"
#include "probe/kinds.h"
#include "probe/platform_probe.h"

namespace modbuild {
namespace {

// What compilers and pkg-config may see of our environment: what their answers are known to depend
// on, in a fixed locale (HAZARDS H42).
std::map<std::string, std::string> tool_environment(const Environment& environment) {
  std::map<std::string, std::string> kept;
  for (const char* name :
       {"PATH", "PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR", "PKG_CONFIG_SYSROOT_DIR",
        "PKG_CONFIG_SYSTEM_INCLUDE_PATH", "PKG_CONFIG_SYSTEM_LIBRARY_PATH",
        "PKG_CONFIG_ALLOW_SYSTEM_CFLAGS", "PKG_CONFIG_ALLOW_SYSTEM_LIBS", "TMPDIR"}) {
    const auto found = environment.variables.find(name);
    if (found != environment.variables.end()) kept.insert(*found);
  }
  kept["LC_ALL"] = "C";
  kept["TZ"] = "UTC";
  return kept;
}

// Every distinct question of the libs to be probed, in order of first need.
class Questions {
 public:
  explicit Questions(const ProbeInput& input) : input_(input) {}

  void collect(const Platform& platform) {
    for (const LibId id : input_.libs) {
      for (const Alternative& alternative : input_.catalog->libs[id].any) {
        if (applies(alternative, platform)) add(alternative);
      }
    }
  }

  void ask(const ProbeTools& tools) {
    answers_.resize(asked_.size());
    for_each_index(asked_.size(), input_.threads, [&](std::size_t i) {
      const ProbeKindRow& row = probe_kinds()[static_cast<std::size_t>(asked_[i]->kind)];
      answers_[i] = row.ask(*asked_[i], tools);
      answers_[i].evidence.asked = row.question(*asked_[i]);
    });
  }

  bool needs(ProbeKind kind) const {
    return std::any_of(asked_.begin(), asked_.end(),
                       [&](const Alternative* alternative) { return alternative->kind == kind; });
  }

  // The answer to `alternative`, or null when it does not apply here.
  const AlternativeAnswer* answer(const Alternative& alternative) const {
    const auto found = by_question_.find(key(alternative));
    return found == by_question_.end() ? nullptr : &answers_[found->second];
  }

 private:
  static bool applies(const Alternative& alternative, const Platform& platform) {
    Facts facts;
    facts.platform = &platform;
    facts.feature = [](std::string_view) { return false; };
    facts.lib = [](std::string_view) { return false; };
    return alternative.when.always() || evaluate(alternative.when, facts);
  }

  static std::string key(const Alternative& alternative) {
    const ProbeKindRow& row = probe_kinds()[static_cast<std::size_t>(alternative.kind)];
    return cat(row.name, "\n", row.question(alternative));
  }

  void add(const Alternative& alternative) {
    if (by_question_.emplace(key(alternative), asked_.size()).second) {
      asked_.push_back(&alternative);
    }
  }

  const ProbeInput& input_;
  std::vector<const Alternative*> asked_;
  std::vector<AlternativeAnswer> answers_;
  std::map<std::string, std::size_t> by_question_;
};

// The first alternative that was found gives the lib its flags.
LibAnswer answer_lib(const ExternalLib& lib, const Questions& questions, Diagnostics& diagnostics) {
  LibAnswer answer;
  answer.probed = true;
  for (const Alternative& alternative : lib.any) {
    const AlternativeAnswer* tried = questions.answer(alternative);
    if (tried == nullptr) continue;
    answer.evidence.push_back(tried->evidence);
    for (const ProbeWarning& warning : tried->warnings) {
      // A missing pkg-config is one fact, not one for each lib.
      const bool general = warning.code == Code::NoPkgConfig;
      diagnostics.add(warning.code, general ? SourceRange{} : alternative.at, warning.message,
                      warning.help);
    }
    if (!tried->evidence.found) continue;
    answer.found = true;
    answer.version = tried->version;
    answer.cflags = tried->cflags;
    answer.libs = tried->libs;
    break;
  }
  return answer;
}

ProbeTools find_tools(const ProbeInput& input, ProcessRunner& processes,
                      const Environment& environment) {
  ProbeTools tools;
  tools.processes = &processes;
  tools.environment = tool_environment(environment);
  tools.pkg_config = find_program(environment.get("PKG_CONFIG", "pkg-config"),
                                  environment.get("PATH"), input.tree_root);
  tools.allowed_flags = input.catalog->tree.allow_flags;
  return tools;
}

void probe_libs(const ProbeInput& input, Questions& questions, ProbeTools tools,
                ProbeReport& report, Diagnostics& diagnostics) {
  if (questions.needs(ProbeKind::PkgConfig)) {
    tools.pkg_config_path = pkg_config_directories(tools);
  }
  questions.ask(tools);
  std::vector<std::string> inputs;
  for (const LibId id : input.libs) {
    const ExternalLib& lib = input.catalog->libs[id];
    report.libs[id] = answer_lib(lib, questions, diagnostics);
    for (const Alternative& alternative : lib.any) {
      const AlternativeAnswer* tried = questions.answer(alternative);
      if (tried == nullptr) continue;
      inputs.insert(inputs.end(), tried->inputs.begin(), tried->inputs.end());
    }
  }
  // An absent directory is watched through the nearest one above it that exists: an absent path in
  // a depfile would never be clean.
  for (std::string& path : inputs) {
    if (!path.ends_with(".pc")) path = nearest_directory(path);
  }
  std::sort(inputs.begin(), inputs.end());
  inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
  report.inputs = std::move(inputs);
}

void mark_unprobed(const ProbeInput& input, ProbeReport& report) {
  for (const LibId id : input.libs) {
    for (const Alternative& alternative : input.catalog->libs[id].any) {
      const ProbeKindRow& row = probe_kinds()[static_cast<std::size_t>(alternative.kind)];
      report.libs[id].evidence.push_back(
          {row.question(alternative), false, "not asked (--no-probe)"});
    }
  }
}

}  // namespace

ProbeReport probe(const ProbeInput& input, ProcessRunner& processes, const Environment& environment,
                  Diagnostics& diagnostics) {
  ProbeReport report;
  report.libs = IdVector<LibId, LibAnswer>(input.catalog->libs.size());
  report.distribution = distribution_of(environment.os_release, *input.catalog);
  if (input.no_probe) {
    report.platform = own_platform();
    mark_unprobed(input, report);
    return report;
  }
  report.platform = input.platform
                        ? ask_compiler(input.cc, input.tree_root, tool_environment(environment),
                                       processes, diagnostics)
                        : own_platform();
  Questions questions(input);
  questions.collect(report.platform);
  probe_libs(input, questions, find_tools(input, processes, environment), report, diagnostics);
  return report;
}

}  // namespace modbuild
