#include "request_files.h"

#include <cerrno>
#include <nlohmann/json.hpp>

#include "base/path.h"
#include "base/str.h"
#include "context.h"
#include "os/replace_file.h"
#include "request_json.h"

namespace modbuild::tool {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kLargestTyped = 64U << 20U;
constexpr std::string_view kRequestSchema = "modbuild.request/1";

bool has_schema(const Json& document, std::string_view schema) {
  return document.is_object() && document.contains("schema") && document["schema"] == schema;
}

// The failure with the path that the user typed.
HostError as_typed(const char* operation, const std::string& path, const HostError& error) {
  return HostError{error.number, operation, path, error.detail};
}

Json parse(const std::string& text) {
  return Json::parse(text, nullptr, false);
}

std::optional<SelectionText> read_text(const std::string& path, const char* help,
                                       Context& context) {
  const std::string whole = absolute_path(context, path);
  const auto directory = open_typed_directory(context, std::string(directory_of(whole)));
  HostError error;
  if (directory) {
    Expected<std::string> text = (*directory)->read(std::string(base_name(whole)), kLargestTyped);
    if (text) return SelectionText{*text, context.results.sources.add(path, *text)};
    error = text.error();
  } else {
    error = directory.error();
  }
  context.diagnostics.add(Code::BadRequestFile, {}, as_typed("read", path, error).message(), help);
  return std::nullopt;
}

}  // namespace

std::optional<SelectionText> read_selection_text(const std::string& path, Context& context) {
  return read_text(path, "selection files are made by 'modbuild select --save FILE'", context);
}

std::optional<SelectionText> read_modules_lst(const std::string& path, Context& context) {
  return read_text(path, "a modules.lst is made by 'make cfg', in the directory of the makefiles",
                   context);
}

std::set<std::string> modules_off(const std::string& document) {
  std::set<std::string> names;
  const Json parsed = parse(document);
  if (!parsed.is_object() || !parsed.contains("modules") || !parsed["modules"].is_array())
    return names;
  for (const Json& module : parsed["modules"]) {
    std::string name;
    std::string verdict;
    const bool read = module.is_object() && read_string(module, "name", name) &&
                      read_string(module, "verdict", verdict);
    if (read && verdict == "off") names.insert(name);
  }
  return names;
}

std::string stored_request_json(const StoredRequest& stored) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("schema", kRequestSchema).member("backend", stored.backend);
  json.member("profile", stored.profile);
  if (!stored.toolchain.empty()) json.member("toolchain", stored.toolchain);
  if (!stored.variant.empty()) json.member("variant", stored.variant);
  if (!stored.launcher.empty()) json.member("launcher", stored.launcher);
  json.member("selection-files", stored.selection_files);
  if (!stored.modules_lists.empty()) json.member("modules-lst", stored.modules_lists);
  json.key("request");
  write_request(json, stored.request);
  json.key("environment").begin_object();
  for (const auto& [name, value] : stored.environment) json.member(name, value);
  json.end_object().member("no-probe", stored.no_probe);
  if (!stored.locked.empty()) json.member("locked", stored.locked);
  if (stored.untrusted) json.member("untrusted", true);
  if (stored.frozen) json.member("frozen", true);
  json.end_object();
  return out + "\n";
}

std::optional<StoredRequest> parse_stored_request(const std::string& text, const SourceRange& at) {
  const Json document = parse(text);
  if (!has_schema(document, kRequestSchema)) return std::nullopt;
  StoredRequest stored;
  std::optional<Request> request;
  if (document.contains("request")) request = read_request(document["request"], at);
  const bool read = request && read_string(document, "backend", stored.backend) &&
                    read_string(document, "profile", stored.profile) &&
                    read_string(document, "toolchain", stored.toolchain) &&
                    read_string(document, "variant", stored.variant) &&
                    read_strings(document, "launcher", stored.launcher) &&
                    read_strings(document, "selection-files", stored.selection_files) &&
                    read_strings(document, "modules-lst", stored.modules_lists) &&
                    read_string_map(document, "environment", stored.environment) &&
                    read_string(document, "locked", stored.locked) &&
                    read_bool(document, "no-probe", stored.no_probe) &&
                    read_bool(document, "untrusted", stored.untrusted) &&
                    read_bool(document, "frozen", stored.frozen);
  if (!read) return std::nullopt;
  stored.request = std::move(*request);
  return stored;
}

bool save_file(const std::string& path, const std::string& text, Context& context) {
  const std::string whole = absolute_path(context, path);
  const auto fail = [&](const HostError& error) {
    io_error(context, as_typed("write", path, error));
    return false;
  };
  auto directory = open_typed_directory(context, std::string(directory_of(whole)));
  if (!directory) return fail(directory.error());
  const std::string name(base_name(whole));
  const Expected<FileStatus> old = (*directory)->status(name);
  // A new file would take its place: of /dev/stdout, say.
  if (old && old->type != FileType::Regular) {
    return fail({EEXIST, "write", path, "it is there, and is no regular file"});
  }
  const Expected<void> done = replace_file(**directory, name, text, Durability::Synced);
  return done || fail(done.error());
}

}  // namespace modbuild::tool
