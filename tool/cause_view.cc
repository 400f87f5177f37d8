#include "cause_view.h"

#include "base/str.h"
#include "select_view.h"
#include "words.h"

namespace modbuild::tool {
namespace {

const Component& component_of(const Context& context, ComponentId id) {
  return context.results.catalog.components[id];
}

std::string state_of(const Context& context, ComponentId id, bool on) {
  if (!on) return "off";
  const bool in_host = component_of(context, id).kind == ComponentKind::Module &&
                       context.results.selection.verdicts[id].linkage == Linkage::Static;
  return in_host ? "on, linked into its host" : "on";
}

// "dropped although group db wanted it", for what the request had wanted.
std::string wanted_by(const Context& context, ComponentId id) {
  const Verdict& verdict = context.results.selection.verdicts[id];
  if (!is_dropped(verdict)) return {};
  const IdVector<ComponentId, Verdict>& wanted = context.results.wanted.verdicts;
  if (id.value >= wanted.size() || !wanted[id].on) return {};
  return describe(context.results.catalog, wanted[id].because);
}

// What the machine of the chain's last component answered.
const ProbeReport& probes_at_end(const Context& context, const std::vector<ChainLink>& chain) {
  return context.results.probes.of(component_of(context, chain.back().component).machine);
}

void add_evidence(const Context& context, const ProbeReport& probes, LibId id, Table& table) {
  if (id.value >= probes.libs.size()) return;
  for (const Evidence& evidence : probes.libs[id].evidence) {
    table.row({{cat("tried ", evidence.asked)}, {evidence.answered}});
  }
  const ExternalLib& lib = context.results.catalog.libs[id];
  const std::string packages = package_list(lib);
  if (!packages.empty()) table.row({{cat(lib.name.value, " comes with")}, {packages}});
}

// The steps of the chain, each with its place; behind a missing lib what was tried for it.
void add_chain(const Context& context, ComponentId id, std::string& out) {
  std::size_t indent = 2;
  Table steps;
  const std::vector<ChainLink> chain = cause_chain(context.results.selection, id);
  for (const ChainLink& link : chain) {
    const Component& component = component_of(context, link.component);
    const std::string step = cat(std::string(indent - 2, ' '), shown(component.name.value),
                                 component.machine == Machine::Build ? " (for the build)" : "",
                                 ": ", describe(context.results.catalog, link.reason));
    steps.row({{step}, {place_of(context, link.reason.at), Style::Dim}});
    indent += 2;
  }
  out += steps.text(context.layout(2));
  Table evidence;
  for (const LibId lib : missing_libs(context, chain.back().reason)) {
    add_evidence(context, probes_at_end(context, chain), lib, evidence);
  }
  out += evidence.text(context.layout(indent));
}

void add_features(const Context& context, ComponentId id, std::string& out) {
  const Verdict& verdict = context.results.selection.verdicts[id];
  Table table;
  if (!verdict.on) return;
  for (const FeatureVerdict& feature : verdict.features) {
    table.row({{feature.name},
               {feature.on ? "on" : "off", feature.on ? Style::Good : Style::Attention},
               {describe(context.results.catalog, feature)}});
  }
  if (table.empty()) return;
  append(out, "features\n", table.text(context.layout(2)));
}

void write_step(JsonWriter& json, const Context& context, const ChainLink& link) {
  json.begin_object(true).member("name", component_of(context, link.component).name.value);
  json.member("verdict", link.on ? "on" : "off").member("kind", reason_word(link.reason.kind));
  if (!link.reason.name.empty()) json.member("cause", link.reason.name);
  json.member("text", describe(context.results.catalog, link.reason));
  const std::string place = place_of(context, link.reason.at);
  if (!place.empty()) json.member("at", place);
  json.end_object();
}

void write_lib(JsonWriter& json, const Context& context, const ProbeReport& probes, LibId id) {
  const ExternalLib& lib = context.results.catalog.libs[id];
  const LibAnswer& answer = probes.libs[id];
  json.begin_object().member("name", lib.name.value).member("probed", answer.probed);
  json.key("tried").begin_array();
  for (const Evidence& evidence : answer.evidence) {
    json.begin_object(true).member("asked", evidence.asked);
    json.member("answered", evidence.answered).end_object();
  }
  json.end_array().key("packages").begin_object(true);
  for (const auto& [distribution, package] : lib.packages) json.member(distribution, package.value);
  json.end_object().end_object();
}

}  // namespace

std::string cause_text(const Context& context, ComponentId id) {
  const Component& component = component_of(context, id);
  const Verdict& verdict = context.results.selection.verdicts[id];
  const std::string wanted = wanted_by(context, id);
  std::string out = cat(
      context.styled(cat(kind_word(component.kind), " ", shown(component.name.value)), Style::Bold),
      " is ",
      context.styled(state_of(context, id, verdict.on), verdict.on ? Style::Good : Style::Bad));
  if (!wanted.empty()) append(out, ", although wanted: ", shown(wanted));
  out += "\n";
  add_chain(context, id, out);
  for (const std::string& note : verdict.notes) append(out, "note: ", shown(note), "\n");
  add_features(context, id, out);
  if (verdict.on) return out;
  for (const std::string& fix :
       fixes(context.results.catalog, context.results.selection, context.results.probes, id)) {
    append(out, context.styled(cat("fix: ", shown(fix)), Style::Attention), "\n");
  }
  return out;
}

void write_cause(JsonWriter& json, const Context& context, ComponentId id) {
  const Results& results = context.results;
  const Component& component = component_of(context, id);
  const Verdict& verdict = results.selection.verdicts[id];
  const std::vector<ChainLink> chain = cause_chain(results.selection, id);
  json.begin_object().member("name", component.name.value);
  json.member("kind", kind_word(component.kind)).member("verdict", verdict.on ? "on" : "off");
  json.member("wanted", verdict.wanted).key("chain").begin_array();
  for (const ChainLink& link : chain) write_step(json, context, link);
  json.end_array().key("libs").begin_array();
  for (const LibId lib : missing_libs(context, chain.back().reason)) {
    write_lib(json, context, probes_at_end(context, chain), lib);
  }
  json.end_array().member("notes", verdict.notes);
  json.member("fix", fixes(results.catalog, results.selection, results.probes, id)).end_object();
}

std::vector<LibId> missing_libs(const Context& context, const Reason& reason) {
  if (reason.kind != ReasonKind::LibMissing) return {};
  std::vector<LibId> libs = reason.any;
  if (libs.empty()) libs.push_back(context.results.catalog.find_lib(reason.name));
  std::erase_if(libs, [&](LibId id) {
    return !id.valid() || id.value >= context.results.probes.libs.size();
  });
  return libs;
}

std::string lib_status(const LibAnswer& answer) {
  if (!answer.probed) return "not probed";
  if (!answer.found) return "not found";
  return answer.version.empty() ? "found" : cat("found ", answer.version);
}

std::string package_list(const ExternalLib& lib) {
  std::vector<std::string> words;
  for (const auto& [distribution, package] : lib.packages) {
    words.push_back(cat(distribution, " ", package.value));
  }
  return join(words, ", ");
}

}  // namespace modbuild::tool
