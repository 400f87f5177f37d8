#include <algorithm>
#include <unordered_set>

#include "base/expand_text.h"
#include "base/str.h"
#include "plan/collisions.h"
#include "plan/expand.h"
#include "plan/layout.h"
#include "plan/steps.h"

namespace modbuild {
namespace {

class InstallPlanner {
 public:
  InstallPlanner(const PlanContext& context, std::vector<InstallEntry>& entries)
      : context_(context), entries_(entries) {}

  void add_component(ComponentId id) {
    const Component& component = context_.component(id);
    if (component.kind == ComponentKind::Module) {
      if (context_.is_static(id)) return add_installs(id);
      for (const std::string& file : module_files(context_, id)) add_module(id, file);
    } else if (component.kind == ComponentKind::Library) {
      if (component.library_linkage == Linkage::Shared && component.machine == Machine::Target) {
        add(id, InstallKind::Library, library_path(component), component.name.at);
      }
    } else if (!context_.is_tool_only(id)) {
      add(id, InstallKind::Program, program_path(component), component.name.at);
    }
    add_installs(id);
  }

 private:
  void add_installs(ComponentId id) {
    for (const Install& install : context_.component(id).installs) {
      if (context_.holds(install.when, id)) add_entry(id, install);
    }
  }

  void add_module(ComponentId id, const std::string& file) {
    std::vector<ComponentId> hosts = context_.hosts_on(id);
    std::erase_if(hosts, [&](ComponentId host) { return module_file(context_, id, host) != file; });
    add(id, InstallKind::Module, module_path(file), context_.component(id).name.at);
    InstallEntry& entry = entries_.back();
    for (const ComponentId host : hosts) {
      entry.hosts.push_back(context_.component(host).name.value);
    }
    entry.entries = context_.entry_symbols(id, hosts);
  }

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
    entry.package = package_of(component, package);
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
    entries_.push_back(std::move(entry));
  }

  // Its own, its component's, the tree's default; without any [packages] all is one package.
  std::string package_of(const Component& component, const Text& own) const {
    const Tree& tree = context_.catalog().tree;
    for (const Text* package : {&own, &component.package, &tree.default_package}) {
      if (!package->empty()) return package->value;
    }
    return context_.catalog().packages.empty() ? tree.name.value : std::string();
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
  std::vector<InstallEntry>& entries_;
};

// Two entries that cannot both be installed.
class CollisionCheck {
 public:
  CollisionCheck(const PlanContext& context, const std::vector<InstallEntry>& entries)
      : context_(context), entries_(entries) {}

  // `entries` are sorted by destination.
  void run() {
    check_paths();
    for (const InstallEntry& entry : entries_) check_directories(entry);
  }

 private:
  // Two files at one place, or at places that differ in case alone.
  void check_paths() {
    const auto name = [&](std::size_t i) -> std::string_view { return entries_[i].destination; };
    for (const auto& [one, other] : same_ignoring_case(entries_.size(), name)) {
      const InstallEntry& first = *find(entries_[other].destination);
      const InstallEntry& second = entries_[other];
      if (&first != &second) {
        report(Code::DuplicateInstall, first, second, cat("both install ", second.destination),
               "rename one of the two, or install it into another directory");
        continue;
      }
      report(Code::InstallCaseCollision, entries_[one], second,
             cat("install ", entries_[one].destination, " and ", second.destination,
                 ", which are one file where case does not count"),
             "rename one of the two");
    }
  }

  // The first entry that installs this file; null when none does.
  const InstallEntry* find(std::string_view destination) const {
    const auto found = std::lower_bound(
        entries_.begin(), entries_.end(), destination,
        [](const InstallEntry& entry, std::string_view path) { return entry.destination < path; });
    return found != entries_.end() && found->destination == destination ? &*found : nullptr;
  }

  // A file of one entry may not be a directory of another.
  void check_directories(const InstallEntry& entry) {
    for (std::string_view at = directory_of(entry.destination); at.size() > 1;
         at = directory_of(at)) {
      if (!directories_.emplace(at).second) return;  // and so those above it
      const InstallEntry* file = find(at);
      if (file == nullptr) continue;
      report(Code::InstallClash, *file, entry, cat("need ", at, " as a file and as a directory"),
             "rename the file, or install into another directory");
    }
  }

  void report(Code code, const InstallEntry& first, const InstallEntry& second,
              std::string_view what, std::string help) {
    const std::string& a = context_.component(second.component).name.value;
    const std::string& b = context_.component(first.component).name.value;
    context_.diagnostics().add({code,
                                second.at,
                                cat("'", a, "' and '", b, "' ", what),
                                std::move(help),
                                {{first.at, "the other entry"}}});
  }

  const PlanContext& context_;
  const std::vector<InstallEntry>& entries_;
  std::unordered_set<std::string_view> directories_;
};

}  // namespace

void plan_install(const PlanContext& context, Plan& plan) {
  const std::vector<ComponentId>& built = context.built();
  std::vector<std::vector<InstallEntry>> pieces((built.size() + kComponentsPerPiece - 1) /
                                                kComponentsPerPiece);
  for_each_index(pieces.size(), context.threads(), [&](std::size_t piece) {
    InstallPlanner planner(context, pieces[piece]);
    const std::size_t begin = piece * kComponentsPerPiece;
    const std::size_t end = std::min(built.size(), begin + kComponentsPerPiece);
    for (std::size_t i = begin; i < end; ++i) planner.add_component(built[i]);
  });
  // Entries are large: where each goes is found before any is moved.
  std::vector<InstallEntry*> order;
  for (std::vector<InstallEntry>& piece : pieces) {
    for (InstallEntry& entry : piece) order.push_back(&entry);
  }
  std::stable_sort(order.begin(), order.end(), [](const InstallEntry* a, const InstallEntry* b) {
    return a->destination < b->destination;
  });
  plan.install.reserve(order.size());
  for (InstallEntry* entry : order) plan.install.push_back(std::move(*entry));
  CollisionCheck(context, plan.install).run();
}

}  // namespace modbuild
