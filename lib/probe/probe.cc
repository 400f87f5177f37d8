#include "probe/probe.h"

#include <algorithm>
#include <map>
#include <memory>

#include "base/parallel.h"
#include "base/str.h"
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

// Asks in rounds: in each, every lib that is still open asks for its next alternative, all at once,
// and equal questions once. So a lib's later alternatives cost nothing when an earlier one is
// there.
class Prober {
 public:
  Prober(const ProbeInput& input, ProcessRunner& processes, const Environment& environment,
         Diagnostics& diagnostics)
      : input_(input), diagnostics_(diagnostics) {
    tools_.processes = &processes;
    tools_.environment = tool_environment(environment);
    tools_.pkg_config = find_pkg_config(environment, input.tree_root);
    tools_.allowed_flags = input.catalog->tree.allow_flags;
    tools_.threads = input.threads;
  }

  void run(ProbeReport& report) {
    // The compiler is one more question of the first round, unless alternatives depend on it.
    bool ask_platform = input_.platform;
    if (!ask_platform) platform_ = own_platform();
    if (ask_platform && platform_matters()) {
      platform_ = compiler_platform();
      ask_platform = false;
    }
    std::vector<OpenLib> open;
    for (const LibId id : input_.libs) open.push_back({id, 0});
    while (true) {
      std::vector<Question*> fresh = next_questions(open);
      if (fresh.empty() && !ask_platform) break;
      ask(fresh, ask_platform);
      ask_platform = false;
    }
    finish(report);
    report.platform = platform_;
    for (const LibId id : input_.libs) report.libs[id] = answer_lib(id);
  }

 private:
  struct OpenLib {
    LibId id;
    std::size_t next = 0;  // index of its next alternative
  };

  bool platform_matters() const {
    return std::any_of(input_.libs.begin(), input_.libs.end(), [&](LibId id) {
      const std::vector<Alternative>& any = input_.catalog->libs[id].any;
      return std::any_of(any.begin(), any.end(),
                         [](const Alternative& alternative) { return !alternative.when.always(); });
    });
  }

  Platform compiler_platform() {
    return ask_compiler(input_.toolchain.cc, input_.tree_root, tools_.environment, *tools_.processes,
                        diagnostics_);
  }

  bool applies(const Alternative& alternative) const {
    if (alternative.when.always()) return true;
    Facts facts;
    facts.platform = &platform_;
    facts.feature = [](std::string_view) { return false; };
    facts.lib = [](std::string_view) { return false; };
    return evaluate(alternative.when, facts);
  }

  Question& question(const Alternative& alternative) {
    const ProbeKindRow& row = probe_kind(alternative.kind);
    std::unique_ptr<Question>& known = questions_[cat(row.name, "\n", row.question(alternative))];
    if (!known) known = std::make_unique<Question>(Question{&alternative, 0, {}});
    return *known;
  }

  // Moves each open lib on to its first alternative that is not known to be missing, drops those
  // that are found or have none left, and returns the questions not asked before.
  std::vector<Question*> next_questions(std::vector<OpenLib>& open) {
    std::vector<Question*> fresh;
    ++round_;
    std::erase_if(open, [&](OpenLib& lib) {
      const std::vector<Alternative>& any = input_.catalog->libs[lib.id].any;
      for (; lib.next < any.size(); ++lib.next) {
        if (!applies(any[lib.next])) continue;
        Question& next = question(any[lib.next]);
        if (next.round == 0) {
          next.round = round_;
          fresh.push_back(&next);
        }
        if (next.round == round_) return false;
        if (next.answer.evidence.found) return true;
      }
      return true;
    });
    return fresh;
  }

  void ask(const std::vector<Question*>& fresh, bool ask_platform) {
    const std::size_t first = ask_platform ? 1 : 0;
    for_each_index(fresh.size() + first, input_.threads, [&](std::size_t i) {
      if (i < first) {
        platform_ = compiler_platform();
        return;
      }
      Question& next = *fresh[i - first];
      const ProbeKindRow& row = probe_kind(next.alternative->kind);
      next.answer = row.ask(*next.alternative, tools_);
      next.answer.evidence.asked = row.question(*next.alternative);
    });
  }

  void finish(ProbeReport& report) {
    for (const ProbeKindRow& row : probe_kinds()) {
      std::vector<Question*> of_kind;
      for (const auto& [key, asked] : questions_) {
        if (asked->alternative->kind == row.kind) of_kind.push_back(asked.get());
      }
      if (row.finish != nullptr && !of_kind.empty()) row.finish(of_kind, tools_, report.inputs);
    }
    std::sort(report.inputs.begin(), report.inputs.end());
    report.inputs.erase(std::unique(report.inputs.begin(), report.inputs.end()),
                        report.inputs.end());
  }

  // The first alternative that was found gives the lib its flags.
  LibAnswer answer_lib(LibId id) {
    LibAnswer answer;
    answer.probed = true;
    for (const Alternative& alternative : input_.catalog->libs[id].any) {
      if (!applies(alternative)) continue;
      const AlternativeAnswer& tried = question(alternative).answer;
      answer.evidence.push_back(tried.evidence);
      for (const ProbeWarning& warning : tried.warnings) {
        // A missing pkg-config is one fact, not one for each lib.
        const bool general = warning.code == Code::NoPkgConfig;
        diagnostics_.add(warning.code, general ? SourceRange{} : alternative.at, warning.message,
                         warning.help);
      }
      if (!tried.evidence.found) continue;
      answer.found = true;
      answer.version = tried.version;
      answer.cflags = tried.cflags;
      answer.libs = tried.libs;
      break;
    }
    return answer;
  }

  const ProbeInput& input_;
  Diagnostics& diagnostics_;
  ProbeTools tools_;
  Platform platform_;
  std::map<std::string, std::unique_ptr<Question>> questions_;  // by kind and words
  unsigned round_ = 0;
};

void mark_unprobed(const ProbeInput& input, ProbeReport& report) {
  for (const LibId id : input.libs) {
    for (const Alternative& alternative : input.catalog->libs[id].any) {
      report.libs[id].evidence.push_back(
          {probe_kind(alternative.kind).question(alternative), false, "not probed (--no-probe)"});
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
  Prober(input, processes, environment, diagnostics).run(report);
  return report;
}

}  // namespace modbuild
