// What is installed, from where, whereto and for whom: the install plan as installing, packaging
// and bills of materials see it. The document modbuild.plan/1 (install-plan.json) says the same.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/path.h"
#include "model/component.h"
#include "model/words.h"

namespace modbuild {

// Text of a file and what stands in its place when it is installed (model's Substitution).
struct InstallSubstitution {
  std::string text;
  std::string to;       // "{confdir}/"
  std::string becomes;  // resolved: "/usr/local/etc/switchyard/"

  friend bool operator==(const InstallSubstitution&, const InstallSubstitution&) = default;
};

// One file to install.
struct InstallItem {
  InstallKind kind = InstallKind::Data;
  Path source;              // in the tree (Root::Source) or in the build directory (Root::Build)
  std::string to;           // "{moduledir}/tm.so"
  std::string destination;  // resolved: "/usr/local/lib/switchyard/modules/tm.so"
  std::uint32_t mode = 0;   // permission bits, setuid and setgid among them
  std::string package;      // "" = it belongs to none
  ComponentKind owner_kind = ComponentKind::Module;  // its kind_word() is the key of `owner`
  std::string owner;                                 // the component's name
  std::string rpath;                                 // binaries: the RUNPATH of the installed file
  std::vector<std::string> abi;            // names of ABIs: a host's own first, or a module's one
  std::vector<std::string> hosts;          // modules: the programs that load this file, by name
  std::vector<std::string> entries;        // modules: what those look up, any of it
  std::vector<InstallSubstitution> subst;  // by text
};

struct InstallPlan {
  std::string tree;
  std::string version;
  std::map<std::string, std::string> dirs;  // prefix, bindir, ..., resolved
  // Where `install` writes down what it installed: "/usr/local/var/lib/modbuild/switchyard.json".
  std::string installed_manifest;
  std::vector<std::string> strip;  // the program that strips binaries of the target
  std::vector<InstallItem> items;  // by destination
};

// "module", "program", ...
std::string_view install_kind_word(InstallKind kind);

// Whether `word` names an install kind, which is then put into `kind`.
bool parse_install_kind(std::string_view word, InstallKind& kind);

// Files of the tree as manifests write them from its root ("//modules/tm/tm.cfg"), files of the
// build directory as they lie in it ("modules/tm.so").
std::string install_source_text(const Path& source);

// "0755".
std::string mode_text(std::uint32_t mode);

}  // namespace modbuild
