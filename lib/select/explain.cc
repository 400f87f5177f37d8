// Words for reasons, and the chains they form.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/str.h"
#include "select/remedies.h"
#include "select/select.h"

namespace modbuild {
namespace {

std::string describe_lib(const Catalog& catalog, const Reason& reason) {
  if (reason.any.size() < 2) return cat("library ", reason.name, " not found");
  std::vector<std::string> names;
  for (const LibId id : reason.any) {
    if (id.valid()) names.push_back(catalog.libs[id].name.value);
  }
  return cat("library ", join(names, " or "), " not found");
}

std::string describe_module_off(const Catalog& catalog, const Reason& reason) {
  const bool by_name =
      reason.component.valid() && catalog.components[reason.component].name.value == reason.name;
  return cat("needs ", reason.name,
             by_name ? ", which is off" : ", which nothing that is on provides");
}

}  // namespace

std::string describe(const Catalog& catalog, const Reason& reason) {
  const std::string& name = reason.name;
  switch (reason.kind) {
    case ReasonKind::Base:
      return name == "program" ? name : cat("base ", name);
    case ReasonKind::Group:
      return cat("group ", name);
    case ReasonKind::Include:
      return name.find_first_of("*?[@") == std::string::npos ? "include" : cat("include ", name);
    case ReasonKind::DependencyOf:
      return cat("dependency of ", name);
    case ReasonKind::Static:
      return "static";
    case ReasonKind::Needed:
      return name.empty() ? "library" : cat("needed by ", name);
    case ReasonKind::NotRequested:
      return "not requested";
    case ReasonKind::Excluded:
      return name.find_first_of("*?[@") == std::string::npos ? "excluded"
                                                             : cat("excluded by ", name);
    case ReasonKind::When:
      return cat("when ", name, " is false");
    case ReasonKind::HostOff:
      return cat("host ", name, " is off");
    case ReasonKind::LibMissing:
      return describe_lib(catalog, reason);
    case ReasonKind::ModuleOff:
      return describe_module_off(catalog, reason);
    case ReasonKind::LibraryOff:
      return cat("needs library ", name, ", which is off");
    case ReasonKind::ToolOff:
      return cat("needs tool ", name, ", which is off");
    case ReasonKind::Conflict:
      return cat("conflicts with ", name);
    case ReasonKind::FeatureMissing:
      return cat("feature ", name, " cannot be had");
  }
  return {};
}

std::string describe(const Catalog& catalog, const FeatureVerdict& feature) {
  switch (feature.because.kind) {
    case ReasonKind::Include:
      if (feature.setting == FeatureSetting::Auto) return "auto as asked";
      return feature.on ? "asked for" : "off as asked";
    case ReasonKind::Base:
      if (feature.setting == FeatureSetting::Auto) return "auto";
      return feature.on ? "on by default" : "off by default";
    case ReasonKind::NotRequested:
      return "its component is off";
    default:
      return describe(catalog, feature.because);
  }
}

std::string_view reason_word(ReasonKind kind) {
  switch (kind) {
    case ReasonKind::Base:
      return "base";
    case ReasonKind::Group:
      return "group";
    case ReasonKind::Include:
      return "include";
    case ReasonKind::DependencyOf:
      return "dependency-of";
    case ReasonKind::Static:
      return "static";
    case ReasonKind::Needed:
      return "needed";
    case ReasonKind::NotRequested:
      return "not-requested";
    case ReasonKind::Excluded:
      return "excluded";
    case ReasonKind::When:
      return "when";
    case ReasonKind::HostOff:
      return "host-off";
    case ReasonKind::LibMissing:
      return "lib-missing";
    case ReasonKind::ModuleOff:
      return "module-off";
    case ReasonKind::LibraryOff:
      return "library-off";
    case ReasonKind::ToolOff:
      return "tool-off";
    case ReasonKind::Conflict:
      return "conflict";
    case ReasonKind::FeatureMissing:
      return "feature-missing";
  }
  return {};
}

std::vector<ChainLink> cause_chain(const Selection& selection, ComponentId id) {
  std::vector<ChainLink> chain;
  std::vector<bool> seen(selection.verdicts.size(), false);
  // A module can lose a conflict to one that goes off because of it: circles end the chain.
  while (id.valid() && !seen[id.value]) {
    seen[id.value] = true;
    const Verdict& verdict = selection.verdicts[id];
    chain.push_back({id, verdict.because, verdict.on});
    if (const Reason& last = last_reason(verdict); &last != &verdict.because) {
      chain.push_back({id, last, false});
    }
    id = chain.back().reason.component;
  }
  return chain;
}

namespace {

// What says that one component cannot be had, and what to do; the parts of MB071.
class UnmetReport {
 public:
  UnmetReport(const Catalog& catalog, const Selection& selection, const ProbeReport& probes)
      : catalog_(catalog), selection_(selection), remedies_(catalog, selection, probes) {}

  Diagnostic make() {
    const std::vector<ComponentId>& unmet = selection_.unmet;
    Diagnostic diagnostic{Code::RequestedButOff, place_of(unmet.front()), message(), {}, {}};
    for (const ComponentId id : unmet) add_notes(id, diagnostic.notes);
    diagnostic.help = help();
    return diagnostic;
  }

 private:
  const std::string& name(ComponentId id) const { return catalog_.components[id].name.value; }
  bool is_module(ComponentId id) const {
    return catalog_.components[id].kind == ComponentKind::Module;
  }

  bool is_unmet(ComponentId id) const {
    return std::binary_search(selection_.unmet.begin(), selection_.unmet.end(), id);
  }

  // The word that asked for it, else the cause.
  SourceRange place_of(ComponentId id) const {
    const Verdict& verdict = selection_.verdicts[id];
    for (const FeatureVerdict& feature : verdict.features) {
      const bool lacking = verdict.because.kind == ReasonKind::FeatureMissing &&
                           verdict.because.name == feature.name && feature.requested;
      if (lacking && feature.set_at.file.valid()) return feature.set_at;
    }
    return verdict.wanted_at.file.valid() ? verdict.wanted_at : verdict.because.at;
  }

  std::string message() const {
    const std::vector<ComponentId>& unmet = selection_.unmet;
    if (unmet.size() == 1) {
      const ComponentId id = unmet.front();
      return cat(is_module(id) ? "module '" : "program '", name(id),
                 "' cannot be built: ", describe(catalog_, selection_.verdicts[id].because));
    }
    std::vector<std::string> names;
    std::size_t modules = 0;
    for (const ComponentId id : unmet) {
      if (is_module(id)) ++modules;
      names.push_back(cat(is_module(id) ? "'" : "program '", name(id), "'"));
    }
    std::vector<std::string> counts;
    if (modules > 0) counts.push_back(count_of(modules, "module"));
    if (modules < unmet.size()) counts.push_back(count_of(unmet.size() - modules, "program"));
    return cat(join(counts, " and "), " cannot be built: ", join(names, ", "));
  }

  // The cause, and the root where that is another one that is not told anyway; for a single
  // component each step between.
  void add_notes(ComponentId id, std::vector<Note>& notes) const {
    const std::vector<ChainLink> chain = cause_chain(selection_, id);
    const bool alone = selection_.unmet.size() == 1;
    bool own = true;  // nothing is said yet of the component itself
    for (std::size_t i = 0; i < chain.size(); ++i) {
      const bool last = i + 1 == chain.size();
      // A feature that cannot be had is told with its cause, which comes next.
      if (chain[i].reason.kind == ReasonKind::FeatureMissing && !last) continue;
      if (!own && !alone && (!last || is_unmet(chain[i].component))) continue;
      std::string text = step(chain, i);
      if (!own && !alone) text = cat("for '", name(id), "': ", text);
      notes.push_back({chain[i].reason.at, std::move(text)});
      own = false;
    }
  }

  std::string step(const std::vector<ChainLink>& chain, std::size_t i) const {
    const ChainLink& link = chain[i];
    const std::string cause = describe(catalog_, link.reason);
    if (i > 0 && chain[i - 1].reason.kind == ReasonKind::FeatureMissing) {
      return cat("'", name(link.component), "' cannot have feature '", chain[i - 1].reason.name,
                 "': ", cause);
    }
    return cat("'", name(link.component), "' is ", link.on ? "on: " : "off: ", cause);
  }

  // "install libssl-dev (tls, sips); -i rr, or --with-deps (acc)"; what is one for all stands
  // alone.
  std::string help() {
    std::vector<std::pair<std::string, std::vector<std::string>>> ways;
    for (const ComponentId id : selection_.unmet) {
      std::string way = join(remedies_.find(id).ways, ", or ");
      if (way.empty()) continue;
      const auto same = std::find_if(ways.begin(), ways.end(),
                                     [&way](const auto& known) { return known.first == way; });
      if (same == ways.end()) {
        ways.push_back({std::move(way), {name(id)}});
      } else {
        same->second.push_back(name(id));
      }
    }
    if (ways.size() == 1 && ways.front().second.size() == selection_.unmet.size()) {
      return ways.front().first;
    }
    std::vector<std::string> texts;
    for (const auto& [way, names] : ways) texts.push_back(cat(way, " (", join(names, ", "), ")"));
    return join(texts, "; ");
  }

  const Catalog& catalog_;
  const Selection& selection_;
  RemedyFinder remedies_;
};

}  // namespace

void report_unmet(const Catalog& catalog, const Selection& selection, const ProbeReport& probes,
                  Diagnostics& diagnostics) {
  if (selection.unmet.empty()) return;
  diagnostics.add(UnmetReport(catalog, selection, probes).make());
}

}  // namespace modbuild
