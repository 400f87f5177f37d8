#include "unlock_view.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/str.h"
#include "cause_view.h"
#include "package_words.h"
#include "words.h"

namespace modbuild::tool {
namespace {

using Names = std::vector<std::string>;

Names shown_names(const Context& context, const std::vector<FeatureId>& ids) {
  Names names;
  for (const FeatureId& id : ids) {
    const Component& component = context.results.catalog.components[id.component];
    names.push_back(cat(component.name.value, "/", component.features[id.feature].name.value));
  }
  return names;
}

Names shown_names(const Context& context, const std::vector<LibId>& ids) {
  Names names;
  for (const LibId id : ids) names.push_back(context.results.catalog.libs[id].name.value);
  return names;
}

// The modules among `ids`, or what is none.
Names shown_names(const Context& context, const std::vector<ComponentId>& ids, bool modules) {
  Names names;
  for (const ComponentId id : ids) {
    const Component& component = context.results.catalog.components[id];
    if ((component.kind == ComponentKind::Module) == modules) names.push_back(component.name.value);
  }
  return names;
}

// "2 modules, 1 feature".
std::string amount(const Context& context, const std::vector<ComponentId>& on,
                   const std::vector<FeatureId>& features) {
  Names parts;
  const std::size_t modules = shown_names(context, on, true).size();
  if (modules > 0) parts.push_back(count_of(modules, "module"));
  if (on.size() > modules) parts.push_back(count_of(on.size() - modules, "program"));
  if (!features.empty()) parts.push_back(count_of(features.size(), "feature"));
  return join(parts, ", ");
}

// Everything gained, in one list: modules, programs, features.
Names all_names(const Context& context, const std::vector<ComponentId>& on,
                const std::vector<FeatureId>& features) {
  Names names = shown_names(context, on, true);
  for (const std::string& name : shown_names(context, on, false)) {
    names.push_back(cat("program ", name));
  }
  for (const std::string& name : shown_names(context, features)) {
    names.push_back(cat("feature ", name));
  }
  return names;
}

void list_row(Table& table, const std::string& title, const Names& names) {
  if (!names.empty()) table.row({{title}, {join(names, ", ")}});
}

std::string install_text(const Context& context, LibId id) {
  const std::string package = package_text(context, id);
  return package.empty() ? unknown_package_text(context, id) : cat("install ", package);
}

void add_unlock(const Context& context, const LibUnlock& unlock, bool details, std::string& out) {
  const Gain& alone = unlock.alone;
  const std::string what = alone.adds() ? cat("adds ", amount(context, alone.on, alone.features))
                           : unlock.together.empty() ? std::string("adds nothing to this request")
                                                     : std::string("adds nothing alone");
  append(out,
         context.styled(shown(context.results.catalog.libs[unlock.lib].name.value), Style::Bold),
         ": ", what, "; ",
         context.styled(shown(install_text(context, unlock.lib)), Style::Attention), "\n");
  Table table;
  list_row(table, "modules", shown_names(context, alone.on, true));
  list_row(table, "programs", shown_names(context, alone.on, false));
  list_row(table, "features", shown_names(context, alone.features));
  list_row(table, "turns off", all_names(context, alone.off, {}));
  for (const Together& together : unlock.together) {
    list_row(table, cat("with ", join(shown_names(context, together.with), ", ")),
             all_names(context, together.on, together.features));
  }
  out += table.text(context.layout(2));
  if (!details) return;
  Table story;
  add_lib_story(context, machine_to_tell(context.results.probes, unlock.lib), unlock.lib, story);
  out += story.text(context.layout(2));
}

// What brings most comes first.
std::vector<const LibUnlock*> ranked(const Context& context,
                                     const std::vector<LibUnlock>& unlocks) {
  std::vector<const LibUnlock*> order;
  for (const LibUnlock& unlock : unlocks) order.push_back(&unlock);
  const auto key = [&](const LibUnlock* unlock) {
    return std::pair(shown_names(context, unlock->alone.on, true).size(),
                     unlock->alone.on.size() + unlock->alone.features.size());
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](const LibUnlock* a, const LibUnlock* b) { return key(a) > key(b); });
  return order;
}

JsonWriter& begin_document(JsonWriter& json, const Context& context) {
  return json.begin_object()
      .member("schema", "modbuild.unlock/1")
      .member("tree", context.results.catalog.tree.name.value);
}

void write_package(JsonWriter& json, const Context& context, LibId id) {
  const LibPackage package = package_here(context.results.catalog, context.results.probes, id);
  const bool named = package.source == PackageSource::Tree;
  json.member("package", named ? package.name : std::string());
  json.member("found-packages", found_packages(context, id));
}

void write_gain(JsonWriter& json, const Context& context, const std::vector<ComponentId>& on,
                const std::vector<FeatureId>& features) {
  json.member("modules", shown_names(context, on, true));
  json.member("programs", shown_names(context, on, false));
  json.member("features", shown_names(context, features));
}

void write_unlock(JsonWriter& json, const Context& context, const LibUnlock& unlock) {
  json.begin_object().member("name", context.results.catalog.libs[unlock.lib].name.value);
  const ProbeReport& probes = context.results.probes;
  const Machine machine = machine_to_tell(probes, unlock.lib);
  json.member("probed", probes.of(machine).libs[unlock.lib].probed);
  write_package(json, context, unlock.lib);
  write_gain(json, context, unlock.alone.on, unlock.alone.features);
  json.member("turns-off", names_of(context.results.catalog, unlock.alone.off));
  json.key("together").begin_array();
  for (const Together& together : unlock.together) {
    json.begin_object().member("with", shown_names(context, together.with));
    write_gain(json, context, together.on, together.features);
    json.end_object();
  }
  json.end_array().end_object();
}

void write_unlocks(JsonWriter& json, const Context& context,
                   const std::vector<LibUnlock>& unlocks) {
  json.begin_array();
  for (const LibUnlock& unlock : unlocks) write_unlock(json, context, unlock);
  json.end_array();
}

// Everything that a lib would bring, alone or with others.
Names anything(const Context& context, const LibUnlock& unlock) {
  Names names = all_names(context, unlock.alone.on, unlock.alone.features);
  for (const Together& together : unlock.together) {
    for (std::string& name : all_names(context, together.on, together.features)) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

// A line of talk names a few of many.
std::string some_names(Names names) {
  constexpr std::size_t kMostShown = 8;
  if (names.size() <= kMostShown) return join(names, ", ");
  const std::size_t more = names.size() - kMostShown;
  names.resize(kMostShown);
  return cat(join(names, ", "), " and ", std::to_string(more), " more");
}

// The end of the chain of a component's causes, in words; what was never asked for is the fault of
// the one that needs it.
std::string root_cause(const Context& context, ComponentId id) {
  const std::vector<ChainLink> chain = cause_chain(context.results.selection, id);
  const bool unasked = chain.size() > 1 && chain.back().reason.kind == ReasonKind::NotRequested;
  return describe(context.results.catalog, chain[chain.size() - (unasked ? 2 : 1)].reason);
}

}  // namespace

std::string unlocks_text(const Context& context, const std::vector<LibUnlock>& unlocks,
                         bool details) {
  std::string out;
  Names useless;
  for (const LibUnlock* unlock : ranked(context, unlocks)) {
    if (!details && !unlock->alone.adds() && unlock->together.empty()) {
      useless.push_back(context.results.catalog.libs[unlock->lib].name.value);
      continue;
    }
    if (!out.empty()) out += "\n";
    add_unlock(context, *unlock, details, out);
  }
  std::sort(useless.begin(), useless.end());
  if (!useless.empty()) {
    append(out, out.empty() ? "" : "\n",
           "missing, and adding nothing to this request: ", shown(join(useless, ", ")), "\n");
  }
  return out;
}

std::string unlocks_json(const Context& context, const std::vector<LibUnlock>& unlocks) {
  std::string out;
  JsonWriter json(out);
  begin_document(json, context).key("libs");
  write_unlocks(json, context, unlocks);
  json.end_object();
  return out + "\n";
}

std::string packages_text(const Context& context, const PackageList& list) {
  Table table;
  for (const NeededPackage& package : list.packages) {
    table.row({{package.name, Style::Bold},
               {cat(package.by_search ? "found by apt-file, " : "", "brings ",
                    join(shown_names(context, package.libs), ", "))},
               {cat("for ", join(all_names(context, package.on, package.features), ", "))}});
  }
  std::string out = table.text(context.layout());
  const Names off = all_names(context, list.gain.off, {});
  if (!off.empty()) append(out, "turns off: ", shown(join(off, ", ")), "\n");
  return out;
}

std::string packages_json(const Context& context, const PackageList& list) {
  std::string out;
  JsonWriter json(out);
  begin_document(json, context).member("smallest", list.smallest).key("packages").begin_array();
  for (const NeededPackage& package : list.packages) {
    json.begin_object().member("name", package.name).member("found-by-search", package.by_search);
    json.member("libs", shown_names(context, package.libs));
    write_gain(json, context, package.on, package.features);
    json.end_object();
  }
  json.end_array().key("adds").begin_object();
  write_gain(json, context, list.gain.on, list.gain.features);
  json.member("turns-off", names_of(context.results.catalog, list.gain.off));
  json.end_object().key("unknown");
  write_unlocks(json, context, list.unknown);
  json.end_object();
  return out + "\n";
}

std::vector<std::string> unknown_lines(const Context& context, const PackageList& list) {
  std::vector<std::string> lines;
  for (const LibUnlock& unlock : list.unknown) {
    lines.push_back(cat("library ", context.results.catalog.libs[unlock.lib].name.value, ", for ",
                        some_names(anything(context, unlock)), ": ",
                        unknown_package_text(context, unlock.lib)));
  }
  return lines;
}

std::string minimal_request_json(const Context& context, const RequestChange& change,
                                 const std::vector<std::string>& words) {
  std::string out;
  JsonWriter json(out);
  begin_document(json, context).member("arguments", words).key("left-out").begin_array();
  for (const ComponentId id : change.left_out) {
    json.begin_object(true).member("name", context.results.catalog.components[id].name.value);
    json.member("text", root_cause(context, id)).end_object();
  }
  json.end_array().member("loosened", shown_names(context, change.loosened)).end_object();
  return out + "\n";
}

std::vector<std::string> change_lines(const Context& context, const RequestChange& change) {
  std::vector<std::string> lines;
  for (const ComponentId id : change.left_out) {
    lines.push_back(cat("left out ", context.results.catalog.components[id].name.value, ": ",
                        root_cause(context, id)));
  }
  for (const FeatureId& id : change.loosened) {
    const Verdict& verdict = context.results.selection.verdicts[id.component];
    lines.push_back(cat("without feature ", shown_names(context, {id}).front(), ": ",
                        describe(context.results.catalog, verdict.features[id.feature].because)));
  }
  return lines;
}

}  // namespace modbuild::tool
