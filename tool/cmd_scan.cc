#include "base/json_writer.h"
#include "base/str.h"
#include "command.h"
#include "words.h"

namespace modbuild::tool {
namespace {

void print_text(Context& context, const Catalog& catalog) {
  Table table;
  for (const ComponentId id : catalog.components.ids()) {
    const Component& component = catalog.components[id];
    const bool is_module = component.kind == ComponentKind::Module;
    table.row({{component.name.value},
               {std::string(kind_word(component.kind))},
               {component.dir.empty() ? "." : component.dir},
               {is_module ? join(host_names(catalog, component), ", ") : ""},
               {join(group_names_of(catalog, id), ", ")}});
  }
  table.header({"name", "kind", "directory", "hosts", "groups"});
  context.out = table.text(context.layout());
  say(context, cat(catalog.tree.name.value, ": ", count_of(catalog.modules().size(), "module"),
                   ", ", count_of(catalog.programs().size(), "program"), ", ",
                   std::to_string(catalog.libraries().size()),
                   catalog.libraries().size() == 1 ? " library" : " libraries"));
}

void write_component(JsonWriter& json, const Catalog& catalog, ComponentId id) {
  const Component& component = catalog.components[id];
  json.begin_object(true).member("name", component.name.value);
  json.member("kind", kind_word(component.kind));
  json.member("directory", component.dir).member("manifest", component.manifest);
  if (!component.description.empty()) json.member("description", component.description.value);
  if (component.kind == ComponentKind::Module) {
    json.member("hosts", host_names(catalog, component));
    json.member("groups", group_names_of(catalog, id));
    json.member("support", support_word(component.support));
    json.member("default", component.by_default);
  }
  if (!component.package.empty()) json.member("package", component.package.value);
  json.end_object();
}

void print_json(Context& context, const Catalog& catalog) {
  JsonWriter json(context.out);
  json.begin_object().member("schema", "modbuild.scan/1");
  json.member("tree", catalog.tree.name.value).member("version", catalog.tree.version.value);
  json.key("components").begin_array();
  for (const ComponentId id : catalog.components.ids()) write_component(json, catalog, id);
  json.end_array().end_object();
  context.out += "\n";
}

ExitStatus list_components(Context& context) {
  if (!reach(context, Stage::Load)) return ExitStatus::Done;
  const Catalog& catalog = context.results.catalog;
  if (context.options.format == Format::Json) {
    print_json(context, catalog);
  } else if (context.options.format == Format::Names) {
    for (const Component& component : catalog.components) {
      append(context.out, component.name.value, "\n");
    }
  } else {
    print_text(context, catalog);
  }
  return ExitStatus::Done;
}

}  // namespace

Run declare_scan(CLI::App&) {
  return list_components;
}

}  // namespace modbuild::tool
