// A build directory with four files, the plan that installs them, and a system in memory.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "install/install.h"
#include "os/memory_file_system.h"

namespace modbuild::test {

inline InstallItem item(InstallKind kind, const std::string& source, const std::string& destination,
                        const std::string& package = "yard") {
  InstallItem result;
  result.kind = kind;
  result.source = {Root::Build, source};
  result.destination = destination;
  result.mode = kind == InstallKind::Config ? 0640 : 0755;
  result.package = package;
  result.owner = "tm";
  return result;
}

struct Yard {
  MemoryFileSystem tree, build, system;
  InstallPlan plan;
  InstallOptions options;
  std::string said;

  Yard() {
    plan.tree = "yard";
    plan.installed_manifest = "/var/lib/modbuild/yard.json";
    plan.items = {item(InstallKind::Config, "tm.conf", "/etc/yard/tm.conf"),
                  item(InstallKind::Module, "rr.so", "/usr/lib/yard/rr.so", "yard-rr"),
                  item(InstallKind::Module, "tm.so", "/usr/lib/yard/tm.so"),
                  item(InstallKind::Data, "words", "/usr/share/yard/words")};
    for (const InstallItem& each : plan.items)
      build.add_file(each.source.text, "new " + each.source.text);
  }

  // "installed /etc/yard/tm.conf\n", ..; what was said instead after an error.
  std::string install() {
    Diagnostics diagnostics;
    const auto outcomes = modbuild::install(plan, {&tree, &build, &system}, options, diagnostics);
    return told(outcomes, diagnostics);
  }
  std::string uninstall(const UninstallOptions& how = {}) {
    Diagnostics diagnostics;
    return told(modbuild::uninstall(plan.installed_manifest, system, how, diagnostics),
                diagnostics);
  }
  std::string verify() {
    Diagnostics diagnostics;
    const auto manifest = read_installed_manifest(plan.installed_manifest, system, diagnostics);
    std::string text;
    if (!manifest) return "no manifest";
    for (const InstalledFault& fault :
         verify_installed(*manifest, plan.installed_manifest, system, diagnostics)) {
      text += std::string(fault_word(fault.kind)) + " " + fault.path + "\n";
    }
    return text;
  }
  std::string told(const std::optional<std::vector<FileOutcome>>& outcomes,
                   Diagnostics& diagnostics) {
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.take_sorted())
      text += diagnostic.message + "\n";
    if (!outcomes) return text;
    for (const FileOutcome& outcome : *outcomes) {
      text += std::string(file_action_word(outcome.action)) + " " + outcome.path + "\n";
    }
    return text;
  }
  std::string content(const std::string& path) {
    return system.read(path.substr(1), 1U << 20U).value_or("(none)");
  }
};

// Every file below `directory`, one a line.
inline void list_files(FileSystem& files, const std::string& directory, std::string& out) {
  for (const DirEntry& entry : files.list(directory).value_or(std::vector<DirEntry>())) {
    const std::string path = directory.empty() ? entry.name : directory + "/" + entry.name;
    if (entry.type == FileType::Directory) {
      list_files(files, path, out);
    } else {
      out += path + "\n";
    }
  }
}

inline std::string files_of(FileSystem& files) {
  std::string out;
  list_files(files, "", out);
  return out;
}

}  // namespace modbuild::test
