#include "plan/static_modules.h"

#include <algorithm>

#include "base/hash.h"
#include "base/str.h"
#include "plan/layout.h"
#include "plan/static_shim.h"

namespace modbuild {
namespace {

// Part of a name in C that no other module has.
std::string identifier(std::string_view name) {
  std::string text(name);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return !is_ascii_alphanumeric(c) && c != '_'; }, '_');
  return text == name ? text : cat(text, "_", hash_hex(name));
}

std::string symbol_prefix(const Component& module) {
  return cat("modbuild_static_", identifier(module.name.value));
}

// Modules that are on and may refer to symbols of module `id`.
std::vector<ComponentId> users_of(const PlanContext& context, ComponentId id) {
  std::vector<ComponentId> users;
  const auto names_it = [&](const std::vector<Dependency>& list) {
    return std::any_of(list.begin(), list.end(), [&](const Dependency& dependency) {
      const std::vector<ComponentId>& providers = dependency.providers;
      return std::find(providers.begin(), providers.end(), id) != providers.end();
    });
  };
  for (const ComponentId user : context.built()) {
    const Component& component = context.component(user);
    if (user == id || component.kind != ComponentKind::Module) continue;
    bool uses =
        names_it(component.depends) || names_it(component.load) || names_it(component.optional);
    for (const Feature* feature : context.features_on(user)) uses |= names_it(feature->modules);
    if (uses) users.push_back(user);
  }
  return users;
}

void refuse(const PlanContext& context, ComponentId id, std::string_view why, std::string help) {
  context.diagnostics().add(
      Code::StaticCannotLink, context.component(id).name.at,
      cat("module '", context.component(id).name.value, "' cannot be linked into its host: ", why),
      std::move(help));
}

bool turns_lto_on(const std::vector<std::string>& flags) {
  bool on = false;
  for (const std::string& flag : flags) {
    if (flag.starts_with("-flto")) on = true;
    if (flag == "-fno-lto") on = false;
  }
  return on;
}

// Objects of -flto hold no symbols that could be renamed.
bool uses_lto(ComponentId id, const Plan& plan) {
  for (const CompileStep& step : plan.compiles) {
    if (step.component != id) continue;
    std::vector<std::string> flags;
    for (const Flag& flag : plan.flags[step.flags].flags) flags.push_back(flag.arg.text);
    for (const Flag& flag : step.extra) flags.push_back(flag.arg.text);
    const std::vector<std::string>& own =
        step.language == Language::Cxx ? plan.toolchain.cxxflags : plan.toolchain.cflags;
    flags.insert(flags.end(), own.begin(), own.end());
    if (turns_lto_on(flags)) return true;
  }
  return false;
}

bool check_module(const PlanContext& context, ComponentId id, const Plan& plan) {
  const std::vector<ComponentId> hosts = context.hosts_on(id);
  if (hosts.empty()) {
    refuse(context, id, "no program that loads it is built", "leave it out of --static");
    return false;
  }
  if (uses_lto(id, plan)) {
    refuse(context, id, "it is compiled with -flto, which leaves no symbols to rename",
           "add -fno-lto to its cflags, or leave it out of --static");
    return false;
  }
  bool good = true;
  for (const ComponentId host : hosts) {
    if (!context.entry_symbols(id, {host}).empty()) continue;
    refuse(context, id,
           cat("the manifest of '", context.component(host).name.value, "' names no entry symbols"),
           "say in its [host] what it looks up in modules: entry-symbols = [\"..\"]");
    good = false;
  }
  return good;
}

Arg word(std::string text) {
  return {std::move(text), std::nullopt};
}

GenerateStep step_of(ComponentId id, std::vector<Path> inputs, Path output) {
  GenerateStep step;
  step.component = id;
  step.inputs = std::move(inputs);
  step.outputs = {std::move(output)};
  return step;
}

void add_inputs(GenerateStep& step) {
  for (const Path& input : step.inputs) step.command.push_back({"", input});
}

// One object of all, C++'s groups settled (binutils, ld: --force-group-allocation): a group that
// two modules have would otherwise be thrown out of one of them.
void add_partial_link(ComponentId id, const Objects& objects, const Path& output, Plan& plan) {
  GenerateStep step = step_of(id, objects.paths, output);
  for (const std::string& part : plan.toolchain.cc) step.command.push_back(word(part));
  for (const char* flag :
       {"-r", "-nostdlib", "-fuse-ld=bfd", "-Wl,--force-group-allocation", "-o"}) {
    step.command.push_back(word(flag));
  }
  step.command.push_back({"", output});
  add_inputs(step);
  plan.generates.push_back(std::move(step));
}

std::string c_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  return out + "\"";
}

// The shim stands between the loader and what explains that an ABI is another one (abi_source.h).
std::string shim_text(const HostInfo& host) {
  if (!host.shim) return {};
  const std::string_view explained =
      host.abi.empty() ? "" : "#define __real_dlerror modbuild_abi_dlerror\n";
  return cat(explained, static_shim());
}

std::string table_text(const PlanContext& context, ComponentId host) {
  std::string declarations, symbols, modules;
  for (const ComponentId id : context.static_modules(host)) {
    const Component& module = context.component(id);
    const std::string own = identifier(module.name.value);
    append(symbols, "static const struct modbuild_static_symbol symbols_", own, "[] = {\n");
    std::size_t number = 0;
    for (const std::string& entry : context.entry_symbols(id, {host})) {
      const std::string name = cat("entry_", own, "_", std::to_string(number++));
      append(declarations, "extern char ", name, "[] __asm__(",
             c_string(cat(symbol_prefix(module), "_", entry)), ") __attribute__((weak));\n");
      append(symbols, "    {", c_string(entry), ", ", name, "},\n");
    }
    symbols += "    {0, 0},\n};\n";
    append(modules, "    {", c_string(module.name.value), ", ",
           c_string(module_file(context, id, host)), ", symbols_", own, "},\n");
  }
  return cat("/* Written by modbuild: the modules that are linked into ",
             context.component(host).name.value, ". */\n", kStaticTableTypes, declarations, symbols,
             "const struct modbuild_static_module modbuild_static_modules[] = {\n", modules,
             "    {0, 0, 0},\n};\n", shim_text(*context.component(host).host));
}

}  // namespace

Path static_object_path(const Component& module) {
  return {Root::Build, cat("static/", module.name.value, ".o")};
}

void plan_static_object(const PlanContext& context, ComponentId id, const Objects& objects,
                        const IdVector<ComponentId, Objects>& all, Plan& plan) {
  const Component& module = context.component(id);
  if (!check_module(context, id, plan)) return;
  plan.static_modules.push_back(
      {id, users_of(context, id), context.entry_symbols(id, context.hosts_on(id))});
  const StaticModule& planned = plan.static_modules.back();
  const Path output = static_object_path(module);
  const Path whole{Root::Build, cat("static/", module.name.value, ".whole.o")};
  const Path options{Root::Build, cat("static/", module.name.value, ".symbols")};
  add_partial_link(id, objects, whole, plan);

  GenerateStep find = step_of(id, {whole}, options);
  find.to_output = true;
  find.command = {
      word(context.tool()), word("static-symbols"), word(symbol_prefix(module)), {"", whole}};
  for (const std::string& entry : planned.entries) find.command.push_back(word(entry));
  find.command.push_back(word("--"));
  for (const ComponentId user : planned.users) {
    for (const Path& object : all[user].paths) {
      find.inputs.push_back(object);
      find.command.push_back({"", object});
    }
  }
  // By its path it is a file of the build: another one may find other symbols.
  if (context.tool().find('/') != std::string::npos) {
    find.implicit.push_back({Root::Build, context.tool()});
  }
  plan.generates.push_back(std::move(find));

  GenerateStep rename = step_of(id, {whole, options}, output);
  rename.command = {
      word(binutils_program(plan.toolchain, "objcopy")), {"@", options}, {"", whole}, {"", output}};
  plan.generates.push_back(std::move(rename));
}

Path plan_static_table(const PlanContext& context, ComponentId host, Plan& plan) {
  const Component& component = context.component(host);
  const Path source{Root::Build, cat("static/", component.name.value, ".modules.c")};
  plan.texts.push_back({source, table_text(context, host)});
  CompileStep step;
  step.machine = component.machine;
  step.component = host;
  step.source = source;
  step.object = {Root::Build, cat("static/", component.name.value, ".modules.o")};
  FlagList list;
  list.name = flag_list_name("static", component);
  list.flags = {{word("-O2"), component.name.at}, {word("-D_GNU_SOURCE"), component.name.at}};
  step.flags = plan.flags.push_back(std::move(list));
  Path object = step.object;
  plan.compiles.push_back(std::move(step));
  return object;
}

}  // namespace modbuild
