#include "install/install_plan_document.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "base/path.h"
#include "base/str.h"
#include "base/utf8.h"
#include "install/document_reader.h"

namespace modbuild {
namespace {

using Json = DocumentReader::Json;

Path read_source(const std::string& text, DocumentReader& reader) {
  const bool in_tree = text.starts_with("//");
  Path path{in_tree ? Root::Source : Root::Build, in_tree ? text.substr(2) : text};
  if (path.text.empty() || path.text.starts_with('/') || path.text != normalise(path.text) ||
      has_parent_component(path.text) || path.text.find('\0') != std::string::npos) {
    reader.fail(cat("the source '", text, "' leads out of its directory"));
  }
  return path;
}

std::vector<InstallSubstitution> read_substitutions(const Json& object, DocumentReader& reader) {
  std::vector<InstallSubstitution> substs;
  for (const Json& subst : reader.array(object, "subst")) {
    if (!subst.is_object()) {
      reader.fail("an entry of 'subst' should be an object");
      break;
    }
    substs.push_back(
        {reader.text(subst, "text"), reader.text(subst, "to"), reader.text(subst, "becomes")});
    if (substs.back().text.empty()) reader.fail("a text to substitute is empty");
  }
  return substs;
}

InstallItem read_item(const Json& object, DocumentReader& reader) {
  InstallItem item;
  if (!object.is_object()) {
    reader.fail("an entry should be an object");
    return item;
  }
  item.kind = reader.kind(object);
  item.source = read_source(reader.text(object, "source"), reader);
  item.to = reader.text(object, "to");
  item.destination = reader.absolute_path(object, "destination");
  item.mode = reader.mode(object, "mode");
  item.package = reader.optional_text(object, "package");
  item.rpath = reader.optional_text(object, "rpath");
  item.abi = reader.optional_list(object, "abi");
  item.hosts = reader.optional_list(object, "hosts");
  item.entries = reader.optional_list(object, "entry-symbols");
  item.subst = read_substitutions(object, reader);
  reader.owner(object, item.owner_kind, item.owner);
  return item;
}

InstallPlan read_plan(const Json& document, DocumentReader& reader) {
  InstallPlan plan;
  if (!document.is_object() || reader.text(document, "schema") != "modbuild.plan/1") {
    reader.fail("it is no document modbuild.plan/1");
    return plan;
  }
  plan.tree = reader.text(document, "tree");
  plan.version = reader.text(document, "version");
  plan.installed_manifest = reader.absolute_path(document, "installed-manifest");
  plan.strip = reader.optional_list(document, "strip");
  plan.dirs = reader.texts(document, "dirs");
  for (const Json& entry : reader.array(document, "entries")) {
    plan.items.push_back(read_item(entry, reader));
    if (!reader.ok()) break;
  }
  return plan;
}

// Names under which installing keeps files of its own for a while.
bool is_reserved(std::string_view destination, const InstallPlan& plan) {
  const std::string_view name = base_name(destination);
  const bool temporary =
      name.starts_with('.') && (name.ends_with(".modbuild-new") || name.ends_with(".modbuild-tmp"));
  return temporary || destination == cat(plan.installed_manifest, ".journal");
}

// A file cannot hold another one.
void check_directories(const std::string& path, const std::set<std::string_view>& files,
                       DocumentReader& reader) {
  for (std::string_view at = directory_of(path); at.size() > 1; at = directory_of(at)) {
    if (files.contains(at)) reader.fail(cat(path, " lies in ", at, ", which is a file"));
  }
}

void sort_items(InstallPlan& plan, DocumentReader& reader) {
  std::sort(plan.items.begin(), plan.items.end(), [](const InstallItem& a, const InstallItem& b) {
    return a.destination < b.destination;
  });
  std::set<std::string_view> files;
  for (const InstallItem& item : plan.items) {
    const std::string& destination = item.destination;
    if (!files.insert(destination).second) {
      reader.fail(cat("two entries have the destination ", destination));
    }
    if (destination == plan.installed_manifest) {
      reader.fail(cat("an entry has the destination of the installed manifest, ", destination));
    }
    if (is_reserved(destination, plan)) {
      reader.fail(cat("the name of ", destination, " is one that `install` uses itself"));
    }
  }
  files.insert(plan.installed_manifest);
  for (const std::string_view path : files) check_directories(std::string(path), files, reader);
}

}  // namespace

std::optional<InstallPlan> parse_install_plan(std::string_view text, const SourceRange& at,
                                              Diagnostics& diagnostics) {
  const Json document = Json::parse(text, nullptr, false);
  DocumentReader reader;
  InstallPlan plan = read_plan(document, reader);
  sort_items(plan, reader);
  if (reader.ok()) return plan;
  diagnostics.add(Code::BadInstallPlan, at,
                  cat("the install plan cannot be used: ", displayable(reader.fault())),
                  "'modbuild gen' writes it anew");
  return std::nullopt;
}

}  // namespace modbuild
