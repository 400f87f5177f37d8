#include "import/module_runs.h"

#include <algorithm>
#include <array>

#include "base/path.h"
#include "base/shell_words.h"
#include "base/str.h"

namespace modbuild {
namespace {

// Outcomes of one part of one directory; more are told as a leftover.
constexpr std::size_t kMostOutcomes = 96;

constexpr std::array kCompileVariables = {"CFLAGS", "C_INCLUDES", "INCLUDES", "C_DEFS", "DEFS"};

// The systems that a `when` can name. One that a makefile does not name stands for all of these.
constexpr std::array kOtherSystems = {"netbsd", "openbsd", "freebsd", "solaris", "darwin"};

FlagWords flags_of(const Transcript& transcript) {
  FlagWords flags;
  for (const char* name : kCompileVariables) {
    const auto found = transcript.variables.find(name);
    if (found == transcript.variables.end()) continue;
    for (std::string& word : flag_words(found->second)) flags.compile.push_back(std::move(word));
  }
  const auto libs = transcript.variables.find("LIBS");
  if (libs != transcript.variables.end()) flags.link = flag_words(libs->second);
  return flags;
}

class DirectoryRunner {
 public:
  DirectoryRunner(MakeRuns& runs, DirectoryRuns& result) : runs_(runs), result_(result) {}

  FlagVariant variant(const std::map<std::string, std::string>& settings) {
    FlagVariant variant;
    variant.settings = settings;
    const FlagRun& first = run(settings, {});
    variant.failed = first.failed;
    if (first.failed) return variant;
    variant.linker = flag_words(last_linker_);
    if (!settings.empty() && is_as_first(first)) {
      // The setting changes nothing: neither does it for what is not found.
      variant.flags = result_.flags.flags;
      variant.reads_flags = result_.flags.reads_flags;
      return variant;
    }
    const RunFlags ask = [&](const std::set<std::string>& no) -> const FlagRun& {
      return run(settings, no);
    };
    variant.flags = explore(ask, kMostOutcomes);
    variant.reads_flags = reads_flags(settings, first);
    return variant;
  }

  // The run everything else is compared with: recipes, too.
  bool first(bool with_install) {
    std::string name = result_.makefile.value_of("NAME");
    if (name.empty()) {
      Transcript asked = runs_.variables(result_.directory, {"NAME"}, {});
      name = asked.variables["NAME"];
    }
    // Without rules of its own, every object is made as the skeleton makes it: no need to look.
    const bool own_rules = result_.makefile.has_rules() || !name.ends_with(".so");
    std::vector<std::string> targets;
    if (own_rules) targets.push_back(name);
    if (with_install) targets.emplace_back("install");
    const Transcript transcript = runs_.recipes(result_.directory, targets, flag_variables(), {},
                                                own_rules ? std::string() : name);
    if (!transcript.answered()) {
      result_.fault = cat("make ends with status ", std::to_string(transcript.status), ": ",
                          first_line(transcript));
    }
    if (transcript.variables.count("NAME") == 0) return false;
    result_.variables = transcript.variables;
    for (const char* variable : kCompileVariables) note_backquotes(variable);
    note_backquotes("LIBS");
    result_.name = transcript.variables.at("NAME");
    result_.recipes = recipe_commands(transcript.text, runs_.copied(result_.directory));
    split_install();
    FlagRun& kept = kept_[{{}, {}}];
    kept = {transcript.asked, flags_of(transcript), false};
    linkers_[{}] = transcript.variables.at("LDFLAGS");
    return true;
  }

  // Whether `text` is in a flag or a question.
  bool shows(const std::map<std::string, std::string>& settings, const std::string& text) {
    if (text != kAnyValue) return false;
    const FlagRun& first = run(settings, {});
    const auto has = [&](const std::string& word) {
      std::string before, behind;
      return word.find(text) != std::string::npos ||
             join(marker_words(word, before, behind), " ").find(text) != std::string::npos;
    };
    return std::any_of(first.flags.compile.begin(), first.flags.compile.end(), has) ||
           std::any_of(first.flags.link.begin(), first.flags.link.end(), has) ||
           std::any_of(first.asked.begin(), first.asked.end(),
                       [&](const ShellQuestion& question) { return has(question.text); });
  }

 private:
  using Key = std::pair<std::map<std::string, std::string>, std::set<std::string>>;

  // Flags that the shell of a recipe makes are known to nobody before.
  void note_backquotes(const std::string& variable) {
    const auto found = result_.variables.find(variable);
    if (found == result_.variables.end() || found->second.find('`') == std::string::npos) return;
    result_.backquotes.push_back(variable);
  }

  // What stands behind the link is for installing.
  void split_install() {
    auto& commands = result_.recipes;
    const auto link = std::find_if(commands.rbegin(), commands.rend(),
                                   [&](const Command& one) { return makes(one, result_.name); });
    result_.installs_more = std::any_of(link.base(), commands.end(), [&](const Command& command) {
      const std::string program(base_name(command.words.front()));
      if (program == "mkdir" || program == "touch" || program == "echo") return false;
      const bool itself = std::find(command.words.begin(), command.words.end(), result_.name) !=
                          command.words.end();
      return program != "install" || !itself;
    });
    commands.erase(link.base(), commands.end());
  }

  static std::string first_line(const Transcript& transcript) {
    if (!transcript.failure.empty()) return transcript.failure;
    // What make says itself ends its run; what programs say before may be nothing.
    const std::vector<std::string> lines = split(transcript.errors, "\n");
    const auto own = std::find_if(lines.begin(), lines.end(), [](const std::string& line) {
      return line.find("***") != std::string::npos;
    });
    return own != lines.end() ? *own : lines.empty() ? std::string() : lines.front();
  }

  bool is_as_first(const FlagRun& run) const {
    const FlagRun& first = kept_.at({{}, {}});
    return run.flags == first.flags &&
           std::equal(
               run.asked.begin(), run.asked.end(), first.asked.begin(), first.asked.end(),
               [](const ShellQuestion& a, const ShellQuestion& b) { return a.text == b.text; });
  }

  const FlagRun& run(const std::map<std::string, std::string>& settings,
                     const std::set<std::string>& no) {
    const Key key{settings, no};
    const auto known = kept_.find(key);
    if (known != kept_.end()) {
      last_linker_ = linkers_[settings];
      return known->second;
    }
    Scenario scenario;
    scenario.no = {no.begin(), no.end()};
    scenario.settings = settings;
    const Transcript transcript = runs_.variables(result_.directory, flag_variables(), scenario);
    FlagRun& kept = kept_[key];
    kept = {transcript.asked, flags_of(transcript), !transcript.answered()};
    if (no.empty() && transcript.answered()) {
      linkers_[settings] = transcript.variables.at("LDFLAGS");
      last_linker_ = linkers_[settings];
    }
    return kept;
  }

  // Whether flags differ when they do not show which library they are of.
  bool reads_flags(const std::map<std::string, std::string>& settings, const FlagRun& first) {
    const bool prints =
        std::any_of(first.flags.compile.begin(), first.flags.compile.end(), is_marker) ||
        std::any_of(first.flags.link.begin(), first.flags.link.end(), is_marker);
    if (!prints || !result_.makefile.has_word("findstring")) return false;
    Scenario scenario;
    scenario.settings = settings;
    scenario.opaque = true;
    const Transcript transcript = runs_.variables(result_.directory, flag_variables(), scenario);
    const FlagWords flags = flags_of(transcript);
    return !same(flags.compile, first.flags.compile) || !same(flags.link, first.flags.link);
  }

  static bool same(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const std::string& one, const std::string& other) {
                        std::string before, behind, before_other, behind_other;
                        return one == other ||
                               (marker_words(one, before, behind) ==
                                    marker_words(other, before_other, behind_other) &&
                                is_marker(one) && before == before_other && behind == behind_other);
                      });
  }

  MakeRuns& runs_;
  DirectoryRuns& result_;
  std::map<Key, FlagRun> kept_;
  std::map<std::map<std::string, std::string>, std::string> linkers_;
  std::string last_linker_;
};

void run_systems(DirectoryRunner& runner, DirectoryRuns& result) {
  if (result.makefile.mentions("OS")) {
    const std::vector<std::string> named = result.makefile.compared_values("OS");
    const auto is_named = [&](const char* system) {
      return std::find(named.begin(), named.end(), system) != named.end();
    };
    const auto other = std::find_if_not(kOtherSystems.begin(), kOtherSystems.end(), is_named);
    for (const char* system : kOtherSystems) {
      if (is_named(system)) result.systems.push_back(runner.variant({{"OS", system}}));
    }
    // Last, as the conditions have it.
    if (other != kOtherSystems.end()) result.systems.push_back(runner.variant({{"OS", *other}}));
  }
  if (result.makefile.mentions("CC_NAME")) {
    result.systems.push_back(runner.variant({{"CC_NAME", "clang"}}));
  }
}

void run_options(DirectoryRunner& runner, DirectoryRuns& result,
                 const std::set<std::string>& known_variables) {
  for (const MakeOption& option : result.makefile.options(known_variables)) {
    // A value that no condition looks at is text.
    if (option.others.empty()) result.options.push_back({option, "", {}, true});
    for (const std::string& value : option.others) {
      result.options.push_back({option, value, runner.variant({{option.name, value}}), false});
      result.options.back().is_text = runner.shows({{option.name, value}}, value);
    }
  }
}

}  // namespace

const std::vector<std::string>& flag_variables() {
  static const std::vector<std::string> kNames = {"NAME",
                                                  "CC",
                                                  "LD",
                                                  "CFLAGS",
                                                  "C_INCLUDES",
                                                  "INCLUDES",
                                                  "C_DEFS",
                                                  "DEFS",
                                                  "LDFLAGS",
                                                  "LIBS",
                                                  "objs",
                                                  "auto_gen",
                                                  "auto_gen_others",
                                                  "CC_MKDEP_OPTS",
                                                  "OS",
                                                  "MOD_INSTALL_UTILS",
                                                  "auto_gen_keep"};
  return kNames;
}

std::vector<std::string> flag_words(const std::string& value) {
  std::vector<std::string> joined;
  if (value.find('`') != std::string::npos) return joined;  // told by DirectoryRuns::backquotes
  const auto words = shell_words(value);
  if (!words) return joined;
  for (std::size_t i = 0; i < words->size(); ++i) {
    const std::string& word = (*words)[i];
    const bool takes = word == "-L" || word == "-I" || word == "-framework";
    if (takes && i + 1 < words->size() && !(*words)[i + 1].starts_with("-")) {
      joined.push_back(cat(word, word == "-framework" ? " " : "", (*words)[++i]));
    } else if (word.starts_with("/") && word.ends_with(".a")) {
      // An archive by its path is the archive of that name in that directory.
      joined.push_back(cat("-L", directory_of(word)));
      joined.push_back(cat("-l:", base_name(word)));
    } else {
      joined.push_back(word);
    }
  }
  return joined;
}

DirectoryRuns run_directory(MakeRuns& runs, const std::string& directory, MakefileText makefile,
                            const std::set<std::string>& known_variables) {
  DirectoryRuns result;
  result.directory = directory;
  result.makefile = std::move(makefile);
  DirectoryRunner runner(runs, result);
  // Installing the main program installs all modules: that is looked at elsewhere.
  const bool is_main = known_variables.empty();
  if (!runner.first(!is_main)) return result;
  result.flags = runner.variant({});
  run_systems(runner, result);
  if (!is_main) run_options(runner, result, known_variables);
  return result;
}

}  // namespace modbuild
