#include "load/component_reader.h"

#include <algorithm>
#include <utility>

#include "base/path.h"
#include "base/str.h"
#include "load/component_builder.h"
#include "load/document.h"
#include "load/key_reader.h"

namespace modbuild {
namespace {

constexpr std::string_view kNamedManifest = ".module.toml";
constexpr std::int64_t kSchemaVersion = 1;

struct Kind {
  ComponentKind kind = ComponentKind::Module;
  KindSection* section = nullptr;
};

// The one section that says what the component is; none after a reported mistake.
Kind kind_of(ComponentManifest& manifest) {
  const int count = int{manifest.module.has_value()} + int{manifest.library.has_value()} +
                    int{manifest.program.has_value()};
  if (count != 1) return {};
  if (manifest.module) return {ComponentKind::Module, &*manifest.module};
  if (manifest.library) return {ComponentKind::Library, &*manifest.library};
  return {ComponentKind::Program, &*manifest.program};
}

void take_name(const ManifestPlace& place, KindSection& section, const TextRules& rules,
               Component& component, Diagnostics& diagnostics) {
  component.name = std::move(section.name);
  if (!component.name.empty()) return;
  component.name = {default_name(place), section.at};
  if (component.name.empty()) {
    diagnostics.add(Code::MissingKey, section.at, "a component in the tree's root has no 'name'",
                    "add name = \"NAME\"");
    return;
  }
  check_text(TextKind::ComponentName, component.name, rules, diagnostics);
}

void take_kind(KindSection& section, Component& component, Diagnostics& diagnostics) {
  component.description = std::move(section.description);
  component.package = std::move(section.package);
  component.install_to = std::move(section.to);
  component.when = std::move(section.when);
  component.host_names = std::move(section.hosts);
  component.groups = std::move(section.groups);
  component.support = section.support;
  component.by_default = section.by_default;
  component.library_linkage = section.linkage;
  component.whole = section.whole;
  component.public_includes = std::move(section.includes);
  component.file_name = std::move(section.file);
  if (component.kind == ComponentKind::Module && component.file_name.empty()) {
    component.file_name = {"{name}.so", component.name.at};
  }
  const bool is_shared = component.library_linkage == Linkage::Shared;
  if (component.whole && is_shared) {
    diagnostics.add(Code::BadValue, section.at, "'whole' is for static libraries only",
                    "add linkage = \"static\", or remove it: a shared library is always whole");
  }
  for (const Text& host : component.host_names) {
    if (host.value != "*") continue;
    component.any_host = true;
    if (component.host_names.size() == 1) continue;
    diagnostics.add(Code::BadValue, host.at, "'*' means any host and stands alone",
                    "write hosts = [\"*\"], or name the hosts");
  }
}

void take_depends(DependsSection& depends, Component& component) {
  component.depends = std::move(depends.modules);
  component.load = std::move(depends.load);
  component.optional = std::move(depends.optional);
  component.conflicts = std::move(depends.conflicts);
  component.provides = std::move(depends.provides);
  component.libraries = std::move(depends.libraries);
  component.tools = std::move(depends.tools);
  component.libs = std::move(depends.libs);
  component.any_lib = std::move(depends.any_lib);
}

// The features' sources are there already, in the same order.
void take_features(std::vector<FeatureSection>& sections, Component& component) {
  for (std::size_t i = 0; i < sections.size(); ++i) {
    FeatureSection& section = sections[i];
    Feature& feature = component.features[i];
    feature.name = std::move(section.name);
    feature.description = std::move(section.description);
    feature.by_default = section.by_default;
    feature.libs = std::move(section.libs);
    feature.any_lib = std::move(section.any_lib);
    feature.modules = std::move(section.modules);
    feature.settings = std::move(section.settings);
    feature.when = std::move(section.when);
  }
}

void check_host_section(const ComponentManifest& manifest, const Component& component,
                        Diagnostics& diagnostics) {
  if (!manifest.host || component.kind == ComponentKind::Program) return;
  diagnostics.add(Code::UnknownKey, manifest.host->at, "[host] is for programs only",
                  "remove it, or make the component a [program]");
}

void build_component(ComponentManifest& manifest, Component& component,
                     const BuildContext& context) {
  take_depends(manifest.depends, component);
  build_generates(manifest.generate, component, context);
  std::sort(
      manifest.features.items.begin(), manifest.features.items.end(),
      [](const FeatureSection& a, const FeatureSection& b) { return a.name.value < b.name.value; });
  build_sources(manifest, component, context);
  component.static_allowed = manifest.build.static_use == StaticUse::Allowed;
  component.settings = std::move(manifest.build.settings);
  take_features(manifest.features.items, component);
  build_installs(manifest.install, component, context);
  if (manifest.host) build_host(*manifest.host, component, context);
}

}  // namespace

std::string default_name(const ManifestPlace& place) {
  if (place.name.ends_with(kNamedManifest)) {
    return place.name.substr(0, place.name.size() - kNamedManifest.size());
  }
  return std::string(base_name(place.dir));
}

bool check_schema(const Value& root, Diagnostics& diagnostics) {
  const Value* schema = root.find("schema");
  const SourceRange whole{root.at.file, 0, 0, 0, 0};
  if (schema == nullptr) {
    diagnostics.add(Code::WrongSchema, whole, "the manifest does not say its 'schema'",
                    "make the first line: schema = 1");
    return true;  // most likely the one that is current
  }
  if (schema->kind == Value::Kind::Integer && schema->integer == kSchemaVersion) return true;
  if (schema->kind == Value::Kind::Integer) {
    diagnostics.add(Code::WrongSchema, schema->at,
                    cat("schema ", std::to_string(schema->integer),
                        " is not known to this modbuild, which reads schema 1"),
                    "use a newer modbuild, or write schema = 1");
    return false;
  }
  if (schema->kind != Value::Kind::Reported) {
    diagnostics.add(Code::WrongType, schema->at,
                    cat("'schema' must be the number 1, found ", kind_words(schema->kind)),
                    "write schema = 1");
  }
  return true;
}

LoadedComponent unread_component(const ManifestPlace& place) {
  LoadedComponent loaded;
  loaded.component.dir = place.dir;
  loaded.component.manifest = join_path(place.dir, place.name);
  loaded.component.file = place.file;
  return loaded;
}

LoadedComponent read_component(const ManifestPlace& place, FileSystem& tree, TreeListings& listings,
                               const TextRules& rules, Diagnostics& diagnostics) {
  LoadedComponent loaded = unread_component(place);
  Component& component = loaded.component;
  std::optional<FileText> manifest_text =
      read_manifest(tree, component.manifest, place.file, false, diagnostics);
  if (!manifest_text) return loaded;
  loaded.stamp = manifest_text->stamp;
  std::string& text = manifest_text->text;
  const std::optional<Document> document = parse_document(text, place.file, diagnostics);
  if (!document || !check_schema(document->root, diagnostics)) {
    loaded.text = std::move(text);
    return loaded;
  }
  ComponentManifest manifest;
  KeyReader(kComponentKeys, rules, diagnostics)
      .read_table(kComponentKeys, document->root, &manifest);
  const Kind kind = kind_of(manifest);
  if (kind.section == nullptr) {
    loaded.text = std::move(text);
    return loaded;
  }
  component.kind = kind.kind;
  take_name(place, *kind.section, rules, component, diagnostics);
  take_kind(*kind.section, component, diagnostics);
  check_host_section(manifest, component, diagnostics);
  FileFinder finder(listings, place.dir, diagnostics);
  if (!finder.has_directory()) {
    diagnostics.add(Code::MissingFile, component.name.at,
                    cat("the sources have no directory '", place.dir, "'"),
                    "the sources are laid out as the tree: D of the one belongs to D of the other");
    loaded.text = std::move(text);
    return loaded;
  }
  const BuildContext context{finder, diagnostics, rules};
  build_includes(component.public_includes, context);
  build_component(manifest, component, context);
  loaded.listed = finder.take_listed();
  loaded.questions = finder.take_questions();
  loaded.followed_links = finder.followed_links();
  loaded.is_usable = !component.name.empty();
  return loaded;
}

}  // namespace modbuild
