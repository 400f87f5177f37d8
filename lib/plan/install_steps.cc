#include <algorithm>

#include "base/expand_text.h"
#include "base/str.h"
#include "plan/expand.h"
#include "plan/layout.h"
#include "plan/steps.h"

namespace modbuild {
namespace {

class InstallPlanner {
 public:
  InstallPlanner(const PlanContext& context, Plan& plan) : context_(context), plan_(plan) {}

  void add_component(ComponentId id) {
    const Component& component = context_.component(id);
    if (component.kind == ComponentKind::Module) {
      for (const std::string& file : module_files(context_, id)) {
        add(id, InstallKind::Module, module_path(file), component.name.at);
      }
    } else if (component.kind == ComponentKind::Library) {
      if (component.library_linkage == Linkage::Shared && component.machine == Machine::Target) {
        add(id, InstallKind::Library, library_path(component), component.name.at);
      }
    } else if (!context_.is_tool_only(id)) {
      add(id, InstallKind::Program, program_path(component), component.name.at);
    }
    for (const Install& install : component.installs) {
      if (context_.holds(install.when, id)) add_entry(id, install);
    }
  }

 private:
  void add(ComponentId id, InstallKind kind, Path source, const SourceRange& at) {
    InstallEntry entry;
    entry.kind = kind;
    const Text& own = context_.component(id).install_to;
    entry.to = cat(own.empty() ? default_destination(kind, source.text) : normalise(own.value), "/",
                   base_name(source.text));
    entry.source = std::move(source);
    entry.mode = default_mode(kind);
    finish(id, std::move(entry), {}, at, at);
  }

  void add_entry(ComponentId id, const Install& install) {
    for (std::size_t i = 0; i < install.from.size(); ++i) {
      InstallEntry entry;
      entry.kind = install.kind;
      entry.source = {Root::Source, install.from[i]};
      const std::string directory = install.to.empty()
                                        ? default_destination(install.kind, install.from[i])
                                        : normalise(install.to.value);
      const std::string_view name = !install.below.empty()   ? std::string_view(install.below[i])
                                    : install.rename.empty() ? base_name(install.from[i])
                                                             : install.rename.value;
      entry.to = cat(directory, "/", name);
      entry.mode = install.mode.empty() ? default_mode(install.kind) : install.mode.value;
      for (const Substitution& subst : install.subst) {
        entry.subst.push_back(
            {subst.text, subst.replacement.value, context_.expand(subst.replacement, id)});
      }
      const SourceRange& at = i < install.from_at.size() ? install.from_at[i] : install.at;
      finish(id, std::move(entry), install.package, at, install.to.empty() ? at : install.to.at);
    }
  }

  void finish(ComponentId id, InstallEntry entry, const Text& package, const SourceRange& at,
              const SourceRange& to) {
    const Component& component = context_.component(id);
    entry.component = id;
    entry.package = package.empty() ? component.package.value : package.value;
    entry.at = at;
    std::string unknown;
    entry.destination = normalise(expand_text(
        entry.to, [&](std::string_view name) { return context_.placeholder(name, id); }, unknown));
    if (!unknown.empty()) {
      report_unknown(unknown, to);
    } else if (!entry.destination.starts_with('/')) {
      context_.diagnostics().add(Code::BadPath, to,
                                 cat("'", entry.to, "' does not lead to an absolute directory"),
                                 "start it with a directory such as {datadir}");
    }
    if (entry.kind == InstallKind::Module || entry.kind == InstallKind::Program ||
        entry.kind == InstallKind::Library) {
      if (entry.source.root == Root::Build) {
        entry.rpath = install_rpath(context_, id, std::string(directory_of(entry.destination)));
      }
    }
    plan_.install.push_back(std::move(entry));
  }

  void report_unknown(const std::string& unknown, const SourceRange& at) {
    if (report_unused_lib(unknown, at, context_.diagnostics())) return;
    context_.diagnostics().add(Code::UnknownPlaceholder, at,
                               cat("there is no install directory {", unknown, "}"),
                               cat("known are ", known_directories()));
  }

  std::string known_directories() const {
    std::vector<std::string> names;
    for (const auto& [name, path] : context_.dirs()) names.push_back(cat("{", name, "}"));
    return join(names, " ");
  }

  const PlanContext& context_;
  Plan& plan_;
};

void check_collisions(const PlanContext& context, const std::vector<InstallEntry>& entries) {
  for (std::size_t i = 1; i < entries.size(); ++i) {
    const InstallEntry& first = entries[i - 1];
    const InstallEntry& second = entries[i];
    if (first.destination != second.destination) continue;
    const std::string owner = context.component(first.component).name.value;
    context.diagnostics().add({Code::DuplicateInstall,
                               second.at,
                               cat("'", context.component(second.component).name.value, "' and '",
                                   owner, "' both install ", second.destination),
                               "rename one of the two, or install it into another directory",
                               {{first.at, "the other entry"}}});
  }
}

}  // namespace

void plan_install(const PlanContext& context, Plan& plan) {
  InstallPlanner planner(context, plan);
  for (const ComponentId id : context.built()) planner.add_component(id);
  std::stable_sort(
      plan.install.begin(), plan.install.end(),
      [](const InstallEntry& a, const InstallEntry& b) { return a.destination < b.destination; });
  check_collisions(context, plan.install);
}

}  // namespace modbuild
