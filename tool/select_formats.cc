#include <algorithm>

#include "base/str.h"
#include "select_view.h"

namespace modbuild::tool {
namespace {

struct Row {
  std::string name, verdict, linkage, because, fix;
  bool requested = false;
  std::string features;  // of a module that is on: "cluster=on tls=off"
};

std::string feature_states(const Verdict& verdict) {
  std::vector<std::string> states;
  for (const FeatureVerdict& feature : verdict.features) {
    if (verdict.on) states.push_back(cat(feature.name, feature.on ? "=on" : "=off"));
  }
  return join(states, " ");
}

Row row_of(const Context& context, ComponentId id) {
  const Results& results = context.results;
  const Verdict& verdict = results.selection.verdicts[id];
  Row row;
  row.name = results.catalog.components[id].name.value;
  row.verdict = verdict.on ? "on" : is_dropped(verdict) ? "dropped" : "off";
  if (verdict.on) row.linkage = verdict.linkage == Linkage::Static ? "static" : "shared";
  row.because = describe(results.catalog, verdict.because);
  if (!verdict.on) row.fix = fix_text(context, id);
  row.requested = verdict.requested;
  row.features = feature_states(verdict);
  return row;
}

// RFC 4180.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
  return out;
}

// "cluster on (auto)<br>tls off (library openssl not found; install libssl-dev)".
std::string markdown_features(const Context& context, ComponentId id) {
  const Verdict& verdict = context.results.selection.verdicts[id];
  std::vector<std::string> lines;
  for (std::size_t i = 0; verdict.on && i < verdict.features.size(); ++i) {
    const FeatureVerdict& feature = verdict.features[i];
    const std::string fix = feature_fix_text(context, id, i);
    lines.push_back(markdown_cell(cat(feature.name, feature.on ? " on (" : " off (",
                                      describe(context.results.catalog, feature),
                                      fix.empty() ? "" : "; ", fix, ")")));
  }
  return join(lines, "<br>");
}

}  // namespace

std::string select_csv(const Context& context, Only only) {
  std::string out = "name,verdict,linkage,because,requested,fix,features\n";
  for (const ComponentId id : shown_modules(context, only)) {
    const Row row = row_of(context, id);
    append(out, csv_field(row.name), ",", row.verdict, ",", row.linkage, ",",
           csv_field(row.because), ",", row.requested ? "yes" : "no", ",", csv_field(row.fix), ",",
           csv_field(row.features), "\n");
  }
  return out;
}

std::string select_markdown(const Context& context, Only only) {
  const std::vector<ComponentId> ids = shown_modules(context, only);
  const bool with_features = std::any_of(ids.begin(), ids.end(), [&](ComponentId id) {
    const Verdict& verdict = context.results.selection.verdicts[id];
    return verdict.on && !verdict.features.empty();
  });
  std::string out =
      cat(markdown_cell(counts_line(context)), "  \n", markdown_cell(base_line(context)),
          "\n\n| module | verdict | because |", with_features ? " features |" : "",
          " fix |\n|---|---|---|---|", with_features ? "---|" : "", "\n");
  for (const ComponentId id : ids) {
    const Row row = row_of(context, id);
    const std::string verdict = row.linkage == "static" ? "on (static)" : row.verdict;
    append(out, "| ", markdown_cell(row.name), " | ", verdict, " | ", markdown_cell(row.because));
    if (with_features) append(out, " | ", markdown_features(context, id));
    append(out, " | ", markdown_cell(row.fix), " |\n");
  }
  return out;
}

}  // namespace modbuild::tool
