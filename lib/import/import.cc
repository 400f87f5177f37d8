#include "import/import.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/parallel.h"
#include "base/path.h"
#include "base/str.h"
#include "import/common_settings.h"
#include "import/component_import.h"
#include "import/component_installs.h"
#include "import/docbook.h"
#include "import/groups_file.h"
#include "import/make_runs.h"
#include "import/manifest_text.h"
#include "import/module_runs.h"
#include "import/platform_flags.h"
#include "model/flag_policy.h"

namespace modbuild {
namespace {

constexpr std::uint64_t kLargestMakefile = 1U << 20U;
constexpr std::array kFamilyFiles = {"Makefile", "Makefile.defs", "Makefile.modules",
                                     "Makefile.rules"};
constexpr const char* kGroupsFile = "Makefile.groups";

// Variables of the user's that the skeleton itself decides by, or that say where things are.
constexpr std::array kSkeletonVariables = {"CROSS_COMPILE", "MAKECMDGOALS", "MAKELEVEL",
                                           "LOCALBASE",     "SYSBASE",      "NAME"};

class Importer {
 public:
  Importer(const ImportJob& job, FileSystem& source, Diagnostics& diagnostics)
      : job_(job), source_(source), diagnostics_(diagnostics) {}

  std::optional<ImportResult> run(const Environment& environment, ProcessRunner& processes) {
    const std::optional<std::string> main = main_directory(job_, source_, diagnostics_);
    if (!main) return std::nullopt;
    main_ = *main;
    runs_ = MakeRuns::prepare(job_.source, environment, processes, diagnostics_);
    if (runs_ == nullptr || !configure()) return std::nullopt;
    result_.sandboxed = runs_->is_sandboxed();
    find_modules();
    ask_directories();
    rehearse_installs();
    assemble();
    result_.makes_run = processes.started();
    return std::move(result_);
  }

 private:
  std::optional<std::string> read(const std::string& path) const {
    const auto text = source_.read(path, kLargestMakefile);
    return text ? std::optional<std::string>(*text) : std::nullopt;
  }

  bool configure() {
    const Transcript made = runs_->configure(main_, {"cfg"}, {});
    if (!made.answered()) {
      diagnostics_.add(Code::ImportNotRun, {}, cat("'make cfg' fails: ", made.failure, made.errors),
                       "see that it works in a copy of the tree");
      return false;
    }
    groups_text_ = read(join_path(main_, kGroupsFile)).value_or(std::string());
    std::vector<std::string> names = tree_variables();
    const std::vector<std::string> groups = group_variables(groups_text_);
    names.insert(names.end(), groups.begin(), groups.end());
    const Transcript asked = runs_->variables(main_, names, {});
    if (!asked.answered()) {
      diagnostics_.add(Code::ImportNotRun, {}, cat("make fails: ", asked.failure, asked.errors));
      return false;
    }
    values_ = asked.variables;
    for (const std::string& name : split(values_[".VARIABLES"], " ")) known_.insert(name);
    known_.insert(kSkeletonVariables.begin(), kSkeletonVariables.end());
    result_.tree.name = values_["MAIN_NAME"];
    result_.tree.version = values_["RELEASE"];
    return true;
  }

  void find_modules() {
    for (const std::string& name : split(values_["modules_dirs"], " ")) {
      const std::string parent = join_path(main_, name);
      result_.tree.modules.push_back(cat(parent, "/*"));
      const auto entries = source_.list(parent);
      if (!entries) continue;
      for (const DirEntry& entry : *entries) {
        const std::string directory = join_path(parent, entry.name);
        if (entry.type != FileType::Directory) continue;
        if (source_.status(join_path(directory, "Makefile"))) directories_.push_back(directory);
      }
    }
    std::sort(directories_.begin(), directories_.end());
    result_.modules_found = directories_.size();
  }

  MakefileText makefile_of(const std::string& directory) const {
    return read_makefile(join_path(directory, "Makefile"),
                         [&](const std::string& path) { return read(path); });
  }

  void ask_directories() {
    modules_.resize(directories_.size());
    for_each_index(directories_.size() + 1, job_.threads, [&](std::size_t i) {
      // The program takes longest: first.
      if (i == 0) {
        program_ = run_directory(*runs_, main_, makefile_of(main_), {});
      } else {
        modules_[i - 1] =
            run_directory(*runs_, directories_[i - 1], makefile_of(directories_[i - 1]), known_);
      }
    });
    find_utilities();
    for_each_index(utilities_.size(), job_.threads, [&](std::size_t i) {
      utilities_[i] = run_directory(*runs_, utilities_[i].directory,
                                    makefile_of(utilities_[i].directory), known_);
    });
  }

  // Directories of programs that are installed along with a module or the main program.
  void find_utilities() {
    std::set<std::string> found;
    const auto take = [&](const std::string& from, const std::string& words) {
      for (const std::string& word : split(words, " \t")) {
        std::string directory = from;
        std::string_view rest = word;
        for (; rest.starts_with("../"); rest.remove_prefix(3)) directory = directory_of(directory);
        directory = normalise(join_path(directory, rest));
        const std::string text = read(join_path(directory, "Makefile")).value_or("");
        if (text.find("Makefile.utils") != std::string::npos) found.insert(directory);
      }
    };
    take(main_, values_["C_INSTALL_UTILS"]);
    for (const DirectoryRuns& module : modules_) {
      const auto utilities = module.variables.find("MOD_INSTALL_UTILS");
      if (utilities != module.variables.end()) take(module.directory, utilities->second);
    }
    for (const std::string& directory : found) {
      utilities_.emplace_back().directory = directory;
    }
  }

  void rehearse_installs() {
    std::vector<std::string> own;
    for (const DirectoryRuns& module : modules_) {
      if (module.installs_more) own.push_back(module.directory);
    }
    std::vector<Transcript> transcripts(own.size());
    for_each_index(own.size(), job_.threads, [&](std::size_t i) {
      transcripts[i] = runs_->rehearse(own[i], {"install"}, {});
    });
    for (std::size_t i = 0; i < own.size(); ++i) installs_[own[i]] = std::move(transcripts[i]);
    Scenario all;
    all.settings = {{"exclude_modules", ""}, {"modules_configured", "0"}};
    installs_[main_] = runs_->rehearse(main_, main_install_targets(), all);
  }

  ComponentDraft draft_of(const DirectoryRuns& runs, ImportedKind kind) {
    ComponentDraft draft = import_component(runs, kind, regular_files(source_, runs.directory),
                                            runs_->copied(""), registry_);
    add_made_files(runs, draft.component);
    return draft;
  }

  // Headers that make had to write before it could say anything, such as one with the version:
  // their text is what stands in the copy, where there is no history.
  void add_made_files(const DirectoryRuns& runs, ImportedComponent& component) {
    const auto names = runs.variables.find("auto_gen_keep");
    if (names == runs.variables.end()) return;
    for (const std::string& name : split(names->second, " ")) {
      const std::string path = join_path(runs.directory, name);
      const std::string text = runs_->read(path);
      if (!text.empty()) component.generates.push_back(text_step(name, split(text, "\n")));
    }
  }

  void assemble() {
    std::vector<ComponentDraft> drafts;
    drafts.push_back(draft_of(program_, ImportedKind::Program));
    // What the family's loader looks up; of static modules it knows nothing.
    drafts.back().component.entry_symbols = {"_{name}_exports", "exports", "mod_register",
                                             "module_flags", "module_version"};
    for (const DirectoryRuns& module : modules_) {
      drafts.push_back(draft_of(module, ImportedKind::Module));
    }
    for (const DirectoryRuns& utility : utilities_) {
      drafts.push_back(draft_of(utility, ImportedKind::Program));
    }
    const ComponentInstalls installs(*runs_, source_, values_, main_);
    installs.add(installs_, registry_, drafts);
    for (ComponentDraft& draft : drafts) check_includes(draft);
    const PlatformFlags platforms(*runs_, main_, values_["ARCH"], job_.threads);
    for (ComponentDraft& draft : drafts) platforms.apply(draft.component);
    note_compiler(drafts);
    registry_.name_all();
    ImportedTree& tree = result_.tree;
    for (ComponentDraft& draft : drafts) {
      name_libs(draft, registry_);
      for (ImportNote& note : draft.leftovers) tree.leftovers.push_back(std::move(note));
      for (ImportNote& note : draft.decisions) tree.decisions.push_back(std::move(note));
      if (draft.component.kind == ImportedKind::Program) {
        const std::string& directory = draft.component.directory;
        tree.programs.push_back(directory.empty() ? "." : directory);
      }
      tree.components.push_back(std::move(draft.component));
    }
    tree.libs = registry_.take();
    for (const std::string& name : registry_.joined()) {
      tree.decisions.push_back({"", 0,
                                cat("lib ", name,
                                    ": makefiles look for it in different "
                                    "directories; all of them are looked into")});
    }
    add_groups();
    add_documented();
    use_directories();
    factor_settings(tree);
    allow_flags();
    std::sort(tree.leftovers.begin(), tree.leftovers.end());
    std::sort(tree.decisions.begin(), tree.decisions.end());
    std::sort(tree.components.begin(), tree.components.end(),
              [](const ImportedComponent& a, const ImportedComponent& b) {
                return a.directory < b.directory;
              });
  }

  // Directories that are not in the tree: made by steps that this cannot tell.
  void check_includes(ComponentDraft& draft) {
    std::erase_if(draft.component.includes, [&](const ImportedValue& include) {
      const std::string& value = include.value;
      const std::string path = value.starts_with("//")
                                   ? value.substr(2)
                                   : normalise(join_path(draft.component.directory, value));
      if (source_.status(path)) return false;
      draft.leftovers.push_back({join_path(draft.component.directory, "Makefile"), 0,
                                 cat("includes from ", path, ", which is not in the tree")});
      return true;
    });
  }

  // A define with the compiler's version stays that of this configuration.
  void note_compiler(const std::vector<ComponentDraft>& drafts) {
    const std::string& version = values_["CC_VER"];
    std::set<std::string> told;
    for (const ComponentDraft& draft : drafts) {
      for (const ImportedValue& define : draft.component.defines) {
        const bool holds = !version.empty() && define.value.find(version) != std::string::npos;
        if (!holds || !told.insert(define.value).second) continue;
        result_.tree.decisions.push_back(
            {join_path(main_, "Makefile.defs"), 0,
             cat("the define ", define.value, " is that of this machine's compiler")});
      }
    }
  }

  std::set<std::string> module_names() const {
    std::set<std::string> names;
    for (const ImportedComponent& component : result_.tree.components) {
      if (component.kind == ImportedKind::Module) names.insert(component.name);
    }
    return names;
  }

  void add_groups() {
    std::map<std::string, std::string> values;
    for (const std::string& name : group_variables(groups_text_)) values[name] = values_[name];
    ImportedGroups groups = read_groups(groups_text_, values, module_names());
    const bool has_default =
        std::any_of(groups.groups.begin(), groups.groups.end(),
                    [](const ImportedGroup& group) { return group.name == "default"; });
    if (has_default) result_.tree.default_group = "default";
    result_.tree.groups = std::move(groups.groups);
    const std::string file = join_path(main_, kGroupsFile);
    add_unlisted(file);
    for (const std::string& unknown : groups.unknown) {
      result_.tree.decisions.push_back(
          {file, 0, cat("there is no module ", unknown, ": left out")});
    }
  }

  // Without a request make leaves out what is in some list and not in the default group: a module
  // in no list is built.
  void add_unlisted(const std::string& file) {
    std::set<std::string> listed;
    for (const std::string& name : split(values_["mod_list_all"], " ")) listed.insert(name);
    for (ImportedGroup& group : result_.tree.groups) {
      if (group.name != "default" || listed.empty()) continue;
      for (const std::string& name : module_names()) {
        if (listed.count(name) > 0) continue;
        group.modules.push_back(name);
        result_.tree.decisions.push_back(
            {file, 0,
             cat(name, " is in no list: make builds it by default, so it is in 'default'")});
      }
    }
  }

  void add_documented() {
    const std::set<std::string> names = module_names();
    for (ImportedComponent& component : result_.tree.components) {
      if (component.kind != ImportedKind::Module) continue;
      const std::string doc = join_path(component.directory, "doc");
      for (const std::string& file : regular_files(source_, doc)) {
        if (!file.ends_with("_admin.xml") && file != cat(component.name, ".xml")) continue;
        const std::string xml = read(join_path(doc, file)).value_or("");
        for (const std::string& name : documented_modules(xml)) {
          const ImportedValue value{name, ""};
          const bool again = std::find(component.load.begin(), component.load.end(), value) !=
                             component.load.end();
          if (names.count(name) > 0 && name != component.name && !again) {
            component.load.push_back(value);
          }
        }
      }
      std::sort(component.load.begin(), component.load.end());
    }
  }

  // Paths of this configuration become the directories that a user of modbuild can choose.
  void use_directories() {
    const std::string prefix = values_["prefix"];
    std::vector<std::pair<std::string, std::string>> names;
    const auto add = [&](std::string path, std::string_view name) {
      while (path.ends_with('/')) path.pop_back();
      if (path.size() > prefix.size()) {
        names.emplace_back(path, cat(std::string_view(&kPlaceholderBegin, 1), name,
                                     std::string_view(&kPlaceholderEnd, 1)));
      }
    };
    add(cat(prefix, "/", values_["modules_dir"], "modules"), "moduledir");
    add(values_["cfg_target"], "confdir");
    add(cat(prefix, "/", values_["doc_dir"]), "docdir");
    const std::string share = values_["share_dir"];
    if (share.starts_with("share/")) {
      names.emplace_back(cat(prefix, "/share/"),
                         cat(std::string_view(&kPlaceholderBegin, 1), "datadir",
                             std::string_view(&kPlaceholderEnd, 1), "/"));
    }
    const auto replace = [&](ImportedValues& list) {
      for (ImportedValue& value : list) {
        for (const auto& [path, name] : names) {
          const std::size_t at = value.value.find(path);
          if (at != std::string::npos) value.value.replace(at, path.size(), name);
        }
        if (!result_.tree.version.empty()) {
          const std::string version = cat("\"", result_.tree.version, "\"");
          const std::size_t at = value.value.find(version);
          if (at != std::string::npos) {
            value.value.replace(at + 1, version.size() - 2, "\x01tree.version\x02");
          }
        }
      }
    };
    for (ImportedComponent& component : result_.tree.components) {
      replace(component.defines);
      for (ImportedPerFile& one : component.per_file) {
        ImportedValues values;
        for (std::string& define : one.defines) values.push_back({define, ""});
        replace(values);
        for (std::size_t i = 0; i < values.size(); ++i) one.defines[i] = values[i].value;
      }
    }
    // "lib64/kamailio/": the part before the tree's name is libdir.
    const std::string library = values_["lib_dir"].substr(0, values_["lib_dir"].find('/'));
    if (!library.empty()) result_.tree.dirs["libdir"] = cat("{prefix}/", library);
  }

  void allow_flags() {
    std::set<std::string> refused;
    const auto check = [&](const ImportedValues& list) {
      for (const ImportedValue& value : list) {
        if (!refused_flag(value.value, {}).empty()) refused.insert(value.value);
      }
    };
    ImportedTree& tree = result_.tree;
    for (const ImportedSettings* settings : {&tree.common, &tree.for_modules, &tree.for_programs}) {
      check(settings->cflags);
      check(settings->ldflags);
    }
    for (const ImportedComponent& component : tree.components) {
      check(component.cflags);
      check(component.ldflags);
    }
    tree.allow_flags = {refused.begin(), refused.end()};
  }

  const ImportJob& job_;
  FileSystem& source_;
  Diagnostics& diagnostics_;
  std::unique_ptr<MakeRuns> runs_;
  std::string main_;
  std::string groups_text_;
  std::map<std::string, std::string> values_;  // of tree_variables() and the groups
  std::set<std::string> known_;                // variables of the skeleton
  std::vector<std::string> directories_;       // of modules
  DirectoryRuns program_;
  std::vector<DirectoryRuns> modules_, utilities_;
  std::map<std::string, Transcript> installs_;  // by directory
  LibRegistry registry_;
  ImportResult result_;
};

}  // namespace

std::optional<std::string> main_directory(const ImportJob& job, FileSystem& source,
                                          Diagnostics& diagnostics) {
  for (const char* directory : {"src", ""}) {
    const bool all = std::all_of(kFamilyFiles.begin(), kFamilyFiles.end(), [&](const char* name) {
      return source.status(join_path(directory, name)).has_value();
    });
    if (all) return directory;
  }
  diagnostics.add(Code::NoMakefileTree, {},
                  cat(job.source, " is no tree of this family of makefiles"),
                  cat("looked for ", join({kFamilyFiles.begin(), kFamilyFiles.end()}, ", "), " in ",
                      job.source, " and in its src"));
  return std::nullopt;
}

const std::vector<std::string>& tree_variables() {
  static const std::vector<std::string> kNames = {
      "MAIN_NAME", "RELEASE", "modules_dirs", "C_INSTALL_UTILS", ".VARIABLES",
      "prefix",    "bin_dir", "cfg_target",   "modules_dir",     "lib_dir",
      "doc_dir",   "man_dir", "share_dir",    "data_target",     "modules_target",
      "ARCH",      "CC_VER"};
  return kNames;
}

std::optional<ImportResult> import_tree(const ImportJob& job, FileSystem& source,
                                        const Environment& environment, ProcessRunner& processes,
                                        Diagnostics& diagnostics) {
  return Importer(job, source, diagnostics).run(environment, processes);
}

std::vector<ImportFile> manifests_of(const ImportedTree& tree, const std::string& sources) {
  std::vector<ImportFile> files = {{"modbuild.toml", tree_manifest_text(tree, sources)}};
  for (const ImportedComponent& component : tree.components) {
    files.push_back(
        {join_path(component.directory, component.manifest), component_manifest_text(component)});
  }
  return files;
}

}  // namespace modbuild
