#include "base/json_writer.h"
#include "base/str.h"
#include "emit/emit.h"

namespace modbuild {
namespace {

// Files of the tree as manifests write them from its root, files of the build directory as they
// lie in it.
std::string source_text(const Path& path) {
  return path.root == Root::Source ? cat("//", path.text) : path.text;
}

void write_substitutions(const std::vector<InstallSubstitution>& substs, JsonWriter& json) {
  json.key("subst").begin_array();
  for (const InstallSubstitution& subst : substs) {
    json.begin_object(true).member("text", subst.text).member("to", subst.to);
    json.member("becomes", subst.becomes).end_object();
  }
  json.end_array();
}

void write_entry(const InstallEntry& entry, const Catalog& catalog, JsonWriter& json) {
  const Component& component = catalog.components[entry.component];
  json.begin_object();
  json.member("kind", install_kind_word(entry.kind));
  json.member("source", source_text(entry.source));
  json.member("to", entry.to);
  json.member("destination", entry.destination);
  json.member("mode", entry.mode);
  if (!entry.package.empty()) json.member("package", entry.package);
  if (!entry.rpath.empty()) json.member("rpath", entry.rpath);
  if (!entry.subst.empty()) write_substitutions(entry.subst, json);
  json.member(component.kind == ComponentKind::Module    ? "module"
              : component.kind == ComponentKind::Program ? "program"
                                                         : "library",
              component.name.value);
  json.end_object();
}

}  // namespace

std::string install_plan_json(const EmitInput& input, const Catalog& catalog) {
  const Plan& plan = *input.plan;
  std::string text;
  text.reserve(1024 + plan.install.size() * 256);
  JsonWriter json(text);
  json.begin_object();
  json.member("schema", "modbuild.plan/1");
  json.member("tree", catalog.tree.name.value);
  json.key("dirs").begin_object();
  for (const auto& [name, path] : plan.dirs) json.member(name, path);
  json.end_object();
  json.key("entries").begin_array();
  for (const InstallEntry& entry : plan.install) write_entry(entry, catalog, json);
  json.end_array();
  json.end_object();
  text.push_back('\n');
  return text;
}

}  // namespace modbuild
