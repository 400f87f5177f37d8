#include <set>
#include <vector>

#include "base/json_writer.h"
#include "base/str.h"
#include "sbom/formats.h"

namespace modbuild {
namespace {

class CycloneDxWriter {
 public:
  explicit CycloneDxWriter(const BillOfMaterials& bill) : bill_(bill), json_(out_) {}

  // `serial` is a UUID.
  std::string run(const std::string& serial) {
    json_.begin_object();
    json_.member("$schema", "http://cyclonedx.org/schema/bom-1.5.schema.json");
    json_.member("bomFormat", "CycloneDX").member("specVersion", "1.5");
    json_.member("serialNumber", cat("urn:uuid:", serial)).member("version", std::uint64_t{1});
    metadata();
    json_.key("components").begin_array();
    for (const BillPart& part : bill_.parts) component(part);
    json_.end_array();
    dependencies();
    json_.end_object();
    out_ += "\n";
    return std::move(out_);
  }

 private:
  std::string tree_reference() const { return cat("tree/", bill_.tree); }

  void metadata() {
    json_.key("metadata").begin_object().member("timestamp", utc_time(bill_.created));
    json_.key("tools").begin_object().key("components").begin_array();
    json_.begin_object(true).member("type", "application").member("name", "modbuild");
    json_.member("version", bill_.tool_version).end_object().end_array().end_object();
    json_.key("component").begin_object().member("type", "application");
    json_.member("bom-ref", tree_reference()).member("name", bill_.tree);
    if (!bill_.version.empty()) json_.member("version", bill_.version);
    json_.end_object().end_object();
  }

  void component(const BillPart& part) {
    json_.begin_object();
    json_.member("type", part.kind == "program" ? "application" : "library");
    json_.member("bom-ref", part.key).member("name", part.name);
    if (!part.version.empty()) json_.member("version", part.version);
    if (!part.description.empty()) json_.member("description", part.description);
    const std::string url = package_url(part);
    if (!url.empty()) json_.member("purl", url);
    json_.key("properties").begin_array();
    property("modbuild:kind", part.kind);
    if (part.made_static) property("modbuild:linkage", "static");
    if (!part.package.empty()) property("modbuild:package", part.package);
    json_.end_array();
    if (!part.files.empty()) {
      json_.key("components").begin_array();
      for (const BillFile& each : part.files) file(each);
      json_.end_array();
    }
    json_.end_object();
  }

  void property(std::string_view name, std::string_view value) {
    json_.begin_object(true).member("name", name).member("value", value).end_object();
  }

  void file(const BillFile& file) {
    json_.begin_object().member("type", "file").member("bom-ref", cat("file", file.path));
    json_.member("name", file.path);
    json_.key("hashes").begin_array();
    hash("SHA-1", file.digest.sha1);
    hash("SHA-256", file.digest.sha256);
    json_.end_array();
    json_.key("properties").begin_array();
    property("modbuild:kind", install_kind_word(file.kind));
    property("modbuild:mode", mode_text(file.mode));
    property("modbuild:size", std::to_string(file.digest.size));
    json_.end_array().end_object();
  }

  void hash(std::string_view algorithm, const std::string& content) {
    json_.begin_object(true).member("alg", algorithm).member("content", content).end_object();
  }

  // The format knows one kind of dependency only.
  void dependencies() {
    json_.key("dependencies").begin_array();
    std::vector<std::string> own;
    for (const BillPart& part : bill_.parts) {
      if (!part.is_external()) own.push_back(part.key);
    }
    dependency(tree_reference(), own);
    for (const BillPart& part : bill_.parts) {
      std::set<std::string> needs;
      for (const BillRelation& relation : part.relations) needs.insert(relation.to);
      dependency(part.key, {needs.begin(), needs.end()});
    }
    json_.end_array();
  }

  void dependency(const std::string& of, const std::vector<std::string>& on) {
    json_.begin_object(true).member("ref", of).member("dependsOn", on).end_object();
  }

  const BillOfMaterials& bill_;
  std::string out_;
  JsonWriter json_;
};

}  // namespace

std::string write_cyclonedx(const BillOfMaterials& bill) {
  return CycloneDxWriter(bill).run(content_uuid(CycloneDxWriter(bill).run({})));
}

}  // namespace modbuild
