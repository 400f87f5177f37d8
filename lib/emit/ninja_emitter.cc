#include "emit/ninja_emitter.h"

#include <algorithm>

#include "base/check.h"
#include "base/str.h"
#include "emit/rejection.h"

namespace modbuild {
namespace {

// One string for `sh -c` may have 131 071 bytes (HAZARDS H14).
constexpr std::size_t kLongestCommand = 100'000;
// Ninja looks at all inputs of an edge each time one of them is done (HAZARDS H46).
constexpr std::size_t kWidestPhony = 300;

NinjaPath known_good_target(std::string name) {
  Escaped<NinjaPath> path = ninja_target(std::move(name));
  MB_CHECK(path.has_value());
  return *std::move(path);
}

NinjaName variable_name(const FlagList& list) {
  Escaped<NinjaName> name = ninja_name(list.name);
  MB_CHECK(name.has_value());  // plan.h promises it
  return *std::move(name);
}

}  // namespace

NinjaEmitter::NinjaEmitter(const EmitInput& input, const NinjaIndex& index,
                           Diagnostics& diagnostics, std::size_t expected_size)
    : input_(input),
      plan_(*input.plan),
      diagnostics_(diagnostics),
      edges_(expected_size),
      index_(index) {}

void NinjaEmitter::reject(const Rejection& rejection, std::string_view what, std::string_view text,
                          const SourceRange& at) {
  report_rejection(rejection, what, text, "build.ninja", at, diagnostics_);
}

std::optional<NinjaPath> NinjaEmitter::file(const Path& path) {
  Escaped<NinjaPath> quoted = ninja_path(path_from_build(input_, path));
  if (quoted) return *std::move(quoted);
  reject(quoted.error(), "path", path_from_build(input_, path), {});
  return std::nullopt;
}

std::optional<NinjaPath> NinjaEmitter::target(const std::string& name) {
  Escaped<NinjaPath> quoted = ninja_target(name);
  if (quoted) return *std::move(quoted);
  reject(quoted.error(), "target", name, {});
  return std::nullopt;
}

void NinjaEmitter::add_path(const Path& path) {
  if (const std::optional<NinjaPath> quoted = file(path)) edges_.add(*quoted);
}

void NinjaEmitter::add_paths(const std::vector<Path>& paths) {
  for (const Path& path : paths) {
    edges_.add(" ");
    add_path(path);
  }
}

void NinjaEmitter::add_word(const Arg& arg, const SourceRange& at, NinjaText& out) {
  Escaped<ShellWord> quoted = shell_word(word_from_build(input_, arg));
  if (!quoted) return reject(quoted.error(), "flag", word_from_build(input_, arg), at);
  out.add(ninja_command(*std::move(quoted)));
}

void NinjaEmitter::add_words(const std::vector<std::string>& words, NinjaText& out) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out.add(" ");
    add_word({words[i], std::nullopt}, {}, out);
  }
}

void NinjaEmitter::add_rsp_token(const Arg& arg, const SourceRange& at) {
  Escaped<RspToken> quoted = rsp_token(word_from_build(input_, arg));
  if (!quoted) return reject(quoted.error(), "flag", word_from_build(input_, arg), at);
  edges_.add(" ", ninja_rsp(*std::move(quoted)));
}

void NinjaEmitter::add_tool(NinjaSyntax name, Machine machine,
                            const std::vector<std::string>& words, NinjaText& out) {
  out.add(name, machine_suffix(machine), " =");
  for (const std::string& word : words) {
    out.add(" ");
    add_word({word, std::nullopt}, {}, out);
  }
  out.add("\n");
}

void NinjaEmitter::add_toolchain(Machine machine, NinjaText& out) {
  const Toolchain& toolchain = toolchain_for(plan_, machine);
  add_tool("cc", machine, toolchain.cc, out);
  add_tool("cxx", machine, toolchain.cxx, out);
  add_tool("ar", machine, toolchain.ar, out);
  add_tool("cflags", machine, toolchain.cflags, out);
  add_tool("cxxflags", machine, toolchain.cxxflags, out);
  add_tool("ldflags", machine, toolchain.ldflags, out);
  if (!toolchain.launcher_c.empty()) add_tool("launcher_c", machine, toolchain.launcher_c, out);
  if (!toolchain.launcher_cxx.empty()) {
    add_tool("launcher_cxx", machine, toolchain.launcher_cxx, out);
  }
}

void NinjaEmitter::add_toolchains(const NinjaRules& used, NinjaText& out) {
  add_toolchain(Machine::Target, out);
  if (used.for_build()) add_toolchain(Machine::Build, out);
  if (has_launcher(plan_)) out.add("here = -ffile-prefix-map=/proc/self/cwd=.\n");
}

void NinjaEmitter::begin_edge(NinjaRule rule, Machine machine) {
  used_.use(rule, machine);
  edges_.add(": ", rule_name(rule), machine_suffix(machine));
}

void NinjaEmitter::define_flags(const FlagList& list, bool rsp) {
  if (list.flags.empty()) return;
  edges_.add(variable_name(list), " =");
  const std::size_t begin = edges_.size() + 1;
  for (const Flag& flag : list.flags) {
    if (rsp) {
      add_rsp_token(flag.arg, flag.from);
    } else {
      edges_.add(" ");
      add_word(flag.arg, flag.from, edges_);
    }
  }
  const std::size_t size = edges_.size() - begin;
  edges_.add("\n");
  if (rsp || size <= kLongestCommand) return;
  diagnostics_.add(Code::NameTooLong, list.flags.front().from,
                   cat("the compiler flags of '", list.name, "' are ", std::to_string(size),
                       " bytes long; a command may have ", std::to_string(kLongestCommand)),
                   "use fewer or shorter flags");
}

void NinjaEmitter::refer_to_flags(FlagsId id) {
  const FlagList& list = plan_.flags[id];
  // Ninja's short form ends at a '.'.
  if (list.name.find('.') == std::string::npos) {
    edges_.add("$", variable_name(list));
  } else {
    edges_.add("${", variable_name(list), "}");
  }
}

void NinjaEmitter::add_compile(std::size_t index) {
  const CompileStep& step = plan_.compiles[index];
  if (index_.is_first_compile(step.flags, index)) define_flags(plan_.flags[step.flags], false);
  if (index_.is_first_wait(step.order_only, index)) add_wait(step.order_only);
  const NinjaPath* headers = order_only_target(step.order_only);
  edges_.add("build ");
  add_path(step.object);
  begin_edge(compile_rule(step), step.machine);
  edges_.add(" ");
  add_path(step.source);
  if (headers != nullptr) edges_.add(" || ", *headers);
  edges_.add("\n");
  const bool shared = step.flags.valid() && !plan_.flags[step.flags].flags.empty();
  if (!shared && step.extra.empty()) return;
  edges_.add("  f =");
  if (shared) {
    edges_.add(" ");
    refer_to_flags(step.flags);
  }
  for (const Flag& flag : step.extra) {
    edges_.add(" ");
    add_word(flag.arg, flag.from, edges_);
  }
  edges_.add("\n");
}

// No component can have a name that starts with '_'.
NinjaPath NinjaEmitter::wait_name(OrderOnlyId id) const {
  return known_good_target(cat("_headers", std::to_string(index_.number(id))));
}

const NinjaPath* NinjaEmitter::order_only_target(OrderOnlyId id) {
  if (!id.valid()) return nullptr;
  if (waited_for_ != id) {
    const std::vector<Path>& paths = plan_.order_only[id];
    waited_for_ = id;
    wait_target_ = paths.size() == 1 ? file(paths.front()) : wait_name(id);
  }
  return wait_target_ ? &*wait_target_ : nullptr;
}

void NinjaEmitter::add_wait(OrderOnlyId id) {
  const std::vector<Path>& paths = plan_.order_only[id];
  if (paths.size() == 1) return;
  std::vector<NinjaPath> inputs;
  for (const Path& path : paths) {
    if (std::optional<NinjaPath> input = file(path)) inputs.push_back(*std::move(input));
  }
  add_phony(wait_name(id), std::move(inputs));
}

void NinjaEmitter::add_link(std::size_t index) {
  const LinkStep& step = plan_.links[index];
  if (index_.is_first_link(step.flags, index)) define_flags(plan_.flags[step.flags], true);
  edges_.add("build ");
  add_path(step.output);
  begin_edge(link_rule(step), step.machine);
  add_paths(step.objects);
  add_paths(step.libraries);
  edges_.add("\n");
  if (step.flags.valid() && !plan_.flags[step.flags].flags.empty()) {
    edges_.add("  l = ");
    refer_to_flags(step.flags);
    edges_.add("\n");
  }
  const auto is_plain = [](const Path& path) {
    return path.root == Root::Build && is_plain_path(path.text);
  };
  if (!std::all_of(step.objects.begin(), step.objects.end(), is_plain) ||
      !std::all_of(step.libraries.begin(), step.libraries.end(), is_plain)) {
    add_own_rsp(step);
  }
}

// In place of the rule's `$in`, which Ninja quotes for a shell and not for a response file.
void NinjaEmitter::add_own_rsp(const LinkStep& step) {
  edges_.add("  rspfile_content =");
  for (const std::vector<Path>* paths : {&step.objects, &step.libraries}) {
    for (const Path& path : *paths) add_rsp_token({"", path}, {});
  }
  if (step.flags.valid() && !plan_.flags[step.flags].flags.empty()) {
    edges_.add(" ");
    refer_to_flags(step.flags);
  }
  edges_.add("\n");
}

void NinjaEmitter::add_generate(const GenerateStep& step) {
  edges_.add("build");
  add_paths(step.outputs);
  begin_edge(generate_rule(step));
  add_paths(step.inputs);
  if (!step.implicit.empty()) edges_.add(" |");
  add_paths(step.implicit);
  edges_.add("\n");
  NinjaText command;
  for (std::size_t i = 0; i < step.command.size(); ++i) {
    if (i > 0) command.add(" ");
    add_word(step.command[i], {}, command);
  }
  if (command.size() > kLongestCommand) {
    add_long_command(step, command);
  } else {
    edges_.add("  c = ", command, "\n");
  }
  if (!step.depfile) return;
  const std::string text = path_from_build(input_, *step.depfile);
  const Escaped<NinjaValue> depfile = ninja_value(text);
  if (!depfile) return reject(depfile.error(), "path", text, {});
  edges_.add("  deps = gcc\n  depfile = ", *depfile, "\n");
}

// The command as a script in a file: programs may have longer arguments than one string for the
// shell.
void NinjaEmitter::add_long_command(const GenerateStep& step, const NinjaText& command) {
  if (step.outputs.empty()) return;
  const std::string script = cat(path_from_build(input_, step.outputs.front()), ".sh");
  const Escaped<ShellWord> word = shell_word(script);
  const Escaped<NinjaValue> value = ninja_value(script);
  if (!word || !value) return;  // the output itself was refused already
  edges_.add("  c = sh ", ninja_command(*word), "\n  rspfile = ", *value,
             "\n  rspfile_content = exec ", command, "\n");
}

void NinjaEmitter::add_phony(const NinjaPath& name, std::vector<NinjaPath> inputs) {
  std::size_t parts = 0;
  while (inputs.size() > kWidestPhony) {
    std::vector<NinjaPath> groups;
    for (std::size_t i = 0; i < inputs.size(); i += kWidestPhony) {
      const NinjaPath part = ninja_part_target(name, ++parts);
      edges_.add("build ", part, ": phony");
      const std::size_t end = std::min(inputs.size(), i + kWidestPhony);
      for (std::size_t k = i; k < end; ++k) edges_.add(" ", inputs[k]);
      edges_.add("\n");
      groups.push_back(part);
    }
    inputs = std::move(groups);
  }
  edges_.add("build ", name, ": phony");
  for (const NinjaPath& input : inputs) edges_.add(" ", input);
  edges_.add("\n");
}

void NinjaEmitter::add_alias(const Alias& alias) {
  const std::optional<NinjaPath> name = target(alias.name);
  if (!name) return;
  std::vector<NinjaPath> inputs;
  inputs.reserve(alias.aliases.size() + alias.outputs.size());
  for (const std::string& other : alias.aliases) {
    if (std::optional<NinjaPath> input = target(other)) inputs.push_back(*std::move(input));
  }
  for (const Path& output : alias.outputs) {
    if (std::optional<NinjaPath> input = file(output)) inputs.push_back(*std::move(input));
  }
  add_phony(*name, std::move(inputs));
}

// The stamp rather than build.ninja is what regeneration makes: build.ninja stays untouched when
// its bytes would be the same.
void NinjaEmitter::add_regeneration() {
  if (input_.regenerate.empty()) return;
  used_.use(NinjaRule::Regenerate, Machine::Target);
  edges_.add("build .modbuild/stamp: ", rule_name(NinjaRule::Regenerate));
  // A new modbuild may write other build files.
  const std::string& tool = input_.regenerate.front();
  const Escaped<NinjaPath> tool_path = ninja_path(tool);
  if (tool_path && tool.find('/') != std::string::npos) edges_.add(" | ", *tool_path);
  edges_.add("\n  depfile = .modbuild/regenerate.d\n  c = ");
  add_words(input_.regenerate, edges_);
  edges_.add("\nbuild build.ninja: phony .modbuild/stamp\n");
}

// A target of that name never comes into being, so it runs whenever it is asked for.
void NinjaEmitter::add_clean() {
  if (input_.clean.empty()) return;
  edges_.add("build clean");
  begin_edge(NinjaRule::Clean);
  edges_.add("\n  c = ");
  add_words(input_.clean, edges_);
  edges_.add("\n");
}

// What is built is installed; `install` itself never builds.
void NinjaEmitter::add_install() {
  if (!input_.install.empty()) {
    edges_.add("build install");
    begin_edge(NinjaRule::Install);
    edges_.add(" all\n  c = ");
    add_words(input_.install, edges_);
    edges_.add("\n");
  }
  if (!input_.uninstall.empty()) {
    edges_.add("build uninstall");
    begin_edge(NinjaRule::Install);
    edges_.add("\n  c = ");
    add_words(input_.uninstall, edges_);
    edges_.add("\n");
  }
}

}  // namespace modbuild
