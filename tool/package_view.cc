#include "package_view.h"

#include "base/str.h"

namespace modbuild::tool {
namespace {

std::string need_text(const PackageNeed& need) {
  return cat(join(need.any, " or "), " (", need.because, ")");
}

void write_needs(std::string_view key, const std::vector<PackageNeed>& needs, JsonWriter& json) {
  json.key(key).begin_array();
  for (const PackageNeed& need : needs) {
    json.begin_object(true).member("any", need.any).member("because", need.because).end_object();
  }
  json.end_array();
}

void write_package(const BinaryPackage& package, JsonWriter& json) {
  json.begin_object().member("name", package.name);
  json.member("description", package.description);
  json.member("machine-dependent", package.machine_dependent);
  write_needs("needs", package.needs, json);
  write_needs("wishes", package.wishes, json);
  json.key("files").begin_array();
  for (const PackagedFile& file : package.files) json.value(file.item.destination);
  json.end_array().end_object();
}

void write_build_need(const BuildNeed& need, JsonWriter& json) {
  json.begin_object().member("lib", need.lib).key("packages").begin_object(true);
  for (const auto& [distribution, package] : need.packages) json.member(distribution, package);
  json.end_object().end_object();
}

}  // namespace

std::string packages_text(const Context& context, const PackageSet& set) {
  Table table;
  for (const BinaryPackage& package : set.packages) {
    std::vector<std::string> needs;
    for (const PackageNeed& need : package.needs) needs.push_back(need_text(need));
    table.row({{package.name},
               {count_of(package.files.size(), "file")},
               {needs.empty() ? "" : cat("needs ", join(needs, ", ")), Style::Dim}});
  }
  return table.text(context.layout());
}

std::string package_counts(const PackageSet& set) {
  std::size_t files = 0;
  for (const BinaryPackage& package : set.packages) files += package.files.size();
  return cat(set.tree, ": ", count_of(set.packages.size(), "package"), ", ",
             count_of(files, "file"));
}

void begin_package_json(const PackageSet& set, JsonWriter& json) {
  json.begin_object().member("schema", "modbuild.package/1");
  json.member("tree", set.tree).member("version", set.version);
  json.key("packages").begin_array();
  for (const BinaryPackage& package : set.packages) write_package(package, json);
  json.end_array();
  json.key("in-no-package").begin_array();
  for (const PackagedFile& file : set.in_none) json.value(file.item.destination);
  json.end_array();
  json.key("build-needs").begin_array();
  for (const BuildNeed& need : set.build_needs) write_build_need(need, json);
  json.end_array();
}

}  // namespace modbuild::tool
