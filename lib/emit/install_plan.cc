#include <algorithm>

#include "base/json_writer.h"
#include "emit/emit.h"

namespace modbuild {
namespace {

void write_substitutions(const std::vector<InstallSubstitution>& substs, JsonWriter& json) {
  json.key("subst").begin_array();
  for (const InstallSubstitution& subst : substs) {
    json.begin_object(true).member("text", subst.text).member("to", subst.to);
    json.member("becomes", subst.becomes).end_object();
  }
  json.end_array();
}

void write_item(const InstallItem& item, JsonWriter& json) {
  json.begin_object();
  json.member("kind", install_kind_word(item.kind));
  json.member("source", install_source_text(item.source));
  json.member("to", item.to);
  json.member("destination", item.destination);
  json.member("mode", mode_text(item.mode));
  if (!item.package.empty()) json.member("package", item.package);
  if (!item.rpath.empty()) json.member("rpath", item.rpath);
  if (!item.abi.empty()) json.member("abi", item.abi);
  if (!item.hosts.empty()) json.member("hosts", item.hosts);
  if (!item.entries.empty()) json.member("entry-symbols", item.entries);
  if (!item.subst.empty()) write_substitutions(item.subst, json);
  json.member(kind_word(item.owner_kind), item.owner);
  json.end_object();
}

void write_head(const InstallPlan& plan, JsonWriter& json) {
  json.begin_object();
  json.member("schema", "modbuild.plan/1");
  json.member("tree", plan.tree);
  json.member("version", plan.version);
  json.member("installed-manifest", plan.installed_manifest);
  json.member("strip", plan.strip);
  json.key("dirs").begin_object();
  for (const auto& [name, path] : plan.dirs) json.member(name, path);
  json.end_object();
  json.key("entries").begin_array();
}

constexpr std::size_t kItemsPerPart = 2000;
constexpr std::size_t kOpenInEntries = 2;  // the document and its array of entries

}  // namespace

std::string install_plan_json(const InstallPlan& plan) {
  std::string text;
  text.reserve(1024 + plan.items.size() * 256);
  JsonWriter json(text);
  write_head(plan, json);
  for (const InstallItem& item : plan.items) write_item(item, json);
  json.end_array();
  json.end_object();
  text.push_back('\n');
  return text;
}

OutputFile install_plan_file(const Plan& plan, const Catalog& catalog) {
  const std::size_t count = plan.install.size();
  const auto part = [&plan, &catalog, count](std::size_t index) {
    const std::size_t begin = index * kItemsPerPart;
    const std::size_t end = std::min(count, begin + kItemsPerPart);
    std::string text;
    text.reserve(1024 + (end - begin) * 320);
    if (index == 0) {
      JsonWriter json(text);
      write_head(install_plan_head(plan, catalog), json);
    }
    JsonWriter json(text, kOpenInEntries, index == 0);
    for (std::size_t i = begin; i < end; ++i) {
      write_item(install_item(plan, catalog, plan.install[i]), json);
    }
    if (end < count) return text;
    json.end_array();
    json.end_object();
    text.push_back('\n');
    return text;
  };
  // An empty list has one part, and so has one that ends with a part.
  return {"install-plan.json",
          {},
          std::max<std::size_t>(1, (count + kItemsPerPart - 1) / kItemsPerPart),
          part};
}

}  // namespace modbuild
