#include "install/install_plan_document.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "base/str.h"

namespace modbuild {
namespace {

using Json = nlohmann::json;

// Reads members; the first that is not as it should be is kept for the message.
class Reader {
 public:
  bool ok() const { return fault_.empty(); }
  const std::string& fault() const { return fault_; }

  void fail(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
  }

  std::string text(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) {
      fail(cat("'", key, "' should be a string"));
      return {};
    }
    return found->get<std::string>();
  }

  std::string optional_text(const Json& object, const char* key) {
    return object.contains(key) ? text(object, key) : std::string();
  }

  // The elements of the array `key`; none when it is missing and may be.
  const Json& array(const Json& object, const char* key, bool required) {
    static const Json kEmpty = Json::array();
    const auto found = object.find(key);
    if (found != object.end() && found->is_array()) return *found;
    if (required || found != object.end()) fail(cat("'", key, "' should be an array"));
    return kEmpty;
  }

 private:
  std::string fault_;
};

bool has_parent_component(std::string_view path) {
  const std::vector<std::string> parts = split(path, "/");
  return std::find(parts.begin(), parts.end(), "..") != parts.end();
}

std::string checked_destination(std::string path, Reader& reader) {
  if (!path.starts_with('/') || path == "/" || path != normalise(path) ||
      has_parent_component(path)) {
    reader.fail(cat("'", path, "' is no absolute path of a file without '..'"));
  }
  return path;
}

Path read_source(const std::string& text, Reader& reader) {
  const bool in_tree = text.starts_with("//");
  Path path{in_tree ? Root::Source : Root::Build, in_tree ? text.substr(2) : text};
  if (path.text.empty() || path.text.starts_with('/') || path.text != normalise(path.text) ||
      has_parent_component(path.text)) {
    reader.fail(cat("the source '", text, "' leads out of its directory"));
  }
  return path;
}

std::uint32_t read_mode(const std::string& text, Reader& reader) {
  std::uint32_t mode = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), mode, 8);
  const bool whole = end == text.data() + text.size();
  if (text.size() != 4 || error != std::errc() || !whole) {
    reader.fail(cat("'", text, "' is no file mode"));
  }
  return mode;
}

void read_owner(const Json& object, Reader& reader, InstallItem& item) {
  constexpr auto kOwners =
      std::to_array<std::pair<const char*, ComponentKind>>({{"module", ComponentKind::Module},
                                                            {"program", ComponentKind::Program},
                                                            {"library", ComponentKind::Library}});
  for (const auto& [key, kind] : kOwners) {
    if (!object.contains(key)) continue;
    item.owner_kind = kind;
    item.owner = reader.text(object, key);
    return;
  }
  reader.fail("an entry names no module, program or library");
}

InstallItem read_item(const Json& object, Reader& reader) {
  InstallItem item;
  if (!object.is_object()) {
    reader.fail("an entry should be an object");
    return item;
  }
  const std::string kind = reader.text(object, "kind");
  if (!parse_install_kind(kind, item.kind)) reader.fail(cat("'", kind, "' is no kind of file"));
  item.source = read_source(reader.text(object, "source"), reader);
  item.to = reader.text(object, "to");
  item.destination = checked_destination(reader.text(object, "destination"), reader);
  item.mode = read_mode(reader.text(object, "mode"), reader);
  item.package = reader.optional_text(object, "package");
  item.rpath = reader.optional_text(object, "rpath");
  for (const Json& subst : reader.array(object, "subst", false)) {
    if (!subst.is_object()) {
      reader.fail("an entry of 'subst' should be an object");
      break;
    }
    item.subst.push_back(
        {reader.text(subst, "text"), reader.text(subst, "to"), reader.text(subst, "becomes")});
    if (item.subst.back().text.empty()) reader.fail("a text to substitute is empty");
  }
  read_owner(object, reader, item);
  return item;
}

InstallPlan read_plan(const Json& document, Reader& reader) {
  InstallPlan plan;
  if (!document.is_object() || reader.text(document, "schema") != "modbuild.plan/1") {
    reader.fail("it is no document modbuild.plan/1");
    return plan;
  }
  plan.tree = reader.text(document, "tree");
  plan.version = reader.text(document, "version");
  plan.installed_manifest =
      checked_destination(reader.text(document, "installed-manifest"), reader);
  for (const Json& word : reader.array(document, "strip", true)) {
    if (!word.is_string())
      reader.fail("'strip' should hold strings");
    else
      plan.strip.push_back(word.get<std::string>());
  }
  const auto dirs = document.find("dirs");
  if (dirs == document.end() || !dirs->is_object()) {
    reader.fail("'dirs' should be an object");
    return plan;
  }
  for (const auto& item : dirs->items())
    plan.dirs[item.key()] = reader.text(*dirs, item.key().c_str());
  for (const Json& entry : reader.array(document, "entries", true)) {
    plan.items.push_back(read_item(entry, reader));
    if (!reader.ok()) break;
  }
  return plan;
}

void sort_items(InstallPlan& plan, Reader& reader) {
  std::sort(plan.items.begin(), plan.items.end(), [](const InstallItem& a, const InstallItem& b) {
    return a.destination < b.destination;
  });
  for (std::size_t i = 1; i < plan.items.size(); ++i) {
    if (plan.items[i - 1].destination != plan.items[i].destination) continue;
    reader.fail(cat("two entries have the destination ", plan.items[i].destination));
  }
}

}  // namespace

std::optional<InstallPlan> parse_install_plan(std::string_view text, const SourceRange& at,
                                              Diagnostics& diagnostics) {
  const Json document = Json::parse(text, nullptr, false);
  Reader reader;
  InstallPlan plan = read_plan(document, reader);
  sort_items(plan, reader);
  if (reader.ok()) return plan;
  diagnostics.add(Code::BadInstallPlan, at,
                  cat("the install plan cannot be used: ", reader.fault()),
                  "'modbuild gen' writes it anew");
  return std::nullopt;
}

}  // namespace modbuild
