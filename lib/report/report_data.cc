// What the page knows of the request: its words, and what became of each component.
#include <cmath>
#include <string>
#include <vector>

#include "base/str.h"
#include "model/request_choices.h"
#include "report/report.h"
#include "report/tree_data.h"

namespace modbuild {
namespace {

std::uint64_t milliseconds(double seconds) {
  return static_cast<std::uint64_t>(std::llround(seconds * 1000));
}

class RequestWriter {
 public:
  RequestWriter(JsonWriter& json, const ReportInput& input)
      : json_(json),
        input_(input),
        catalog_(*input.catalog),
        selection_(*input.selection),
        probes_(*input.probes) {}

  void write() {
    request();
    json_.member_unless_empty("profile", selection_.profile);
    json_.member_unless_empty("toolchain", selection_.toolchain);
    json_.member_unless_empty("variant", selection_.variant);
    json_.key("counts").begin_object(true).member("on", selection_.counts.on);
    json_.member("static", selection_.counts.made_static).member("off", selection_.counts.off);
    json_.member("dropped", selection_.counts.dropped).end_object();
    json_.member_unless_empty("cost-source", input_.cost_source);
    json_.key("verdicts").begin_array();
    for (const ComponentId id : catalog_.components.ids()) verdict(id);
    json_.end_array();
  }

 private:
  // As the page's rules take it: words in the order they were given.
  void request() {
    const Request& request = selection_.request;
    json_.key("request").begin_object();
    json_.member("groups", values_of(request.groups));
    json_.member("include", values_of(request.include));
    json_.member("exclude", values_of(request.exclude));
    json_.member("static", values_of(request.make_static));
    json_.member("require", values_of(request.require));
    std::vector<std::string> features;
    for (const FeatureRequest& feature : request.features) {
      features.push_back(feature_word(feature));
    }
    json_.member("features", features);
    json_.member("exclude-given", request.exclude_given);
    json_.member("base", word_of(kBaseWords, request.base));
    json_.member("missing", word_of(kMissingWords, request.missing));
    json_.member("static-policy", word_of(kStaticPolicyWords, request.static_policy));
    json_.member("with-deps", request.with_deps).member("with-load", request.with_load);
    json_.end_object().member("base", word_of(kBaseWords, selection_.base));
  }

  void verdict(ComponentId id) {
    const Verdict& verdict = selection_.verdicts[id];
    json_.begin_object(true).member("on", verdict.on);
    if (verdict.wanted) json_.member("wanted", true);
    if (verdict.linkage == Linkage::Static) json_.member("linkage", "static");
    json_.member("kind", reason_word(verdict.because.kind));
    json_.member("reason", describe(catalog_, verdict.because));
    json_.member_unless_empty("at", input_.place(verdict.because.at));
    if (!verdict.on) off(id, verdict);
    features(id, verdict);
    if (!verdict.notes.empty()) json_.member("notes", verdict.notes);
    if (verdict.on) on(id);
    json_.end_object();
  }

  void on(ComponentId id) {
    json_.key("libs").begin_array(true);
    for (const LibId lib : libs_in_use(catalog_, selection_, probes_, id)) {
      json_.value(std::uint64_t{lib.value});
    }
    json_.end_array();
    const ReportCost cost = input_.cost(id);
    if (cost.steps == 0) return;
    json_.member("milliseconds", milliseconds(cost.seconds));
    json_.member("steps", std::uint64_t{cost.steps});
  }

  void off(ComponentId id, const Verdict& verdict) {
    const std::vector<LibId> blamed =
        libs_to_blame(catalog_, selection_, probes_, id, verdict.because);
    json_.key("libs").begin_array(true);
    for (const LibId lib : blamed) json_.value(std::uint64_t{lib.value});
    json_.end_array();
    const std::vector<ChainLink> chain = cause_chain(selection_, id);
    if (chain.size() > 1) {
      json_.key("chain").begin_array(true);
      for (const ChainLink& link : chain) {
        json_.begin_object(true).member("component", std::uint64_t{link.component.value});
        json_.member("on", link.on).member("reason", describe(catalog_, link.reason));
        json_.end_object();
      }
      json_.end_array();
    }
    const std::vector<std::string> ways = fixes(catalog_, selection_, probes_, id);
    if (!ways.empty()) json_.member("fix", ways);
  }

  void features(ComponentId id, const Verdict& verdict) {
    if (verdict.features.empty()) return;
    json_.key("features").begin_array(true);
    for (std::size_t i = 0; i < verdict.features.size(); ++i) {
      const FeatureVerdict& feature = verdict.features[i];
      json_.begin_object(true).member("on", feature.on);
      json_.member("reason", describe(catalog_, feature));
      const std::vector<std::string> ways =
          verdict.on && !feature.on ? feature_fixes(catalog_, selection_, probes_, id, i)
                                    : std::vector<std::string>();
      if (!ways.empty()) json_.member("fix", ways);
      json_.end_object();
    }
    json_.end_array();
  }

  JsonWriter& json_;
  const ReportInput& input_;
  const Catalog& catalog_;
  const Selection& selection_;
  const ProbeReport& probes_;
};

}  // namespace

std::string report_data(const ReportInput& input) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("modbuild", input.version);
  write_tree(json, input);
  RequestWriter(json, input).write();
  if (!input.difference.empty()) {
    json.member("before", input.before).key("difference");
    out += input.difference;  // a document already
  }
  out += "}\n";
  return out;
}

}  // namespace modbuild
