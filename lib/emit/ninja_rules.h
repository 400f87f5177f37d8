// The rules of build.ninja: one per tool. Adding one is one row in ninja_rules.cc.
#pragma once

#include <bitset>
#include <cstdint>

#include "emit/ninja_text.h"
#include "plan/plan.h"

namespace modbuild {

enum class NinjaRule : std::uint8_t {
  Cc,
  Cxx,
  Asm,  // assembler that goes through the preprocessor
  As,   // assembler that does not
  LinkModule,
  LinkModuleCxx,
  LinkShared,
  LinkSharedCxx,
  LinkProgram,
  LinkProgramCxx,
  Archive,
  Generate,
  Regenerate,
  Clean
};
inline constexpr std::size_t kNinjaRuleCount = 14;
using NinjaRuleSet = std::bitset<kNinjaRuleCount>;

// The rule that compiles or links a step.
NinjaRule compile_rule(const CompileStep& step);
NinjaRule link_rule(const LinkStep& step);

NinjaSyntax rule_name(NinjaRule rule);

// Appends the definitions of all rules in `used`, and of the pool if one needs it. With `launcher`,
// compile rules start with $launcher.
void add_rules(const NinjaRuleSet& used, bool launcher, NinjaText& out);

}  // namespace modbuild
