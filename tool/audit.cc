#include "audit.h"

#include <algorithm>
#include <map>
#include <set>

#include "audit_view.h"
#include "base/path.h"
#include "base/str.h"
#include "built_files.h"
#include "command.h"
#include "statistics.h"

namespace modbuild::tool {
namespace {

bool is_audited(InstallKind kind) {
  return kind == InstallKind::Module || kind == InstallKind::Program ||
         kind == InstallKind::Library;
}

FileRole role_of(InstallKind kind) {
  return kind == InstallKind::Module    ? FileRole::Module
         : kind == InstallKind::Library ? FileRole::Library
                                        : FileRole::Program;
}

// Programs that some module names are hosts.
void find_hosts(AuditInput& input) {
  std::set<std::string> hosts;
  for (const AuditedFile& file : input.files) hosts.insert(file.hosts.begin(), file.hosts.end());
  for (AuditedFile& file : input.files) {
    if (file.role == FileRole::Program && hosts.count(file.name) != 0) file.role = FileRole::Host;
  }
}

// What is known of a file by its entry in the install plan or the installed manifest.
template <class Entry>
AuditedFile known_file(const Entry& entry, std::string path, std::string shown) {
  AuditedFile file;
  file.path = std::move(path);
  file.shown = std::move(shown);
  file.role = role_of(entry.kind);
  file.name = entry.owner;
  file.names_hosts = file.role == FileRole::Module;
  file.hosts = entry.hosts;
  file.entries = entry.entries;
  return file;
}

// What manifests say of modules, by name.
class ManifestFacts {
 public:
  explicit ManifestFacts(const Results& results) : results_(results) {}

  void tell(AuditedFile& file) const {
    const ComponentId id = results_.catalog.find_component(file.name);
    if (!id.valid()) return;
    file.at = results_.catalog.components[id].name.at;
    if (results_.catalog.components[id].host) file.role = FileRole::Host;
    if (file.role != FileRole::Module) return;
    file.has_manifest = true;
    std::set<ComponentId> modules;
    follow(id, modules);
    for (const ComponentId module : modules) {
      if (module != id) file.modules.push_back(results_.catalog.components[module].name.value);
    }
    std::map<std::string, DeclaredLib> libs;
    add_libs(id, "", libs);
    for (auto& [name, lib] : libs) file.libs.push_back(std::move(lib));
  }

  std::vector<KnownLib> libs() const {
    std::vector<KnownLib> libs;
    for (const LibId id : results_.catalog.libs.ids()) {
      const LibAnswer& answer = results_.probes.libs[id];
      if (answer.found) libs.push_back({results_.catalog.libs[id].name.value, answer.libs});
    }
    return libs;
  }

  std::vector<StaticObject> static_objects(const std::string& build) const {
    std::vector<StaticObject> objects;
    for (const StaticModule& planned : results_.plan.static_modules) {
      const Component& module = results_.catalog.components[planned.module];
      StaticObject object{
          cat(build, "/", static_object_path(module).text), module.name.value, {}, module.name.at};
      for (const ComponentNeed& need : needs(planned.module)) {
        if (need.kind != NeedKind::Host) continue;
        for (const ComponentId host : need.any) {
          object.hosts.push_back(results_.catalog.components[host].name.value);
        }
      }
      objects.push_back(std::move(object));
    }
    return objects;
  }

 private:
  std::vector<ComponentNeed> needs(ComponentId id) const {
    return component_needs(results_.catalog, results_.selection, results_.probes, id);
  }

  void follow(ComponentId id, std::set<ComponentId>& modules) const {
    if (!modules.insert(id).second) return;
    for (const ComponentNeed& need : needs(id)) {
      if (need.kind != NeedKind::Depend && need.kind != NeedKind::Load) continue;
      for (const ComponentId other : need.any) follow(other, modules);
    }
    for (const Dependency& dependency : results_.catalog.components[id].optional) {
      for (const ComponentId other : dependency.providers) {
        if (results_.selection.verdicts[other].on) follow(other, modules);
      }
    }
  }

  void add_libs(ComponentId id, const std::string& of,
                std::map<std::string, DeclaredLib>& libs) const {
    for (const LibId lib : libs_in_use(results_.catalog, results_.selection, results_.probes, id)) {
      DeclaredLib declared = declared_by(id, lib);
      declared.place += of;
      libs.try_emplace(declared.name, std::move(declared));
    }
    for (const ComponentId part :
         parts_in_use(results_.catalog, results_.selection, results_.probes, id)) {
      add_libs(part, cat(" of ", results_.catalog.components[part].name.value), libs);
    }
  }

  // Where the manifest of a component names a library that it uses.
  DeclaredLib declared_by(ComponentId id, LibId lib) const {
    const Component& component = results_.catalog.components[id];
    DeclaredLib declared{results_.catalog.libs[lib].name.value, component.name.at, "its manifest"};
    const auto look = [&](const std::vector<LibUse>& uses, const std::string& place) {
      for (const LibUse& use : uses) {
        if (use.lib == lib) declared.at = use.name.at, declared.place = place;
      }
    };
    const auto& verdicts = results_.selection.verdicts[id].features;
    for (std::size_t i = component.features.size(); i-- > 0;) {
      if (!verdicts[i].on) continue;
      const std::string feature = cat("features.", component.features[i].name.value);
      for (const auto& ways : component.features[i].any_lib) look(ways, feature + ".any-lib");
      look(component.features[i].libs, feature + ".libs");
    }
    for (const auto& ways : component.any_lib) look(ways, "depends.any-lib");
    look(component.libs, "depends.libs");
    return declared;
  }

  const Results& results_;
};

}  // namespace

ExitStatus run_audit(const AuditInput& input, const std::vector<std::string>& not_built,
                     const AuditOptions& options, Context& context) {
  const StageTimer timer(context.results.stats, "verify");
  const Audit result = audit(input, context.diagnostics);
  for (const FileSystem* files : {input.system.system, input.system.stage}) {
    if (files != nullptr) count_files(*files, context.results.stats);
  }
  print_audit(input, result, not_built, context);
  const bool good = result.errors == 0 && (!options.strict || result.warnings == 0);
  return good ? ExitStatus::Done : ExitStatus::GoalNotMet;
}

ExitStatus audit_build(const AuditOptions& options, Context& context) {
  const auto built = open_planned_files({}, {}, context);
  if (!built) return ExitStatus::Done;
  const auto system = open_machine(context);
  if (!system) return ExitStatus::Done;
  const ManifestFacts facts(context.results);
  AuditInput input;
  input.system.system = system.get();
  input.threads = context.job.threads;
  input.libs = facts.libs();
  input.build_roots = {built->build.path, context.tree_root};
  std::vector<std::string> not_built;
  for (const InstallItem& item : built->plan.items) {
    if (!is_audited(item.kind) || item.source.root != Root::Build) continue;
    if (!built->build.files->status(item.source.text)) {
      not_built.push_back(item.source.text);
      continue;
    }
    AuditedFile file =
        known_file(item, cat(built->build.path, "/", item.source.text), item.source.text);
    facts.tell(file);
    input.files.push_back(std::move(file));
  }
  input.static_objects = facts.static_objects(built->build.path);
  find_hosts(input);
  return run_audit(input, not_built, options, context);
}

ExitStatus audit_staged(const AuditOptions& options, Context& context) {
  const auto root = open_system(options.where, false, context);
  if (!root) return ExitStatus::Done;
  const auto path = find_installed_manifest({}, *root, context);
  if (!path) return ExitStatus::Done;
  const auto manifest = read_installed_manifest(*path, *root->files, context.diagnostics);
  const auto system = open_machine(context);
  if (!manifest || !system) return ExitStatus::Done;
  AuditInput input;
  input.system = {system.get(), root->path.empty() ? nullptr : root->files.get()};
  input.threads = context.job.threads;
  if (!root->path.empty()) input.build_roots.push_back(root->path);
  std::vector<std::string> missing;
  for (const auto& [at, entry] : manifest->files) {
    if (!is_audited(entry.kind)) continue;
    const std::optional<FoundFile> found = input.system.file_at(at);
    if (!found) {
      missing.push_back(at);
      continue;
    }
    input.files.push_back(known_file(entry, found->path, cat(root->shown, at)));
  }
  find_hosts(input);
  return run_audit(input, missing, options, context);
}

}  // namespace modbuild::tool
