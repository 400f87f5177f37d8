// What a request comes to, in words: names instead of ids, flags and places as text, so that two
// can be compared that know nothing of each other. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/catalog.h"
#include "plan/plan.h"
#include "preview/cost.h"
#include "preview/step.h"
#include "probe/probe.h"
#include "select/select.h"

namespace modbuild {

// A path as people see it: of the tree as it is, of the build directory as "{build}/obj/a.o".
std::string shown_path(const Path& path);
std::string shown_argument(const Arg& arg);

// As previews name a component: the build machine's copies "NAME (for the build)".
std::string component_name(const Catalog& catalog, ComponentId id);

// A list of flags of one component: "compile C", "compile C++", "link".
struct PreviewFlags {
  std::string step;
  std::vector<std::string> flags;
};

struct PreviewComponent {
  std::string name;  // as component_name() gives it
  ComponentKind kind = ComponentKind::Module;
  bool on = false;  // and built: with a plan, libraries are where something uses them
  Linkage linkage = Linkage::Shared;
  std::string reason;      // "group db", "library openssl not found"
  std::string root_cause;  // where that lies with another component: "tls: library ssl not found"
  std::string at;          // the manifest line that caused it, or ""
  std::vector<std::string> features;  // those that are on
  std::vector<std::string> libs;      // external ones that it uses where it is on
  std::vector<PreviewFlags> flags;
};

struct PreviewFile {
  std::string destination;
  std::string to;  // "{moduledir}/tm.so"
  std::string mode;
  std::string package;  // "" = none
  std::string component;
};

struct PreviewLib {
  bool found = false;
  std::string version;
};

struct Preview {
  std::string tree;
  std::vector<PreviewComponent> components;  // by name
  std::vector<PreviewFlags> common;          // of the toolchains: programs and flags for all steps
  std::vector<PreviewStep> steps;            // by first output
  std::vector<PreviewFile> files;            // by destination
  std::map<std::string, PreviewLib> libs;    // those that something which is on uses
  SelectionCounts counts;                    // of modules
};

struct PreviewInput {
  const Catalog* catalog = nullptr;
  const Selection* selection = nullptr;
  const ProbeReport* probes = nullptr;
  const Plan* plan = nullptr;  // null: only components and libs are told
  // "modules/tm/module.toml:7"; "" for what stands in no file.
  std::function<std::string(const SourceRange&)> place;
};

Preview preview_of(const PreviewInput& input);

// What two previews do not share.
enum class Change : std::uint8_t { Gained, Lost, Changed };

struct ComponentChange {
  Change change = Change::Changed;
  std::string name;
  ComponentKind kind = ComponentKind::Module;
  std::vector<std::string> what;       // Changed: "static, was shared", "feature gzip off"
  std::string reason, root_cause, at;  // of the second, or of the first for one it does not know
};

struct InstalledChange {
  Change change = Change::Changed;
  PreviewFile file;               // as the second has it; the first's when it is lost
  std::vector<std::string> what;  // Changed: "mode 0644, was 0755"
};

struct LibChange {
  Change change = Change::Changed;
  std::string name;
  std::string before, after;  // "found 3.0.15", "not found"
};

struct FlagsChange {
  std::string component;  // "" = the toolchain's, of all components
  std::string step;
  std::vector<std::string> lost, gained;
  bool reordered = false;  // the same flags in another order
};

struct StepChange {
  Change change = Change::Changed;
  const PreviewStep* before = nullptr;  // in the previews compared; null for what was gained
  const PreviewStep* after = nullptr;   // null for what was lost
};

struct PreviewDifference {
  std::vector<ComponentChange> components;  // by name
  std::vector<InstalledChange> files;       // by destination
  std::vector<std::string> packages_gained, packages_lost;
  std::vector<LibChange> libs;     // by name
  std::vector<FlagsChange> flags;  // by component; of those that are on in both
  std::vector<StepChange> steps;   // by output

  bool empty() const {
    return components.empty() && files.empty() && packages_gained.empty() &&
           packages_lost.empty() && libs.empty() && flags.empty() && steps.empty();
  }
};

// The steps of the result point into `before` and `after`, which must live as long.
PreviewDifference compare(const Preview& before, const Preview& after);

}  // namespace modbuild
