#include "emit/ninja.h"

#include <algorithm>
#include <memory>

#include "base/check.h"
#include "emit/ninja_emitter.h"

namespace modbuild {
namespace {

constexpr std::size_t kStepsPerPart = 4000;

// Edges of one kind: those of the plan's list from `begin` to `end`.
struct Stretch {
  enum class Kind : std::uint8_t { Generate, Compile, Link, Alias, Goals } kind = Kind::Goals;
  std::size_t begin = 0, end = 0;
};

// The edges in the order of the file, in stretches that can be written at once.
std::vector<Stretch> stretches(const Plan& plan) {
  std::vector<Stretch> all;
  const auto add = [&all](Stretch::Kind kind, std::size_t count) {
    for (std::size_t begin = 0; begin < count; begin += kStepsPerPart) {
      all.push_back({kind, begin, std::min(count, begin + kStepsPerPart)});
    }
  };
  add(Stretch::Kind::Generate, plan.generates.size());
  add(Stretch::Kind::Compile, plan.compiles.size());
  add(Stretch::Kind::Link, plan.links.size());
  add(Stretch::Kind::Alias, plan.aliases.size());
  all.push_back({Stretch::Kind::Goals, 0, 0});
  return all;
}

// A little more than most plans need, so that the text is seldom moved while it grows.
std::size_t expected_size(const Stretch& stretch) {
  const std::size_t count = stretch.end - stretch.begin;
  switch (stretch.kind) {
    case Stretch::Kind::Compile:
      return 1024 + count * 150;
    case Stretch::Kind::Generate:
    case Stretch::Kind::Link:
      return 1024 + count * 500;
    case Stretch::Kind::Alias:
      return 1024 + count * 100;
    case Stretch::Kind::Goals:
      return 4096;
  }
  return 0;
}

void add_edges(const Stretch& stretch, const Plan& plan, NinjaEmitter& emitter) {
  for (std::size_t i = stretch.begin; i < stretch.end; ++i) {
    if (stretch.kind == Stretch::Kind::Generate) emitter.add_generate(plan.generates[i]);
    if (stretch.kind == Stretch::Kind::Compile) emitter.add_compile(i);
    if (stretch.kind == Stretch::Kind::Link) emitter.add_link(i);
    if (stretch.kind == Stretch::Kind::Alias) emitter.add_alias(plan.aliases[i]);
  }
  if (stretch.kind != Stretch::Kind::Goals) return;
  emitter.add_regeneration();
  emitter.add_clean();
  emitter.add_install();
}

std::string head(const EmitInput& input, const NinjaIndex& index, const NinjaRules& used,
                 Diagnostics& diagnostics) {
  NinjaText text;
  text.add("# Written by modbuild; changes are lost when it runs again.\n",
           "ninja_required_version = 1.8\n\n");
  NinjaEmitter(input, index, diagnostics, 0).add_toolchains(used, text);
  add_rules(used, *input.plan, input.local_jobs, text);
  text.add("\n");
  return std::move(text).take();
}

}  // namespace

OutputFile emit_ninja(const EmitInput& input, Diagnostics& diagnostics) {
  const Plan& plan = *input.plan;
  const NinjaIndex index(plan);
  const std::vector<Stretch> all = stretches(plan);
  std::vector<NinjaRules> used(all.size());
  // The head comes first, and is known last.
  const auto parts = std::make_shared<std::vector<std::string>>(all.size() + 1);
  for_each_index(all.size(), input.threads, [&](std::size_t i) {
    NinjaEmitter emitter(input, index, diagnostics, expected_size(all[i]));
    add_edges(all[i], plan, emitter);
    used[i] = emitter.used_rules();
    (*parts)[i + 1] = emitter.take_edges();
  });
  NinjaRules used_by_any;
  for (const NinjaRules& rules : used) used_by_any.use_all_of(rules);
  parts->front() = head(input, index, used_by_any, diagnostics);
  parts->back() += "default all\n";
  for (const std::string& part : *parts) {
    // Ninja would stop reading at a NUL and run what it has seen until then.
    MB_CHECK(part.find('\0') == std::string::npos);
  }
  return {
      "build.ninja", {}, parts->size(), [parts](std::size_t i) { return std::move((*parts)[i]); }};
}

}  // namespace modbuild
