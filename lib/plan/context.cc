#include "plan/context.h"

#include <algorithm>

#include "abi/abi.h"
#include "base/expand_text.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "model/flag_policy.h"
#include "plan/expand.h"
#include "plan/layout.h"

namespace modbuild {

PlanContext::PlanContext(const PlanInput& input, Diagnostics& diagnostics)
    : input_(input),
      diagnostics_(diagnostics),
      is_built_(input.catalog->components.size()),
      is_host_(input.catalog->components.size()),
      is_tool_(input.catalog->components.size()),
      library_use_(input.catalog->components.size()),
      static_modules_(input.catalog->components.size()),
      dirs_(install_directories(input.catalog->tree, input.selection->request.dirs,
                                input.probes->library_directories, diagnostics)) {
  find_roles();
  find_built();
}

void PlanContext::find_roles() {
  for (const ComponentId host : catalog().hosts()) is_host_[host] = 1;
  for (const ComponentId id : catalog().components.ids()) {
    const Component& c = component(id);
    for (const ComponentUse& tool : c.tools) is_tool_[tool.component] = 1;
    for (const Generate& generate : c.generates) {
      for (const ComponentUse& tool : generate.tools) is_tool_[tool.component] = 1;
    }
  }
  for (const ComponentId host : catalog().hosts()) {
    if (is_on(host)) hosts_on_.push_back(host);
  }
}

void PlanContext::find_built() {
  std::vector<ComponentId> wanted;
  for (const ComponentId id : catalog().components.ids()) {
    if (component(id).kind != ComponentKind::Library && is_on(id)) wanted.push_back(id);
  }
  for (const ComponentId id : wanted) {
    is_built_[id] = 1;
    follow_libraries(id);
    for (const ComponentId library : library_use_[id].all) is_built_[library] = 1;
  }
  for (const ComponentId id : catalog().components.ids()) {
    if (!is_built_[id]) continue;
    built_.push_back(id);
    if (component(id).kind == ComponentKind::Library) follow_libraries(id);
  }
  for (const ComponentId id : built_) {
    if (!is_static(id)) continue;
    for (const ComponentId host : hosts_on(id)) static_modules_[host].push_back(id);
  }
  for (const ComponentId host : hosts_on_) join_libraries(host);
}

namespace {

// Each where it stands last: behind everything that uses it, as in each of the lists.
void keep_last(std::vector<ComponentId>& ids) {
  std::vector<ComponentId> kept;
  for (auto at = ids.rbegin(); at != ids.rend(); ++at) {
    add_once(kept, *at);
  }
  std::reverse(kept.begin(), kept.end());
  ids = std::move(kept);
}

}  // namespace

void PlanContext::join_libraries(ComponentId host) {
  LibraryUse& use = library_use_[host];
  for (const ComponentId module : static_modules_[host]) {
    const LibraryUse& more = library_use_[module];
    use.all.insert(use.all.end(), more.all.begin(), more.all.end());
    use.linked.insert(use.linked.end(), more.linked.begin(), more.linked.end());
  }
  if (static_modules_[host].empty()) return;
  keep_last(use.all);
  keep_last(use.linked);
}

void PlanContext::follow_libraries(ComponentId id) {
  library_use_[id] = {reach_libraries(id, true), reach_libraries(id, false)};
}

// Depth first, each library behind everything that uses it: the reverse of the order in which
// visits end. Shared libraries bring their own needs along, so for linking they are not entered.
std::vector<ComponentId> PlanContext::reach_libraries(ComponentId root, bool enter_shared) const {
  struct Frame {
    ComponentId id;
    std::size_t next = 0;
  };
  std::vector<Frame> stack = {{root, 0}};
  std::vector<ComponentId> seen = {root};
  std::vector<ComponentId> ended;
  while (!stack.empty()) {
    Frame& frame = stack.back();
    const Component& user = component(frame.id);
    const bool closed =
        frame.id != root && !enter_shared && user.library_linkage == Linkage::Shared;
    if (closed || frame.next == user.libraries.size()) {
      if (frame.id != root) ended.push_back(frame.id);
      stack.pop_back();
      continue;
    }
    const ComponentUse& use = user.libraries[frame.next++];
    if (!use.component.valid() || !holds(use.when, frame.id)) continue;
    if (std::find(seen.begin(), seen.end(), use.component) != seen.end()) continue;
    seen.push_back(use.component);
    stack.push_back({use.component, 0});
  }
  std::reverse(ended.begin(), ended.end());
  return ended;
}

bool PlanContext::holds(const When& when, ComponentId id) const {
  return when.always() || evaluate(when, facts_of(catalog(), selection(), *input_.probes, id));
}

std::vector<std::string> PlanContext::entry_symbols(ComponentId id,
                                                    const std::vector<ComponentId>& hosts) const {
  std::vector<std::string> entries;
  for (const ComponentId host : hosts) {
    if (!component(host).host) continue;
    for (const Text& symbol : component(host).host->entry_symbols) {
      entries.push_back(expand(symbol, id));
    }
  }
  if (hosts.size() < 2) return entries;
  sort_once(entries);
  return entries;
}

std::string PlanContext::abi_digest(ComponentId id) const {
  return input_.abi == nullptr ? std::string() : input_.abi->digests[id];
}

const std::string* PlanContext::placeholder(std::string_view name, ComponentId id) const {
  const Component& c = component(id);
  if (name == "name") return &c.name.value;
  if (name == "tree.name") return &catalog().tree.name.value;
  if (name == "tree.version") return &catalog().tree.version.value;
  if (name == "host") {
    return c.hosts.size() == 1 ? &component(c.hosts.front()).name.value : nullptr;
  }
  if (const std::optional<LibValue> value = parse_lib_value(name)) return lib_value(*value, id);
  const auto found = dirs_.find(std::string(name));
  return found == dirs_.end() ? nullptr : &found->second;
}

const std::string* PlanContext::lib_value(const LibValue& value, ComponentId id) const {
  const LibId lib = catalog().find_lib(value.lib);
  const std::vector<LibId> in_use = libs_on(id);
  if (std::find(in_use.begin(), in_use.end(), lib) == in_use.end()) return nullptr;
  const std::map<std::string, std::string>& variables = probes(id).libs[lib].variables;
  const auto found = variables.find(value.variable);
  return found == variables.end() ? nullptr : &found->second;
}

std::string PlanContext::expand(const Text& text, ComponentId id) const {
  if (text.value.find_first_of("{}") == std::string::npos) return text.value;
  std::string unknown;
  std::string expanded = expand_text(
      text.value, [&](std::string_view name) { return placeholder(name, id); }, unknown);
  if (!unknown.empty() && !report_unused_lib(unknown, text.at, diagnostics_)) {
    const bool host = unknown == "host";
    diagnostics_.add(
        Code::UnknownPlaceholder, text.at,
        cat("nothing stands for {", unknown, "} in component '", component(id).name.value, "'"),
        host ? "{host} can be used where a module has exactly one host"
             : "known are {name}, {host}, {tree.name}, {tree.version} and the install "
               "directories; a literal brace is written {{ or }}");
  }
  return expanded;
}

std::string PlanContext::expand_flag(const Text& text, ComponentId id) const {
  std::string flag = expand(text, id);
  if (flag == text.value) return flag;
  const std::string why = refused_flag(flag, catalog().tree.allow_flags);
  if (!why.empty()) {
    diagnostics_.add(Code::FlagNotAllowed, text.at,
                     cat("'", text.value, "' becomes the flag '", flag, "', which ", why),
                     "write flags without placeholders in their names");
  }
  return flag;
}

std::vector<ComponentId> PlanContext::hosts_on(ComponentId id) const {
  const Component& c = component(id);
  if (c.any_host) return hosts_on_;
  std::vector<ComponentId> hosts;
  for (const ComponentId host : c.hosts) {
    if (is_on(host)) hosts.push_back(host);
  }
  return hosts;
}

std::vector<ComponentId> PlanContext::modules_for(ComponentId id) const {
  if (component(id).copy_of.valid()) id = component(id).copy_of;
  const bool own_only = component(id).kind == ComponentKind::Program && is_host(id);
  std::vector<ComponentId> modules;
  for (const ComponentId module : catalog().modules()) {
    if (!is_on(module)) continue;
    const Component& c = component(module);
    const bool belongs = c.any_host || c.hosts.empty() ||
                         std::find(c.hosts.begin(), c.hosts.end(), id) != c.hosts.end();
    if (!own_only || belongs) modules.push_back(module);
  }
  return modules;
}

std::vector<const Feature*> PlanContext::features_on(ComponentId id) const {
  std::vector<const Feature*> features;
  const Component& c = component(id);
  const Verdict& verdict = selection().verdicts[id];
  for (std::size_t i = 0; i < c.features.size() && i < verdict.features.size(); ++i) {
    if (verdict.features[i].on) features.push_back(&c.features[i]);
  }
  return features;
}

std::vector<LibId> PlanContext::libs_on(ComponentId id) const {
  return libs_in_use(catalog(), selection(), *input_.probes, id);
}

}  // namespace modbuild
