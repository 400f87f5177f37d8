// Decides which components are built, and keeps the reason for each decision (DESIGN.md 3).
// Pure: needs the catalog, the request and the probes' answers.
#pragma once

#include <string>
#include <vector>

#include "diag/diagnostics.h"
#include "model/catalog.h"
#include "model/request.h"
#include "probe/probe.h"

namespace modbuild {

enum class ReasonKind : std::uint8_t {
  // on
  Base, Group, Include, DependencyOf, Static, Needed,
  // off
  NotRequested, Excluded, When, HostOff, LibMissing, ModuleOff, LibraryOff, ToolOff, Conflict,
  FeatureMissing
};

// Why a component is on or off: one cause. Chains are followed through `component`.
struct Reason {
  ReasonKind kind = ReasonKind::NotRequested;
  std::string name;        // the base, group, lib, capability, feature, or `when` part
  ComponentId component;   // the other component, where the cause is one
  SourceRange at;          // the manifest line, or command-line word, that caused it
};

struct FeatureVerdict {
  bool on = false;
  Reason because;          // LibMissing, ModuleOff, When; Base = its default; Include = asked for
};

struct Verdict {
  bool on = false;
  bool wanted = false;     // the formula wanted it, before pruning
  bool requested = false;  // named outright by the user
  Linkage linkage = Linkage::Shared;
  Reason because;
  std::vector<FeatureVerdict> features;  // parallel to Component::features
  std::vector<std::string> notes;        // "also excluded; include wins", unmet `load` needs
};

struct SelectionCounts {
  std::uint64_t on = 0;          // modules, shared and static
  std::uint64_t made_static = 0;
  std::uint64_t off = 0;
  std::uint64_t dropped = 0;     // off though wanted
};

struct Selection {
  Base base = Base::None;        // the one that was used; None = groups or --base none
  Request request;               // as resolved from profile, files and command line
  std::string profile;
  IdVector<ComponentId, Verdict> verdicts;  // modules, programs and libraries
  SelectionCounts counts;        // modules only
  // Modules that the user named outright and that are off all the same, where that is an error
  // (`--missing` decides): the caller shows the table, then reports MB071 for each, exit 1.
  std::vector<ComponentId> unmet;
};

// Looks up every name of the request; unknown names and globs without a match are errors (MB070).
// The set wanted before pruning; `needed_libs` and `select` both start from it.
struct Wanted {
  Base base = Base::None;
  IdVector<ComponentId, Verdict> verdicts;  // on = wanted, with the reason; not yet pruned
  std::vector<ComponentId> named;           // named outright (include, static, require)
};
Wanted find_wanted(const Catalog& catalog, const Request& request, Diagnostics& diagnostics);

// The libs that could matter for `wanted`, in id order.
std::vector<LibId> needed_libs(const Catalog& catalog, const Wanted& wanted);

// Prunes to the fixpoint and gives every component its one verdict.
Selection select(const Catalog& catalog, const Request& request, const Wanted& wanted,
                 const ProbeReport& probes, Diagnostics& diagnostics);

// The facts for `when` in component `id`, as decided by the selection.
Facts facts_of(const Catalog& catalog, const Selection& selection, const ProbeReport& probes,
               ComponentId id);

// One line for people: "group db", "library openssl not found", "needs tm, which is off".
std::string describe(const Catalog& catalog, const Reason& reason);

// "base", "group", "lib-missing", ...: the words of the selection document.
std::string_view reason_word(ReasonKind kind);

// What to do about an off verdict: "install libssl-dev", "-i tm"; empty when nothing helps.
std::vector<std::string> fixes(const Catalog& catalog, const Selection& selection,
                               const ProbeReport& probes, ComponentId id);

// The cause chain from `id` down to its root cause, one step each, starting with `id`.
struct ChainLink {
  ComponentId component;
  Reason reason;
  bool on = false;
};
std::vector<ChainLink> cause_chain(const Selection& selection, ComponentId id);

// The document modbuild.selection/1.
std::string selection_json(const Catalog& catalog, const Selection& selection,
                           const ProbeReport& probes);

}  // namespace modbuild
