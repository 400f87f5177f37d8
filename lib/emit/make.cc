#include "emit/make.h"

#include "base/check.h"
#include "base/str.h"
#include "emit/make_emitter.h"
#include "emit/make_rules.h"

namespace modbuild {

OutputFile emit_make(const EmitInput& input, Diagnostics& diagnostics) {
  const Plan& plan = *input.plan;
  const std::size_t size = 4096 + plan.compiles.size() * 200 + plan.links.size() * 300;
  MakeEmitter emitter(input, diagnostics, size);
  emitter.add_toolchain(Machine::Target);
  if (plan.build_toolchain) emitter.add_toolchain(Machine::Build);
  emitter.add_here();
  for (const GenerateStep& step : plan.generates) emitter.add_generate(step);
  for (const CompileStep& step : plan.compiles) emitter.add_compile(step);
  for (const LinkStep& step : plan.links) emitter.add_link(step);
  for (const Alias& alias : plan.aliases) emitter.add_alias(alias);
  emitter.add_goals();
  emitter.add_directories();
  emitter.add_headers();
  emitter.add_commands();
  emitter.add_regeneration();

  MakeText file(size);
  add_make_prelude(file);
  file.add(emitter.variables());
  add_make_macros(file);
  file.add(emitter.records(), "\n\n", emitter.rules());
  add_make_help(file);
  std::string text = std::move(file).take();
  MB_CHECK(text.find('\0') == std::string::npos);
  return {"Makefile", std::move(text)};
}

std::vector<OutputFile> make_more_files(const EmitInput& input, Diagnostics& diagnostics) {
  MakeEmitter emitter(input, diagnostics, input.watched.size() * 48);
  emitter.add_watched();
  MakeText file;
  file.add(emitter.variables(), emitter.rules());
  return {{".modbuild/regenerate.mk", std::move(file).take()}};
}

std::vector<std::string> make_side_files(const Plan& plan) {
  std::vector<std::string> files;
  for (const CompileStep& step : plan.compiles) {
    files.push_back(cat(step.object.text, ".d"));
    files.push_back(cat(step.object.text, ".dep"));
  }
  for (const LinkStep& step : plan.links) {
    files.push_back(cat(step.output.text, ".dep"));
    files.push_back(cat(step.output.text, ".rsp"));
  }
  for (const GenerateStep& step : plan.generates) {
    if (step.outputs.empty()) continue;
    for (const char* suffix : {".dep", ".sh", ".stamp"}) {
      files.push_back(cat(step.outputs.front().text, suffix));
    }
  }
  return files;
}

}  // namespace modbuild
