#include "emit/make_emitter.h"

#include <algorithm>

#include "base/check.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/str.h"
#include "emit/make_rules.h"
#include "emit/rejection.h"

namespace modbuild {
namespace {

MakeName known_good_name(const std::string& name) {
  Escaped<MakeName> good = make_name(name);
  MB_CHECK(good.has_value());  // a hash, or what plan.h promises
  return *std::move(good);
}

std::size_t index_of(Machine machine) {
  return machine == Machine::Build ? 1 : 0;
}

}  // namespace

MakeEmitter::MakeEmitter(const EmitInput& input, Diagnostics& diagnostics,
                         std::size_t expected_size)
    : input_(input),
      plan_(*input.plan),
      diagnostics_(diagnostics),
      rules_(expected_size),
      defined_(input.plan->flags.size()),
      flags_hash_(input.plan->flags.size()) {}

void MakeEmitter::reject(const Rejection& rejection, std::string_view what, std::string_view text,
                         const SourceRange& at) {
  report_rejection(rejection, what, text, "a makefile", at, diagnostics_);
}

// Make copies MAKEFILE_LIST with every file that it includes: emptied now and then, that is not
// quadratic. Half the time of an idle make at 15,000 records.
void MakeEmitter::add_record(const std::string& output) {
  constexpr std::size_t kRecordsAtOnce = 64;
  const Escaped<MakeIncluded> record = make_included(output);
  if (!record) return;  // so is the target of the rule, which tells
  if (record_count_ != 0 && record_count_ % kRecordsAtOnce == 0) records_.add("\n");
  if (record_count_++ % kRecordsAtOnce == 0) records_.add("MAKEFILE_LIST :=\n-include");
  records_.add(" \\\n  ", *record, ".dep");
}

MakeEmitter::Step MakeEmitter::begin_step(const Path& output) {
  std::string path = path_from_build(input_, output);
  MakeName key = known_good_name(hash_hex(path));
  add_word_of("o.", key, path);
  add_record(path);
  return {std::move(path), std::move(key)};
}

void MakeEmitter::add_prerequisite(const std::string& path, MakeText& out) {
  const Escaped<MakePrerequisite> quoted = make_prerequisite(path);
  if (!quoted) return reject(quoted.error(), "path", path, {});
  out.add(*quoted);
}

void MakeEmitter::add_target(const std::string& path, MakeText& out) {
  const Escaped<MakeTarget> quoted = make_target(path);
  if (!quoted) return reject(quoted.error(), "path", path, {});
  out.add(*quoted);
}

void MakeEmitter::add_paths(const std::vector<Path>& paths, MakeText& out) {
  for (const Path& path : paths) {
    out.add(" ");
    add_prerequisite(path_from_build(input_, path), out);
  }
}

void MakeEmitter::add_directory(const std::string& output, MakeText& out) {
  const std::string directory(directory_of(output));
  if (directory.empty()) return;
  directories_.insert(directory);
  out.add(" ");
  add_prerequisite(directory, out);
  out.add("/.");
}

void MakeEmitter::add_word(const Arg& arg, const SourceRange& at, MakeText& out) {
  Escaped<ShellWord> word = shell_word(word_from_build(input_, arg));
  if (!word) return reject(word.error(), "flag", word_from_build(input_, arg), at);
  out.add(make_value(*std::move(word)));
}

void MakeEmitter::add_words(const std::vector<std::string>& words, MakeText& out) {
  for (const std::string& word : words) {
    out.add(" ");
    add_word({word, std::nullopt}, {}, out);
  }
}

void MakeEmitter::add_rsp_token(const Arg& arg, const SourceRange& at, MakeText& out) {
  Escaped<RspToken> token = rsp_token(word_from_build(input_, arg));
  if (!token) return reject(token.error(), "flag", word_from_build(input_, arg), at);
  out.add(" ", make_value(*std::move(token)));
}

void MakeEmitter::add_variable(const char* prefix, const MakeName& key, const MakeText& value) {
  variables_.add(known_good_name(cat(prefix, key.text())), " :=", value, "\n");
}

void MakeEmitter::add_word_of(const char* prefix, const MakeName& key, const std::string& path) {
  if (is_plain_path(path)) return;
  MakeText word;
  word.add(" ");
  add_word({path, std::nullopt}, {}, word);
  add_variable(prefix, key, word);
}

MakeName MakeEmitter::add_known(const std::string& path) {
  MakeName key = known_good_name(hash_hex(path));
  MakeText value;
  value.add(" ");
  add_prerequisite(path, value);
  add_variable("k.", key, value);
  return key;
}

void MakeEmitter::add_tool(const char* name, Machine machine,
                           const std::vector<std::string>& words) {
  MakeText value;
  add_words(words, value);
  const char* suffix = machine == Machine::Build ? "_for_build" : "";
  variables_.add("override ", known_good_name(cat(name, suffix)), " :=", value, "\n");
  std::string& hash = toolchain_hash_[index_of(machine)];
  hash = hash_hex(cat(hash, name, value.view()));
}

void MakeEmitter::add_toolchain(Machine machine) {
  const Toolchain& toolchain = toolchain_for(plan_, machine);
  add_tool("cc", machine, toolchain.cc);
  add_tool("cxx", machine, toolchain.cxx);
  add_tool("ar", machine, toolchain.ar);
  add_tool("cflags", machine, toolchain.cflags);
  add_tool("cxxflags", machine, toolchain.cxxflags);
  add_tool("ldflags", machine, toolchain.ldflags);
  add_tool("launcher_c", machine, toolchain.launcher_c);
  add_tool("launcher_cxx", machine, toolchain.launcher_cxx);
}

void MakeEmitter::add_here() {
  const bool launcher = has_launcher(plan_);
  variables_.add("override at :=");
  if (launcher) variables_.add(" PWD=/proc/self/cwd");
  variables_.add("\noverride here :=");
  if (launcher) variables_.add(" -ffile-prefix-map=/proc/self/cwd=.");
  variables_.add("\n");
}

std::optional<MakeName> MakeEmitter::flags_name(FlagsId id) const {
  if (!id.valid() || plan_.flags[id].flags.empty()) return std::nullopt;
  return known_good_name(cat("f.", plan_.flags[id].name));
}

void MakeEmitter::define_flags(FlagsId id, bool rsp) {
  const std::optional<MakeName> name = flags_name(id);
  if (!name || defined_[id]) return;
  defined_[id] = 1;
  MakeText value;
  for (const Flag& flag : plan_.flags[id].flags) {
    if (rsp) {
      add_rsp_token(flag.arg, flag.from, value);
    } else {
      value.add(" ");
      add_word(flag.arg, flag.from, value);
    }
  }
  flags_hash_[id] = hash_hex(value.view());
  variables_.add(*name, " :=", value, "\n");
}

MakeName MakeEmitter::hash_of(const char* macro, const MakeText& inputs, FlagsId flags,
                              Machine machine) const {
  const std::string of_flags = flags.valid() ? flags_hash_[flags] : std::string();
  return known_good_name(hash_hex(
      cat(kMakeRulesVersion, macro, inputs.view(), of_flags, toolchain_hash_[index_of(machine)])));
}

void MakeEmitter::add_needs(const Step& step, const MakeName& hash) {
  rules_.add(" $(call needs,", step.key, ",", hash, ")");
}

void MakeEmitter::add_call(const char* macro, const Step& step, const MakeName& hash, FlagsId flags,
                           Machine machine) {
  rules_.add("\n\t$(call ", known_good_name(macro), ",", step.key, ",", hash, ",");
  if (const std::optional<MakeName> name = flags_name(flags)) rules_.add(*name);
  if (machine == Machine::Build) rules_.add(",_for_build");
  rules_.add(")\n");
}

void MakeEmitter::add_order_only(OrderOnlyId id, MakeText& out) {
  if (id.valid()) add_paths(plan_.order_only[id], out);
}

void MakeEmitter::add_compile(const CompileStep& step) {
  define_flags(step.flags, false);
  const Step target = begin_step(step.object);
  const std::string source = path_from_build(input_, step.source);
  add_word_of("i.", target.key, source);
  MakeText extra;
  for (const Flag& flag : step.extra) {
    extra.add(" ");
    add_word(flag.arg, flag.from, extra);
  }
  if (!extra.empty()) add_variable("x.", target.key, extra);
  add_target(target.output, rules_);
  rules_.add(": ");
  add_prerequisite(source, rules_);
  MakeText hashed;
  add_prerequisite(source, hashed);
  hashed.add(extra);
  const MakeName hash = hash_of(make_compile_macro(step), hashed, step.flags, step.machine);
  add_needs(target, hash);
  rules_.add(" |");
  add_directory(target.output, rules_);
  add_order_only(step.order_only, rules_);
  add_call(make_compile_macro(step), target, hash, step.flags, step.machine);
}

void MakeEmitter::add_link(const LinkStep& step) {
  define_flags(step.flags, true);
  const Step target = begin_step(step.output);
  std::vector<Path> inputs = step.objects;
  inputs.insert(inputs.end(), step.libraries.begin(), step.libraries.end());
  MakeText tokens;
  for (const Path& input : inputs) add_rsp_token({"", input}, {}, tokens);
  add_variable("r.", target.key, tokens);
  add_target(target.output, rules_);
  rules_.add(":");
  const bool plain = std::all_of(inputs.begin(), inputs.end(), [](const Path& path) {
    return path.root == Root::Build && is_plain_path(path.text) &&
           path.text.find('/') != std::string::npos;
  });
  if (plain) {
    rules_.add(" $(r.", target.key, ")");
  } else {
    add_paths(inputs, rules_);
  }
  const MakeName hash = hash_of(make_link_macro(step), tokens, step.flags, step.machine);
  add_needs(target, hash);
  rules_.add(" |");
  add_directory(target.output, rules_);
  add_call(make_link_macro(step), target, hash, step.flags, step.machine);
}

// The stamp is what the command makes: outputs that come out the same keep their old time.
void MakeEmitter::add_generate(const GenerateStep& step) {
  if (step.outputs.empty()) return;
  const Step target = begin_step(step.outputs.front());
  MakeText outputs, command, keys;
  for (const Path& output : step.outputs) {
    outputs.add(" ");
    add_word({"", output}, {}, outputs);
    keys.add(" ", add_known(path_from_build(input_, output)));
  }
  for (const Arg& arg : step.command) {
    command.add(" ");
    add_word(arg, {}, command);
  }
  add_variable("g.", target.key, outputs);
  add_variable("c.", target.key, command);
  if (step.depfile) {
    MakeText depfile;
    depfile.add(" ");
    add_word({"", step.depfile}, {}, depfile);
    add_variable("m.", target.key, depfile);
  }
  add_target(target.output, rules_);
  rules_.add(".stamp:");
  add_paths(step.inputs, rules_);
  add_paths(step.implicit, rules_);
  MakeText hashed;
  hashed.add(outputs, command);
  add_paths(step.inputs, hashed);
  const char* const macro = step.to_output ? "generate_output" : "generate";
  const MakeName hash = hash_of(macro, hashed, {}, Machine::Target);
  add_needs(target, hash);
  rules_.add(" $(call gone,", keys, ") |");
  for (const Path& output : step.outputs) add_directory(path_from_build(input_, output), rules_);
  add_call(macro, target, hash, {}, Machine::Target);
  for (const Path& output : step.outputs) {
    add_target(path_from_build(input_, output), rules_);
    rules_.add(" ");
  }
  rules_.add(": $(late) ");
  add_prerequisite(target.output, rules_);
  rules_.add(".stamp\n\t@:\n");
}

// $(_) is empty: without it, a module called 'export' would begin a directive, or make the rest of
// the line a variable of the target.
void MakeEmitter::add_alias(const Alias& alias) {
  rules_.add("$(_)");
  add_target(alias.name, rules_);
  rules_.add(": $(_)");
  for (const std::string& other : alias.aliases) {
    rules_.add(" ");
    add_prerequisite(other, rules_);
  }
  add_paths(alias.outputs, rules_);
  rules_.add("\n");
}

void MakeEmitter::add_goals() {
  rules_.add("goals :=");
  for (const Alias& alias : plan_.aliases) {
    rules_.add(" ");
    add_prerequisite(alias.name, rules_);
  }
  rules_.add("\n.PHONY: $(goals)\n");
  add_make_goals(rules_);
}

void MakeEmitter::add_directories() {
  for (const std::string& directory : directories_) {
    add_target(directory, rules_);
    rules_.add("/. ");
  }
  if (!directories_.empty()) rules_.add(":\n\t@mkdir -p $(@D)\n");
}

void MakeEmitter::add_headers() {
  rules_.add(
      "headers := $(sort $(foreach v,$(filter d.%,$(.VARIABLES)),$($(v))))\n"
      "$(if $(headers),$(eval $(headers):))\n");
}

// Each has a rule without a recipe: what is gone is no error. Only plain names can share one, made
// by eval, which reads what it is given once more.
void MakeEmitter::add_watched() {
  MakeText plain, others;
  for (const std::string& path : input_.watched) {
    MakeText& list = is_plain_path(path) ? plain : others;
    list.add(" \\\n  ");
    add_prerequisite(path, list);
    if (&list == &plain) continue;
    add_target(path, rules_);
    rules_.add(":\n");
  }
  variables_.add("watched :=", plain, "\nwatched_others :=", others, "\n");
}

// The stamp rather than the Makefile is what regeneration makes: that stays untouched when its
// bytes would be the same.
void MakeEmitter::add_regeneration() {
  if (input_.regenerate.empty()) return;
  const std::string& tool = input_.regenerate.front();
  rules_.add("include .modbuild/regenerate.mk\n$(if $(watched),$(eval $(watched):))\n",
             ".modbuild/stamp: $(watched) $(watched_others)");
  // A new modbuild may write other build files.
  if (tool.find('/') != std::string::npos) {
    rules_.add(" ");
    add_prerequisite(tool, rules_);
  }
  rules_.add("\n\t@$(regenerate)\nMakefile: .modbuild/stamp ;\n");
}

void MakeEmitter::add_commands() {
  struct Row {
    const char* name;
    const std::vector<std::string>& argv;
  };
  for (const Row& row : {Row{"regenerate", input_.regenerate}, Row{"clean", input_.clean},
                         Row{"install", input_.install}, Row{"uninstall", input_.uninstall}}) {
    if (row.argv.empty()) continue;
    MakeText words;
    add_words(row.argv, words);
    const MakeName name = known_good_name(row.name);
    variables_.add("override ", name, " :=", words, "\n");
    if (std::string_view(row.name) == "regenerate") continue;
    const bool builds = std::string_view(row.name) == "install";
    rules_.add(".PHONY: ", name, "\n", name, ":");
    if (builds) rules_.add(" all");
    rules_.add("\n\t$(Q)$(", name, ")\n");
  }
  MakeText tool;
  tool.add(" ");
  add_word({input_.regenerate.empty() ? std::string("modbuild") : input_.regenerate.front(),
            std::nullopt},
           {}, tool);
  variables_.add("override tool :=", tool, "\n");
}

}  // namespace modbuild
