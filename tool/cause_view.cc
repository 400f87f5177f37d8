#include "cause_view.h"

#include <algorithm>

#include "base/str.h"
#include "package_words.h"
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

// What was tried for each lib that is told to be missing, and where it comes from.
void add_stories(const Context& context, ComponentId id, const Reason& reason, std::size_t indent,
                 std::string& out) {
  const std::vector<LibId> libs = blamed_libs(context, id, reason);
  const std::size_t ways = std::max<std::size_t>(reason.any.size(), 1);
  for (std::size_t i = 0; i < libs.size(); ++i) {
    Table story;
    add_lib_story(context, component_of(context, id).machine, libs[i], story);
    if (libs.size() > 1) {
      const bool alternative = ways > 1 && i < ways;
      const std::string role = alternative ? cat(", one of ", std::to_string(ways), " ways")
                               : i > 0     ? std::string(", needed too")
                                           : std::string();
      append(out, std::string(indent, ' '),
             shown(cat(context.results.catalog.libs[libs[i]].name.value, role)), "\n");
    }
    out += story.text(context.layout(libs.size() > 1 ? indent + 2 : indent));
  }
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
  add_stories(context, chain.back().component, chain.back().reason, indent, out);
}

// What was tried for each feature that is off for a cause, and what to do about any that is off.
void add_feature_story(const Context& context, ComponentId id, std::uint32_t index,
                       std::string& out) {
  const Results& results = context.results;
  const FeatureVerdict& feature = results.selection.verdicts[id].features[index];
  add_stories(context, id, feature.because, 4, out);
  for (const std::string& fix :
       feature_fixes(results.catalog, results.selection, results.probes, id, index)) {
    append(out, "    ", context.styled(cat("fix: ", shown(fix)), Style::Attention), "\n");
  }
}

void add_features(const Context& context, ComponentId id, std::string& out) {
  const Verdict& verdict = context.results.selection.verdicts[id];
  if (!verdict.on || verdict.features.empty()) return;
  std::size_t width = 0;
  for (const FeatureVerdict& feature : verdict.features) {
    width = std::max(width, feature.name.size());
  }
  out += "features\n";
  for (std::uint32_t i = 0; i < verdict.features.size(); ++i) {
    const FeatureVerdict& feature = verdict.features[i];
    Table table;
    table.row({{cat(feature.name, std::string(width - feature.name.size(), ' '))},
               {feature.on ? "on " : "off", feature.on ? Style::Good : Style::Attention},
               {describe(context.results.catalog, feature)}});
    out += table.text(context.layout(2));
    if (!feature.on) add_feature_story(context, id, i, out);
  }
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

void write_lib(JsonWriter& json, const Context& context, Machine machine, LibId id) {
  const ExternalLib& lib = context.results.catalog.libs[id];
  const LibAnswer& answer = context.results.probes.of(machine).libs[id];
  json.begin_object().member("name", lib.name.value).member("probed", answer.probed);
  json.key("tried").begin_array();
  for (const Evidence& evidence : answer.evidence) {
    json.begin_object(true).member("asked", evidence.asked);
    json.member("answered", evidence.answered).end_object();
  }
  json.end_array().key("packages").begin_object(true);
  for (const auto& [distribution, package] : lib.packages) json.member(distribution, package.value);
  json.end_object().member("found-packages", found_packages(context, id)).end_object();
}

void write_libs(JsonWriter& json, const Context& context, ComponentId id, const Reason& reason) {
  json.key("libs").begin_array();
  for (const LibId lib : blamed_libs(context, id, reason)) {
    write_lib(json, context, component_of(context, id).machine, lib);
  }
  json.end_array();
}

void write_feature(JsonWriter& json, const Context& context, ComponentId id, std::uint32_t index) {
  const Results& results = context.results;
  const FeatureVerdict& feature = results.selection.verdicts[id].features[index];
  json.begin_object().member("name", feature.name).member("on", feature.on);
  json.member("text", describe(results.catalog, feature));
  write_libs(json, context, id, feature.because);
  json.member("fix", feature_fixes(results.catalog, results.selection, results.probes, id, index));
  json.end_object();
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
  json.end_array();
  write_libs(json, context, chain.back().component, chain.back().reason);
  json.key("features").begin_array();
  for (std::uint32_t i = 0; i < verdict.features.size() && verdict.on; ++i) {
    write_feature(json, context, id, i);
  }
  json.end_array().member("notes", verdict.notes);
  json.member("fix", fixes(results.catalog, results.selection, results.probes, id)).end_object();
}

std::vector<LibId> blamed_libs(const Context& context, ComponentId id, const Reason& reason) {
  const Results& results = context.results;
  std::vector<LibId> libs =
      libs_to_blame(results.catalog, results.selection, results.probes, id, reason);
  std::erase_if(libs, [&](LibId lib) { return lib.value >= results.probes.libs.size(); });
  return libs;
}

void find_packages_for(Context& context, const std::vector<ComponentId>& ids) {
  Results& results = context.results;
  std::vector<LibId> libs;
  const auto add = [&](ComponentId id, const Reason& reason) {
    const std::vector<LibId> more = blamed_libs(context, id, reason);
    libs.insert(libs.end(), more.begin(), more.end());
  };
  for (const ComponentId id : ids) {
    const ChainLink last = cause_chain(results.selection, id).back();
    add(last.component, last.reason);
    const Verdict& verdict = results.selection.verdicts[id];
    if (!verdict.on) continue;
    for (const FeatureVerdict& feature : verdict.features) add(id, feature.because);
  }
  find_packages(context.job, context.host, results, libs);
}

std::string lib_status(const LibAnswer& answer) {
  if (!answer.probed) return "not probed";
  if (!answer.found) return "not found";
  return answer.version.empty() ? "found" : cat("found ", answer.version);
}

}  // namespace modbuild::tool
