#include <algorithm>
#include <memory>
#include <set>

#include "base/json_writer.h"
#include "base/str.h"
#include "cause_view.h"
#include "command.h"
#include "lib_names.h"
#include "package_words.h"
#include "words.h"

namespace modbuild::tool {
namespace {

// Components that use each lib, optional features included.
IdVector<LibId, std::vector<ComponentId>> users_of_libs(const Catalog& catalog) {
  IdVector<LibId, std::vector<ComponentId>> users(catalog.libs.size());
  for (const ComponentId id : catalog.components.ids()) {
    const Component& component = catalog.components[id];
    if (component.copy_of.valid()) continue;
    std::set<LibId> used;
    const auto add = [&](const std::vector<LibUse>& uses) {
      for (const LibUse& use : uses) {
        if (use.lib.valid()) used.insert(use.lib);
      }
    };
    add(component.libs);
    for (const std::vector<LibUse>& any : component.any_lib) add(any);
    for (const Feature& feature : component.features) {
      add(feature.libs);
      for (const std::vector<LibUse>& any : feature.any_lib) add(any);
    }
    for (const LibId lib : used) users[lib].push_back(id);
  }
  return users;
}

// The package of this distribution, or of all that the tree knows.
std::string package_cell(const Context& context, LibId id) {
  const std::string here = package_text(context, id);
  return here.empty() ? package_list(context.results.catalog.libs[id]) : here;
}

const LibAnswer& answer_of(const Context& context, LibId id) {
  const ProbeReport& probes = context.results.probes;
  return probes.of(machine_to_tell(probes, id)).libs[id];
}

// "not found", "not found for the build".
std::string status_of(const Context& context, LibId id) {
  const Machine machine = machine_to_tell(context.results.probes, id);
  return cat(lib_status(answer_of(context, id)), machine == Machine::Build ? " for the build" : "");
}

// The question of the alternative that was found; "" when none was.
std::string chosen_alternative(const LibAnswer& answer) {
  for (const Evidence& evidence : answer.evidence) {
    if (evidence.found) return evidence.asked;
  }
  return {};
}

// The defines that come with that alternative, as the tree file writes them.
std::vector<std::string> chosen_defines(const Context& context, LibId id) {
  std::vector<std::string> defines;
  const LibAnswer& answer = answer_of(context, id);
  if (!answer.found) return defines;
  const ExternalLib& lib = context.results.catalog.libs[id];
  for (const Conditional<Text>& define : lib.any[answer.alternative].defines) {
    defines.push_back(define.value.value);
  }
  return defines;
}

using Users = IdVector<LibId, std::vector<ComponentId>>;

void print_table(Context& context, const std::vector<LibId>& ids, const Users& users) {
  Table table;
  for (const LibId id : ids) {
    const ExternalLib& lib = context.results.catalog.libs[id];
    const LibAnswer& answer = answer_of(context, id);
    table.row({{lib.name.value},
               {status_of(context, id), answer.found ? Style::Good : Style::Attention},
               {chosen_alternative(answer)},
               {std::to_string(users[id].size())},
               {package_cell(context, id)},
               {lib.description.value, Style::Dim}});
  }
  table.header({"library", "status", "alternative", "used by", "package", "description"});
  context.out = table.text(context.layout());
}

void print_details(Context& context, const std::vector<LibId>& ids, const Users& users) {
  const Catalog& catalog = context.results.catalog;
  for (const LibId id : ids) {
    const ExternalLib& lib = catalog.libs[id];
    const LibAnswer& answer = answer_of(context, id);
    if (!context.out.empty()) context.out += "\n";
    append(context.out, context.styled(shown(lib.name.value), Style::Bold), ": ",
           status_of(context, id), "\n");
    Table table;
    for (const Evidence& evidence : answer.evidence) {
      table.row({{"tried"}, {cat(evidence.asked, ": ", evidence.answered)}});
    }
    const auto row = [&](const char* title, const std::string& text) {
      if (!text.empty()) table.row({{title}, {text}});
    };
    row("defines", join(chosen_defines(context, id), " "));
    for (const auto& [name, value] : answer.variables) row("variable", cat(name, " = ", value));
    row("cflags", join(answer.cflags, " "));
    row("libs", join(answer.libs, " "));
    row("packages", package_list(lib));
    if (!answer.found) {
      const LibPackage package = package_here(catalog, context.results.probes, id);
      row("install", package.source == PackageSource::None ? unknown_package_text(context, id)
                                                           : package_text(context, id));
    }
    row("used by", join(names_of(catalog, users[id]), ", "));
    row("declared", place_of(context, lib.name.at));
    context.out += table.text(context.layout(2));
  }
}

void write_lib(JsonWriter& json, const Context& context, LibId id, const Users& users) {
  const ExternalLib& lib = context.results.catalog.libs[id];
  const LibAnswer& answer = answer_of(context, id);
  json.begin_object().member("name", lib.name.value).member("description", lib.description.value);
  if (machine_to_tell(context.results.probes, id) == Machine::Build) {
    json.member("machine", "build");
  }
  json.member("probed", answer.probed).member("found", answer.found);
  json.member("version", answer.version).member("alternative", chosen_alternative(answer));
  json.member("defines", chosen_defines(context, id)).key("variables").begin_object(true);
  for (const auto& [name, value] : answer.variables) json.member(name, value);
  json.end_object();
  json.member("cflags", answer.cflags).member("libs", answer.libs).key("tried").begin_array();
  for (const Evidence& evidence : answer.evidence) {
    json.begin_object(true).member("asked", evidence.asked).member("found", evidence.found);
    json.member("answered", evidence.answered).end_object();
  }
  json.end_array().key("packages").begin_object(true);
  for (const auto& [distribution, package] : lib.packages) json.member(distribution, package.value);
  json.end_object().member("found-packages", found_packages(context, id));
  json.member("used-by", names_of(context.results.catalog, users[id])).end_object();
}

void print_json(Context& context, const std::vector<LibId>& ids, const Users& users) {
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.libs/1");
  json.member("tree", context.results.catalog.tree.name.value).key("libs").begin_array();
  for (const LibId id : ids) write_lib(json, context, id, users);
  json.end_array().end_object();
  context.out += "\n";
}

ExitStatus list_libs(const std::vector<std::string>& names, Context& context) {
  context.job.probe_all = true;
  if (!reach(context, Stage::Probe)) return ExitStatus::Done;
  const std::vector<LibId> ids = find_libs(context, names);
  if (context.diagnostics.has_errors()) return ExitStatus::Done;
  if (!names.empty()) find_packages(context.job, context.host, context.results, ids);
  const Users users = users_of_libs(context.results.catalog);
  if (context.options.format == Format::Json) {
    print_json(context, ids, users);
  } else if (context.options.format == Format::Names) {
    for (const LibId id : ids)
      append(context.out, context.results.catalog.libs[id].name.value, "\n");
  } else if (names.empty() && !context.options.verbose) {
    print_table(context, ids, users);
  } else {
    print_details(context, ids, users);
  }
  return ExitStatus::Done;
}

}  // namespace

Run declare_libs(CLI::App& app) {
  const auto names = std::make_shared<std::vector<std::string>>();
  add_arguments(app, "LIB", "what was asked and answered for these; -v: for all", *names);
  return [names](Context& context) { return list_libs(*names, context); };
}

}  // namespace modbuild::tool
