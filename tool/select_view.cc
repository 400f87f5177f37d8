#include "select_view.h"

#include <map>

#include "base/str.h"

namespace modbuild::tool {
namespace {

constexpr std::size_t kListIndent = 4;
constexpr std::size_t kListWidth = 100;  // where there is no terminal

const Catalog& catalog_of(const Context& context) {
  return context.results.catalog;
}

const Verdict& verdict_of(const Context& context, ComponentId id) {
  return context.results.selection.verdicts[id];
}

std::string_view machine_words(const Component& component) {
  return component.machine == Machine::Build ? " for the build" : "";
}

// "tls", or "program switchd" for what is no module.
std::string title_of(const Component& component) {
  switch (component.kind) {
    case ComponentKind::Module:
      return component.name.value;
    case ComponentKind::Program:
      return cat("program ", component.name.value, machine_words(component));
    case ComponentKind::Library:
      return cat("library ", component.name.value, machine_words(component));
  }
  return {};
}

std::string name_list(const Context& context, const std::vector<std::string>& names,
                      std::size_t indent) {
  const std::size_t width = context.terminal.width == 0 ? kListWidth : context.terminal.width;
  return wrapped_list(names, indent, width);
}

void section(const Context& context, std::string& out, std::string_view title, const Table& table) {
  if (table.empty()) return;
  append(out, "\n", context.styled(title, Style::Bold), "\n", table.text(context.layout(2)));
}

std::string fix_cell(const Context& context, ComponentId id) {
  const std::string fix = fix_text(context, id);
  return fix.empty() ? fix : cat("fix: ", fix);
}

// Why a module is dropped that lacks a feature it must have.
void add_lost_feature(const Context& context, const Verdict& verdict, Table& table) {
  if (verdict.because.kind != ReasonKind::FeatureMissing) return;
  for (const FeatureVerdict& feature : verdict.features) {
    if (feature.name != verdict.because.name) continue;
    table.row({{cat("  ", feature.name)}, {describe(catalog_of(context), feature)}});
  }
}

void dropped_section(const Context& context, std::string& out) {
  const Catalog& catalog = catalog_of(context);
  Table table;
  for (const ComponentId id : catalog.components.ids()) {
    const Verdict& verdict = verdict_of(context, id);
    if (!is_dropped(verdict)) continue;
    table.row({{title_of(catalog.components[id]), Style::Bad},
               {describe(catalog, verdict.because)},
               {fix_cell(context, id), Style::Attention}});
    add_lost_feature(context, verdict, table);
  }
  section(context, out, "Dropped, although wanted", table);
}

bool is_surprise(const FeatureVerdict& feature) {
  const ReasonKind kind = feature.because.kind;
  return !feature.on && kind != ReasonKind::Base && kind != ReasonKind::Include &&
         kind != ReasonKind::When && kind != ReasonKind::NotRequested &&
         kind != ReasonKind::Excluded;
}

// One row below its component's for a feature.
void add_feature(const Context& context, ComponentId id, std::size_t index, Table& table) {
  const FeatureVerdict& feature = verdict_of(context, id).features[index];
  const std::string fix = feature_fix_text(context, id, index);
  std::vector<Cell> row = {{cat("  ", feature.name)},
                           {feature.on ? "on" : "off", feature.on ? Style::Good : Style::Attention},
                           {describe(catalog_of(context), feature)},
                           {fix.empty() ? fix : cat("fix: ", fix), Style::Attention}};
  if (context.options.verbose) row.push_back({place_of(context, feature.because.at), Style::Dim});
  table.row(std::move(row));
}

// Features below the names of their components, of those that are on.
template <class Shown>
void features_section(const Context& context, std::string& out, std::string_view title,
                      const Shown& is_shown) {
  const Catalog& catalog = catalog_of(context);
  Table table;
  for (const ComponentId id : catalog.components.ids()) {
    const Verdict& verdict = verdict_of(context, id);
    if (!verdict.on) continue;
    bool titled = false;
    for (std::size_t i = 0; i < verdict.features.size(); ++i) {
      if (!is_shown(id, verdict.features[i])) continue;
      if (!titled) table.row({{title_of(catalog.components[id])}});
      titled = true;
      add_feature(context, id, i, table);
    }
  }
  section(context, out, title, table);
}

void surprising_features(const Context& context, std::string& out) {
  features_section(context, out, "On, without a feature",
                   [](ComponentId, const FeatureVerdict& feature) { return is_surprise(feature); });
}

// All features that no row of a full section shows.
void all_features(const Context& context, std::string& out) {
  const bool full = context.options.verbose;
  features_section(context, out, full ? "Features of programs and libraries" : "Features",
                   [&](ComponentId id, const FeatureVerdict&) {
                     const ComponentKind kind = catalog_of(context).components[id].kind;
                     return (kind == ComponentKind::Module) != full;
                   });
}

void notes_section(const Context& context, std::string& out) {
  const Catalog& catalog = catalog_of(context);
  Table table;
  for (const ComponentId id : catalog.components.ids()) {
    for (const std::string& note : verdict_of(context, id).notes) {
      table.row({{title_of(catalog.components[id])}, {note}});
    }
  }
  section(context, out, "To be noted", table);
}

// Names by reason, one reason after the other; few lines for many modules.
void compact_section(const Context& context, std::string& out, std::string_view title,
                     const std::vector<ComponentId>& ids) {
  const Catalog& catalog = catalog_of(context);
  std::map<std::pair<ReasonKind, std::string>, std::vector<std::string>> by_reason;
  for (const ComponentId id : ids) {
    const Verdict& verdict = verdict_of(context, id);
    std::string name = shown(catalog.components[id].name.value);
    if (verdict.on && verdict.linkage == Linkage::Static) name += " (static)";
    by_reason[{verdict.because.kind, shown(describe(catalog, verdict.because))}].push_back(name);
  }
  if (by_reason.empty()) return;
  append(out, "\n", context.styled(title, Style::Bold), "\n");
  for (const auto& [reason, names] : by_reason) {
    append(out, "  ", reason.second, " (", std::to_string(names.size()), ")\n",
           std::string(kListIndent, ' '), name_list(context, names, kListIndent), "\n");
  }
}

// One row for each module, with the place of the cause, and below it one for each of its features.
void full_section(const Context& context, std::string& out, std::string_view title,
                  const std::vector<ComponentId>& ids) {
  const Catalog& catalog = catalog_of(context);
  Table table;
  for (const ComponentId id : ids) {
    const Verdict& verdict = verdict_of(context, id);
    const char* linkage = verdict.linkage == Linkage::Static ? "static" : "shared";
    table.row({{catalog.components[id].name.value},
               {verdict.on ? linkage : ""},
               {describe(catalog, verdict.because)},
               {},
               {place_of(context, verdict.because.at), Style::Dim}});
    for (std::size_t i = 0; verdict.on && i < verdict.features.size(); ++i) {
      add_feature(context, id, i, table);
    }
  }
  section(context, out, title, table);
}

void rest(const Context& context, std::string& out, Only only) {
  const auto add = context.options.verbose ? full_section : compact_section;
  if (only == Only::Everything || only == Only::On) {
    add(context, out, "On", shown_modules(context, Only::On));
    if (only == Only::On && !context.options.verbose) all_features(context, out);
  }
  if (only == Only::On || only == Only::Dropped) return;
  std::vector<ComponentId> off = shown_modules(context, Only::Off);
  std::erase_if(off, [&](ComponentId id) { return is_dropped(verdict_of(context, id)); });
  add(context, out, "Off, not wanted", off);
}

void others_section(const Context& context, std::string& out) {
  const Catalog& catalog = catalog_of(context);
  const auto list = [&](std::string_view title, ComponentKind kind, Machine machine) {
    std::vector<std::string> names;
    for (const ComponentId id : catalog.components.ids()) {
      const Component& component = catalog.components[id];
      if (component.kind != kind || component.machine != machine) continue;
      if (verdict_of(context, id).on) names.push_back(shown(component.name.value));
    }
    if (names.empty()) return;
    append(out, "\n", context.styled(title, Style::Bold), "\n  ", name_list(context, names, 2),
           "\n");
  };
  list("Programs", ComponentKind::Program, Machine::Target);
  list("Libraries", ComponentKind::Library, Machine::Target);
  list("Programs that run during the build", ComponentKind::Program, Machine::Build);
  list("Libraries that they link", ComponentKind::Library, Machine::Build);
}

std::string request_names(const std::vector<Text>& names) {
  std::vector<std::string> words;
  for (const Text& name : names) words.push_back(shown(name.value));
  return join(words, ", ");
}

}  // namespace

std::string counts_line(const Context& context) {
  const SelectionCounts& counts = context.results.selection.counts;
  const auto number = [](std::uint64_t count) { return std::to_string(count); };
  std::string line =
      cat(shown(catalog_of(context).tree.name.value), ": ", number(counts.on), " of ",
          count_of(static_cast<std::size_t>(counts.on + counts.off), "module"), " on");
  if (counts.made_static != 0) {
    append(line, " (", number(counts.on - counts.made_static), " shared, ",
           number(counts.made_static), " static)");
  }
  if (counts.dropped != 0) append(line, ", ", number(counts.dropped), " dropped");
  if (counts.off > counts.dropped) {
    append(line, ", ", number(counts.off - counts.dropped), " not wanted");
  }
  return line;
}

std::string base_line(const Context& context) {
  const Selection& selection = context.results.selection;
  const Request& request = selection.request;
  std::string line = "base: ";
  switch (selection.base) {
    case Base::Unset:
    case Base::None:
      line += "none";
      if (!request.groups.empty()) append(line, ", groups ", request_names(request.groups));
      break;
    case Base::Default:
      line += "default, ";
      if (const Text& group = catalog_of(context).tree.default_group; !group.empty()) {
        append(line, "group ", shown(group.value));
      } else {
        line += "the whole tree";
      }
      break;
    case Base::All:
      line += "all, the whole tree";
      if (request.base == Base::Unset && request.exclude_given) {
        line += " (because modules are excluded and no group is named)";
      }
      break;
  }
  if (!selection.profile.empty()) append(line, "; profile ", shown(selection.profile));
  if (!selection.variant.empty()) append(line, "; variant ", shown(selection.variant));
  if (!selection.toolchain.empty()) {
    append(line, "; toolchain ", shown(selection.toolchain));
    const std::string& triple = context.results.probes.platform.triple;
    if (!triple.empty()) append(line, " for ", shown(triple));
  }
  return line;
}

bool is_dropped(const Verdict& verdict) {
  return !verdict.on && verdict.wanted;
}

std::vector<ComponentId> shown_modules(const Context& context, Only only) {
  std::vector<ComponentId> ids;
  for (const ComponentId id : catalog_of(context).modules()) {
    const Verdict& verdict = verdict_of(context, id);
    const bool wanted = only == Only::Everything || (only == Only::On && verdict.on) ||
                        (only == Only::Off && !verdict.on) ||
                        (only == Only::Dropped && is_dropped(verdict));
    if (wanted) ids.push_back(id);
  }
  return ids;
}

std::string fix_text(const Context& context, ComponentId id) {
  const Results& results = context.results;
  return join(fixes(results.catalog, results.selection, results.probes, id), " or ");
}

std::string feature_fix_text(const Context& context, ComponentId id, std::size_t feature) {
  const Results& results = context.results;
  return join(feature_fixes(results.catalog, results.selection, results.probes, id, feature),
              " or ");
}

std::string select_text(const Context& context, const SelectView& view) {
  std::string out =
      cat(context.styled(counts_line(context), Style::Bold), "\n", base_line(context), "\n");
  if (view.only != Only::On) dropped_section(context, out);
  if (view.only == Only::Everything) {
    surprising_features(context, out);
    notes_section(context, out);
  }
  if (view.summary) return out;
  rest(context, out, view.only);
  if (view.only == Only::Everything) {
    others_section(context, out);
    if (context.options.verbose) all_features(context, out);
  }
  return out;
}

std::string select_names(const Context& context, Only only) {
  std::string out;
  for (const ComponentId id : shown_modules(context, only == Only::Everything ? Only::On : only)) {
    append(out, catalog_of(context).components[id].name.value, "\n");
  }
  return out;
}

}  // namespace modbuild::tool
