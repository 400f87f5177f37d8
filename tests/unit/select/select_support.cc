#include "unit/select/select_support.h"

#include <fstream>
#include <sstream>

#include "base/check.h"
#include "base/str.h"

namespace modbuild::test {

std::vector<Text> words(std::string_view text) {
  std::vector<Text> list;
  for (const std::string& word : split(text, " ")) list.push_back({word, {}});
  return list;
}

std::vector<Text> words_in_file(std::string_view text) {
  std::vector<Text> list = words(text);
  for (Text& word : list) word.at = {FileId{0}, 3, 1, 3, 2};
  return list;
}

FeatureRequest feature_request(std::string_view module, std::string_view feature,
                               FeatureSetting setting) {
  FeatureRequest request;
  request.module.value = module;
  request.feature.value = feature;
  request.setting = setting;
  return request;
}

ProbeReport probes_finding(const Catalog& catalog, const Names& found) {
  ProbeReport report;
  report.platform = {"linux", "x86_64", "glibc", "gcc", "12.2.0", "x86_64-linux-gnu"};
  report.distribution = "debian";
  for (const ExternalLib& lib : catalog.libs) {
    LibAnswer answer;
    answer.probed = true;
    for (const std::string& name : found) answer.found |= name == lib.name.value;
    report.libs.push_back(answer);
  }
  return report;
}

Outcome run_select(const Catalog& catalog, const Request& request, const ProbeReport& probes) {
  Diagnostics diagnostics;
  Outcome outcome;
  outcome.wanted = find_wanted(catalog, request, diagnostics);
  outcome.selection = select(catalog, request, outcome.wanted, probes, diagnostics);
  outcome.diagnostics = diagnostics.take_sorted();
  return outcome;
}

Outcome run_select(const Catalog& catalog, const Request& request) {
  return run_select(catalog, request, probes_finding(catalog));
}

std::string verdict_text(const Catalog& catalog, const Selection& selection) {
  std::string out;
  for (const ComponentId id : catalog.components.ids()) {
    const Verdict& verdict = selection.verdicts[id];
    const bool linked_in = verdict.linkage == Linkage::Static;
    append(out, catalog.components[id].name.value, verdict.on ? " on" : " off",
           verdict.on && linked_in ? " static" : "", ": ", describe(catalog, verdict.because));
    for (const std::string& note : verdict.notes) append(out, " [", note, "]");
    out += '\n';
  }
  return out;
}

std::string diagnostic_text(const std::vector<Diagnostic>& diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) {
    append(out, code_info(diagnostic.code).id, " ", diagnostic.message);
    if (!diagnostic.help.empty()) append(out, " | ", diagnostic.help);
    out += '\n';
  }
  return out;
}

std::string names_on(const Catalog& catalog, const Selection& selection) {
  std::vector<std::string> names;
  for (const ComponentId id : catalog.modules()) {
    if (selection.verdicts[id].on) names.push_back(catalog.components[id].name.value);
  }
  return join(names, " ");
}

std::string fixes_of(const Catalog& catalog, const Selection& selection, const ProbeReport& probes,
                     std::string_view name) {
  return join(fixes(catalog, selection, probes, catalog.find_component(name)), "; ");
}

std::string chain_of(const Catalog& catalog, const Selection& selection, std::string_view name) {
  std::vector<std::string> links;
  for (const ChainLink& link : cause_chain(selection, catalog.find_component(name))) {
    links.push_back(cat(catalog.components[link.component].name.value,
                        link.on ? " on: " : " off: ", describe(catalog, link.reason)));
  }
  return join(links, " <- ");
}

std::string read_test_file(const std::string& path_below_tests) {
  std::ifstream file(std::string(MB_SOURCE_DIR "/tests/") + path_below_tests, std::ios::binary);
  MB_CHECK(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace modbuild::test
