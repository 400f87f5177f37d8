#include "lock_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "request_json.h"
#include "words.h"

namespace modbuild::tool {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kLockSchema = "modbuild.lock/1";

void write_component(JsonWriter& json, const PreviewComponent& component) {
  json.begin_object(true).member("name", component.name);
  json.member("kind", kind_word(component.kind)).member("verdict", component.on ? "on" : "off");
  if (component.on) json.member("linkage", linkage_word(component.linkage));
  json.member("because", component.reason);
  if (!component.root_cause.empty()) json.member("root-cause", component.root_cause);
  if (!component.features.empty()) json.member("features", component.features);
  if (!component.libs.empty()) json.member("libs", component.libs);
  json.end_object();
}

bool read_kind(const Json& object, ComponentKind& kind) {
  std::string word;
  if (!read_string(object, "kind", word)) return false;
  for (const ComponentKind known :
       {ComponentKind::Module, ComponentKind::Program, ComponentKind::Library}) {
    if (kind_word(known) != word) continue;
    kind = known;
    return true;
  }
  return false;
}

bool read_component(const Json& object, PreviewComponent& component) {
  std::string verdict;
  std::string linkage;
  const bool read = object.is_object() && read_string(object, "name", component.name) &&
                    read_kind(object, component.kind) && read_string(object, "verdict", verdict) &&
                    read_string(object, "linkage", linkage) &&
                    read_string(object, "because", component.reason) &&
                    read_string(object, "root-cause", component.root_cause) &&
                    read_strings(object, "features", component.features) &&
                    read_strings(object, "libs", component.libs);
  if (!read || component.name.empty() || (verdict != "on" && verdict != "off")) return false;
  component.on = verdict == "on";
  const bool is_static = linkage == linkage_word(Linkage::Static);
  if (is_static) component.linkage = Linkage::Static;
  return is_static || linkage.empty() || linkage == linkage_word(Linkage::Shared);
}

// What stands in an array of objects, each read by `read_item`.
template <class Read>
bool read_objects(const Json& document, const char* key, const Read& read_item) {
  if (!document.contains(key) || !document[key].is_array()) return false;
  for (const Json& item : document[key]) {
    if (!item.is_object() || !read_item(item)) return false;
  }
  return true;
}

bool read_counts(const Json& document, SelectionCounts& counts) {
  if (!document.contains("counts") || !document["counts"].is_object()) return false;
  const Json& object = document["counts"];
  const auto read = [&object](const char* key, std::uint64_t& count) {
    if (!object.contains(key) || !object[key].is_number_unsigned()) return false;
    count = object[key].get<std::uint64_t>();
    return true;
  };
  return read("on", counts.on) && read("static", counts.made_static) && read("off", counts.off) &&
         read("dropped", counts.dropped);
}

bool read_preview(const Json& document, Preview& preview) {
  const auto component = [&preview](const Json& object) {
    preview.components.emplace_back();
    return read_component(object, preview.components.back());
  };
  const auto lib = [&preview](const Json& object) {
    std::string name;
    PreviewLib answer{true, {}};
    if (!read_string(object, "name", name) || !read_string(object, "version", answer.version)) {
      return false;
    }
    preview.libs[name] = answer;
    return !name.empty();
  };
  const bool read =
      read_string(document, "tree", preview.tree) && read_counts(document, preview.counts) &&
      read_objects(document, "components", component) && read_objects(document, "libs", lib);
  // A merge may have left them in another order, which compare() could not walk.
  std::sort(preview.components.begin(), preview.components.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return read;
}

}  // namespace

std::string lock_json(const LockFile& lock) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("schema", kLockSchema).member("tool", lock.tool);
  json.member("tree", lock.preview.tree).member("triple", lock.triple);
  json.member("compiler", lock.compiler);
  if (!lock.profile.empty()) json.member("profile", lock.profile);
  if (!lock.toolchain.empty()) json.member("toolchain", lock.toolchain);
  if (!lock.variant.empty()) json.member("variant", lock.variant);
  json.key("request");
  write_request(json, lock.request);
  const SelectionCounts& counts = lock.preview.counts;
  json.key("counts").begin_object(true).member("on", counts.on);
  json.member("static", counts.made_static).member("off", counts.off);
  json.member("dropped", counts.dropped).end_object();
  json.key("components").begin_array();
  for (const PreviewComponent& component : lock.preview.components) {
    write_component(json, component);
  }
  json.end_array().key("libs").begin_array();
  for (const auto& [name, lib] : lock.preview.libs) {
    if (!lib.found) continue;
    json.begin_object(true).member("name", name).member("version", lib.version).end_object();
  }
  json.end_array().end_object();
  return out + "\n";
}

std::optional<LockFile> parse_lock(const std::string& text, const SourceRange& at) {
  const Json document = Json::parse(text, nullptr, false);
  if (!document.is_object() || document.value("schema", Json()) != kLockSchema) return std::nullopt;
  LockFile lock;
  std::optional<Request> request;
  if (document.contains("request")) request = read_request(document["request"], at);
  const bool read = request && read_string(document, "tool", lock.tool) &&
                    read_string(document, "triple", lock.triple) &&
                    read_string(document, "compiler", lock.compiler) &&
                    read_string(document, "profile", lock.profile) &&
                    read_string(document, "toolchain", lock.toolchain) &&
                    read_string(document, "variant", lock.variant) &&
                    read_preview(document, lock.preview);
  if (!read) return std::nullopt;
  lock.request = std::move(*request);
  return lock;
}

}  // namespace modbuild::tool
