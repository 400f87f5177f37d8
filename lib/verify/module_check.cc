#include "verify/module_check.h"

#include <algorithm>
#include <set>

#include "base/abi_symbol.h"
#include "base/path.h"
#include "base/str.h"
#include "verify/names.h"

namespace modbuild {
namespace {

bool is_abi(const std::string& symbol) {
  return symbol.starts_with(kAbiSymbolPrefix);
}

// What every C or C++ program may have without asking for it.
bool is_runtime(std::string_view soname) {
  constexpr std::string_view kNames[] = {
      "libc.so",      "libc.musl",    "libm.so",    "libdl.so",    "libpthread.so",
      "librt.so",     "libresolv.so", "libutil.so", "libgcc_s.so", "libstdc++.so",
      "libatomic.so", "ld-linux",     "ld64.so",    "ld-musl"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&](std::string_view name) { return soname.starts_with(name); });
}

std::vector<std::string> without(const std::vector<std::string>& all,
                                 const std::vector<std::string>& some) {
  std::vector<std::string> left;
  std::set_difference(all.begin(), all.end(), some.begin(), some.end(), std::back_inserter(left));
  return left;
}

class ModuleChecker {
 public:
  ModuleChecker(const ModuleCheck& check, FileAudit& result, Diagnostics& diagnostics)
      : check_(check),
        files_(*check.files),
        file_(check.input->files[result.file]),
        loaded_(files_[result.file]),
        result_(result),
        diagnostics_(diagnostics) {}

  void run() {
    own_ = closure(files_, result_.file, Reach::Direct, Reach::Indirect);
    for (const std::string& module : file_.modules) add_module(module);
    check_entries();
    check_not_found();
    for (const AuditedHost& host : *check_.hosts) try_host(host);
    for (const HostFit& fit : result_.fits) any_declared_ |= fit.declared;
    // Nothing can be said of a module whose hosts are not here.
    if (any_declared_ || !file_.names_hosts) {
      check_unresolved();
      check_hosts();
      check_indirect();
    }
    check_host_libraries();
    if (file_.has_manifest) check_libs();
  }

 private:
  void report(Code code, std::string what, std::string help = {}) {
    report(file_.at, code, std::move(what), std::move(help));
  }

  void report(const SourceRange& at, Code code, std::string what, std::string help) {
    add_finding(file_, result_,
                {code, at, cat("module '", file_.name, "' ", std::move(what)), std::move(help), {}},
                diagnostics_);
  }

  std::string name_of(std::size_t file) const {
    if (file < check_.input->files.size()) return check_.input->files[file].name;
    const std::string& soname = files_[file].facts.soname;
    return soname.empty() ? std::string(base_name(files_[file].path)) : soname;
  }

  // A module that is loaded before this one, with what it brings along.
  void add_module(const std::string& name) {
    const auto found = check_.modules->find(name);
    if (found == check_.modules->end()) return;
    join(own_, closure(files_, found->second, Reach::Direct, Reach::Indirect));
    own_[found->second] = Reach::Direct;
  }

  void check_entries() {
    if (file_.entries.empty() || defines_any(loaded_.facts.defined, file_.entries)) return;
    report(Code::NoEntrySymbol,
           cat("has none of the symbols that its hosts look up: ", named(file_.entries)),
           "define one, with default visibility; [host] entry-symbols says what is looked up");
  }

  // Of itself and of all libraries it needs.
  void check_not_found() {
    std::set<std::string> names(loaded_.not_found.begin(), loaded_.not_found.end());
    for (std::size_t i = 0; i < own_.size(); ++i) {
      if (own_[i] == Reach::Nowhere || i < check_.input->files.size()) continue;
      names.insert(files_[i].not_found.begin(), files_[i].not_found.end());
    }
    if (names.empty()) return;
    knows_all_ = false;
    report(Code::LibraryNotFound,
           cat("needs ", named({names.begin(), names.end()}), ", which is not found here"),
           "install what brings it; until then symbols that nobody has are taken to be there");
  }

  void try_host(const AuditedHost& host) {
    const AuditedFile& of = check_.input->files[host.file];
    HostFit fit;
    fit.host = of.name;
    fit.declared = std::find(file_.hosts.begin(), file_.hosts.end(), of.name) != file_.hosts.end();
    knows_all_ &= host.complete;
    std::vector<Reach> scope = own_;
    join(scope, host.scope);
    for (const std::string& symbol : loaded_.facts.undefined) {
      const SymbolPlace place = place_of(files_, scope, symbol);
      if (place.reach == Reach::Nowhere && !may_come_with_a_module(symbol)) {
        fit.missing.push_back(symbol);
      }
      if (place.reach == Reach::Indirect) indirect_[place.file].insert(symbol);
      if (place.reach > Reach::Indirect) settled_.insert(symbol);
    }
    result_.fits.push_back(std::move(fit));
  }

  // Which modules it needs is only known from its manifest.
  bool may_come_with_a_module(const std::string& symbol) const {
    if (file_.has_manifest) return false;
    const std::vector<std::size_t>& providers = files_.providers(symbol);
    return std::any_of(providers.begin(), providers.end(), [&](std::size_t file) {
      return file < check_.input->files.size() &&
             check_.input->files[file].role == FileRole::Module;
    });
  }

  // A file for each host: together they are one module.
  bool is_named_by_another_file(const std::string& host) const {
    return std::any_of(
        check_.input->files.begin(), check_.input->files.end(), [&](const AuditedFile& other) {
          return other.role == FileRole::Module && other.name == file_.name &&
                 std::find(other.hosts.begin(), other.hosts.end(), host) != other.hosts.end();
        });
  }

  // Hosts that count: those it names, or else all.
  bool counts(const HostFit& fit) const { return !any_declared_ || fit.declared; }

  // Symbols that are found in none of its hosts.
  void check_unresolved() {
    bool first = true;
    for (const HostFit& fit : result_.fits) {
      if (!counts(fit)) continue;
      if (first) nowhere_ = fit.missing;
      if (!first) nowhere_ = without(nowhere_, without(nowhere_, fit.missing));
      first = false;
    }
    std::vector<std::string> lost = nowhere_;
    std::erase_if(lost, is_abi);
    if (!knows_all_) {
      // A library that is not there may have them.
      std::erase_if(lost,
                    [&](const std::string& symbol) { return files_.providers(symbol).empty(); });
      for (HostFit& fit : result_.fits) {
        std::erase_if(fit.missing, [&](const std::string& symbol) {
          return !is_abi(symbol) && files_.providers(symbol).empty();
        });
      }
      nowhere_ = lost;
    }
    if (!any_declared_) {
      // It belongs to one of them, which nobody says: it is fine when it fits any.
      const auto nearest = std::min_element(
          result_.fits.begin(), result_.fits.end(),
          [](const HostFit& a, const HostFit& b) { return a.missing.size() < b.missing.size(); });
      if (nearest == result_.fits.end() || nearest->missing.empty()) return;
      std::vector<std::string> missing = nearest->missing;
      std::erase_if(missing, is_abi);
      if (lost.empty() && !missing.empty()) {
        report(Code::WrongHost,
               cat("fits no host; '", nearest->host, "', the nearest, lacks ", named(missing)));
      }
    }
    if (lost.empty()) return;
    report(Code::UnresolvedSymbol,
           cat("needs ", named(lost), ", which neither its hosts nor its libraries have"),
           remedy(lost.front()));
  }

  // Who has the symbol, and what to write.
  std::string remedy(const std::string& symbol) const {
    for (const std::size_t file : files_.providers(symbol)) {
      if (file < check_.input->files.size()) {
        const AuditedFile& other = check_.input->files[file];
        if (other.role == FileRole::Module) {
          return cat("module '", other.name, "' has '", symbol,
                     "'; if it is loaded before, name it in depends.modules");
        }
        if (other.role == FileRole::Library) {
          return cat("library '", other.name, "' has '", symbol, "': name it in depends.libraries");
        }
        continue;
      }
      if (const KnownLibFiles* lib = lib_of(file)) {
        return cat("lib '", lib->name, "' has '", symbol, "': name it in depends.libs");
      }
      return cat(name_of(file), " has '", symbol, "': link it");
    }
    return cat("no library that is known here has '", symbol, "'");
  }

  void check_hosts() {
    for (std::size_t i = 0; i < result_.fits.size(); ++i) {
      const HostFit& fit = result_.fits[i];
      if (!counts(fit) || fit.missing.empty()) continue;
      check_abi(fit, (*check_.hosts)[i].file);
      if (!fit.declared) continue;
      std::vector<std::string> missing = without(fit.missing, nowhere_);
      std::erase_if(missing, is_abi);
      if (missing.empty()) continue;
      report(Code::WrongHost, cat("does not fit '", fit.host, "', which lacks ", named(missing)),
             cat("take '", fit.host, "' out of `hosts`, or have it define them"));
    }
    if (!any_declared_) return;
    std::vector<std::string> more;
    for (const HostFit& fit : result_.fits) {
      if (!fit.declared && fit.missing.empty() && !is_named_by_another_file(fit.host)) {
        more.push_back(fit.host);
      }
    }
    if (more.empty()) return;
    report(Code::FitsMoreHosts, cat("fits ", named(more), ", too, which it does not name"),
           "name them in `hosts` if they are meant to load it");
  }

  void check_abi(const HostFit& fit, std::size_t host) {
    // Of hosts that nobody named for it, most have other ABIs.
    if (!fit.declared && result_.fits.size() > 1) return;
    std::vector<std::string> asked = fit.missing;
    std::erase_if(asked, [](const std::string& symbol) { return !is_abi(symbol); });
    if (asked.empty()) return;
    std::vector<std::string> has;
    for (const std::string& symbol : files_[host].facts.defined) {
      if (is_abi(symbol)) has.push_back(symbol);
    }
    report(Code::OtherBuild,
           cat("was built for ", named(asked), ", and '", fit.host, "' has ",
               has.empty() ? "none" : named(has)),
           "build both from the same headers, version and defines");
  }

  // Found only because another library happens to need the one that has them.
  void check_indirect() {
    for (const auto& [file, symbols] : indirect_) {
      std::vector<std::string> only(symbols.begin(), symbols.end());
      std::erase_if(only, [&](const std::string& symbol) { return settled_.count(symbol) != 0; });
      if (only.empty() || is_runtime(name_of(file))) continue;
      report(Code::UnderLinked,
             cat("uses ", named(only), " of ", name_of(file),
                 ", which is only loaded because another library needs it"),
             remedy_for(file));
    }
  }

  // The lib of the tree that the file belongs to; null when it is of none.
  const KnownLibFiles* lib_of(std::size_t file) const {
    for (const KnownLibFiles& lib : *check_.libs) {
      if (std::find(lib.files.begin(), lib.files.end(), file) != lib.files.end()) return &lib;
    }
    return nullptr;
  }

  std::string remedy_for(std::size_t file) const {
    if (const KnownLibFiles* lib = lib_of(file)) {
      return cat("name lib '", lib->name, "' in depends.libs");
    }
    return cat("declare a lib for ", name_of(file), " and name it in depends.libs");
  }

  // A library of the tree that a host has, too. As the same file it is loaded once; linked into the
  // host it is there twice, and its constructors run twice on one set of variables.
  void check_host_libraries() {
    for (const std::size_t library : loaded_.needed) {
      if (library >= check_.input->files.size()) continue;
      for (std::size_t i = 0; i < result_.fits.size(); ++i) {
        const HostFit& fit = result_.fits[i];
        const AuditedHost& host = (*check_.hosts)[i];
        const bool loads_it = any_declared_ ? fit.declared : fit.missing.empty();
        if (loads_it && report_host_library(library, host)) return;
      }
    }
  }

  bool report_host_library(std::size_t library, const AuditedHost& host) {
    const std::string& of = check_.input->files[host.file].name;
    if (host.scope[library] != Reach::Nowhere) {
      report(Code::HostLibraryRisk,
             cat("links ", name_of(library), ", the library of its host '", of, "'"),
             "modules find it through their host; where the host has it linked in, it would be "
             "there twice");
      return true;
    }
    if (!is_part_of(library, host.file)) return false;
    report(Code::HostLibrary,
           cat("links ", name_of(library), ", which is linked into its host '", of,
               "': it is there twice, and its constructors run twice"),
           "take it out of depends.libraries");
    return true;
  }

  // Whether the program exports most of what the library does.
  bool is_part_of(std::size_t library, std::size_t program) const {
    const std::vector<std::string>& names = files_[library].facts.defined;
    const std::vector<std::string> missing = without(names, files_[program].facts.defined);
    return !names.empty() && missing.size() * 2 < names.size();
  }

  // Declared and used, used and declared.
  void check_libs() {
    std::set<std::size_t> used;
    for (const std::string& symbol : loaded_.facts.undefined) {
      for (const std::size_t file : files_.providers(symbol)) {
        if (file < own_.size() && own_[file] == Reach::Direct) used.insert(file);
      }
    }
    std::set<std::size_t> declared;
    bool complete = true;
    for (const KnownLibFiles& lib : *check_.libs) {
      const auto said =
          std::find_if(file_.libs.begin(), file_.libs.end(),
                       [&](const DeclaredLib& each) { return each.name == lib.name; });
      if (said == file_.libs.end()) continue;
      declared.insert(lib.files.begin(), lib.files.end());
      complete &= lib.complete;
      const bool any = std::any_of(lib.files.begin(), lib.files.end(),
                                   [&](std::size_t file) { return used.count(file) != 0; });
      if (any || !lib.complete || lib.files.empty()) continue;
      report(said->at, Code::DeclaredLibUnused,
             cat("declares lib '", lib.name, "' and uses no symbol of it"),
             cat("take it out of ", said->place, ", unless only its headers are needed"));
    }
    if (!complete) return;
    for (const std::size_t file : loaded_.needed) {
      const bool ours = file < check_.input->files.size();
      if (ours || used.count(file) == 0 || declared.count(file) != 0) continue;
      if (is_runtime(name_of(file))) continue;
      report(Code::UndeclaredLib,
             cat("needs ", name_of(file), ", which no lib of its manifest stands for"),
             remedy_for(file));
    }
  }

  const ModuleCheck& check_;
  const LoadedFiles& files_;
  const AuditedFile& file_;
  const LoadedFile& loaded_;
  FileAudit& result_;
  Diagnostics& diagnostics_;
  std::vector<Reach> own_;
  std::vector<std::string> nowhere_;                       // symbols that no host of it has
  std::map<std::size_t, std::set<std::string>> indirect_;  // by library
  std::set<std::string> settled_;                          // found well in some host
  bool any_declared_ = false;
  bool knows_all_ = true;
};

}  // namespace

void add_finding(const AuditedFile& file, FileAudit& result, Diagnostic diagnostic,
                 Diagnostics& diagnostics) {
  result.findings.push_back(diagnostic.code);
  if (!diagnostic.at.file.valid()) diagnostic.message = cat(file.shown, ": ", diagnostic.message);
  diagnostics.add(std::move(diagnostic));
}

void check_module(const ModuleCheck& check, FileAudit& result, Diagnostics& diagnostics) {
  ModuleChecker(check, result, diagnostics).run();
}

}  // namespace modbuild
