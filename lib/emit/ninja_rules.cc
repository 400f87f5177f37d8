#include "emit/ninja_rules.h"

#include <array>

#include "base/check.h"
#include "base/path.h"

namespace modbuild {
namespace {

enum class RuleKind : std::uint8_t { Compile, Assemble, Link, Other };

struct RuleRow {
  NinjaRule rule;
  RuleKind kind;
  NinjaSyntax name;
  NinjaSyntax command;
  NinjaSyntax description;
};

// Generators often rewrite outputs with the same bytes. The files of the last run are kept aside
// and put back where nothing changed, time stamps included, so that with restat = 1 nothing is
// rebuilt for it. `exec` makes the first word a program, whatever the shell knows under that name.
// A generator that fails leaves no half-written output behind.
constexpr NinjaSyntax kGenerateCommand =
    "for o in $out; do [ ! -f \"$$o\" ] || mv -f \"$$o\" \"$$o.old\" || exit 1; done; "
    "(exec $c) || { s=$$?; rm -f $out; exit $$s; }; "
    "for o in $out; do "
    "[ -f \"$$o\" ] || { echo \"the generator did not write $$o\" >&2; exit 1; }; "
    "if cmp -s \"$$o\" \"$$o.old\" 2>/dev/null; then mv -f \"$$o.old\" \"$$o\"; "
    "else rm -f \"$$o.old\"; fi || exit 1; done";

// CFLAGS and CXXFLAGS stand behind the tree's own flags: the user's word is the last one.
constexpr std::array<RuleRow, kNinjaRuleCount> kRules = {{
    {NinjaRule::Cc, RuleKind::Compile, "cc", "$cc $f $cflags -MMD -MF $out.d -c $in -o $out",
     "CC $in"},
    {NinjaRule::Cxx, RuleKind::Compile, "cxx", "$cxx $f $cxxflags -MMD -MF $out.d -c $in -o $out",
     "CXX $in"},
    {NinjaRule::Asm, RuleKind::Compile, "asm", "$cc $f $cflags -MMD -MF $out.d -c $in -o $out",
     "ASM $in"},
    {NinjaRule::As, RuleKind::Assemble, "as", "$cc $f $cflags -c $in -o $out", "AS $in"},
    {NinjaRule::LinkModule, RuleKind::Link, "link_module",
     "$cc -shared -fPIC $ldflags -o $out @$out.rsp", "MODULE $out"},
    {NinjaRule::LinkModuleCxx, RuleKind::Link, "link_module_cxx",
     "$cxx -shared -fPIC $ldflags -o $out @$out.rsp", "MODULE $out"},
    {NinjaRule::LinkShared, RuleKind::Link, "link_shared",
     "$cc -shared -fPIC $ldflags -o $out @$out.rsp", "LIBRARY $out"},
    {NinjaRule::LinkSharedCxx, RuleKind::Link, "link_shared_cxx",
     "$cxx -shared -fPIC $ldflags -o $out @$out.rsp", "LIBRARY $out"},
    {NinjaRule::LinkProgram, RuleKind::Link, "link_program", "$cc $ldflags -o $out @$out.rsp",
     "PROGRAM $out"},
    {NinjaRule::LinkProgramCxx, RuleKind::Link, "link_program_cxx",
     "$cxx $ldflags -o $out @$out.rsp", "PROGRAM $out"},
    // A fresh archive each time: members that left the list must not stay in it.
    {NinjaRule::Archive, RuleKind::Link, "archive", "rm -f $out && $ar rcsD $out @$out.rsp",
     "ARCHIVE $out"},
    {NinjaRule::Generate, RuleKind::Other, "generate", kGenerateCommand, "GEN $out"},
    {NinjaRule::Regenerate, RuleKind::Other, "regenerate", "$c", "modbuild gen"},
    {NinjaRule::Clean, RuleKind::Other, "clean", "$c", "modbuild clean"},
}};

const RuleRow& row_of(NinjaRule rule) {
  const RuleRow& row = kRules[static_cast<std::size_t>(rule)];
  MB_CHECK(row.rule == rule);
  return row;
}

void add_kind_lines(const RuleRow& row, NinjaText& out) {
  switch (row.kind) {
    case RuleKind::Compile:
      out.add("  deps = gcc\n  depfile = $out.d\n");
      break;
    case RuleKind::Link:
      // Every link and archive, however short, goes through a response file: one way, always in
      // use, that no length of a command can break (HAZARDS H14).
      out.add("  rspfile = $out.rsp\n  rspfile_content = $in $l\n  pool = link\n");
      break;
    case RuleKind::Assemble:
    case RuleKind::Other:
      break;
  }
  if (row.rule == NinjaRule::Generate) out.add("  restat = 1\n");
  // The console: what modbuild has to say is seen at once, and not mixed with other output.
  if (row.rule == NinjaRule::Regenerate) {
    out.add("  generator = 1\n  restat = 1\n  pool = console\n");
  }
}

void add_rule(const RuleRow& row, bool launcher, NinjaText& out) {
  const bool compiles = row.kind == RuleKind::Compile || row.kind == RuleKind::Assemble;
  out.add("\nrule ", row.name, "\n  command = ");
  if (launcher && compiles) out.add("$launcher ");
  out.add(row.command, "\n  description = ", row.description, "\n");
  add_kind_lines(row, out);
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

NinjaSyntax rule_name(NinjaRule rule) {
  return row_of(rule).name;
}

void add_rules(const NinjaRuleSet& used, bool launcher, NinjaText& out) {
  bool links = false;
  for (const RuleRow& row : kRules) {
    links |= row.kind == RuleKind::Link && used.test(static_cast<std::size_t>(row.rule));
  }
  // Links take memory and disk rather than processors, and a launcher may raise -j far beyond what
  // this machine can link at once.
  if (links) out.add("\npool link\n  depth = 8\n");
  for (const RuleRow& row : kRules) {
    if (used.test(static_cast<std::size_t>(row.rule))) add_rule(row, launcher, out);
  }
}

}  // namespace modbuild
