#include <algorithm>
#include <map>
#include <set>

#include "base/abi_symbol.h"
#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "elf/elf.h"
#include "verify/module_check.h"
#include "verify/names.h"

namespace modbuild {
namespace {

std::vector<std::string> abi_names(const DynamicFile& facts) {
  std::vector<std::string> names;
  for (const std::vector<std::string>* symbols : {&facts.defined, &facts.undefined}) {
    for (const std::string& symbol : *symbols) {
      if (symbol.starts_with(kAbiSymbolPrefix)) {
        names.push_back(symbol.substr(kAbiSymbolPrefix.size()));
      }
    }
  }
  return names;
}

// Why the dynamic linker should not look there; empty when it may.
std::string fault_of_part(const std::string& part, const std::vector<std::string>& build_roots) {
  if (part.empty()) return "an empty part, which stands for the working directory";
  if (part.starts_with("$ORIGIN") || part.starts_with("${ORIGIN}")) return {};
  if (!part.starts_with('/')) return cat("'", part, "', relative to the working directory");
  const std::string place = normalise(part);
  for (const std::string& root : build_roots) {
    if (is_below(place, root)) return cat("'", part, "', in the directory it was built in");
  }
  for (const char* temporary : {"/tmp", "/var/tmp", "/home", "/root"}) {
    if (is_below(place, temporary)) return cat("'", part, "', which is nobody's to install into");
  }
  return {};
}

class Auditor {
 public:
  Auditor(const AuditInput& input, Diagnostics& diagnostics)
      : input_(input), diagnostics_(diagnostics), files_(input_) {}

  Audit run() {
    audit_.libraries = files_.size() - input_.files.size();
    settle_roles();
    read_known_libs();
    find_hosts();
    for (std::size_t i = 0; i < input_.files.size(); ++i) {
      if (input_.files[i].role == FileRole::Module) modules_[input_.files[i].name] = i;
    }
    for (std::size_t i = 0; i < input_.files.size(); ++i) check(i);
    check_static_objects();
    count();
    return std::move(audit_);
  }

 private:
  // A file that nothing is known of: what runs is a host if it exports anything; what others need,
  // or has a soname without what hosts look up, is a library.
  void settle_roles() {
    std::set<std::size_t> needed;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      needed.insert(files_[i].needed.begin(), files_[i].needed.end());
    }
    for (std::size_t i = 0; i < input_.files.size(); ++i) {
      AuditedFile& file = input_.files[i];
      if (file.role != FileRole::Unknown) continue;
      const DynamicFile& facts = files_[i].facts;
      const bool has_entry = defines_any(facts.defined, file.entries);
      if (facts.is_program) {
        file.role = facts.defined.empty() ? FileRole::Program : FileRole::Host;
      } else if (!has_entry && (needed.count(i) != 0 || !facts.soname.empty())) {
        file.role = FileRole::Library;
      } else {
        file.role = FileRole::Module;
      }
    }
  }

  // Behind each -l word: the file that the linker takes, and so what DT_NEEDED leads to.
  void read_known_libs() {
    const std::size_t like = first_read();
    if (like == files_.size()) return;
    for (const KnownLib& lib : input_.libs) {
      KnownLibFiles known{lib.name, {}, true};
      for (const std::string& word : lib.words) {
        if (!word.starts_with("-l")) continue;
        const std::size_t found =
            files_.find_or_read(files_.search().link_places(word, lib.words), like);
        if (found < files_.size()) known.files.push_back(found);
        known.complete &= found < files_.size();
      }
      known_libs_.push_back(std::move(known));
    }
  }

  std::size_t first_read() const {
    for (std::size_t i = 0; i < input_.files.size(); ++i) {
      if (files_[i].failure.empty()) return i;
    }
    return files_.size();
  }

  void find_hosts() {
    for (std::size_t i = 0; i < input_.files.size(); ++i) {
      if (input_.files[i].role != FileRole::Host || !files_[i].failure.empty()) continue;
      AuditedHost host{i, closure(files_, i, Reach::Host, Reach::Host), true};
      host.scope[i] = Reach::Direct;
      for (std::size_t file = 0; file < host.scope.size(); ++file) {
        if (host.scope[file] != Reach::Nowhere) host.complete &= files_[file].not_found.empty();
      }
      hosts_.push_back(std::move(host));
    }
  }

  void check(std::size_t i) {
    const AuditedFile& file = input_.files[i];
    FileAudit& result = audit_.files.emplace_back();
    result.file = i;
    result.role = file.role;
    if (!files_[i].failure.empty()) {
      add_finding(
          file, result,
          {Code::AuditUnreadable,
           file.at,
           cat(role_word(file.role), " '", file.name, "' cannot be used: ", files_[i].failure),
           "build it again",
           {}},
          diagnostics_);
      return;
    }
    const DynamicFile& facts = files_[i].facts;
    result.needed = facts.needed;
    result.abi = abi_names(facts);
    check_paths(file, facts, result);
    check_memory(file, facts, result);
    if (file.role != FileRole::Module) return;
    if (!fits_machine(file, facts, result)) return;
    check_module({&input_, &files_, &hosts_, &modules_, &known_libs_}, result, diagnostics_);
  }

  void report(const AuditedFile& file, FileAudit& result, Code code, std::string what,
              std::string help) {
    add_finding(file, result,
                {code,
                 file.at,
                 cat(role_word(file.role), " '", file.name, "' ", std::move(what)),
                 std::move(help),
                 {}},
                diagnostics_);
  }

  void check_paths(const AuditedFile& file, const DynamicFile& facts, FileAudit& result) {
    for (const std::vector<std::string>* parts : {&facts.rpath, &facts.runpath}) {
      for (const std::string& part : *parts) {
        const std::string fault = fault_of_part(part, input_.build_roots);
        if (fault.empty()) continue;
        report(file, result, Code::StrayRunPath, cat("looks for libraries in ", fault),
               "take the -rpath out of its flags; whoever may write there decides what it runs");
      }
    }
  }

  void check_memory(const AuditedFile& file, const DynamicFile& facts, FileAudit& result) {
    if (facts.executable_stack) {
      report(
          file, result, Code::ExecutableStack, "asks for a stack that can be executed",
          "an assembler file lacks .section .note.GNU-stack,\"\",%progbits, or a nested function's "
          "address is taken");
    }
    if (facts.text_relocations) {
      report(file, result, Code::TextRelocations, "has relocations in its code",
             "compile all of it with -fPIC, archives that it links as well");
    }
  }

  bool fits_machine(const AuditedFile& file, const DynamicFile& facts, FileAudit& result) {
    const bool fits =
        hosts_.empty() || std::any_of(hosts_.begin(), hosts_.end(), [&](const AuditedHost& host) {
          return same_machine(files_[host.file].facts, facts);
        });
    if (fits) return true;
    report(file, result, Code::OtherMachine, "is for another machine than its hosts",
           "build both with one toolchain");
    return false;
  }

  // Symbols that two static modules of one host define for everybody.
  void check_static_objects() {
    std::map<std::pair<std::string, std::string>, const StaticObject*> first;  // by host and symbol
    for (const StaticObject& object : input_.static_objects) {
      const Expected<std::string> bytes = input_.system.read(object.path);
      const auto symbols = object_symbols(bytes.value_or(std::string()));
      if (!symbols) continue;
      for (const std::string& host : object.hosts) {
        for (const std::string& symbol : symbols->strong) {
          const auto [other, fresh] = first.emplace(std::pair(host, symbol), &object);
          if (fresh || other->second == &object) continue;
          diagnostics_.add({Code::StaticClash,
                            object.at,
                            cat("static modules '", other->second->module, "' and '", object.module,
                                "' both define '", symbol, "' in host '", host, "'"),
                            "leave one of them shared",
                            {{other->second->at, "the other one"}}});
          ++audit_.errors;
        }
      }
    }
  }

  void count() {
    for (FileAudit& file : audit_.files) {
      for (const Code code : file.findings) {
        audit_.errors += code_info(code).severity == Severity::Error;
        audit_.warnings += code_info(code).severity == Severity::Warning;
      }
      sort_once(file.findings);
    }
  }

  AuditInput input_;
  Diagnostics& diagnostics_;
  LoadedFiles files_;
  std::vector<AuditedHost> hosts_;
  std::vector<KnownLibFiles> known_libs_;
  std::map<std::string, std::size_t> modules_;
  Audit audit_;
};

}  // namespace

std::string_view role_word(FileRole role) {
  switch (role) {
    case FileRole::Unknown:
      return "file";
    case FileRole::Module:
      return "module";
    case FileRole::Host:
      return "host";
    case FileRole::Program:
      return "program";
    case FileRole::Library:
      break;
  }
  return "library";
}

Audit audit(const AuditInput& input, Diagnostics& diagnostics) {
  return Auditor(input, diagnostics).run();
}

}  // namespace modbuild
