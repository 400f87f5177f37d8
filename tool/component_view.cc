#include "component_view.h"

#include "base/json_writer.h"
#include "base/str.h"
#include "cause_view.h"
#include "command_line.h"
#include "component_facts.h"
#include "select_view.h"
#include "words.h"

namespace modbuild::tool {
namespace {

class TextView {
 public:
  TextView(const Context& context, ComponentId id)
      : context_(context),
        catalog_(context.results.catalog),
        component_(catalog_.components[id]),
        verdict_(context.results.selection.verdicts[id]),
        facts_(gather_facts(context, id)),
        id_(id) {}

  std::string text() {
    head();
    needs();
    sources();
    for (const ShownFlags& flags : facts_.flags) flag_section(flags);
    libs();
    features();
    generates();
    installs();
    return out_;
  }

 private:
  void head() {
    append(out_,
           style(cat(kind_word(component_.kind), " ", shown(component_.name.value)), Style::Bold),
           ", ", verdict_.on ? "on" : "off", " (", shown(describe(catalog_, verdict_.because)),
           ")\n");
    Table table;
    const auto row = [&](const char* title, const std::string& value) {
      if (!value.empty()) table.row({{title, Style::Dim}, {value}});
    };
    row("description", component_.description.value);
    row("manifest", component_.manifest);
    row("output", facts_.output);
    row("machine", machine_text());
    if (component_.kind == ComponentKind::Module) {
      row("linkage", verdict_.on ? std::string(linkage_word(verdict_.linkage)) : std::string());
      row("hosts", join(host_names(catalog_, component_), ", "));
      row("groups", join(group_names_of(catalog_, id_), ", "));
      row("support", std::string(support_word(component_.support)));
    }
    row("package", component_.package.value);
    out_ += table.text(context_.layout(2));
  }

  // Told where there are two.
  std::string machine_text() const {
    const Results& results = context_.results;
    if (!results.toolchains.build) return {};
    const std::string& triple = results.probes.of(component_.machine).platform.triple;
    const std::string machine = triple.empty() ? std::string() : cat(", ", triple);
    if (component_.machine == Machine::Build)
      return cat("this one", machine, ": runs during the build");
    return cat("toolchain ", shown(results.selection.toolchain), machine);
  }

  void add_dependencies(Table& table, const char* title, const std::vector<Dependency>& needs) {
    for (const Dependency& need : needs) {
      table.row({{title, Style::Dim},
                 {need.name.value},
                 {provided_by(need)},
                 {place_of(context_, need.name.at), Style::Dim}});
    }
  }

  std::string provided_by(const Dependency& need) const {
    const std::vector<std::string> names = names_of(catalog_, need.providers);
    if (names.size() == 1 && names.front() == need.name.value) return {};
    return cat("provided by ", join(names, ", "));
  }

  void needs() {
    Table table;
    add_dependencies(table, "depends on", component_.depends);
    add_dependencies(table, "loads after", component_.load);
    add_dependencies(table, "uses if on", component_.optional);
    add_dependencies(table, "conflicts with", component_.conflicts);
    for (const ComponentUse& use : component_.libraries) {
      table.row({{"library", Style::Dim},
                 {use.name.value},
                 {},
                 {place_of(context_, use.name.at), Style::Dim}});
    }
    for (const ComponentUse& use : component_.tools) {
      table.row({{"tool", Style::Dim},
                 {use.name.value},
                 {},
                 {place_of(context_, use.name.at), Style::Dim}});
    }
    for (const Text& word : component_.provides) {
      table.row(
          {{"provides", Style::Dim}, {word.value}, {}, {place_of(context_, word.at), Style::Dim}});
    }
    section("needs", table);
  }

  void sources() {
    Table table;
    for (const ShownSource& source : facts_.sources) {
      table.row({{source.path}, {source.language}, {source.from, Style::Dim}});
      for (const ShownFlag& flag : source.extra) {
        table.row({{cat("  ", flag.flag)}, {}, {flag.from, Style::Dim}});
      }
    }
    section("sources", table);
  }

  void flag_section(const ShownFlags& flags) {
    Table table;
    for (const ShownFlag& flag : flags.flags) {
      table.row({{shell_quoted(flag.flag)}, {flag.from, Style::Dim}});
    }
    section(flags.title, table);
  }

  void add_lib(Table& table, const LibUse& use, const std::string& role) {
    if (!use.lib.valid()) return;
    const LibAnswer& answer = context_.results.probes.of(component_.machine).libs[use.lib];
    table.row({{use.name.value},
               {lib_status(answer), answer.found ? Style::Good : Style::Attention},
               {role},
               {place_of(context_, use.name.at), Style::Dim}});
  }

  void libs() {
    Table table;
    for (const LibUse& use : component_.libs) add_lib(table, use, "");
    for (const std::vector<LibUse>& any : component_.any_lib) {
      for (const LibUse& use : any) add_lib(table, use, "any of these");
    }
    for (const Feature& feature : component_.features) {
      const std::string role = cat("feature ", feature.name.value);
      for (const LibUse& use : feature.libs) add_lib(table, use, role);
      for (const std::vector<LibUse>& any : feature.any_lib) {
        for (const LibUse& use : any) add_lib(table, use, cat(role, ", any of these"));
      }
    }
    section("external libraries", table);
  }

  std::string fix_of(std::size_t feature) const {
    const std::string fix = feature_fix_text(context_, id_, feature);
    return fix.empty() ? fix : cat("fix: ", fix);
  }

  void features() {
    Table table;
    for (std::size_t i = 0; i < component_.features.size(); ++i) {
      const Feature& feature = component_.features[i];
      if (i >= verdict_.features.size()) break;
      const FeatureVerdict& verdict = verdict_.features[i];
      table.row({{feature.name.value},
                 {verdict.on ? "on" : "off", verdict.on ? Style::Good : Style::Attention},
                 {describe(catalog_, verdict)},
                 {fix_of(i), Style::Attention},
                 {place_of(context_, feature.name.at), Style::Dim}});
    }
    section("features", table);
  }

  void generates() {
    Table table;
    for (const ShownGenerate& step : facts_.generates) {
      std::vector<std::string> words;
      for (const std::string& word : step.command) words.push_back(shell_quoted(word));
      table.row({{join(step.outputs, " ")}, {cat("from ", join(step.inputs, " "))}});
      table.row({{cat("  ", join(words, " "), step.to_output ? "  (prints it)" : "")}});
    }
    section("generated", table);
  }

  void installs() {
    Table table;
    for (const ShownInstall& entry : facts_.installs) {
      table.row(
          {{entry.kind}, {entry.to}, {entry.mode}, {entry.package}, {entry.from, Style::Dim}});
      for (const InstallSubstitution& subst : entry.subst) {
        table.row({{}, {cat("  '", subst.text, "' becomes '", subst.to, "'")}});
      }
    }
    section("installed", table);
  }

  void section(std::string_view title, const Table& table) {
    if (table.empty()) return;
    append(out_, "\n", style(title, Style::Bold), "\n", table.text(context_.layout(2)));
  }

  std::string style(std::string_view text, Style style) const {
    return context_.styled(text, style);
  }

  const Context& context_;
  const Catalog& catalog_;
  const Component& component_;
  const Verdict& verdict_;
  ComponentFacts facts_;
  ComponentId id_;
  std::string out_;
};

void write_flags(JsonWriter& json, const std::vector<ShownFlag>& flags) {
  json.begin_array();
  for (const ShownFlag& flag : flags) {
    json.begin_object(true).member("flag", flag.flag).member("from", flag.from).end_object();
  }
  json.end_array();
}

void write_sources(JsonWriter& json, const ComponentFacts& facts) {
  json.key("sources").begin_array();
  for (const ShownSource& source : facts.sources) {
    json.begin_object().member("path", source.path).member("language", source.language);
    json.member("from", source.from).key("flags");
    write_flags(json, source.extra);
    json.end_object();
  }
  json.end_array().key("flags").begin_array();
  for (const ShownFlags& flags : facts.flags) {
    json.begin_object().member("step", flags.title).key("flags");
    write_flags(json, flags.flags);
    json.end_object();
  }
  json.end_array();
}

void write_substitutions(JsonWriter& json, const std::vector<InstallSubstitution>& substs) {
  json.key("subst").begin_array();
  for (const InstallSubstitution& subst : substs) {
    json.begin_object(true).member("text", subst.text).member("to", subst.to);
    json.member("becomes", subst.becomes).end_object();
  }
  json.end_array();
}

void write_steps(JsonWriter& json, const ComponentFacts& facts) {
  json.key("generates").begin_array();
  for (const ShownGenerate& step : facts.generates) {
    json.begin_object().member("inputs", step.inputs).member("outputs", step.outputs);
    json.member("command", step.command);
    if (step.to_output) json.member("stdout", true);
    json.end_object();
  }
  json.end_array().key("installs").begin_array();
  for (const ShownInstall& entry : facts.installs) {
    json.begin_object(true).member("kind", entry.kind).member("source", entry.source);
    json.member("to", entry.to).member("destination", entry.destination);
    json.member("mode", entry.mode).member("package", entry.package);
    json.member("from", entry.from);
    if (!entry.subst.empty()) write_substitutions(json, entry.subst);
    json.end_object();
  }
  json.end_array();
}

void write_machine(JsonWriter& json, const Context& context, const Component& component) {
  if (!context.results.toolchains.build) return;
  json.member("toolchain", context.results.selection.toolchain);
  json.member("machine", component.machine == Machine::Build ? "build" : "target");
}

// The build machine's copy, in short.
void write_copy(JsonWriter& json, const Context& context, ComponentId id) {
  const ComponentFacts facts = gather_facts(context, id);
  json.key("for-build").begin_object().member("output", facts.output);
  json.member("libraries", facts.libraries);
  write_sources(json, facts);
  json.end_object();
}

}  // namespace

std::string component_text(const Context& context, ComponentId id) {
  const ComponentId copy = context.results.catalog.find_copy(id);
  std::string text = TextView(context, id).text();
  if (copy.valid()) append(text, "\n", TextView(context, copy).text());
  return text;
}

std::string component_json(const Context& context, ComponentId id) {
  const Catalog& catalog = context.results.catalog;
  const Component& component = catalog.components[id];
  const Verdict& verdict = context.results.selection.verdicts[id];
  const ComponentFacts facts = gather_facts(context, id);
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("schema", "modbuild.show/1");
  json.member("tree", catalog.tree.name.value).member("name", component.name.value);
  json.member("kind", kind_word(component.kind)).member("verdict", verdict.on ? "on" : "off");
  json.member("because", describe(catalog, verdict.because));
  json.member("directory", component.dir).member("manifest", component.manifest);
  write_machine(json, context, component);
  json.member("output", facts.output).member("hosts", host_names(catalog, component));
  json.member("groups", group_names_of(catalog, id)).member("libraries", facts.libraries);
  write_sources(json, facts);
  json.key("features").begin_array();
  for (std::size_t i = 0; i < verdict.features.size(); ++i) {
    const FeatureVerdict& feature = verdict.features[i];
    json.begin_object(true).member("name", feature.name).member("on", feature.on);
    json.member("because", describe(catalog, feature));
    const std::vector<std::string> ways =
        feature_fixes(catalog, context.results.selection, context.results.probes, id, i);
    if (!ways.empty()) json.member("fix", ways);
    json.end_object();
  }
  json.end_array();
  write_steps(json, facts);
  if (const ComponentId copy = catalog.find_copy(id); copy.valid()) write_copy(json, context, copy);
  json.end_object();
  return out + "\n";
}

}  // namespace modbuild::tool
