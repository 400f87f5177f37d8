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
  GenerateOutput,  // what the command prints is its output
  Regenerate,
  Clean,
  Install  // and uninstall
};
inline constexpr std::size_t kNinjaRuleCount = 16;

// The rules a file uses, with the toolchain of either machine.
class NinjaRules {
 public:
  void use(NinjaRule rule, Machine machine) { used_.set(index(rule, machine)); }
  void use_all_of(const NinjaRules& other) { used_ |= other.used_; }
  bool has(NinjaRule rule, Machine machine) const { return used_.test(index(rule, machine)); }
  // Whether any needs the build machine's toolchain.
  bool for_build() const { return (used_ >> kNinjaRuleCount).any(); }

 private:
  static std::size_t index(NinjaRule rule, Machine machine) {
    const auto at = static_cast<std::size_t>(rule);
    return machine == Machine::Build ? kNinjaRuleCount + at : at;
  }
  std::bitset<2 * kNinjaRuleCount> used_;
};

// The rule that compiles or links a step.
NinjaRule compile_rule(const CompileStep& step);
NinjaRule link_rule(const LinkStep& step);

NinjaSyntax rule_name(NinjaRule rule);
// What stands behind the name of a rule, or of a toolchain's variable, for `machine`.
NinjaSyntax machine_suffix(Machine machine);

NinjaRule generate_rule(const GenerateStep& step);

// Appends the definitions of all rules in `used`, and of the pool if one needs it. Where something
// stands in front of compilers, the pool holds `local_jobs` of all else.
void add_rules(const NinjaRules& used, const Plan& plan, unsigned local_jobs, NinjaText& out);

}  // namespace modbuild
