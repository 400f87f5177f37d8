// Small plans for tests, put together by hand.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "emit/emit.h"

namespace modbuild {

inline Path in_tree(std::string text) {
  return {Root::Source, std::move(text)};
}
inline Path in_build(std::string text) {
  return {Root::Build, std::move(text)};
}

inline Plan empty_plan() {
  Plan plan;
  plan.toolchain.cc = {"gcc"};
  plan.toolchain.cxx = {"g++"};
  plan.toolchain.ar = {"ar"};
  return plan;
}

inline FlagsId add_flags(Plan& plan, std::string name, const std::vector<Arg>& args) {
  FlagList list;
  list.name = std::move(name);
  for (const Arg& arg : args) list.flags.push_back({arg, {}});
  return plan.flags.push_back(std::move(list));
}

inline CompileStep& add_compile(Plan& plan, std::string source, std::string object,
                                FlagsId flags = {}) {
  CompileStep step;
  step.source = in_tree(std::move(source));
  step.object = in_build(std::move(object));
  step.flags = flags;
  plan.compiles.push_back(std::move(step));
  return plan.compiles.back();
}

inline LinkStep& add_link(Plan& plan, LinkKind kind, std::string output,
                          std::initializer_list<const char*> objects) {
  LinkStep step;
  step.kind = kind;
  step.output = in_build(std::move(output));
  for (const char* object : objects) step.objects.push_back(in_build(object));
  plan.links.push_back(std::move(step));
  return plan.links.back();
}

// The text for `plan`, without mistakes, in a build directory right below the tree.
inline std::string ninja_text(const Plan& plan, std::vector<std::string> regenerate = {}) {
  const EmitInput input{&plan, "..", std::move(regenerate)};
  Diagnostics diagnostics;
  std::string text = whole_text(backends().front().emit(input, diagnostics));
  for (const Diagnostic& diagnostic : diagnostics.take_sorted()) text += diagnostic.message + "\n";
  return text;
}

}  // namespace modbuild
