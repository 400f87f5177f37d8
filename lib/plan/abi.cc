#include "plan/abi.h"

#include <algorithm>
#include <map>

#include "base/digest.h"
#include "base/hash.h"
#include "base/sort_once.h"
#include "base/str.h"
#include "plan/abi_source.h"

namespace modbuild {
namespace {

constexpr std::size_t kIdLength = 16;

std::string id_of(std::string_view text) {
  return sha256_hex(text).substr(0, kIdLength);
}

enum class FlagKind : std::uint8_t { Define, Include, Other };

FlagKind kind_of(std::string_view flag) {
  if (flag.starts_with("-D") || flag.starts_with("-U")) return FlagKind::Define;
  if (flag.starts_with("-I") || flag.starts_with("-isystem") || flag.starts_with("-iquote") ||
      flag.starts_with("-idirafter")) {
    return FlagKind::Include;
  }
  return FlagKind::Other;
}

// One line for each flag that counts. A word that takes the next one is known by its length.
void add_flags(const std::vector<std::string>& words, const AbiInputs& abi, std::string& out) {
  FlagKind last = FlagKind::Other;
  bool goes_on = false;
  for (const std::string& word : words) {
    if (!goes_on) last = kind_of(word);
    const bool counts = last == FlagKind::Define  ? abi.defines
                        : last == FlagKind::Other ? abi.cflags
                                                  : false;
    if (counts) append(out, "flag ", word, "\n");
    goes_on =
        !goes_on && last != FlagKind::Other &&
        (word.size() == 2 || word.ends_with("system") || word == "-iquote" || word == "-idirafter");
  }
}

// The flags of each language that the host is written in.
void add_all_flags(const PlanContext& context, ComponentId host, const Plan& plan,
                   std::string& out) {
  const AbiInputs& abi = context.component(host).host->abi;
  if (!abi.defines && !abi.cflags) return;
  std::map<Language, FlagsId> lists;
  for (const CompileStep& step : plan.compiles) {
    if (step.component == host) lists.emplace(step.language, step.flags);
  }
  for (const auto& [language, list] : lists) {
    std::vector<std::string> words;
    for (const Flag& flag : plan.flags[list].flags) {
      if (!flag.arg.path) words.push_back(flag.arg.text);
    }
    const std::vector<std::string>& own =
        language == Language::Cxx ? plan.toolchain.cxxflags : plan.toolchain.cflags;
    words.insert(words.end(), own.begin(), own.end());
    append(out, "language ", std::to_string(static_cast<int>(language)), "\n");
    add_flags(words, abi, out);
  }
}

// "gcc 12": the ABI of a compiler stays the same within a major version.
std::string compiler_name(const Platform& platform) {
  return cat(platform.cc, " ", platform.cc_version.substr(0, platform.cc_version.find('.')));
}

std::string host_abi(const PlanContext& context, ComponentId host, const Plan& plan) {
  const AbiInputs& abi = context.component(host).host->abi;
  std::string lines = "modbuild abi 1\n";
  for (const Text& text : abi.texts) append(lines, "text ", context.expand(text, host), "\n");
  append(lines, "files ", context.abi_digest(host), "\n");
  add_all_flags(context, host, plan, lines);
  if (abi.compiler) {
    append(lines, "compiler ", compiler_name(context.probes(host).platform), "\n");
  }
  return id_of(lines);
}

// What stands between the names of hosts and of what several hosts share: no component's name
// begins so.
std::string shared_name(const PlanContext& context, const std::vector<ComponentId>& hosts) {
  std::string names;
  for (const ComponentId host : hosts) append(names, context.component(host).name.value, "\n");
  return cat("+", hash_hex(names));
}

class AbiPlanner {
 public:
  AbiPlanner(const PlanContext& context, IdVector<ComponentId, Objects>& objects, Plan& plan)
      : context_(context), objects_(objects), plan_(plan) {}

  void run() {
    plan_.abi = IdVector<ComponentId, std::vector<std::string>>(objects_.size());
    for (const ComponentId id : context_.built()) {
      const Component& component = context_.component(id);
      if (!component.host || component.host->abi.empty() || !context_.is_host(id)) continue;
      plan_.abi[id] = {host_abi(context_, id, plan_)};
      hosts_.push_back(id);
    }
    if (hosts_.empty()) return;
    for (const ComponentId id : context_.built()) {
      const bool is_loaded =
          context_.component(id).kind == ComponentKind::Module && !context_.is_static(id);
      if (is_loaded) name_of_module(id);
    }
    for (const ComponentId host : hosts_) define(host);
  }

 private:
  // None when one of its hosts takes modules of any build.
  void name_of_module(ComponentId module) {
    const std::vector<ComponentId> hosts = context_.hosts_on(module);
    std::vector<std::string> ids;
    for (const ComponentId host : hosts) {
      if (plan_.abi[host].empty()) return;
      ids.push_back(plan_.abi[host].front());
    }
    sort_once(ids);
    if (ids.empty()) return;
    std::string id = ids.front();
    std::string name = context_.component(hosts.front()).name.value;
    if (ids.size() > 1) {
      id = id_of(cat("modbuild hosts 1\n", join(ids, "\n")));
      name = shared_name(context_, hosts);
      for (const ComponentId host : hosts) {
        std::vector<std::string>& all = plan_.abi[host];
        add_once(all, id);
      }
    }
    plan_.abi[module] = {id};
    objects_[module].paths.push_back(reference(hosts.front(), name, id));
  }

  // The object that refers to `id`, shared by all modules that do.
  Path reference(ComponentId host, const std::string& name, const std::string& id) {
    const auto [known, fresh] = references_.try_emplace(id);
    if (fresh) {
      known->second = compile(host, cat("abi/module/", name), module_abi_source(id), true);
    }
    return known->second;
  }

  void define(ComponentId host) {
    const Component& component = context_.component(host);
    std::vector<std::string>& ids = plan_.abi[host];
    std::sort(ids.begin() + 1, ids.end());
    const bool is_shim = component.host->shim && !context_.static_modules(host).empty();
    objects_[host].paths.push_back(compile(host, cat("abi/host/", component.name.value),
                                           host_abi_source(component.name.value, ids, is_shim),
                                           false));
  }

  Path compile(ComponentId host, const std::string& path, std::string text, bool is_shared) {
    CompileStep step;
    step.machine = context_.component(host).machine;
    step.component = host;
    step.source = {Root::Build, path + ".c"};
    step.object = {Root::Build, path + ".o"};
    step.flags = flags(is_shared, context_.component(host).host->at);
    plan_.texts.push_back({step.source, std::move(text)});
    Path object = step.object;
    plan_.compiles.push_back(std::move(step));
    return object;
  }

  FlagsId flags(bool is_shared, const SourceRange& at) {
    std::optional<FlagsId>& id = is_shared ? module_flags_ : host_flags_;
    if (id) return *id;
    FlagList list;
    list.name = is_shared ? "abi_module" : "abi_host";
    list.flags = {{{"-O2", std::nullopt}, at}};
    if (is_shared) list.flags.push_back({{"-fPIC", std::nullopt}, at});
    id = plan_.flags.push_back(std::move(list));
    return *id;
  }

  const PlanContext& context_;
  IdVector<ComponentId, Objects>& objects_;
  Plan& plan_;
  std::vector<ComponentId> hosts_;
  std::map<std::string, Path> references_;
  std::optional<FlagsId> host_flags_, module_flags_;
};

}  // namespace

void plan_abi(const PlanContext& context, IdVector<ComponentId, Objects>& objects, Plan& plan) {
  AbiPlanner(context, objects, plan).run();
}

}  // namespace modbuild
