#include "emit/ninja_rules.h"

#include <array>

#include "base/check.h"
#include "base/path.h"
#include "emit/emit.h"

namespace modbuild {
namespace {

enum class RuleKind : std::uint8_t { Compile, Assemble, Link, Other };

// A command in parts: the variables of a toolchain, `tool` and `flags`, have other names where it
// is the build machine's.
struct RuleCommand {
  NinjaSyntax before, tool, middle, flags, behind;
};

struct RuleRow {
  NinjaRule rule;
  RuleKind kind;
  NinjaSyntax name;
  RuleCommand command;
  NinjaSyntax description;
};

// Generators often rewrite outputs with the same bytes. The files of the last run are kept aside
// and put back where nothing changed, time stamps included, so that with restat = 1 nothing is
// rebuilt for it. `exec` makes the first word a program, whatever the shell knows under that name.
// A generator that fails leaves no half-written output behind.
constexpr NinjaSyntax kSetAside =
    "for o in $out; do [ ! -f \"$$o\" ] || mv -f \"$$o\" \"$$o.old\" || exit 1; done; ";
constexpr NinjaSyntax kRun = "(exec $c) || { s=$$?; rm -f $out; exit $$s; }; ";
// Likewise where a run is cut off: the output gets its name when it is whole.
constexpr NinjaSyntax kRunToOutput =
    "(exec $c) >$out.new || { s=$$?; rm -f $out.new; exit $$s; }; mv -f $out.new $out || exit 1; ";
constexpr NinjaSyntax kPutBack =
    "for o in $out; do "
    "[ -f \"$$o\" ] || { echo \"the generator did not write $$o\" >&2; exit 1; }; "
    "if cmp -s \"$$o\" \"$$o.old\" 2>/dev/null; then mv -f \"$$o.old\" \"$$o\"; "
    "else rm -f \"$$o.old\"; fi || exit 1; done";

constexpr NinjaSyntax kNone = "";
constexpr NinjaSyntax kCompile = " -MMD -MF $out.d -c $in -o $out";
constexpr NinjaSyntax kLink = " -o $out @$out.rsp";

// CFLAGS and CXXFLAGS stand behind the tree's own flags: the user's word is the last one.
constexpr std::array<RuleRow, kNinjaRuleCount> kRules = {{
    {NinjaRule::Cc, RuleKind::Compile, "cc", {kNone, "$cc", " $f ", "$cflags", kCompile}, "CC $in"},
    {NinjaRule::Cxx,
     RuleKind::Compile,
     "cxx",
     {kNone, "$cxx", " $f ", "$cxxflags", kCompile},
     "CXX $in"},
    {NinjaRule::Asm,
     RuleKind::Compile,
     "asm",
     {kNone, "$cc", " $f ", "$cflags", kCompile},
     "ASM $in"},
    {NinjaRule::As,
     RuleKind::Assemble,
     "as",
     {kNone, "$cc", " $f ", "$cflags", " -c $in -o $out"},
     "AS $in"},
    {NinjaRule::LinkModule,
     RuleKind::Link,
     "link_module",
     {kNone, "$cc", " -shared -fPIC ", "$ldflags", kLink},
     "MODULE $out"},
    {NinjaRule::LinkModuleCxx,
     RuleKind::Link,
     "link_module_cxx",
     {kNone, "$cxx", " -shared -fPIC ", "$ldflags", kLink},
     "MODULE $out"},
    {NinjaRule::LinkShared,
     RuleKind::Link,
     "link_shared",
     {kNone, "$cc", " -shared -fPIC ", "$ldflags", kLink},
     "LIBRARY $out"},
    {NinjaRule::LinkSharedCxx,
     RuleKind::Link,
     "link_shared_cxx",
     {kNone, "$cxx", " -shared -fPIC ", "$ldflags", kLink},
     "LIBRARY $out"},
    {NinjaRule::LinkProgram,
     RuleKind::Link,
     "link_program",
     {kNone, "$cc", " ", "$ldflags", kLink},
     "PROGRAM $out"},
    {NinjaRule::LinkProgramCxx,
     RuleKind::Link,
     "link_program_cxx",
     {kNone, "$cxx", " ", "$ldflags", kLink},
     "PROGRAM $out"},
    // A fresh archive each time: members that left the list must not stay in it.
    {NinjaRule::Archive,
     RuleKind::Link,
     "archive",
     {"rm -f $out && ", "$ar", kNone, kNone, " rcsD $out @$out.rsp"},
     "ARCHIVE $out"},
    {NinjaRule::Generate,
     RuleKind::Other,
     "generate",
     {kSetAside, kNone, kRun, kNone, kPutBack},
     "GEN $out"},
    {NinjaRule::GenerateOutput,
     RuleKind::Other,
     "generate_output",
     {kSetAside, kNone, kRunToOutput, kNone, kPutBack},
     "GEN $out"},
    {NinjaRule::Regenerate,
     RuleKind::Other,
     "regenerate",
     {"$c", kNone, kNone, kNone, kNone},
     "modbuild gen"},
    {NinjaRule::Clean,
     RuleKind::Other,
     "clean",
     {"$c", kNone, kNone, kNone, kNone},
     "modbuild clean"},
    {NinjaRule::Install,
     RuleKind::Other,
     "install",
     {"$c", kNone, kNone, kNone, kNone},
     "modbuild $out"},
}};

const RuleRow& row_of(NinjaRule rule) {
  const RuleRow& row = kRules[static_cast<std::size_t>(rule)];
  MB_CHECK(row.rule == rule);
  return row;
}

// Links take memory and disk rather than processors. Where a launcher raises -j far beyond what
// this machine does at once, generators wait for it, too.
NinjaSyntax pool_of(const RuleRow& row, bool launcher) {
  const bool generates = row.rule == NinjaRule::Generate || row.rule == NinjaRule::GenerateOutput;
  if (launcher && (row.kind == RuleKind::Link || generates)) return "local";
  if (row.kind == RuleKind::Link) return "link";
  return "";
}

void add_kind_lines(const RuleRow& row, NinjaText& out) {
  switch (row.kind) {
    case RuleKind::Compile:
      out.add("  deps = gcc\n  depfile = $out.d\n");
      break;
    case RuleKind::Link:
      // Every link and archive, however short, goes through a response file: one way, always in
      // use, that no length of a command can break (HAZARDS H14).
      out.add("  rspfile = $out.rsp\n  rspfile_content = $in $l\n");
      break;
    case RuleKind::Assemble:
    case RuleKind::Other:
      break;
  }
  if (row.rule == NinjaRule::Generate || row.rule == NinjaRule::GenerateOutput) {
    out.add("  restat = 1\n");
  }
  // The console: what modbuild has to say is seen at once, and not mixed with other output.
  if (row.rule == NinjaRule::Install) out.add("  pool = console\n");
  if (row.rule == NinjaRule::Regenerate) {
    out.add("  generator = 1\n  restat = 1\n  pool = console\n");
  }
}

// Whether a compiler runs: links with -flto compile as well.
bool runs_compiler(const RuleRow& row) {
  return row.kind != RuleKind::Other && row.rule != NinjaRule::Archive;
}

void add_command(const RuleRow& row, NinjaSyntax machine, bool launcher, NinjaText& out) {
  const RuleCommand& command = row.command;
  out.add(command.before, command.tool);
  if (!command.tool.text().empty()) out.add(machine);
  if (launcher && runs_compiler(row)) out.add(" $here");
  out.add(command.middle, command.flags);
  if (!command.flags.text().empty()) out.add(machine);
  out.add(command.behind);
}

void add_launcher(const RuleRow& row, Machine machine, const Plan& plan, NinjaText& out) {
  if (row.kind != RuleKind::Compile && row.kind != RuleKind::Assemble) return;
  const Toolchain& toolchain = toolchain_for(plan, machine);
  const bool cxx = row.rule == NinjaRule::Cxx;
  if ((cxx ? toolchain.launcher_cxx : toolchain.launcher_c).empty()) return;
  out.add(cxx ? NinjaSyntax("$launcher_cxx") : NinjaSyntax("$launcher_c"), machine_suffix(machine),
          " ");
}

void add_rule(const RuleRow& row, Machine machine, const Plan& plan, NinjaText& out) {
  const bool launcher = has_launcher(plan);
  const NinjaSyntax suffix = machine_suffix(machine);
  out.add("\nrule ", row.name, suffix, "\n  command = ");
  // Compilers take PWD for where they are, if it is: like this it is the same in every checkout, so
  // that all of them share what one has compiled.
  if (launcher && runs_compiler(row)) out.add("PWD=/proc/self/cwd ");
  add_launcher(row, machine, plan, out);
  add_command(row, suffix, launcher, out);
  out.add("\n  description = ", row.description);
  if (machine == Machine::Build) out.add(" (for build)");
  out.add("\n");
  add_kind_lines(row, out);
  const NinjaSyntax pool = pool_of(row, launcher);
  if (!pool.text().empty()) out.add("  pool = ", pool, "\n");
}

}  // namespace

NinjaRule compile_rule(const CompileStep& step) {
  switch (step.language) {
    case Language::C:
      return NinjaRule::Cc;
    case Language::Cxx:
      return NinjaRule::Cxx;
    case Language::Asm:
      break;
  }
  // Without the preprocessor no depfile comes into being, and clang warns of -MMD.
  return suffix_of(step.source.text) == ".s" ? NinjaRule::As : NinjaRule::Asm;
}

NinjaRule link_rule(const LinkStep& step) {
  switch (step.kind) {
    case LinkKind::Module:
      return step.cxx ? NinjaRule::LinkModuleCxx : NinjaRule::LinkModule;
    case LinkKind::SharedLibrary:
      return step.cxx ? NinjaRule::LinkSharedCxx : NinjaRule::LinkShared;
    case LinkKind::Program:
      return step.cxx ? NinjaRule::LinkProgramCxx : NinjaRule::LinkProgram;
    case LinkKind::Archive:
      break;
  }
  return NinjaRule::Archive;
}

NinjaRule generate_rule(const GenerateStep& step) {
  return step.to_output ? NinjaRule::GenerateOutput : NinjaRule::Generate;
}

NinjaSyntax rule_name(NinjaRule rule) {
  return row_of(rule).name;
}

NinjaSyntax machine_suffix(Machine machine) {
  if (machine == Machine::Build) return "_for_build";
  return "";
}

void add_rules(const NinjaRules& used, const Plan& plan, unsigned local_jobs, NinjaText& out) {
  const bool launcher = has_launcher(plan);
  bool pooled = false;
  for (const RuleRow& row : kRules) {
    pooled |= !pool_of(row, launcher).text().empty() &&
              (used.has(row.rule, Machine::Target) || used.has(row.rule, Machine::Build));
  }
  if (pooled && launcher) {
    const Escaped<NinjaValue> depth = ninja_value(std::to_string(local_jobs));
    MB_CHECK(depth.has_value());
    out.add("\npool local\n  depth = ", *depth, "\n");
  } else if (pooled) {
    out.add("\npool link\n  depth = 8\n");
  }
  for (const Machine machine : {Machine::Target, Machine::Build}) {
    for (const RuleRow& row : kRules) {
      if (used.has(row.rule, machine)) add_rule(row, machine, plan, out);
    }
  }
}

bool is_generate_command(std::string_view command) {
  const std::string_view whole = kSetAside.text();
  return command.starts_with(whole.substr(0, whole.find('$')));
}

}  // namespace modbuild
