#include <algorithm>

#include "base/hash.h"
#include "base/str.h"
#include "plan/layout.h"
#include "plan/static_modules.h"
#include "plan/static_shim.h"
#include "plan/steps.h"

namespace modbuild {
namespace {

constexpr std::string_view kHostPlace = "{host}";

Text file_pattern(const Component& module) {
  return module.file_name.empty() ? Text{"{name}.so", module.name.at} : module.file_name;
}

bool is_shared(const Component& library) {
  return library.library_linkage == Linkage::Shared;
}

LinkKind link_kind(const Component& component) {
  switch (component.kind) {
    case ComponentKind::Module:
      return LinkKind::Module;
    case ComponentKind::Program:
      return LinkKind::Program;
    case ComponentKind::Library:
      break;
  }
  return is_shared(component) ? LinkKind::SharedLibrary : LinkKind::Archive;
}

bool uses_shared(const PlanContext& context, ComponentId id) {
  const std::vector<ComponentId>& all = context.libraries(id).all;
  return std::any_of(all.begin(), all.end(),
                     [&](ComponentId library) { return is_shared(context.component(library)); });
}

// Whether the place of `word` matters to the words around it: -Wl,-Bstatic, --push-state and such.
bool is_positional(std::string_view word) {
  return word.starts_with("-Wl,");
}

// Adds the words of `id` and of the static libraries it links. A repeated search directory counts
// where it stands first, a repeated library where it stands last, because an archive must stand
// behind what needs it. Where a list has positional words, nothing is taken out of it.
void add_external_libs(const PlanContext& context, ComponentId id, std::vector<Flag>& flags) {
  std::vector<Flag> words;
  const auto take_word = [&](const std::string& word, const SourceRange& from) {
    const auto same = [&](const Flag& flag) { return flag.arg.text == word; };
    if (word.starts_with("-L") && std::any_of(words.begin(), words.end(), same)) return;
    if (word.starts_with("-l")) std::erase_if(words, same);
    words.push_back({{word, std::nullopt}, from});
  };
  const auto take = [&](ComponentId component) {
    for (const LibId lib : context.libs_on(component)) {
      const std::vector<std::string>& libs = context.probes(component).libs[lib].libs;
      const SourceRange& from = context.catalog().libs[lib].name.at;
      if (std::any_of(libs.begin(), libs.end(), is_positional)) {
        flags.insert(flags.end(), words.begin(), words.end());
        words.clear();
        for (const std::string& word : libs) flags.push_back({{word, std::nullopt}, from});
      } else {
        for (const std::string& word : libs) take_word(word, from);
      }
    }
  };
  take(id);
  for (const ComponentId module : context.static_modules(id)) take(module);
  for (const ComponentId library : context.libraries(id).linked) {
    if (!is_shared(context.component(library))) take(library);
  }
  flags.insert(flags.end(), words.begin(), words.end());
}

// The RUNPATH serves both places: relative to the build tree first, then to the installed file.
void add_rpath(const PlanContext& context, ComponentId id, const LinkStep& step,
               std::vector<Flag>& flags) {
  if (!uses_shared(context, id)) return;
  const SourceRange& from = context.component(id).name.at;
  const std::string libraries(
      directory_of(library_path(context.component(context.libraries(id).all.front())).text));
  std::string rpath =
      cat("$ORIGIN/", relative_path(directory_of("/" + step.output.text), "/" + libraries));
  if (rpath.ends_with("/.")) rpath.resize(rpath.size() - 2);
  if (!step.install_rpath.empty() && step.install_rpath != rpath) {
    append(rpath, ":", step.install_rpath);
  }
  flags.push_back({{cat("-Wl,-rpath,", rpath), std::nullopt}, from});
  flags.push_back({{"-Wl,-rpath-link,", Path{Root::Build, libraries}}, from});
}

// What linking the host's static modules takes: their own flags, and wrappers for hosts that load
// modules only as files.
void add_static_flags(const PlanContext& context, ComponentId host, std::vector<Flag>& flags) {
  const std::vector<ComponentId>& modules = context.static_modules(host);
  for (const ComponentId module : modules) {
    const auto take = [&](const Settings& settings) {
      for (const Conditional<Text>& flag : settings.ldflags) {
        if (!context.holds(flag.when, module)) continue;
        flags.push_back({{context.expand_flag(flag.value, module), std::nullopt}, flag.value.at});
      }
    };
    take(context.component(module).settings);
    for (const Feature* feature : context.features_on(module)) take(feature->settings);
  }
  const Boxed<HostInfo>& info = context.component(host).host;
  if (modules.empty() || !info || !info->shim) return;
  for (const std::string_view name : kStaticShimWraps) {
    flags.push_back({{cat("-Wl,--wrap=", name), std::nullopt}, info->at});
  }
}

// Of a host whose ABI has a name; the shim wraps the same function.
void add_abi_flags(const PlanContext& context, ComponentId host, const Plan& plan,
                   std::vector<Flag>& flags) {
  const Boxed<HostInfo>& info = context.component(host).host;
  if (!info || plan.abi[host].empty()) return;
  if (info->shim && !context.static_modules(host).empty()) return;
  flags.push_back({{"-Wl,--wrap=dlerror", std::nullopt}, info->at});
}

std::vector<Flag> link_flags(const PlanContext& context, ComponentId id, const LinkStep& step,
                             const Plan& plan) {
  const Component& component = context.component(id);
  std::vector<Flag> flags;
  if (step.kind == LinkKind::Program && context.is_host(id)) {
    flags.push_back({{"-rdynamic", std::nullopt}, component.name.at});
  }
  if (step.kind == LinkKind::SharedLibrary) {
    const std::string name(base_name(step.output.text));
    flags.push_back({{"-Wl,-soname," + name, std::nullopt}, component.name.at});
  }
  // The first word on RUNPATH: installing takes its first part away again (install/elf_runpath.h).
  add_rpath(context, id, step, flags);
  for_each_settings(context, id, [&](const Settings& settings) {
    for (const Conditional<Text>& flag : settings.ldflags) {
      if (!context.holds(flag.when, id)) continue;
      flags.push_back({{context.expand_flag(flag.value, id), std::nullopt}, flag.value.at});
    }
  });
  add_static_flags(context, id, flags);
  add_abi_flags(context, id, plan, flags);
  add_external_libs(context, id, flags);
  return flags;
}

void add_link(const PlanContext& context, ComponentId id, Path output, std::string_view installed,
              const IdVector<ComponentId, Objects>& objects, Plan& plan) {
  const Component& component = context.component(id);
  LinkStep step;
  step.machine = component.machine;
  step.kind = link_kind(component);
  step.component = id;
  step.output = std::move(output);
  step.objects = objects[id].paths;
  step.cxx = objects[id].cxx;
  if (step.kind != LinkKind::Archive) {
    if (!context.static_modules(id).empty()) {
      for (const ComponentId module : context.static_modules(id)) {
        step.objects.push_back(static_object_path(context.component(module)));
        step.cxx |= objects[module].cxx;
      }
      step.objects.push_back(plan_static_table(context, id, plan));
    }
    for (const ComponentId library : context.libraries(id).linked) {
      const Component& used = context.component(library);
      if (!is_shared(used)) step.cxx |= objects[library].cxx;
      if (!is_shared(used) && used.whole) {
        const std::vector<Path>& paths = objects[library].paths;
        step.objects.insert(step.objects.end(), paths.begin(), paths.end());
      } else {
        step.libraries.push_back(library_path(used));
      }
    }
    step.install_rpath = install_rpath(context, id, std::string(installed));
    FlagList list;
    list.name = flag_list_name("ld", component);
    list.flags = link_flags(context, id, step, plan);
    // Several hosts, several files, one list: they differ in nothing but their names.
    if (!plan.flags.empty() && plan.flags.raw().back().name == list.name) {
      step.flags = {static_cast<std::uint32_t>(plan.flags.size() - 1)};
    } else {
      step.flags = plan.flags.push_back(std::move(list));
    }
  }
  plan.links.push_back(std::move(step));
}

}  // namespace

std::string flag_list_name(std::string_view prefix, const Component& component) {
  const std::string& name = component.name.value;
  const std::string_view machine = component.machine == Machine::Build ? "build_" : "";
  if (name.find('+') == std::string::npos) return cat(machine, prefix, "_", name);
  std::string plain(name);
  std::replace(plain.begin(), plain.end(), '+', '.');
  return cat(machine, prefix, "_", plain, ".", hash_hex(name));
}

std::string module_file(const PlanContext& context, ComponentId id, ComponentId host) {
  Text pattern = file_pattern(context.component(id));
  const std::size_t at = pattern.value.find(kHostPlace);
  if (at != std::string::npos) {
    pattern.value.replace(at, kHostPlace.size(), context.component(host).name.value);
  }
  return context.expand(pattern, id);
}

std::vector<std::string> module_files(const PlanContext& context, ComponentId id) {
  const Text pattern = file_pattern(context.component(id));
  if (pattern.value.find(kHostPlace) == std::string::npos) return {context.expand(pattern, id)};
  std::vector<std::string> files;
  for (const ComponentId host : context.hosts_on(id)) {
    files.push_back(module_file(context, id, host));
  }
  return files;
}

std::vector<Path> final_outputs(const PlanContext& context, ComponentId id,
                                const Objects& objects) {
  const Component& component = context.component(id);
  if (component.kind == ComponentKind::Program) return {program_path(component)};
  if (component.kind == ComponentKind::Library) {
    if (!is_shared(component) && component.whole) return objects.paths;
    return {library_path(component)};
  }
  if (context.is_static(id)) return {static_object_path(component)};
  std::vector<Path> paths;
  for (const std::string& file : module_files(context, id)) paths.push_back(module_path(file));
  return paths;
}

void plan_links(const PlanContext& context, ComponentId id,
                const IdVector<ComponentId, Objects>& objects, Plan& plan) {
  const Component& component = context.component(id);
  if (component.kind == ComponentKind::Library && component.whole && !is_shared(component)) return;
  if (context.is_static(id)) {
    plan_static_object(context, id, objects[id], objects, plan);
    return;
  }
  std::string installed = context.dirs().at(component.kind == ComponentKind::Module    ? "moduledir"
                                            : component.kind == ComponentKind::Program ? "bindir"
                                                                                       : "libdir");
  if (!component.install_to.empty()) {
    installed = normalise(context.expand(component.install_to, id));
  }
  for (Path& output : final_outputs(context, id, objects[id])) {
    add_link(context, id, std::move(output), installed, objects, plan);
  }
}

std::string install_rpath(const PlanContext& context, ComponentId id,
                          const std::string& directory) {
  // What runs during the build is installed nowhere.
  if (!uses_shared(context, id) || context.component(id).machine == Machine::Build) return {};
  const std::string way = relative_path(directory, context.dirs().at("libdir"));
  return way == "." ? "$ORIGIN" : cat("$ORIGIN/", way);
}

}  // namespace modbuild
