#include "emit/ninja.h"

#include "base/check.h"
#include "emit/ninja_emitter.h"

namespace modbuild {
namespace {

// A little more than most plans need, so that the text is seldom moved while it grows.
std::size_t expected_size(const Plan& plan) {
  return 4096 + plan.compiles.size() * 120 + plan.links.size() * 400 + plan.flags.size() * 200 +
         plan.aliases.size() * 100;
}

}  // namespace

std::string emit_ninja(const EmitInput& input, Diagnostics& diagnostics) {
  const Plan& plan = *input.plan;
  const std::size_t size = expected_size(plan);
  NinjaEmitter emitter(input, diagnostics, size);
  for (const GenerateStep& step : plan.generates) emitter.add_generate(step);
  for (const CompileStep& step : plan.compiles) emitter.add_compile(step);
  for (const LinkStep& step : plan.links) emitter.add_link(step);
  for (const Alias& alias : plan.aliases) emitter.add_alias(alias);
  emitter.add_regeneration();
  emitter.add_clean();
  emitter.add_install();

  NinjaText file(size);
  file.add("# Written by modbuild; changes are lost when it runs again.\n",
           "ninja_required_version = 1.8\n\n");
  emitter.add_toolchains(file);
  add_rules(emitter.used_rules(), plan, input.local_jobs, file);
  file.add("\n", emitter.edges(), "default all\n");
  std::string text = std::move(file).take();
  // Ninja would stop reading at a NUL and run what it has seen until then.
  MB_CHECK(text.find('\0') == std::string::npos);
  return text;
}

}  // namespace modbuild
