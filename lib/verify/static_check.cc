#include "verify/static_check.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/parallel.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "elf/elf.h"
#include "verify/link_libraries.h"
#include "verify/names.h"

namespace modbuild {
namespace {

// Names that linker and compiler provide: _GLOBAL_OFFSET_TABLE_, __start_x, __udivti3, _end.
bool is_reserved(const std::string& symbol) {
  if (symbol.starts_with("_Z")) return false;
  const bool reserved = symbol.size() > 1 && symbol[0] == '_' &&
                        (symbol[1] == '_' || (symbol[1] >= 'A' && symbol[1] <= 'Z'));
  return reserved || symbol == "_end" || symbol == "_edata" || symbol == "_etext" ||
         symbol == "end" || symbol == "edata" || symbol == "etext";
}

void add(std::vector<std::string>& all, const std::vector<std::string>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

// Every object that is named anywhere, read once.
class Objects {
 public:
  explicit Objects(const StaticCheckInput& input) {
    for (const StaticLink& link : input.links) {
      take(link.host.objects);
      for (const LinkPart& library : link.libraries) take(library.objects);
      for (const StaticModulePart& module : link.modules) {
        take(module.part.objects);
        take(module.users);
      }
    }
    symbols_.resize(paths_.size());
    is_there_.resize(paths_.size(), 0);
    for_each_index(paths_.size(), input.threads, [&](std::size_t i) {
      const std::optional<FoundFile> file = input.system.file_at(paths_[i]);
      if (!file) return;
      const Expected<std::string> bytes = input.system.read(file->path);
      if (!bytes) return;
      auto symbols = object_symbols(*bytes);
      if (!symbols) return;
      symbols_[i] = std::move(*symbols);
      is_there_[i] = 1;
    });
  }

  const ObjectSymbols* find(const std::string& path) const {
    const std::size_t at = index_.at(path);
    return is_there_[at] != 0 ? &symbols_[at] : nullptr;
  }

  // Of one that is there.
  const ObjectSymbols& at(const std::string& path) const { return symbols_[index_.at(path)]; }

  // The symbols of all, as if they were one object.
  ObjectSymbols together(const std::vector<std::string>& paths) const {
    ObjectSymbols all;
    for (const std::string& path : paths) {
      const ObjectSymbols* one = find(path);
      if (one == nullptr) continue;
      add(all.defined, one->defined);
      add(all.unique, one->unique);
      add(all.undefined, one->undefined);
      add(all.strong, one->strong);
      add(all.needed, one->needed);
    }
    for (auto* names : {&all.defined, &all.unique, &all.undefined, &all.strong, &all.needed}) {
      sort_once(*names);
    }
    return all;
  }

 private:
  void take(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      if (index_.emplace(path, paths_.size()).second) paths_.push_back(path);
    }
  }

  std::vector<std::string> paths_;
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<ObjectSymbols> symbols_;
  std::vector<char> is_there_;
};

// One host with its modules.
class LinkChecker {
 public:
  LinkChecker(const StaticLink& link, const LibrarySearch& search, const Objects& objects,
              Diagnostics& diagnostics, StaticCheck& result)
      : link_(link),
        objects_(objects),
        diagnostics_(diagnostics),
        result_(result),
        libraries_(search) {}

  void run() {
    facts_.host = link_.host.name;
    for (const StaticModulePart& module : link_.modules) {
      facts_.modules.push_back(module.part.name);
    }
    find_missing();
    if (facts_.not_compiled.empty()) check();
    result_.links.push_back(std::move(facts_));
  }

 private:
  struct Facts {
    ObjectSymbols symbols;
    std::vector<std::string> kept;
  };

  void error(Code code, const SourceRange& at, std::string message, std::string help,
             std::vector<Note> notes = {}) {
    ++result_.errors;
    diagnostics_.add({code, at, std::move(message), std::move(help), std::move(notes)});
  }

  void warning(Code code, std::string message, std::string help) {
    ++result_.warnings;
    diagnostics_.add({code, link_.host.at, std::move(message), std::move(help), {}});
  }

  void find_missing() {
    const auto look = [&](const std::vector<std::string>& paths) {
      for (const std::string& path : paths) {
        if (objects_.find(path) == nullptr) facts_.not_compiled.push_back(path);
      }
    };
    look(link_.host.objects);
    for (const LinkPart& library : link_.libraries) look(library.objects);
    for (const StaticModulePart& module : link_.modules) {
      look(module.part.objects);
      look(module.users);
    }
    sort_once(facts_.not_compiled);
    if (facts_.not_compiled.empty()) return;
    error(Code::StaticNotCompiled, link_.host.at,
          cat("host '", link_.host.name, "' cannot be rehearsed: ",
              count_of(facts_.not_compiled.size(), "object"), " of it and its static modules ",
              facts_.not_compiled.size() == 1 ? "is" : "are", " not compiled"),
          "compile them without linking anything: modbuild static-check --build");
  }

  void check() {
    for (const StaticModulePart& module : link_.modules) read_module(module);
    libraries_.take(link_.words);
    facts_.libraries = libraries_.read();
    facts_.unknown = libraries_.unknown();
    check_entries();
    check_duplicates();
    if (facts_.unknown.empty()) check_undefined();
    check_order();
    for (const std::string& rivals : libraries_.rival_versions()) {
      warning(
          Code::StaticTwoVersions,
          cat("host '", link_.host.name, "' would load ", rivals, ", two versions of one library"),
          "build its static modules with libraries of one release");
    }
  }

  void read_module(const StaticModulePart& module) {
    StaticSymbolsInput input;
    input.module = objects_.together(module.part.objects);
    input.entries = module.entries;
    input.prefix = module.part.name;
    for (const std::string& user : module.users) {
      if (const ObjectSymbols* symbols = objects_.find(user)) input.users.push_back(*symbols);
    }
    Facts facts{{}, kept_symbols(input)};
    facts.symbols = std::move(input.module);
    for (const std::string& name : facts.kept) {
      facts_.kept.push_back(cat(module.part.name, ": ", name));
    }
    modules_.push_back(std::move(facts));
  }

  void check_entries() {
    for (std::size_t i = 0; i < modules_.size(); ++i) {
      const StaticModulePart& module = link_.modules[i];
      const bool any = defines_any(modules_[i].symbols.defined, module.entries);
      if (any || module.entries.empty()) continue;
      error(Code::StaticNoEntry, module.part.at,
            cat("static module '", module.part.name, "' defines none of the symbols that '",
                link_.host.name, "' looks up: ", named(module.entries)),
            "leave it out of --static, or define one with default visibility");
    }
  }

  // The first definition of each symbol that must have one only.
  void check_duplicates() {
    std::map<std::string, const LinkPart*> owners;
    for (const std::string& path : link_.host.objects) {
      for (const std::string& name : objects_.at(path).strong) own(name, link_.host, owners);
    }
    for (std::size_t i = 0; i < modules_.size(); ++i) {
      const ObjectSymbols& symbols = modules_[i].symbols;
      for (const std::string& name : modules_[i].kept) {
        const bool strong = std::binary_search(symbols.strong.begin(), symbols.strong.end(), name);
        if (strong) own(name, link_.modules[i].part, owners);
      }
      check_within(link_.modules[i].part);
    }
  }

  // Objects of one module are linked as they are: a name may be defined by one of them only.
  void check_within(const LinkPart& module) {
    std::set<std::string> seen;
    for (const std::string& path : module.objects) {
      for (const std::string& name : objects_.at(path).strong) {
        if (seen.insert(name).second) continue;
        error(Code::StaticDuplicate, module.at,
              cat("two objects of static module '", module.name, "' define '", name, "'"),
              "make one of them static, or rename it");
      }
    }
  }

  void own(const std::string& name, const LinkPart& part,
           std::map<std::string, const LinkPart*>& owners) {
    const auto [owner, fresh] = owners.emplace(name, &part);
    if (fresh) return;
    error(Code::StaticDuplicate, part.at,
          cat("'", part.name, "' and '", owner->second->name, "' both define '", name,
              "', and become one program"),
          "rename it in one of them, or leave one module out of --static",
          {{owner->second->at, "the other one"}});
  }

  void check_undefined() {
    std::set<std::string> defined;
    const auto take = [&](const std::vector<std::string>& names) {
      defined.insert(names.begin(), names.end());
    };
    take(objects_.together(link_.host.objects).defined);
    for (const LinkPart& library : link_.libraries)
      take(objects_.together(library.objects).defined);
    for (const Facts& module : modules_) take(module.kept);
    for (std::size_t i = 0; i < modules_.size(); ++i) {
      const ObjectSymbols& own = modules_[i].symbols;
      std::vector<std::string> lost;
      for (const std::string& name : own.needed) {
        const bool found = is_reserved(name) || defined.count(name) != 0 ||
                           std::binary_search(own.defined.begin(), own.defined.end(), name) ||
                           libraries_.defines(name);
        if (!found) lost.push_back(name);
      }
      if (lost.empty()) continue;
      error(Code::StaticUndefined, link_.modules[i].part.at,
            cat("static module '", link_.modules[i].part.name, "' needs ", named(lost),
                ", which nothing that is linked into '", link_.host.name, "' defines"),
            who_has(lost.front(), i));
    }
  }

  // A symbol of another module that became local is the usual cause.
  std::string who_has(const std::string& symbol, std::size_t user) const {
    for (std::size_t i = 0; i < modules_.size(); ++i) {
      const std::vector<std::string>& defined = modules_[i].symbols.defined;
      if (i == user || !std::binary_search(defined.begin(), defined.end(), symbol)) continue;
      return cat("module '", link_.modules[i].part.name, "' has '", symbol,
                 "': name it in depends.modules, and it keeps the name");
    }
    return cat("name the library or module that has '", symbol, "' in its manifest");
  }

  // Archives that two modules name in opposite order: the host has one order only.
  void check_order() {
    std::map<std::pair<std::string, std::string>, const StaticModulePart*> seen;
    std::set<std::pair<std::string, std::string>> told;
    for (const StaticModulePart& module : link_.modules) {
      std::vector<std::string> archives;
      for (const std::string& word : module.words) {
        if (word.ends_with(".a")) archives.push_back(word);
      }
      for (std::size_t a = 0; a < archives.size(); ++a) {
        for (std::size_t b = a + 1; b < archives.size(); ++b) {
          const auto other = seen.find({archives[b], archives[a]});
          seen.emplace(std::pair(archives[a], archives[b]), &module);
          if (other == seen.end() || other->second == &module) continue;
          if (!told.insert(std::minmax(archives[a], archives[b])).second) continue;
          warning(Code::StaticLibOrder,
                  cat("static modules '", other->second->part.name, "' and '", module.part.name,
                      "' name ", archives[a], " and ", archives[b], " in opposite order"),
                  "an archive must stand behind what needs it: use one order in [libs]");
        }
      }
    }
  }

  const StaticLink& link_;
  const Objects& objects_;
  Diagnostics& diagnostics_;
  StaticCheck& result_;
  LinkLibraries libraries_;
  StaticLinkFacts facts_;
  std::vector<Facts> modules_;  // parallel to link_.modules
};

}  // namespace

StaticCheck check_static_links(const StaticCheckInput& input, Diagnostics& diagnostics) {
  StaticCheck result;
  const Objects objects(input);
  const LibrarySearch search(input.system);
  for (const StaticLink& link : input.links) {
    LinkChecker(link, search, objects, diagnostics, result).run();
  }
  return result;
}

}  // namespace modbuild
