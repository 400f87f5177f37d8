// Words for reasons, and the chains they form.
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

void report_unmet(const Catalog& catalog, const Selection& selection, const ProbeReport& probes,
                  Diagnostics& diagnostics) {
  for (const ComponentId id : selection.unmet) {
    const Component& component = catalog.components[id];
    const Reason& because = selection.verdicts[id].because;
    const bool module = component.kind == ComponentKind::Module;
    Diagnostic diagnostic{Code::RequestedButOff, because.at, {}, {}, {}};
    diagnostic.message = cat(module ? "module '" : "program '", component.name.value,
                             "' cannot be built: ", describe(catalog, because));
    diagnostic.help = join(fixes(catalog, selection, probes, id), ", or ");
    const std::vector<ChainLink> chain = cause_chain(selection, id);
    for (std::size_t i = 1; i < chain.size(); ++i) {
      diagnostic.notes.push_back(
          {chain[i].reason.at,
           cat("'", catalog.components[chain[i].component].name.value, "' is ",
               chain[i].on ? "on: " : "off: ", describe(catalog, chain[i].reason))});
    }
    diagnostics.add(std::move(diagnostic));
  }
}

}  // namespace modbuild
