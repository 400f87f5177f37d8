#include "install/document_reader.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/path.h"
#include "base/str.h"
#include "model/words.h"

namespace modbuild {

bool has_parent_component(std::string_view path) {
  const std::vector<std::string> parts = split(path, "/");
  return std::find(parts.begin(), parts.end(), "..") != parts.end();
}

std::string DocumentReader::text(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) {
    fail(cat("'", key, "' should be a string"));
    return {};
  }
  return found->get<std::string>();
}

std::string DocumentReader::optional_text(const Json& object, const char* key) {
  return object.contains(key) ? text(object, key) : std::string();
}

const DocumentReader::Json& DocumentReader::array(const Json& object, const char* key) {
  static const Json kEmpty = Json::array();
  const auto found = object.find(key);
  if (found != object.end() && found->is_array()) return *found;
  if (found != object.end()) fail(cat("'", key, "' should be an array"));
  return kEmpty;
}

std::vector<std::string> DocumentReader::optional_list(const Json& object, const char* key) {
  std::vector<std::string> list;
  for (const Json& item : array(object, key)) {
    if (!item.is_string()) fail(cat("'", key, "' should hold strings"));
    if (item.is_string()) list.push_back(item.get<std::string>());
  }
  return list;
}

std::map<std::string, std::string> DocumentReader::texts(const Json& object, const char* key) {
  std::map<std::string, std::string> result;
  const auto found = object.find(key);
  if (found == object.end() || !found->is_object()) {
    fail(cat("'", key, "' should be an object"));
    return result;
  }
  for (const auto& item : found->items()) {
    if (!item.value().is_string()) fail(cat("'", key, "' should hold strings"));
    if (item.value().is_string()) result[item.key()] = item.value().get<std::string>();
  }
  return result;
}

std::string DocumentReader::checked_path(std::string path) {
  const bool clean = path.find('\0') == std::string::npos && path.size() < 4096;
  if (!clean || !path.starts_with('/') || path == "/" || path != normalise(path) ||
      has_parent_component(path)) {
    fail(cat("'", path, "' is no absolute path of a file without '..'"));
  }
  return path;
}

std::string DocumentReader::absolute_path(const Json& object, const char* key) {
  return checked_path(text(object, key));
}

std::uint32_t DocumentReader::mode(const Json& object, const char* key) {
  const std::string digits = text(object, key);
  std::uint32_t mode = 0;
  const char* const end = digits.data() + digits.size();
  const auto [read, error] = std::from_chars(digits.data(), end, mode, 8);
  if (digits.size() != 4 || error != std::errc() || read != end) {
    fail(cat("'", digits, "' is no file mode"));
  }
  return mode;
}

InstallKind DocumentReader::kind(const Json& object) {
  InstallKind kind = InstallKind::Data;
  const std::string word = text(object, "kind");
  if (!parse_install_kind(word, kind)) fail(cat("'", word, "' is no kind of file"));
  return kind;
}

void DocumentReader::owner(const Json& object, ComponentKind& kind, std::string& name) {
  for (const ComponentKind known :
       {ComponentKind::Module, ComponentKind::Program, ComponentKind::Library}) {
    const std::string key(kind_word(known));
    if (!object.contains(key)) continue;
    kind = known;
    name = text(object, key.c_str());
    return;
  }
  fail("an entry names no module, program or library");
}

}  // namespace modbuild
