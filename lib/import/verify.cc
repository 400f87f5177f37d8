#include "import/verify.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/glob.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "import/component_installs.h"
#include "import/import.h"
#include "import/make_runs.h"
#include "import/module_runs.h"
#include "model/language.h"

namespace modbuild {
namespace {

using Words = std::vector<std::string>;

// What one side gives to the compiler for one source, or to the linker for one output.
struct Compiled {
  std::set<std::string> defines;
  Words includes;  // in order, each once; of the tree without '/' in front
  std::set<std::string> flags;
};

struct Linked {
  std::set<std::string> sources;
  Words libraries;  // in order, each once
  std::set<std::string> directories, flags;
};

// One component as one side builds it.
struct Side {
  std::map<std::string, Compiled> compiles;  // by source, in the tree or "+NAME" when generated
  Linked link;
  bool is_linked = false;
  std::map<std::string, std::string> installs;  // destination -> mode
};

// Flags that one side gives by the way it works.
bool is_own_way(const std::string& word) {
  static const std::set<std::string> kWords = {"-fPIC",   "-MMD",      "-MP",
                                               "-shared", "-rdynamic", "-Wl,-E"};
  return kWords.count(word) > 0;
}

// --- make's side ---

class MakeReader {
 public:
  MakeReader(const MakeRuns& runs, std::string directory, std::string output)
      : runs_(runs), directory_(std::move(directory)), output_(std::move(output)) {}

  // `commands` ran in the directory.
  Side read(const std::vector<const Command*>& commands) {
    std::map<std::string, std::string> sources;  // object -> source
    for (const Command* command : commands) {
      const Words& words = command->words;
      if (std::find(words.begin(), words.end(), "-c") != words.end()) {
        read_compile(*command, sources);
      }
    }
    for (const Command* command : commands) read_link(*command, sources);
    return std::move(side_);
  }

 private:
  // Below the tree, or absolute.
  std::string place(const std::string& word) const {
    if (word.starts_with("/")) return runs_.in_tree(word);
    std::string from = directory_;
    std::string_view rest = word;
    for (; rest.starts_with("../") || rest == "..";
         rest.remove_prefix(std::min<std::size_t>(3, rest.size()))) {
      from = directory_of(from);
    }
    return join_path(from, normalise(rest));
  }

  void read_compile(const Command& command, std::map<std::string, std::string>& sources) {
    Compiled compiled;
    std::string source, object;
    const Words words = joined(command.words);
    for (std::size_t i = 1; i < words.size(); ++i) {
      const std::string& word = words[i];
      if (word == "-o" && i + 1 < words.size()) {
        object = words[++i];
      } else if (word == "-c" || is_own_way(word)) {
        continue;
      } else if (word.starts_with("-D")) {
        compiled.defines.insert(word.substr(2));
      } else if (word.starts_with("-I")) {
        add_once(compiled.includes, place(word.substr(2)));
      } else if (!word.starts_with("-") && language_of(word)) {
        source = place(word);
      } else {
        compiled.flags.insert(word);
      }
    }
    sources[object] = source;
    side_.compiles[source] = std::move(compiled);
  }

  static Words joined(const Words& words) {
    Words result;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool takes = (words[i] == "-I" || words[i] == "-L" || words[i] == "-framework") &&
                         i + 1 < words.size();
      result.push_back(takes ? cat(words[i], words[i + 1]) : words[i]);
      if (takes) ++i;
    }
    return result;
  }

  void read_link(const Command& command, const std::map<std::string, std::string>& sources) {
    const Words words = joined(command.words);
    if (!makes(command, output_)) return;
    side_.is_linked = true;
    for (std::size_t i = 1; i < words.size(); ++i) {
      const std::string& word = words[i];
      if (word == "-o") {
        ++i;
      } else if (const auto source = sources.find(word); source != sources.end()) {
        side_.link.sources.insert(source->second);
      } else if (word.starts_with("-l")) {
        add_once(side_.link.libraries, word);
      } else if (word.starts_with("-L")) {
        side_.link.directories.insert(word);
      } else if (!is_own_way(word)) {
        side_.link.flags.insert(word);
      }
    }
  }

  const MakeRuns& runs_;
  std::string directory_, output_;
  Side side_;
};

// --- the plan's side ---

class PlanReader {
 public:
  PlanReader(const Catalog& catalog, const Plan& plan) : catalog_(catalog), plan_(plan) {}

  std::map<ComponentId, Side> read() {
    for (const CompileStep& step : plan_.compiles) {
      sides_[step.component].compiles[source_name(step)] = compiled(step);
    }
    for (const LinkStep& step : plan_.links) {
      Side& side = sides_[step.component];
      side.is_linked = true;
      for (const auto& [source, compiled] : side.compiles) side.link.sources.insert(source);
      for (const Flag& flag : plan_.flags[step.flags].flags) add_link_word(flag.arg, side.link);
    }
    for (const InstallEntry& entry : plan_.install) {
      sides_[entry.component].installs[entry.destination] = entry.mode;
    }
    return std::move(sides_);
  }

 private:
  // A generated source by its path below the component's directory, as make has it there.
  std::string source_name(const CompileStep& step) const {
    if (step.source.root == Root::Source) return step.source.text;
    const Component& component = catalog_.components[step.component];
    for (const Generate& generate : component.generates) {
      for (const Text& output : generate.outputs) {
        if (step.source.text.ends_with(cat("/", output.value))) {
          return join_path(component.dir, output.value);
        }
      }
    }
    return step.source.text;
  }

  Compiled compiled(const CompileStep& step) const {
    Compiled result;
    const auto take = [&](const Arg& arg) {
      if (arg.path) {
        const bool include = arg.text == "-I" && arg.path->root != Root::Build;
        // Sources find what lies beside them anyhow, in make's way too.
        if (include && arg.path->text != component_directory(step)) {
          add_once(result.includes, arg.path->text);
        }
      } else if (arg.text.starts_with("-D")) {
        result.defines.insert(arg.text.substr(2));
      } else if (arg.text.starts_with("-I")) {
        add_once(result.includes, arg.text.substr(2));
      } else if (!is_own_way(arg.text)) {
        result.flags.insert(arg.text);
      }
    };
    if (step.flags.valid()) {
      for (const Flag& flag : plan_.flags[step.flags].flags) take(flag.arg);
    }
    for (const Flag& flag : step.extra) take(flag.arg);
    return result;
  }

  const std::string& component_directory(const CompileStep& step) const {
    return catalog_.components[step.component].dir;
  }

  static void add_link_word(const Arg& arg, Linked& link) {
    if (arg.path) return;
    if (arg.text.starts_with("-l")) {
      add_once(link.libraries, arg.text);
    } else if (arg.text.starts_with("-L")) {
      link.directories.insert(arg.text);
    } else if (!is_own_way(arg.text)) {
      link.flags.insert(arg.text);
    }
  }

  const Catalog& catalog_;
  const Plan& plan_;
  std::map<ComponentId, Side> sides_;
};

// --- the comparison ---

class ComponentComparison {
 public:
  ComponentComparison(std::string component, const std::string& directory)
      : component_(std::move(component)), directory_(directory) {}

  void run(const Side& make, const Side& plan) {
    compare_keys(DifferenceKind::Source, make.compiles, plan.compiles);
    for (const auto& [source, compiled] : make.compiles) {
      const auto other = plan.compiles.find(source);
      if (other != plan.compiles.end()) compare(compiled, other->second);
    }
    if (make.is_linked) compare(make.link, plan.link);
    compare_keys(DifferenceKind::Install, make.installs, plan.installs);
    for (const auto& [destination, mode] : make.installs) {
      const auto other = plan.installs.find(destination);
      if (other == plan.installs.end() || other->second == mode || mode.empty()) continue;
      add(DifferenceKind::Install, cat(destination, " ", mode), true);
      add(DifferenceKind::Install, cat(destination, " ", other->second), false);
    }
  }

  std::vector<Difference> take() {
    std::vector<Difference> result;
    for (auto& [key, difference] : differences_) result.push_back(std::move(difference));
    return result;
  }

 private:
  template <class Map>
  void compare_keys(DifferenceKind kind, const Map& make, const Map& plan) {
    for (const auto& [key, value] : make) {
      if (plan.count(key) == 0) add(kind, key, true);
    }
    for (const auto& [key, value] : plan) {
      if (make.count(key) == 0) add(kind, key, false);
    }
  }

  void compare_sets(DifferenceKind kind, const std::set<std::string>& make,
                    const std::set<std::string>& plan) {
    for (const std::string& word : make) {
      if (plan.count(word) == 0) add(kind, word, true);
    }
    for (const std::string& word : plan) {
      if (make.count(word) == 0) add(kind, word, false);
    }
  }

  // Lists of the same words in another order are a difference of their own.
  void compare_lists(DifferenceKind kind, const Words& make, const Words& plan) {
    const std::set<std::string> a(make.begin(), make.end());
    const std::set<std::string> b(plan.begin(), plan.end());
    compare_sets(kind, a, b);
    if (a != b || make == plan) return;
    add(DifferenceKind::Order, join(make, " "), true);
    add(DifferenceKind::Order, join(plan, " "), false);
  }

  void compare(const Compiled& make, const Compiled& plan) {
    compare_sets(DifferenceKind::Define, make.defines, plan.defines);
    Words includes = make.includes;
    std::erase(includes, directory_);
    compare_lists(DifferenceKind::Include, includes, plan.includes);
    compare_sets(DifferenceKind::Flag, make.flags, plan.flags);
  }

  void compare(const Linked& make, const Linked& plan) {
    compare_sets(DifferenceKind::Source, make.sources, plan.sources);
    compare_lists(DifferenceKind::Library, make.libraries, plan.libraries);
    compare_sets(DifferenceKind::Directory, make.directories, plan.directories);
    compare_sets(DifferenceKind::Flag, make.flags, plan.flags);
  }

  void add(DifferenceKind kind, const std::string& value, bool only_make) {
    Difference& difference = differences_[{kind, value, only_make}];
    if (difference.component.empty()) {
      difference = {component_, kind, value, only_make, 1, {}};
    } else {
      ++difference.count;
    }
  }

  std::string component_;
  const std::string& directory_;
  std::map<std::tuple<DifferenceKind, std::string, bool>, Difference> differences_;
};

class Verifier {
 public:
  Verifier(const ImportJob& job, const VerifyInput& input, FileSystem& source)
      : job_(job), input_(input), source_(source) {}

  std::optional<Verification> run(const Environment& environment, ProcessRunner& processes,
                                  Diagnostics& diagnostics) {
    const std::optional<std::string> main = main_directory(job_, source_, diagnostics);
    if (!main) return std::nullopt;
    main_ = *main;
    runs_ = MakeRuns::prepare(job_.source, environment, processes, diagnostics);
    if (runs_ == nullptr) return std::nullopt;
    const Transcript made = runs_->configure(main_, {"cfg"}, {});
    if (!made.answered()) {
      diagnostics.add(Code::ImportNotRun, {}, cat("'make cfg' fails: ", made.failure, made.errors));
      return std::nullopt;
    }
    values_ = runs_->variables(main_, tree_variables(), machine()).variables;
    compare_all();
    declare();
    return std::move(result_);
  }

 private:
  static Scenario machine() {
    Scenario scenario;
    scenario.machine = true;
    return scenario;
  }

  void compare_all() {
    std::map<ComponentId, Side> plan = PlanReader(*input_.catalog, *input_.plan).read();
    std::vector<ComponentId> ids;
    for (const auto& [id, side] : plan) ids.push_back(id);
    std::vector<Transcript> transcripts(ids.size());
    // Programs first: what a module's makefile then builds again is theirs.
    for (const bool programs : {true, false}) {
      for_each_index(ids.size(), job_.threads, [&](std::size_t i) {
        const Component& component = input_.catalog->components[ids[i]];
        if ((component.kind == ComponentKind::Program) != programs) return;
        transcripts[i] = rehearse(component, plan);
      });
    }
    // A utility is built by whichever makefile comes first.
    for (const Transcript& transcript : transcripts) {
      for (const Command& command : transcript.ran) {
        ran_[runs_->in_tree(command.directory)].push_back(&command);
      }
    }
    for (std::size_t i = 0; i < ids.size(); ++i) compare(ids[i], transcripts[i], plan[ids[i]]);
    std::sort(result_.differences.begin(), result_.differences.end(),
              [](const Difference& a, const Difference& b) {
                return std::tie(a.kind, a.component, a.value, a.only_make) <
                       std::tie(b.kind, b.component, b.value, b.only_make);
              });
  }

  Transcript rehearse(const Component& component, const std::map<ComponentId, Side>& plan) {
    Scenario scenario = machine();
    if (component.dir != main_) return runs_->rehearse(component.dir, {"install"}, scenario);
    // The documents of the modules that are built, and of no others.
    std::string modules;
    for (const auto& [id, side] : plan) {
      const Component& one = input_.catalog->components[id];
      if (one.kind != ComponentKind::Module) continue;
      append(modules, modules.empty() ? "" : " ",
             main_.empty() ? one.dir : one.dir.substr(main_.size() + 1));
    }
    scenario.settings["modules"] = modules;
    return runs_->rehearse(main_, main_install_targets(), scenario);
  }

  void compare(ComponentId id, const Transcript& transcript, const Side& plan) {
    const Component& component = input_.catalog->components[id];
    const bool module = component.kind == ComponentKind::Module;
    const std::string output = cat(component.name.value, module ? ".so" : "");
    Side make = MakeReader(*runs_, component.dir, output).read(ran_[component.dir]);
    if (!make.is_linked) {
      result_.failures.push_back(
          cat(component.dir, ": ", transcript.errors.substr(0, transcript.errors.find('\n'))));
      return;
    }
    add_installs(transcript, make);
    ComponentComparison comparison(component.name.value, component.dir);
    // Where a file is installed by another component's recipe it is compared with all of them.
    make_installs_.merge(make.installs);
    Side planned = plan;
    plan_installs_.merge(planned.installs);
    make.installs.clear();
    planned.installs.clear();
    comparison.run(make, planned);
    ++result_.components;
    result_.compiles += make.compiles.size();
    ++result_.links;
    for (Difference& difference : comparison.take()) {
      result_.differences.push_back(std::move(difference));
    }
  }

  void add_installs(const Transcript& transcript, Side& make) {
    RecipePlaces places = install_places(*runs_, source_, values_);
    places.root = transcript.install_root;
    places.names.clear();
    for (const RecipeFile& file : installed_files(transcript.ran, places)) {
      make.installs[normalise(join_path(file.destination, file.name))] = file.mode;
    }
  }

  void declare() {
    ComponentComparison installs("", main_);
    Side make, plan;
    make.installs = std::move(make_installs_);
    plan.installs = std::move(plan_installs_);
    result_.installs = make.installs.size();
    installs.run(make, plan);
    for (Difference& difference : installs.take()) {
      difference.component = "install";
      result_.differences.push_back(std::move(difference));
    }
    for (Difference& difference : result_.differences) {
      for (const Deviation& deviation : *input_.deviations) {
        if (glob_match_component(deviation.component, difference.component) &&
            glob_match_component(deviation.kind, difference_word(difference.kind)) &&
            glob_match_component(deviation.value, difference.value)) {
          difference.reason = deviation.reason;
        }
      }
    }
  }

  const ImportJob& job_;
  const VerifyInput& input_;
  FileSystem& source_;
  std::unique_ptr<MakeRuns> runs_;
  std::string main_;
  std::map<std::string, std::string> values_;
  std::map<std::string, std::vector<const Command*>> ran_;  // by directory in the tree
  std::map<std::string, std::string> make_installs_, plan_installs_;
  Verification result_;
};

}  // namespace

std::string_view difference_word(DifferenceKind kind) {
  constexpr std::array<std::string_view, 8> kWords = {"source",    "define",  "include", "flag",
                                                      "directory", "library", "order",   "install"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::optional<Verification> verify_import(const ImportJob& job, const VerifyInput& input,
                                          FileSystem& source, const Environment& environment,
                                          ProcessRunner& processes, Diagnostics& diagnostics) {
  return Verifier(job, input, source).run(environment, processes, diagnostics);
}

}  // namespace modbuild
