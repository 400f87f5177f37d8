#include "base/str.h"
#include "select_view.h"

namespace modbuild::tool {
namespace {

struct Row {
  std::string name, verdict, linkage, because, fix;
  bool requested = false;
};

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

std::string markdown_cell(const std::string& text) {
  std::string out;
  for (const char c : shown(text)) {
    if (std::string_view("|\\`*_<>[]").find(c) != std::string_view::npos) out.push_back('\\');
    out.push_back(c);
  }
  return out;
}

}  // namespace

std::string select_csv(const Context& context, Only only) {
  std::string out = "name,verdict,linkage,because,requested,fix\n";
  for (const ComponentId id : shown_modules(context, only)) {
    const Row row = row_of(context, id);
    append(out, csv_field(row.name), ",", row.verdict, ",", row.linkage, ",",
           csv_field(row.because), ",", row.requested ? "yes" : "no", ",", csv_field(row.fix),
           "\n");
  }
  return out;
}

std::string select_markdown(const Context& context, Only only) {
  std::string out =
      cat(markdown_cell(counts_line(context)), "  \n", markdown_cell(base_line(context)),
          "\n\n| module | verdict | because | fix |\n|---|---|---|---|\n");
  for (const ComponentId id : shown_modules(context, only)) {
    const Row row = row_of(context, id);
    const std::string verdict = row.linkage == "static" ? "on (static)" : row.verdict;
    append(out, "| ", markdown_cell(row.name), " | ", verdict, " | ", markdown_cell(row.because),
           " | ", markdown_cell(row.fix), " |\n");
  }
  return out;
}

}  // namespace modbuild::tool
