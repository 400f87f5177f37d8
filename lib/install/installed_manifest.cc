#include "install/installed_manifest.h"

#include <algorithm>

#include "base/digest.h"
#include "base/json_writer.h"
#include "base/str.h"
#include "base/utf8.h"
#include "install/document_reader.h"
#include "model/words.h"

namespace modbuild {
namespace {

using Json = DocumentReader::Json;

std::string checked_sha256(std::string digits, DocumentReader& reader) {
  const bool hex = std::all_of(digits.begin(), digits.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
  if (digits.size() != 64 || !hex) reader.fail(cat("'", digits, "' is no SHA-256"));
  return digits;
}

void read_file(const Json& object, DocumentReader& reader, InstalledManifest& manifest) {
  if (!object.is_object()) return reader.fail("a file should be an object");
  InstalledFile file;
  std::string path = reader.absolute_path(object, "path");
  file.kind = reader.kind(object);
  const auto size = object.find("size");
  const bool number = size != object.end() && size->is_number_unsigned();
  if (!number) reader.fail("'size' should be a number");
  if (number) file.size = size->get<std::uint64_t>();
  file.mode = reader.mode(object, "mode");
  file.sha256 = checked_sha256(reader.text(object, "sha256"), reader);
  file.package = reader.optional_text(object, "package");
  file.abi = reader.optional_list(object, "abi");
  file.hosts = reader.optional_list(object, "hosts");
  file.entries = reader.optional_list(object, "entry-symbols");
  reader.owner(object, file.owner_kind, file.owner);
  const auto [at, fresh] = manifest.files.emplace(std::move(path), std::move(file));
  if (!fresh) reader.fail(cat(at->first, " stands there twice"));
}

InstalledManifest read_manifest(const Json& document, DocumentReader& reader) {
  InstalledManifest manifest;
  if (!document.is_object() || reader.text(document, "schema") != "modbuild.installed/1") {
    reader.fail("it is no document modbuild.installed/1");
    return manifest;
  }
  manifest.tree = reader.text(document, "tree");
  manifest.version = reader.text(document, "version");
  manifest.dirs = reader.texts(document, "dirs");
  for (const Json& directory : reader.array(document, "directories")) {
    if (!directory.is_string()) reader.fail("'directories' should hold strings");
    if (!reader.ok()) break;
    manifest.directories.insert(reader.checked_path(directory.get<std::string>()));
  }
  for (const Json& file : reader.array(document, "files")) {
    read_file(file, reader, manifest);
    if (!reader.ok()) break;
  }
  return manifest;
}

void write_file(const std::string& path, const InstalledFile& file, JsonWriter& json) {
  json.begin_object(true).member("path", path).member("kind", install_kind_word(file.kind));
  json.member("size", file.size).member("mode", mode_text(file.mode));
  json.member("sha256", file.sha256);
  if (!file.package.empty()) json.member("package", file.package);
  if (!file.abi.empty()) json.member("abi", file.abi);
  if (!file.hosts.empty()) json.member("hosts", file.hosts);
  if (!file.entries.empty()) json.member("entry-symbols", file.entries);
  json.member(kind_word(file.owner_kind), file.owner).end_object();
}

}  // namespace

InstalledFile installed_file(const InstallItem& item, std::string_view bytes) {
  return {item.kind,       bytes.size(), item.mode, sha256_hex(bytes), item.package,
          item.owner_kind, item.owner,   item.abi,  item.hosts,        item.entries};
}

std::string installed_manifest_json(const InstalledManifest& manifest) {
  std::string text;
  text.reserve(1024 + manifest.files.size() * 256);
  JsonWriter json(text);
  json.begin_object().member("schema", "modbuild.installed/1");
  json.member("tree", manifest.tree).member("version", manifest.version);
  json.key("dirs").begin_object();
  for (const auto& [name, path] : manifest.dirs) json.member(name, path);
  json.end_object();
  json.key("directories").begin_array();
  for (const std::string& directory : manifest.directories) json.value(directory);
  json.end_array();
  json.key("files").begin_array();
  for (const auto& [path, file] : manifest.files) write_file(path, file, json);
  json.end_array().end_object();
  text.push_back('\n');
  return text;
}

std::optional<InstalledManifest> parse_installed_manifest(std::string_view text,
                                                          const SourceRange& at,
                                                          Diagnostics& diagnostics) {
  const Json document = Json::parse(text, nullptr, false);
  DocumentReader reader;
  InstalledManifest manifest = read_manifest(document, reader);
  if (reader.ok()) return manifest;
  diagnostics.add(Code::BadInstalledManifest, at,
                  cat("the installed manifest cannot be used: ", displayable(reader.fault())),
                  "it is the file that `install` wrote; without it, remove the files by hand");
  return std::nullopt;
}

}  // namespace modbuild
