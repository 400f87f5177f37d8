// What every planning step needs: the stage's inputs, who is on, and flags made from settings.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "plan/plan.h"

namespace modbuild {

// The internal libraries a component uses.
struct LibraryUse {
  std::vector<ComponentId> all;     // the transitive closure, users before what they use
  std::vector<ComponentId> linked;  // those that appear on its link line, in link order
};

class PlanContext {
 public:
  PlanContext(const PlanInput& input, Diagnostics& diagnostics);

  const Catalog& catalog() const { return *input_.catalog; }
  const Selection& selection() const { return *input_.selection; }
  // The answers of the machine that the component runs on.
  const ProbeReport& probes(ComponentId id) const {
    return input_.probes->of(component(id).machine);
  }
  Diagnostics& diagnostics() const { return diagnostics_; }
  const Component& component(ComponentId id) const { return catalog().components[id]; }

  // Components to build, in id order: modules and programs that are on, libraries they need.
  const std::vector<ComponentId>& built() const { return built_; }
  bool is_built(ComponentId id) const { return is_built_[id]; }
  bool is_on(ComponentId id) const { return selection().verdicts[id].on; }
  // A program that loads modules: its symbols must be visible to them.
  bool is_host(ComponentId id) const { return is_host_[id]; }
  // A program that only runs during the build.
  bool is_tool_only(ComponentId id) const { return is_tool_[id] && !is_host_[id]; }
  // Of a host its static modules' libraries as well, for they become part of it.
  const LibraryUse& libraries(ComponentId id) const { return library_use_[id]; }
  // Whether module `id` is linked into its hosts.
  bool is_static(ComponentId id) const {
    return component(id).kind == ComponentKind::Module &&
           selection().verdicts[id].linkage == Linkage::Static;
  }
  // The modules that are linked into host `id`, in id order.
  const std::vector<ComponentId>& static_modules(ComponentId id) const {
    return static_modules_[id];
  }
  // What the files of host `id` come to that its ABI depends on; "" = it names none.
  std::string abi_digest(ComponentId id) const;
  Threads threads() const { return input_.threads; }
  // How steps run this program.
  const std::string& tool() const { return input_.tool; }
  const std::map<std::string, std::string>& dirs() const { return dirs_; }

  // Whether `when` holds in component `id`.
  bool holds(const When& when, ComponentId id) const;
  // What {name} stands for in component `id`: its names, the tree's, and the install directories.
  const std::string* placeholder(std::string_view name, ComponentId id) const;
  // `text` with the placeholders of component `id` filled in.
  std::string expand(const Text& text, ComponentId id) const;
  // As expand(), for a compiler or linker flag: what it has become must still be one that a
  // manifest may use (MB058), or `-f{name}` could load a plug-in.
  std::string expand_flag(const Text& text, ComponentId id) const;
  // The hosts of module `id` that are on.
  std::vector<ComponentId> hosts_on(ComponentId id) const;
  // What these hosts look up in module `id`, "{name}" filled in; of one host in its manifest's
  // order, of several sorted, each once.
  std::vector<std::string> entry_symbols(ComponentId id,
                                         const std::vector<ComponentId>& hosts) const;
  // The modules that an aggregate of component `id` sees: those that are on; for a host, of these
  // its own.
  std::vector<ComponentId> modules_for(ComponentId id) const;
  // Features of `id` that are on.
  std::vector<const Feature*> features_on(ComponentId id) const;
  // Libs of `id` that are in use, features' included, without duplicates.
  std::vector<LibId> libs_on(ComponentId id) const;

 private:
  const std::string* lib_value(const LibValue& value, ComponentId id) const;
  void find_built();
  void find_roles();
  void follow_libraries(ComponentId id);
  void join_libraries(ComponentId host);
  std::vector<ComponentId> reach_libraries(ComponentId root, bool enter_shared) const;

  const PlanInput& input_;
  Diagnostics& diagnostics_;
  std::vector<ComponentId> built_;
  std::vector<ComponentId> hosts_on_;
  IdVector<ComponentId, char> is_built_;
  IdVector<ComponentId, char> is_host_;
  IdVector<ComponentId, char> is_tool_;
  IdVector<ComponentId, LibraryUse> library_use_;
  IdVector<ComponentId, std::vector<ComponentId>> static_modules_;
  std::map<std::string, std::string> dirs_;
};

// Visits the settings that apply to component `id` in the order in which their flags stand on a
// command line: tree defaults, defaults of its kind, its own, its features'.
template <class Visit>
void for_each_settings(const PlanContext& context, ComponentId id, const Visit& visit) {
  const Component& component = context.component(id);
  const Defaults& defaults = context.catalog().defaults;
  visit(defaults.common);
  visit(component.kind == ComponentKind::Module    ? defaults.module
        : component.kind == ComponentKind::Program ? defaults.program
                                                   : defaults.library);
  if (context.is_static(id)) visit(defaults.for_static);
  visit(component.settings);
  for (const Feature* feature : context.features_on(id)) visit(feature->settings);
}

}  // namespace modbuild
