// Decides which components are built, and keeps the reason for each decision (DESIGN.md 3).
// Pure: needs the catalog, the request and the probes' answers.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostics.h"
#include "model/catalog.h"
#include "model/request.h"
#include "probe/probe.h"
#include "select/modules_list.h"
#include "select/relations.h"

namespace modbuild {

class JsonWriter;

enum class ReasonKind : std::uint8_t {
  // on
  Base,
  Group,
  Include,
  DependencyOf,
  Static,
  Needed,
  // off
  NotRequested,
  Excluded,
  When,
  HostOff,
  LibMissing,
  ModuleOff,
  LibraryOff,
  ToolOff,
  Conflict,
  FeatureMissing
};

// Why a component is on or off: one cause. Chains are followed through `component`.
// Where several would do, the one that is least by name is told, so that the order of lists never
// shows; only the ways of an `any-lib` keep the manifest's order, which means something there.
struct Reason {
  ReasonKind kind = ReasonKind::NotRequested;
  std::string name;        // the base, group, word, lib, capability, feature, or `when` part
  ComponentId component;   // the other component, where the cause is one
  SourceRange at;          // the manifest line, or command-line word, that caused it
  std::vector<LibId> any;  // LibMissing: all ways, where any one of several libs would do
};

// A feature that is `on` and cannot be had turns its component off; an `auto` one only itself.
// Features only ever turn off while pruning, never on again.
struct FeatureVerdict {
  std::string name;
  FeatureSetting setting = FeatureSetting::Auto;
  bool on = false;
  bool requested = false;  // the setting is the request's, not the manifest's
  bool named = false;      // and the request gives the component's own name, no glob or @group
  Reason because;          // LibMissing, ModuleOff, When; Base = its default; Include = asked for
  SourceRange set_at;      // the word or manifest line that the setting comes from
};

struct Verdict {
  bool on = false;
  bool wanted = false;     // the formula wanted it, before pruning
  bool requested = false;  // named outright by the user: an exact name, or `require`
  bool required = false;   // by `require`: must be on, whatever `--missing` says
  Linkage linkage = Linkage::Shared;
  bool downgraded =
      false;  // asked for static, and shared by StaticPolicy::Downgrade; notes say why
  Reason because;
  SourceRange wanted_at;                 // the word or line that wanted it, before pruning
  std::vector<FeatureVerdict> features;  // parallel to Component::features
  std::vector<std::string> notes;        // "also excluded; include wins", unmet `load` needs
};

struct SelectionCounts {
  std::uint64_t on = 0;  // modules, shared and static
  std::uint64_t made_static = 0;
  std::uint64_t off = 0;
  std::uint64_t dropped = 0;  // off though wanted
};

struct Selection {
  Base base = Base::None;  // the one that was used; None = groups or --base none
  Request request;         // as resolved from profile, files and command line
  std::string profile;
  std::string variant;                      // of the tree; "" = none
  std::string toolchain;                    // of the tree; "" = the environment's compilers
  IdVector<ComponentId, Verdict> verdicts;  // modules, programs and libraries
  SelectionCounts counts;                   // modules only
  // Modules and programs that are wanted and off all the same, where that is an error: without a
  // policy those named outright (by a list or by a feature of theirs set to `on`), with
  // MissingPolicy::Error every one; always what `require` names and what lacks a feature that the
  // request sets to `on`. The caller shows the table, then reports MB071, exit 1.
  std::vector<ComponentId> unmet;
};

// What the request says about one feature.
struct FeatureChoice {
  ComponentId component;
  std::uint32_t feature = 0;  // index into Component::features
  FeatureSetting setting = FeatureSetting::Auto;
  bool named = false;  // by the component's own name, not by a glob or @group
  SourceRange at;
};

// The set wanted before pruning; `needed_libs` and `select` both start from it.
struct Wanted {
  Base base = Base::None;
  IdVector<ComponentId, Verdict> verdicts;  // on = wanted, with the reason; not yet pruned
  std::vector<ComponentId> named;           // named outright (include, static, require)
  std::vector<FeatureChoice> features;      // one per feature asked for; by component, feature
  bool with_deps = false;                   // `select` will pull in hard dependencies
  bool with_load = false;                   // and what they need when they run
};

// Looks up every word of the request and applies the formulas of DESIGN.md 3. Words are names,
// globs and @groups; programs may be included and excluded by exact name. Unknown names and globs
// without a match are errors (MB070), as is a name in `static` whose manifest says "never" (MB073);
// a glob or @group there passes such a module by. A name that loses to its opposite is noted
// (MB076).
Wanted find_wanted(const Catalog& catalog, const Request& request, Diagnostics& diagnostics);

// The libs that could matter for `wanted`, in id order: those of every component that is wanted or
// might be pulled in, and those that a `when` asks about; of components of `machine` only.
std::vector<LibId> needed_libs(const Catalog& catalog, const Wanted& wanted,
                               Machine machine = Machine::Target);

// The libs that one component may ask about by itself, in id order.
std::vector<LibId> libs_of(const Catalog& catalog, const Wanted& wanted, ComponentId id);

// Prunes to the fixpoint and gives every component its one verdict.
//
// Works in rounds: each looks at all components that the last one touched, sees everything as it
// stood before the round, and drops together what must go; so neither order nor thread count can
// matter. Programs and libraries are settled before modules. A component's causes are tried in the
// order when, host, lib, any-lib, library, tool, module, feature; of several modules that are off
// the one that went first is told, so that chains lead to a root. Conflicts are settled last, among
// what is left: a module named outright beats one that is not, else the earlier name beats the
// later; each loss is pruned to its end before the next conflict is looked at, which may be an
// earlier one where that cost a feature its `when` asks about. A static module that needs a shared
// one is an error (MB072), or becomes shared (MB080) by StaticPolicy::Downgrade.
Selection select(const Catalog& catalog, const Request& request, const Wanted& wanted,
                 const ProbeReport& probes, Diagnostics& diagnostics);

// Adds one MB071 for all of Selection::unmet, at the word that asked for the first of them: a note
// with the cause of each and, where that lies with another component, one with the root; the help
// says what to do. Nothing is added when nothing is unmet.
void report_unmet(const Catalog& catalog, const Selection& selection, const ProbeReport& probes,
                  Diagnostics& diagnostics);

// The facts for `when` in component `id`, as decided by the selection. They refer to the arguments,
// which must outlive them.
Facts facts_of(const Catalog& catalog, const Selection& selection, const ProbeReport& probes,
               ComponentId id);

// One line for people: "group db", "library openssl not found", "needs tm, which is off".
std::string describe(const Catalog& catalog, const Reason& reason);

// The same for a feature: "on by default", "asked for", "library openssl not found".
std::string describe(const Catalog& catalog, const FeatureVerdict& feature);

// "base", "group", "lib-missing", ...: the words of the selection document.
std::string_view reason_word(ReasonKind kind);

// What to do about an off verdict: "install libssl-dev", "-i tm"; empty when nothing helps. Each is
// a way of its own, the best first; for a dropped component it mends the root of the cause chain.
std::vector<std::string> fixes(const Catalog& catalog, const Selection& selection,
                               const ProbeReport& probes, ComponentId id);

// The same for a feature that is off while its component is on; empty when nothing helps.
std::vector<std::string> feature_fixes(const Catalog& catalog, const Selection& selection,
                                       const ProbeReport& probes, ComponentId id,
                                       std::size_t feature);

// The libs whose absence `reason`, the last of a component's or a feature's verdict, tells: all
// ways of an `any-lib` first, then those that the same component would be told to lack next.
std::vector<LibId> libs_to_blame(const Catalog& catalog, const Selection& selection,
                                 const ProbeReport& probes, ComponentId id, const Reason& reason);

// The cause chain from `id` down to its root cause, one step each, starting with `id`. A feature
// that turned a component off is followed by a second step of that component with the feature's
// cause.
struct ChainLink {
  ComponentId component;
  Reason reason;
  bool on = false;
};
std::vector<ChainLink> cause_chain(const Selection& selection, ComponentId id);

// The document modbuild.selection/1. `more` may add members behind the others.
std::string selection_json(const Catalog& catalog, const Selection& selection,
                           const ProbeReport& probes,
                           const std::function<void(JsonWriter&)>& more = {});

// The request that made the document, with the base it used. Its words point to `file`. Something
// else than such a document is an error (MB075); members it does not know are passed over.
std::optional<Request> read_selection(std::string_view text, FileId file, Diagnostics& diagnostics);

// What changed for components since the document was written, one line each, by name; empty when
// the same is built in the same way:
//   + tls  on (group db)
//   - acc  off: library openssl not found
//   ~ tm   static, was shared
// No value, and MB075, when `text` is no such document.
std::optional<std::vector<std::string>> compare_selection(std::string_view text, FileId file,
                                                          const Catalog& catalog,
                                                          const Selection& selection,
                                                          Diagnostics& diagnostics);

}  // namespace modbuild
