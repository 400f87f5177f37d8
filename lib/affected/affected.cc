#include "affected/affected.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "affected/changes.h"
#include "affected/plan_changes.h"
#include "affected/step_searches.h"
#include "base/glob.h"
#include "base/path.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "build_graph/build_graph.h"
#include "model/graph.h"
#include "model/language.h"

namespace modbuild {
namespace {

using Why = std::vector<AffectedLink>;
using Kind = ChangedFile::Kind;

constexpr std::string_view kTreeFile = "modbuild.toml";

bool is_manifest(std::string_view path) {
  const std::string_view name = base_name(path);
  return name == kTreeFile || name == "module.toml" || name.ends_with(".module.toml");
}

std::string shown_file(const std::string& built) {
  return cat("{build}/", built);
}

class Finder {
 public:
  explicit Finder(const AffectedInput& input)
      : input_(input),
        catalog_(*input.catalog),
        plan_(*input.plan),
        graph_(plan_),
        changes_(input.changed),
        whys_(graph_.steps().size()),
        touched_(catalog_.components.size()),
        reasons_(catalog_.components.size()) {}

  Affected run() {
    look_at_abi();
    if (input_.before != nullptr) {
      plan_changes_.emplace(*input_.before, *input_.after);
      compare_plans();
    } else {
      look_at_manifests();
    }
    look_at_sources();
    look_at_includes();
    pass_on();
    look_at_installed();
    look_at_rest();
    if (input_.with_dependents) add_dependents();
    return result();
  }

 private:
  std::size_t first_compile() const { return plan_.generates.size(); }

  void hit(std::size_t step, Why why) {
    if (whys_[step].empty()) whys_[step] = std::move(why);
  }

  void touch(ComponentId id, Touch touch, Why why) {
    if (touched_[id] >= touch) return;
    touched_[id] = touch;
    reasons_[id] = std::move(why);
  }

  // A copy for the build machine is told as what it is a copy of.
  ComponentId shown(ComponentId id) const {
    const ComponentId other = catalog_.components[id].copy_of;
    return other.valid() ? other : id;
  }

  bool is_on(ComponentId id) const { return input_.selection->verdicts[id].on; }

  void compare_plans() {
    for (std::size_t i = 0; i < graph_.steps().size(); ++i) {
      const BuildStep& step = graph_.steps()[i];
      if (step.outputs.empty() || !plan_changes_->has(step.outputs.front())) continue;
      const std::string name = component_name(catalog_, step.component);
      hit(i, {{AffectedEdge::Setting, plan_changes_->about(name, step.outputs.front())}});
    }
    for (const ComponentChange& row : plan_changes_->difference().components) {
      const ComponentId id = catalog_.find_component(row.name);
      if (row.change == Change::Lost) {
        lost_.push_back(row.name);
      } else if (id.valid()) {
        touch(id, Touch::Builds, {{AffectedEdge::Setting, plan_changes_->about(row.name, "")}});
      }
    }
  }

  // Without a plan to compare with, names must do.
  void look_at_manifests() {
    for (const std::vector<ChangedFile>* files : {&input_.changed, &input_.manifests}) {
      for (const ChangedFile& file : *files) {
        if (!is_manifest(file.path)) continue;
        const bool whole_tree = base_name(file.path) == kTreeFile;
        const std::string dir(directory_of(file.path));
        for (const ComponentId id : catalog_.components.ids()) {
          const Component& component = catalog_.components[id];
          const bool gone = file.kind == Kind::Deleted && component.dir == dir;
          if (!is_on(id) || !(whole_tree || gone || component.manifest == file.path)) continue;
          touch(shown(id), Touch::Builds, {{AffectedEdge::Manifest, file.path}});
        }
      }
    }
  }

  void look_at_abi() {
    for (const ComponentId host : catalog_.components.ids()) {
      const Component& program = catalog_.components[host];
      if (!program.host || !is_on(host)) continue;
      for (const std::string& file : program.host->abi.files) {
        const ChangedFile* const changed = changes_.find(file);
        if (changed == nullptr) continue;
        known_.insert(changed->path);
        touch_users_of(host, {{AffectedEdge::Abi, file}});
      }
    }
  }

  void touch_users_of(ComponentId host, const Why& why) {
    touch(shown(host), Touch::Builds, why);
    for (const ComponentId id : catalog_.components.ids()) {
      const Component& module = catalog_.components[id];
      if (module.kind != ComponentKind::Module || !is_on(id)) continue;
      const bool loaded = module.any_host || std::find(module.hosts.begin(), module.hosts.end(),
                                                       host) != module.hosts.end();
      if (loaded) touch(shown(id), Touch::Builds, why);
    }
  }

  void look_at_sources() {
    if (changes_.empty()) return;
    const auto look = [this](std::size_t step, AffectedEdge edge, const Path& path) {
      if (path.root != Root::Source) return;
      if (const ChangedFile* const changed = changes_.find(path.text)) {
        known_.insert(changed->path);
        hit(step, {{edge, path.text}});
      }
    };
    for (std::size_t i = 0; i < plan_.generates.size(); ++i) {
      const GenerateStep& step = plan_.generates[i];
      for (const Path& path : step.inputs) look(i, AffectedEdge::Reads, path);
      for (const Path& path : step.implicit) look(i, AffectedEdge::Reads, path);
      for (const Arg& arg : step.command) {
        if (arg.path) look(i, AffectedEdge::Reads, *arg.path);
      }
    }
    for (std::size_t i = 0; i < plan_.compiles.size(); ++i) {
      look(first_compile() + i, AffectedEdge::Compiles, plan_.compiles[i].source);
    }
  }

  // A changed file of which nothing else is known may be one that a computed name means.
  const ChangedFile* unknown_header() const {
    for (const auto& [path, file] : changes_.all()) {
      if (!is_manifest(path) && !is_step_source(path)) return &file;
    }
    return nullptr;
  }

  bool is_step_source(const std::string& path) const {
    for (const Preview* preview : {input_.after, input_.before}) {
      if (preview == nullptr) continue;
      for (const PreviewStep& step : preview->steps) {
        if (step.source == path) return true;
      }
    }
    return false;
  }

  void look_at_includes() {
    made_by_step_.resize(plan_.compiles.size());
    IncludeReader reader(
        *input_.sources, made_files(plan_),
        {[this](const std::string& path) { return changes_.find(path) != nullptr; },
         [this](const std::string& path) { return changes_.comes_or_goes(path); }});
    const bool plain = changes_.empty();
    if (!plain) reader.read_ahead(source_paths(), input_.threads);
    std::map<FlagsId, std::size_t> searches;
    for (std::size_t i = 0; i < plan_.compiles.size(); ++i) {
      const CompileStep& step = plan_.compiles[i];
      if (plain && !step.order_only.valid()) continue;
      const bool shared = step.extra.empty() && step.flags.valid();
      const auto known = shared ? searches.find(step.flags) : searches.end();
      const std::size_t search =
          known != searches.end() ? known->second
                                  : reader.add_search(search_of(plan_, step, input_.source_root));
      if (shared) searches.emplace(step.flags, search);
      const std::vector<std::string>* const recorded =
          input_.recorded ? input_.recorded(step.object.text) : nullptr;
      Inclusions found =
          reader.find({step.source.text, step.source.root == Root::Build}, search, recorded);
      take(i, found);
      made_by_step_[i] = std::move(found.made);
    }
  }

  std::vector<std::string> source_paths() const {
    std::vector<std::string> paths;
    for (const CompileStep& step : plan_.compiles) {
      if (step.source.root == Root::Source) paths.push_back(step.source.text);
    }
    sort_once(paths);
    return paths;
  }

  void take(std::size_t compile, const Inclusions& found) {
    for (const std::string& path : found.met) {
      if (const ChangedFile* const changed = changes_.find(path)) known_.insert(changed->path);
    }
    if (found.chain.end == IncludeChain::End::None) return;
    const ChangedFile* computed = nullptr;
    if (found.chain.end == IncludeChain::End::Unknown) {
      computed = unknown_header();
      if (computed == nullptr) return;
    }
    Why why;
    for (const std::string& file : found.chain.files) {
      why.push_back({why.empty() ? AffectedEdge::Compiles : AffectedEdge::Includes, file});
    }
    if (found.chain.end == IncludeChain::End::ComesOrGoes) {
      why.back().edge = AffectedEdge::MayInclude;
    }
    if (computed != nullptr) why.push_back({AffectedEdge::Computes, computed->path});
    hit(first_compile() + compile, std::move(why));
  }

  // The steps that read each file of the build directory.
  std::unordered_map<std::string, std::vector<std::size_t>> readers() const {
    std::unordered_map<std::string, std::vector<std::size_t>> readers;
    for (std::size_t i = 0; i < graph_.steps().size(); ++i) {
      const bool compiles = i >= first_compile() && i - first_compile() < plan_.compiles.size();
      // Headers that must be there before are read only where something includes them.
      const std::vector<std::string>& inputs =
          compiles ? made_by_step_[i - first_compile()] : graph_.steps()[i].inputs;
      for (const std::string& input : inputs) readers[input].push_back(i);
      if (compiles && plan_.compiles[i - first_compile()].source.root == Root::Build) {
        readers[plan_.compiles[i - first_compile()].source.text].push_back(i);
      }
    }
    return readers;
  }

  void pass_on() {
    const auto readers_of = readers();
    std::deque<std::size_t> open;
    for (std::size_t i = 0; i < whys_.size(); ++i) {
      if (!whys_[i].empty()) open.push_back(i);
    }
    while (!open.empty()) {
      const std::size_t step = open.front();
      open.pop_front();
      touch(shown(graph_.steps()[step].component), Touch::Builds, whys_[step]);
      for (const std::string& output : graph_.steps()[step].outputs) {
        const auto readers = readers_of.find(output);
        if (readers == readers_of.end()) continue;
        for (const std::size_t reader : readers->second) {
          if (!whys_[reader].empty()) continue;
          Why why{{AffectedEdge::Uses, shown_file(output)}};
          why.insert(why.end(), whys_[step].begin(), whys_[step].end());
          whys_[reader] = std::move(why);
          open.push_back(reader);
        }
      }
    }
  }

  void look_at_installed() {
    for (const InstallEntry& entry : plan_.install) {
      if (entry.source.root != Root::Source) continue;
      if (const ChangedFile* const changed = changes_.find(entry.source.text)) {
        known_.insert(changed->path);
        touch(shown(entry.component), Touch::Installs,
              {{AffectedEdge::Installs, entry.source.text}});
      }
    }
    if (!plan_changes_) return;
    for (const InstalledChange& row : plan_changes_->difference().files) {
      const ComponentId id = catalog_.find_component(row.file.component);
      if (!id.valid() || !is_on(id)) continue;
      const std::string what = row.what.empty() ? std::string() : cat(": ", join(row.what, ", "));
      touch(id, Touch::Installs,
            {{AffectedEdge::Setting, cat("what is installed as ", row.file.destination, what)}});
    }
  }

  // Changed files that no step, header or installed file is, nor any of what is off.
  void look_at_rest() {
    for (const auto& [path, file] : changes_.all()) {
      if (known_.count(path) != 0 || is_manifest(path) || is_step_source(path)) continue;
      const std::vector<ComponentId> around = components_around(path);
      const bool is_off =
          !around.empty() &&
          std::none_of(around.begin(), around.end(), [this](ComponentId id) { return is_on(id); });
      if (is_off || take_lost_source(file, around)) continue;
      const AffectedFiles* const rule = rule_for(path);
      const UnknownFiles policy = rule != nullptr ? rule->affects : catalog_.affected.unknown;
      if (rule == nullptr || policy != UnknownFiles::None) unknown_.push_back(path);
      switch (policy) {
        case UnknownFiles::None:
          break;
        case UnknownFiles::Error:
          refused_.push_back(path);
          break;
        case UnknownFiles::All:
          for (const ComponentId id : catalog_.components.ids()) {
            if (is_on(id)) touch(shown(id), Touch::Builds, {{AffectedEdge::Policy, path}});
          }
      }
    }
  }

  // The components of the nearest directory around a file that has any.
  std::vector<ComponentId> components_around(const std::string& path) const {
    std::vector<ComponentId> found;
    for (std::string_view dir = directory_of(path);; dir = directory_of(dir)) {
      for (const ComponentId id : catalog_.components.ids()) {
        if (catalog_.components[id].dir == dir) found.push_back(id);
      }
      if (!found.empty() || dir.empty()) return found;
    }
  }

  // A source that is gone, or named by nothing, was perhaps one of the component around it.
  bool take_lost_source(const ChangedFile& file, const std::vector<ComponentId>& around) {
    if (input_.before != nullptr || !language_of(file.path)) return false;
    for (const ComponentId id : around) {
      if (is_on(id)) touch(shown(id), Touch::Builds, {{AffectedEdge::Compiles, file.path}});
    }
    return !around.empty();
  }

  // The first rule of [affected] that the file matches; null where none does.
  const AffectedFiles* rule_for(const std::string& path) const {
    for (const AffectedFiles& rule : catalog_.affected.files) {
      const bool matches = std::any_of(rule.match.begin(), rule.match.end(), [&](const Text& glob) {
        return glob_match_path(glob.value, path);
      });
      if (matches) return &rule;
    }
    return nullptr;
  }

  void add_dependents() {
    const Graph graph = without_copies(catalog_, build_graph(catalog_));
    std::deque<ComponentId> open;
    for (const ComponentId id : catalog_.components.ids()) {
      if (touched_[id] != Touch::None) open.push_back(id);
    }
    while (!open.empty()) {
      const ComponentId id = open.front();
      open.pop_front();
      for (const Edge& edge : graph.needed_by[id]) {
        const bool when_run = edge.kind == EdgeKind::Hard || edge.kind == EdgeKind::Load ||
                              edge.kind == EdgeKind::Optional;
        if (!when_run || !is_on(edge.to) || touched_[edge.to] != Touch::None) continue;
        Why why{{AffectedEdge::Needs, catalog_.components[id].name.value}};
        why.insert(why.end(), reasons_[id].begin(), reasons_[id].end());
        touch(edge.to, Touch::Needs, std::move(why));
        open.push_back(edge.to);
      }
    }
  }

  Affected result() {
    Affected affected;
    for (const ComponentId id : catalog_.components.ids()) {
      if (touched_[id] == Touch::None) continue;
      affected.components.push_back({id, touched_[id], std::move(reasons_[id])});
    }
    affected.lost = std::move(lost_);
    affected.unknown = std::move(unknown_);
    affected.refused = std::move(refused_);
    return affected;
  }

  const AffectedInput& input_;
  const Catalog& catalog_;
  const Plan& plan_;
  BuildGraph graph_;
  Changes changes_;
  std::optional<PlanChanges> plan_changes_;
  std::vector<Why> whys_;                               // by step; empty = not affected
  std::vector<std::vector<std::string>> made_by_step_;  // by compile step: what it may read
  IdVector<ComponentId, Touch> touched_;
  IdVector<ComponentId, Why> reasons_;
  std::set<std::string> known_;  // changed files that belong to something
  std::vector<std::string> lost_, unknown_, refused_;
};

}  // namespace

Affected find_affected(const AffectedInput& input) {
  return Finder(input).run();
}

}  // namespace modbuild
